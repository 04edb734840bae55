import Foundation

/// Makes a title from what was said, without asking a model.
///
///     "## Please   explain `flock(2)` to me.\nThanks"  →  "Please explain flock(2) to me"
public enum LocalTitle {
  /// The most characters of a title, the mark of the cut included.
  public static let limit = 48

  /// The title of a conversation: the first words of the first message of a person, otherwise what it attached; empty when there is neither.
  public static func of(_ messages: some Sequence<Message>) -> String {
    for message in messages where message.role == .user {
      let title = of(message.text)
      if !title.isEmpty { return title }
      if let name = message.attachments.first?.name, !name.isEmpty { return cut(name) }
    }
    return ""
  }

  /// The first line with words, without marks of Markdown and whatever cannot be seen.
  public static func of(_ text: String) -> String {
    var isInCode = false
    var firstCode = ""
    // Enough for a title; the rest of a pasted book need not be looked at.
    for line in text.prefix(4000).split(whereSeparator: \.isNewline) {
      if line.drop(while: { $0 == " " }).hasPrefix("```") {
        isInCode.toggle()
        continue
      }
      let words = clean(line)
      guard !words.isEmpty else { continue }
      if !isInCode { return cut(words) }
      if firstCode.isEmpty { firstCode = words }
    }
    return cut(firstCode)
  }

  private static func clean(_ line: Substring) -> String {
    let visible = line.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar == "\t"
      case .format: scalar == "\u{200D}" || scalar == "\u{200C}"
      case .privateUse, .surrogate, .unassigned: false
      default: true
      }
    }
    var text = Substring(String(String.UnicodeScalarView(visible)))
    while let first = text.first, "#>*-+•|=_~ \t".contains(first) { text = text.dropFirst() }
    let words = text.filter { !"`*".contains($0) }.split(whereSeparator: \.isWhitespace)
    var result = words.joined(separator: " ")
    while let last = result.last, ".:,;".contains(last) { result.removeLast() }
    return result.contains(where: { $0.isLetter || $0.isNumber || $0.isSymbol }) ? result : ""
  }

  private static func cut(_ text: String) -> String {
    guard text.count > limit else { return text }
    let head = text.prefix(limit - 1)
    // Back to the end of a word, unless the word is so long that little would be left.
    guard let space = head.lastIndex(of: " "), head.distance(from: head.startIndex, to: space) > limit / 2 else {
      return head + "…"
    }
    return head[..<space] + "…"
  }
}
