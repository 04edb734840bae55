/// What begins a block, read from the start of a line; pure functions of the line.
enum BlockStart {
  /// A fence of code.
  struct Fence: Sendable, Equatable {
    var mark: UInt8
    var length: Int
    var indent: Int
    var language = ""
  }

  /// The marker of a list item.
  struct ListMarker {
    var number: Int?
    var mark: UInt8
    /// Bytes of the marker itself.
    var length: Int
  }

  /// What ends a block of HTML.
  enum HTMLEnd: Sendable, Equatable {
    case blankLine
    case text(String)
  }

  /// The level of `# heading` and its content.
  static func heading(_ line: LineCursor) -> (level: Int, text: [UInt8])? {
    var level = 0
    while line.peek(level) == Ascii.hash { level += 1 }
    guard (1...6).contains(level), [0, Ascii.space, Ascii.tab].contains(line.peek(level)) else { return nil }
    var text = line.rest.dropFirst(level)
    trim(&text)
    // Closing marks count only after a space.
    let closing = text.reversed().prefix { $0 == Ascii.hash }.count
    if closing == text.count {
      text = text.prefix(0)
    } else if closing > 0, Ascii.isSpace(text[text.endIndex - closing - 1]) {
      text = text.dropLast(closing)
      trim(&text)
    }
    return (level, Array(text))
  }

  /// The level that an underline of `=` or `-` gives the paragraph above.
  static func underline(_ line: LineCursor) -> Int? {
    let mark = line.peek()
    guard mark == Ascii.equals || mark == Ascii.dash else { return nil }
    var text = line.rest
    trim(&text)
    return text.allSatisfy { $0 == mark } ? (mark == Ascii.equals ? 1 : 2) : nil
  }

  /// Whether the line is a rule: three or more of one mark, spaces between them.
  static func isRule(_ line: LineCursor) -> Bool {
    let mark = line.peek()
    guard mark == Ascii.dash || mark == Ascii.star || mark == Ascii.underscore else { return false }
    var count = 0
    for byte in line.rest {
      if byte == mark { count += 1 } else if !Ascii.isSpace(byte) { return false }
    }
    return count >= 3
  }

  /// A fence that opens a block of code.
  static func fence(_ line: LineCursor, indent: Int) -> Fence? {
    let mark = line.peek()
    guard mark == Ascii.backtick || mark == Ascii.tilde else { return nil }
    let length = line.rest.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    var info = line.rest.dropFirst(length)
    if mark == Ascii.backtick, info.contains(mark) { return nil }
    trim(&info)
    let word = info.prefix { !Ascii.isSpace($0) && $0 != UInt8(ascii: "{") }.prefix(40)
    return Fence(mark: mark, length: length, indent: indent, language: String(decoding: word, as: UTF8.self))
  }

  /// Whether the line closes a block of code.
  static func closes(_ fence: Fence, _ line: LineCursor) -> Bool {
    guard line.indent <= 3 else { return false }
    var text = line.rest
    trim(&text)
    return text.count >= fence.length && text.allSatisfy { $0 == fence.mark }
  }

  /// The marker of a list item.
  static func listMarker(_ line: LineCursor) -> ListMarker? {
    let first = line.peek()
    var marker: ListMarker
    if first == Ascii.dash || first == Ascii.star || first == Ascii.plus {
      marker = ListMarker(number: nil, mark: first, length: 1)
    } else {
      var digits = 0, number = 0
      while digits < 10, Ascii.isDigit(line.peek(digits)) {
        number = number * 10 + Int(line.peek(digits) - 48)
        digits += 1
      }
      let mark = line.peek(digits)
      guard (1...9).contains(digits), mark == Ascii.dot || mark == Ascii.closeParenthesis else { return nil }
      marker = ListMarker(number: number, mark: mark, length: digits + 1)
    }
    return [0, Ascii.space, Ascii.tab].contains(line.peek(marker.length)) ? marker : nil
  }

  /// Whether the line begins a block of HTML, and what ends it.
  static func html(_ line: LineCursor) -> HTMLEnd? {
    guard line.peek() == Ascii.less else { return nil }
    let head = String(decoding: line.rest.prefix(16).map(Ascii.lowercased), as: UTF8.self)
    if head.hasPrefix("<!--") { return .text("-->") }
    if head.hasPrefix("<?") { return .text("?>") }
    if head.hasPrefix("<![cdata[") { return .text("]]>") }
    if head.hasPrefix("<!"), Ascii.isLetter(line.peek(2)) { return .text(">") }
    let isClosing = line.peek(1) == Ascii.slash
    let name = head.utf8.dropFirst(isClosing ? 2 : 1).prefix { Ascii.isAlphanumeric($0) }
    let after = line.peek((isClosing ? 2 : 1) + name.count)
    guard [0, Ascii.space, Ascii.tab, Ascii.greater, Ascii.slash].contains(after) else { return nil }
    let tag = String(Substring(name))
    if !isClosing, verbatimTags.contains(tag) { return .text("</\(tag)>") }
    return blockTags.contains(tag) ? .blankLine : nil
  }

  /// Whether the line contains the end of a block of HTML.
  static func ends(_ end: HTMLEnd, _ line: ArraySlice<UInt8>) -> Bool {
    guard case .text(let text) = end else { return false }
    let needle = Array(text.utf8)
    guard line.count >= needle.count else { return false }
    return (line.startIndex...(line.endIndex - needle.count)).contains { start in
      needle.indices.allSatisfy { Ascii.lowercased(line[start + $0]) == needle[$0] }
    }
  }

  private static let verbatimTags: Set<String> = ["script", "pre", "style", "textarea"]

  private static let blockTags: Set<String> = [
    "address", "article", "aside", "base", "blockquote", "body", "caption", "center", "col", "colgroup", "dd",
    "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame", "frameset", "h1",
    "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link", "main", "menu",
    "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
  ]

  /// Drops white space at both ends.
  static func trim(_ text: inout ArraySlice<UInt8>) {
    while let byte = text.first, Ascii.isSpace(byte) { text.removeFirst() }
    while let byte = text.last, Ascii.isSpace(byte) { text.removeLast() }
  }
}
