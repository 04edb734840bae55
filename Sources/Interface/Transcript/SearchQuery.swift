/// What is searched for: in small letters without regard to case, with a capital letter exactly.
struct SearchQuery: Sendable, Equatable {
  /// As it was typed.
  let text: String
  /// Small letters, for text of ASCII; nil for other text.
  private let ascii: [UInt8]?
  private let scalars: [UInt32]
  /// Whether capital letters matter.
  private let isExact: Bool
  /// Pieces of letters and digits: a text without one of them cannot contain the whole.
  private let words: [[UInt8]]

  /// Nil for an empty text.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    self.text = text
    let bytes = Array(text.utf8)
    let isExact = text.unicodeScalars.contains { $0.properties.isUppercase }
    self.isExact = isExact
    let table = isExact ? SearchQuery.spaces : SearchQuery.fold
    ascii = bytes.allSatisfy { $0 < 0x80 } ? bytes.map { table[Int($0)] } : nil
    scalars = SearchQuery.folded(bytes, isExact: isExact).map(\.scalar)
    words = (ascii ?? []).split { !Ascii.isAlphanumeric($0) }.map { Array($0) }
  }

  /// Where it occurs in a text, without overlaps.
  func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    if let ascii {
      return bytes.withUnsafeBufferPointer { buffer in
        var result: [Range<Int>] = []
        var start = 0
        while let found = find(ascii, in: buffer, from: start) {
          start = found + ascii.count
          result.append(found..<start)
        }
        return result
      }
    }
    let text = SearchQuery.folded(bytes, isExact: isExact)
    guard let first = scalars.first, text.count >= scalars.count else { return [] }
    var result: [Range<Int>] = []
    var at = 0
    while at + scalars.count <= text.count {
      if text[at].scalar == first, scalars.indices.allSatisfy({ text[at + $0].scalar == scalars[$0] }) {
        let end = at + scalars.count
        result.append(text[at].offset..<(end < text.count ? text[end].offset : bytes.count))
        at = end
      } else {
        at += 1
      }
    }
    return result
  }

  /// Whether Markdown may show the text: each of its words occurs. (A word with marks inside is not found.)
  func mayOccur(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { buffer in
      words.allSatisfy { find($0, in: buffer, from: 0) != nil }
    }
  }

  private func find(_ needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let count = needle.count
    guard count > 0, text.count - start >= count else { return nil }
    return needle.withUnsafeBufferPointer { needle in
      (isExact ? SearchQuery.spaces : SearchQuery.fold).withUnsafeBufferPointer { fold in
        let first = needle[0]
        var at = start
        let last = text.count - count
        while at <= last {
          if fold[Int(text[at])] == first {
            var matched = 1
            while matched < count, fold[Int(text[at + matched])] == needle[matched] { matched += 1 }
            if matched == count { return at }
          }
          at += 1
        }
        return nil
      }
    }
  }

  /// The ends of lines as spaces.
  private static let spaces: [UInt8] = (0..<256).map { value in
    [Ascii.newline, Ascii.tab].contains(UInt8(value)) ? Ascii.space : UInt8(value)
  }

  /// Capital letters as small ones, the ends of lines as spaces.
  private static let fold: [UInt8] = spaces.map(Ascii.lowercased)

  /// Scalars, unless they are to be exact as small letters, each with the byte at which it begins.
  private static func folded(_ bytes: [UInt8], isExact: Bool) -> [(scalar: UInt32, offset: Int)] {
    let table = isExact ? spaces : fold
    var result: [(scalar: UInt32, offset: Int)] = []
    var offset = 0
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.isASCII {
        result.append((UInt32(table[Int(scalar.value)]), offset))
      } else if isExact {
        result.append((scalar.value, offset))
      } else {
        for small in scalar.properties.lowercaseMapping.unicodeScalars { result.append((small.value, offset)) }
      }
      offset += UTF8.width(scalar)
    }
    return result
  }
}
