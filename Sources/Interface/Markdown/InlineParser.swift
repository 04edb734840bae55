/// Reads emphasis, code, links and the like in the text of a paragraph.
///
/// Marks that close nothing stay as they were typed. The time is near-linear in the text.
struct InlineParser {
  /// A piece between marks, or a run of marks that may yet open or close emphasis.
  struct Node {
    var text: [UInt8]
    var look: InlineText.Look = []
    /// The mark, 0 for text.
    var mark: UInt8 = 0
    /// How many marks there were at first, for the rule of three.
    var originalCount = 0
    var canOpen = false
    var canClose = false
  }

  /// A `[` that waits for its `]`.
  struct Bracket {
    var node: Int
    var isImage: Bool
    /// The first byte after it.
    var start: Int
    var isActive = true
  }

  /// From one node to another, without the two.
  struct Span {
    var open: Int
    var close: Int
    var look: InlineText.Look
  }

  let bytes: [UInt8]
  let definitions: LinkDefinitions
  var index = 0
  var nodes: [Node] = []
  var brackets: [Bracket] = []
  var spans: [Span] = []
  /// The first place after which no run of so many backticks follows.
  var noBackticks: [Int: Int] = [:]
  var plain: [UInt8] = []

  private init(_ bytes: [UInt8], _ definitions: LinkDefinitions) {
    (self.bytes, self.definitions) = (bytes, definitions)
  }

  /// Reads a text whose links may use names that the document defines.
  static func parse(_ bytes: [UInt8], _ definitions: LinkDefinitions = LinkDefinitions()) -> InlineText {
    guard bytes.contains(where: { isSpecial[Int($0)] }) else {
      var trimmed = bytes
      while let last = trimmed.last, Ascii.isSpace(last) { trimmed.removeLast() }
      return InlineText(literal: trimmed)
    }
    var parser = InlineParser(bytes, definitions)
    while parser.index < bytes.count { parser.step() }
    parser.flush()
    parser.matchEmphasis(from: 0)
    return parser.result()
  }

  private static let isSpecial: [Bool] = {
    var table = [Bool](repeating: false, count: 256)
    for byte in Array("\\`*_~[]!<&\n:w".utf8) { table[Int(byte)] = true }
    return table
  }()

  private func peek(_ distance: Int = 0) -> UInt8 {
    index + distance < bytes.count ? bytes[index + distance] : 0
  }

  private mutating func step() {
    let byte = bytes[index]
    guard InlineParser.isSpecial[Int(byte)] else {
      plain.append(byte)
      index += 1
      return
    }
    switch byte {
    case Ascii.backslash: takeEscape()
    case Ascii.backtick: takeCode()
    case Ascii.star, Ascii.underscore, Ascii.tilde: takeMarks(byte)
    case Ascii.openBracket: openBracket(isImage: false)
    case Ascii.bang where peek(1) == Ascii.openBracket: openBracket(isImage: true)
    case Ascii.closeBracket: closeBracket()
    case Ascii.less: takeAngle()
    case Ascii.ampersand: takeEntity()
    case Ascii.newline: takeLineEnd()
    case Ascii.colon, UInt8(ascii: "w"): takeAddress(byte)
    default: takeByte()
    }
  }

  mutating func takeByte() {
    plain.append(bytes[index])
    index += 1
  }

  /// Makes a node of the text so far.
  mutating func flush() {
    guard !plain.isEmpty else { return }
    nodes.append(Node(text: plain))
    plain = []
  }

  mutating func add(_ text: [UInt8], _ look: InlineText.Look) {
    flush()
    nodes.append(Node(text: text, look: look))
  }

  private mutating func takeEscape() {
    let next = peek(1)
    if next == Ascii.newline, index + 2 < bytes.count {
      index += 1
      takeLineEnd()
    } else if Ascii.isPunctuation(next) {
      plain.append(next)
      index += 2
    } else {
      takeByte()
    }
  }

  /// The end of a line stays one: models do not wrap their prose, and what they put on a line of its own is meant so.
  private mutating func takeLineEnd() {
    while plain.last == Ascii.space { plain.removeLast() }
    plain.append(Ascii.newline)
    index += 1
  }

  private mutating func takeCode() {
    let length = bytes[index...].prefix { $0 == Ascii.backtick }.count
    if index >= noBackticks[length] ?? .max {
      plain.append(contentsOf: bytes[index..<(index + length)])
      index += length
      return
    }
    let start = index + length
    var at = start
    while at < bytes.count {
      guard bytes[at] == Ascii.backtick else {
        at += 1
        continue
      }
      let run = bytes[at...].prefix { $0 == Ascii.backtick }.count
      if run == length {
        addCode(Array(bytes[start..<at]))
        index = at + run
        return
      }
      at += run
    }
    noBackticks[length] = index
    plain.append(contentsOf: bytes[index..<start])
    index = start
  }

  private mutating func addCode(_ content: [UInt8]) {
    var content = content.map { $0 == Ascii.newline ? Ascii.space : $0 }
    if content.count > 2, content.first == Ascii.space, content.last == Ascii.space,
      content.contains(where: { $0 != Ascii.space })
    {
      content = Array(content[1..<(content.count - 1)])
    }
    add([Ascii.backtick], [.code, .dim])
    add(content, .code)
    add([Ascii.backtick], [.code, .dim])
  }

  private mutating func takeMarks(_ mark: UInt8) {
    let length = bytes[index...].prefix { $0 == mark }.count
    let before = scalar(before: index), after = scalar(after: index + length)
    let spaceBefore = InlineParser.isSpace(before), spaceAfter = InlineParser.isSpace(after)
    let markBefore = InlineParser.isPunctuation(before), markAfter = InlineParser.isPunctuation(after)
    let isLeft = !spaceAfter && (!markAfter || spaceBefore || markBefore)
    let isRight = !spaceBefore && (!markBefore || spaceAfter || markAfter)
    let text = Array(bytes[index..<(index + length)])
    index += length
    flush()
    var node = Node(text: text, mark: mark, originalCount: length)
    if mark == Ascii.underscore {
      node.canOpen = isLeft && (!isRight || markBefore)
      node.canClose = isRight && (!isLeft || markAfter)
    } else if mark == Ascii.tilde, length != 2 {
      // A single one means "about".
      node.mark = 0
    } else {
      node.canOpen = isLeft
      node.canClose = isRight
    }
    nodes.append(node)
  }

  private func scalar(before index: Int) -> Unicode.Scalar? {
    guard index > 0 else { return nil }
    var start = index - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self).unicodeScalars.last
  }

  private func scalar(after index: Int) -> Unicode.Scalar? {
    guard index < bytes.count else { return nil }
    return String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
  }

  private static func isSpace(_ scalar: Unicode.Scalar?) -> Bool {
    scalar?.properties.isWhitespace ?? true
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    if scalar.isASCII { return Ascii.isPunctuation(UInt8(scalar.value)) }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      return true
    default: return false
    }
  }
}
