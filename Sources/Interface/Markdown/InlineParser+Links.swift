import Foundation
import Screen

/// Links, images, addresses, entities and HTML.
extension InlineParser {
  /// Longer addresses are text.
  static let addressLimit = 2000

  mutating func openBracket(isImage: Bool) {
    flush()
    let length = isImage ? 2 : 1
    nodes.append(Node(text: Array(bytes[index..<(index + length)])))
    index += length
    brackets.append(Bracket(node: nodes.count - 1, isImage: isImage, start: index))
  }

  mutating func closeBracket() {
    guard let bracket = brackets.popLast(), bracket.isActive,
      let link = destination(after: index + 1) ?? namedDestination(bracket)
    else {
      takeByte()
      return
    }
    flush()
    nodes[bracket.node].text = []
    let content = nodes[(bracket.node + 1)...].flatMap(\.text)
    matchEmphasis(from: bracket.node + 1)
    nodes.append(Node(text: []))
    spans.append(Span(open: bracket.node, close: nodes.count - 1, look: bracket.isImage ? .image : .link))
    if content.isEmpty {
      add(link.address, bracket.isImage ? .image : .link)
    } else if !link.address.isEmpty, content != link.address, Array("mailto:".utf8) + content != link.address {
      add([Ascii.space, Ascii.openParenthesis] + link.address + [Ascii.closeParenthesis], .dim)
    }
    if !bracket.isImage {
      // A link holds no link.
      for index in brackets.indices where !brackets[index].isImage { brackets[index].isActive = false }
    }
    index = link.end
  }

  /// The address of `[text][name]`, `[name][]` or `[name]`, if the document defines it.
  private func namedDestination(_ bracket: Bracket) -> (address: [UInt8], end: Int)? {
    guard definitions.count > 0 else { return nil }
    let text = bytes[bracket.start..<index]
    if index + 1 < bytes.count, bytes[index + 1] == Ascii.openBracket,
      let close = LinkDefinitions.nameEnd(bytes[(index + 2)...])
    {
      let name = bytes[(index + 2)..<close]
      return definitions.address(of: name.isEmpty ? text : name).map { ($0, close + 1) }
    }
    return definitions.address(of: text).map { ($0, index + 1) }
  }

  /// Reads `(address "title")`.
  private func destination(after start: Int) -> (address: [UInt8], end: Int)? {
    guard start < bytes.count, bytes[start] == Ascii.openParenthesis else { return nil }
    var at = skipSpace(start + 1)
    var address: [UInt8] = []
    let limit = min(bytes.count, at + InlineParser.addressLimit)
    if at < limit, bytes[at] == Ascii.less {
      at += 1
      while at < limit, bytes[at] != Ascii.greater {
        if bytes[at] == Ascii.newline || bytes[at] == Ascii.less { return nil }
        if bytes[at] == Ascii.backslash, at + 1 < limit, Ascii.isPunctuation(bytes[at + 1]) { at += 1 }
        address.append(bytes[at])
        at += 1
      }
      guard at < limit else { return nil }
      at += 1
    } else {
      var depth = 0
      while at < limit, !Ascii.isSpace(bytes[at]) {
        if bytes[at] == Ascii.backslash, at + 1 < limit, Ascii.isPunctuation(bytes[at + 1]) {
          at += 1
        } else if bytes[at] == Ascii.openParenthesis {
          depth += 1
        } else if bytes[at] == Ascii.closeParenthesis {
          if depth == 0 { break }
          depth -= 1
        }
        address.append(bytes[at])
        at += 1
      }
      guard depth == 0 else { return nil }
    }
    let space = skipSpace(at)
    if space > at, space < bytes.count, let close = InlineParser.titleEnds[bytes[space]] {
      at = space + 1
      let end = min(bytes.count, at + InlineParser.addressLimit)
      while at < end, bytes[at] != close { at += bytes[at] == Ascii.backslash ? 2 : 1 }
      guard at < end else { return nil }
      at = skipSpace(at + 1)
    } else {
      at = space
    }
    return at < bytes.count && bytes[at] == Ascii.closeParenthesis ? (address, at + 1) : nil
  }

  private static let titleEnds: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    Ascii.openParenthesis: Ascii.closeParenthesis,
  ]

  private func skipSpace(_ start: Int) -> Int {
    var at = start
    while at < bytes.count, Ascii.isSpace(bytes[at]) { at += 1 }
    return at
  }

  /// `<https://address>`, or HTML, which is shown as it is.
  mutating func takeAngle() {
    let limit = min(bytes.count, index + InlineParser.addressLimit)
    var end = index + 1
    while end < limit, bytes[end] != Ascii.greater, bytes[end] != Ascii.less { end += 1 }
    guard end < limit, bytes[end] == Ascii.greater, end > index + 1 else {
      // What was looked through is passed at once, so that `<<<<` takes no quadratic time.
      takeByte()
      return
    }
    let content = Array(bytes[(index + 1)..<end])
    let first = content[0]
    if InlineParser.isAddress(content) {
      add(content, .link)
    } else if Ascii.isLetter(first) || first == Ascii.slash || first == Ascii.bang || first == UInt8(ascii: "?") {
      add(Array(bytes[index...end]), [])
    } else {
      takeByte()
      return
    }
    index = end + 1
  }

  private static func isAddress(_ content: [UInt8]) -> Bool {
    guard !content.contains(where: { $0 <= Ascii.space }), Ascii.isLetter(content[0]) else { return false }
    let scheme = content.prefix { Ascii.isAlphanumeric($0) || [Ascii.plus, Ascii.dot, Ascii.dash].contains($0) }
    if (2...32).contains(scheme.count), scheme.count < content.count, content[scheme.count] == Ascii.colon {
      return true
    }
    guard let at = content.firstIndex(of: UInt8(ascii: "@")) else { return false }
    return at > 0 && at + 1 < content.count
      && content.allSatisfy { Ascii.isAlphanumeric($0) || "@.-_+".utf8.contains($0) }
  }

  /// An address that stands in the text without marks: `https://…` or `www.…`.
  mutating func takeAddress(_ byte: UInt8) {
    var back = 0
    if byte == Ascii.colon {
      guard hasPrefix("://", at: index) else { return takeByte() }
      for scheme in ["https", "http"] where plain.count >= scheme.utf8.count {
        if plain.suffix(scheme.utf8.count).elementsEqual(scheme.utf8) {
          back = scheme.utf8.count
          break
        }
      }
      guard back > 0 else { return takeByte() }
    } else if !hasPrefix("www.", at: index) {
      return takeByte()
    }
    if let before = plain.dropLast(back).last, Ascii.isAlphanumeric(before) || before == Ascii.slash {
      return takeByte()
    }
    var end = index
    let limit = min(bytes.count, index + InlineParser.addressLimit)
    while end < limit, !Ascii.isSpace(bytes[end]), bytes[end] != Ascii.less, bytes[end] != Ascii.backtick,
      brackets.isEmpty || bytes[end] != Ascii.closeBracket
    {
      end += 1
    }
    end = InlineParser.withoutPunctuation(bytes, index..<end)
    guard end > index + 3 else { return takeByte() }
    let address = plain.suffix(back) + bytes[index..<end]
    plain.removeLast(back)
    add(Array(address), .link)
    index = end
  }

  /// Where an address ends when the full stop or the bracket after it is not part of it.
  private static func withoutPunctuation(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var end = range.upperBound
    var depth = 0
    for byte in bytes[range] {
      if byte == Ascii.openParenthesis { depth += 1 } else if byte == Ascii.closeParenthesis { depth -= 1 }
    }
    while end > range.lowerBound {
      let last = bytes[end - 1]
      if last == Ascii.closeParenthesis, depth < 0 {
        depth += 1
      } else if !"?!.,:;*_~'\"]|".utf8.contains(last) {
        break
      }
      end -= 1
    }
    return end
  }

  private func hasPrefix(_ text: String, at index: Int) -> Bool {
    bytes[index...].starts(with: text.utf8)
  }

  mutating func takeEntity() {
    let limit = min(bytes.count, index + 12)
    guard let end = bytes[index..<limit].firstIndex(of: Ascii.semicolon), end > index + 1 else { return takeByte() }
    guard let text = Entities.text(bytes[(index + 1)..<end]) else { return takeByte() }
    plain.append(contentsOf: SafeText(text).string.utf8)
    index = end + 1
  }
}
