import Screen

/// Colours code by a language's table, line by line.
struct Highlighter {
  /// What a line begins inside of.
  enum State: Sendable, Equatable {
    case code
    /// A comment, by its place in the table, and how deep it is nested.
    case comment(Int, depth: Int)
    /// A string, by its place in the table.
    case string(Int)
    /// A tag of HTML or XML.
    case tag
  }

  /// A piece of one role.
  struct Run: Sendable, Equatable {
    /// One past its last byte, from the line's start.
    var end: Int
    var role: Role
  }

  /// What is further right in a line is not coloured.
  static let lineLimit = 4096

  let language: HighlighterLanguage
  var state = State.code

  private var line: [UInt8] = []
  private var index = 0
  private var runs: [Run] = []

  init(_ language: HighlighterLanguage, state: State = .code) {
    self.language = language
    self.state = state
  }

  /// Colours the next line, given without its end.
  mutating func runs(of whole: ArraySlice<UInt8>) -> [Run] {
    line = Array(whole.prefix(Highlighter.lineLimit))
    index = 0
    runs = []
    if state == .code, takeLineRule() { return runs }
    while index < line.count { step() }
    if case .string(let rule) = state, !language.strings[rule].spansLines { state = .code }
    if whole.count > line.count { emit(.code, to: whole.count) }
    return runs
  }

  private mutating func emit(_ role: Role, to end: Int) {
    guard end > (runs.last?.end ?? 0) else { return }
    if runs.last?.role == role {
      runs[runs.count - 1].end = end
    } else {
      runs.append(Run(end: end, role: role))
    }
  }

  private mutating func take(_ count: Int, _ role: Role) {
    index += max(1, count)
    index = min(index, line.count)
    emit(role, to: index)
  }

  private func starts(_ text: [UInt8], at place: Int) -> Bool {
    guard !text.isEmpty, place + text.count <= line.count else { return false }
    for offset in text.indices where line[place + offset] != text[offset] { return false }
    return true
  }

  /// Whole lines that begin with a mark, as in a diff.
  private mutating func takeLineRule() -> Bool {
    for rule in language.lines where starts(rule.start, at: 0) {
      emit(rule.role, to: line.count)
      return true
    }
    return false
  }

  private mutating func step() {
    switch state {
    case .comment(let rule, let depth): goOnComment(rule, depth)
    case .string(let rule): goOnString(rule)
    case .tag: stepInTag()
    case .code: stepInCode()
    }
  }

  private mutating func goOnComment(_ rule: Int, _ depth: Int) {
    let comment = language.blockComments[rule]
    var depth = depth
    while index < line.count {
      if starts(comment.close, at: index) {
        take(comment.close.count, .codeComment)
        depth -= 1
        if depth == 0 {
          state = .code
          return
        }
      } else if comment.nests, starts(comment.open, at: index) {
        take(comment.open.count, .codeComment)
        depth += 1
      } else {
        take(1, .codeComment)
      }
    }
    state = .comment(rule, depth: depth)
  }

  private mutating func goOnString(_ rule: Int) {
    let string = language.strings[rule]
    while index < line.count {
      if let escape = string.escape, line[index] == escape {
        take(2, .codeString)
      } else if starts(string.close, at: index) {
        take(string.close.count, .codeString)
        state = language.isMarkup ? .tag : .code
        markKey()
        return
      } else {
        take(1, .codeString)
      }
    }
    state = .string(rule)
  }

  /// A string before a colon is a key.
  private mutating func markKey() {
    guard let mark = language.stringKeyMark, let last = runs.last, last.role == .codeString else { return }
    var next = index
    while next < line.count, Ascii.isSpace(line[next]) { next += 1 }
    if next < line.count, line[next] == mark { runs[runs.count - 1].role = .codeType }
  }

  private mutating func stepInCode() {
    let byte = line[index]
    if let rule = language.blockComments.firstIndex(where: { starts($0.open, at: index) }) {
      take(language.blockComments[rule].open.count, .codeComment)
      state = .comment(rule, depth: 1)
    } else if language.lineComments.contains(where: { starts($0, at: index) }), isCommentPlace(byte) {
      take(line.count, .codeComment)
    } else if language.isMarkup {
      if byte == Ascii.less {
        takeTagStart()
      } else {
        take(1, .code)
      }
    } else if language.hasCharacterLiterals, byte == UInt8(ascii: "'") {
      takeCharacter()
    } else if let rule = language.strings.firstIndex(where: { starts($0.open, at: index) }) {
      take(language.strings[rule].open.count, .codeString)
      state = .string(rule)
    } else if Ascii.isDigit(byte) {
      takeNumber()
    } else if isWordStart(byte) {
      takeWord()
    } else if let variable = language.variableMark, byte == variable {
      takeVariable()
    } else {
      take(1, .code)
    }
  }

  /// `#` begins a comment in a shell only where a word could begin.
  private func isCommentPlace(_ byte: UInt8) -> Bool {
    guard byte == Ascii.hash, language.commentsNeedSpace, index > 0 else { return true }
    return Ascii.isSpace(line[index - 1]) || line[index - 1] == Ascii.semicolon
  }

  private mutating func takeCharacter() {
    var end = index + 1
    if end < line.count, line[end] == Ascii.backslash {
      end += 2
      while end < line.count, line[end] != UInt8(ascii: "'"), end < index + 12 { end += 1 }
    } else {
      // One character of up to four bytes.
      repeat { end += 1 } while end < line.count && line[end] & 0xC0 == 0x80
    }
    if end < line.count, line[end] == UInt8(ascii: "'") {
      take(end + 1 - index, .codeString)
    } else {
      take(1, .code)
    }
  }

  private mutating func takeNumber() {
    var end = index + 1
    while end < line.count {
      let byte = line[end]
      let isSign =
        (byte == Ascii.plus || byte == Ascii.dash) && line[end - 1] | 32 == UInt8(ascii: "e")
        && !(line[index] == 48 && index + 1 < line.count && line[index + 1] | 32 == UInt8(ascii: "x"))
      let isPoint = byte == Ascii.dot && end + 1 < line.count && Ascii.isDigit(line[end + 1])
      guard Ascii.isAlphanumeric(byte) || byte == Ascii.underscore || isSign || isPoint else { break }
      end += 1
    }
    take(end - index, .codeNumber)
  }

  private func isWordStart(_ byte: UInt8) -> Bool {
    Ascii.isLetter(byte) || byte == Ascii.underscore || byte >= 0x80 || language.wordMarks.contains(byte)
  }

  private mutating func takeWord() {
    var end = index + 1
    while end < line.count, isWordStart(line[end]) || Ascii.isDigit(line[end]) { end += 1 }
    let bytes = line[index..<end]
    var word = String(decoding: bytes, as: UTF8.self)
    if language.ignoresCase { word = word.lowercased() }
    var role = Role.code
    if language.keywords.contains(word) {
      role = .codeKeyword
    } else if language.types.contains(word) || language.capitalsAreTypes && isCapitalized(bytes) {
      role = .codeType
    }
    if let mark = language.keyMark, runs.allSatisfy({ $0.role == .code }), end < line.count {
      var next = end
      while next < line.count, line[next] == Ascii.space { next += 1 }
      if next < line.count, line[next] == mark { role = .codeType }
    }
    take(end - index, role)
  }

  private func isCapitalized(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first, (65...90).contains(first) else { return false }
    return word.count == 1 || word.contains { (97...122).contains($0) }
  }

  /// `$name` and `${name}`.
  private mutating func takeVariable() {
    var end = index + 1
    let closing: UInt8? =
      end < line.count
      ? [UInt8(ascii: "{"): UInt8(ascii: "}"), Ascii.openParenthesis: Ascii.closeParenthesis][line[end]]
      : nil
    if let closing, !language.variablesAreCalls || closing != Ascii.closeParenthesis {
      while end < line.count, line[end] != closing { end += 1 }
      end += 1
    } else {
      while end < line.count, Ascii.isAlphanumeric(line[end]) || line[end] == Ascii.underscore { end += 1 }
    }
    take(end - index, .codeType)
  }

  private mutating func takeTagStart() {
    var end = index + 1
    if end < line.count, [Ascii.slash, Ascii.bang, UInt8(ascii: "?")].contains(line[end]) { end += 1 }
    guard end < line.count, Ascii.isLetter(line[end]) else { return take(1, .code) }
    while end < line.count, Ascii.isAlphanumeric(line[end]) || "-_:.".utf8.contains(line[end]) { end += 1 }
    take(end - index, .codeKeyword)
    state = .tag
  }

  private mutating func stepInTag() {
    let byte = line[index]
    if byte == Ascii.greater {
      take(1, .codeKeyword)
      state = .code
    } else if let rule = language.strings.firstIndex(where: { starts($0.open, at: index) }) {
      take(language.strings[rule].open.count, .codeString)
      state = .string(rule)
    } else {
      take(1, Ascii.isAlphanumeric(byte) || byte == Ascii.dash || byte == Ascii.colon ? .codeType : .codeKeyword)
    }
  }
}
