import Screen

/// Markdown that may still be growing: each appended text costs its own length, not that of the document.
///
/// ```swift
/// var document = MarkdownDocument()
/// document.append("# Tit")
/// document.append("le\n\n- one")
/// document.leaves.count  // 2
/// ```
/// Lines are read once, when they are complete; the line that is still open is read on a copy of the state and read anew when it has grown.
struct MarkdownDocument: Sendable {
  /// How text is read.
  enum Syntax: Sendable {
    case markdown
    /// What a person typed: only fenced code is recognised.
    case typed
  }

  /// Longer lines are read in pieces.
  static let pieceLimit = 4096

  /// The blocks in order.
  private(set) var leaves: [MarkdownLeaf] = []
  /// Bytes that were read, repeated readings included: what tests count.
  private(set) var work = 0
  /// Whether the text has come to its end.
  private(set) var isFinished = false

  /// The addresses that links can name; a line that is still open names none.
  var definitions: LinkDefinitions { finalDefinitions ?? builder.definitions }

  private var builder: BlockBuilder
  private var finalDefinitions: LinkDefinitions?
  private var safe = SafeTextStream()
  /// How many leaves will not change any more.
  private var committed = 0
  /// What follows the last complete line.
  private var tail: [UInt8] = []
  /// Whether the tail goes on in the middle of a line.
  private var tailContinues = false

  init(_ syntax: Syntax = .markdown) {
    builder = BlockBuilder(syntax)
  }

  /// A whole text.
  init(_ text: String, syntax: Syntax = .markdown) {
    self.init(syntax)
    append(text)
    finish()
  }

  /// Appends text, in any pieces.
  ///
  /// - Returns: The first leaf that may be another one than before.
  @discardableResult
  mutating func append(_ text: String) -> Int {
    precondition(!isFinished, "a finished document does not grow")
    take(safe.append(text).string)
    show(isFinal: false)
    return firstChange
  }

  /// Says that nothing follows.
  ///
  /// - Returns: The first leaf that may be another one than before.
  @discardableResult
  mutating func finish() -> Int {
    guard !isFinished else { return leaves.count }
    take(safe.finish().string)
    isFinished = true
    show(isFinal: true)
    return firstChange
  }

  private var firstChange = 0

  private mutating func take(_ text: String) {
    let known = definitions.count
    leaves.removeLast(leaves.count - committed)
    firstChange = committed
    var bytes = tail
    bytes.append(contentsOf: text.utf8)
    var start = 0
    // The tail was searched for a line end when it came.
    var search = tail.count
    while start < bytes.count {
      let newline = bytes[search...].prefix(MarkdownDocument.pieceLimit + 16).firstIndex(of: Ascii.newline)
      let end: Int
      if let newline, newline - start <= MarkdownDocument.pieceLimit + 8 {
        end = newline
      } else if bytes.count - start > MarkdownDocument.pieceLimit + 8 {
        end = Graphemes.cut(bytes, from: start, limit: MarkdownDocument.pieceLimit)
      } else {
        break
      }
      let isLine = newline == end
      builder.take(bytes, start..<end, continuesLine: tailContinues, into: &leaves)
      work += end - start
      tailContinues = !isLine
      start = end + (isLine ? 1 : 0)
      search = start
    }
    tail = start == 0 ? bytes : Array(bytes[start...])
    committed = leaves.count
    // Any leaf may name what was defined just now.
    if definitions.count > known { firstChange = 0 }
  }

  /// Reads the open line and adds the open block, on a copy of the state.
  private mutating func show(isFinal: Bool) {
    var copy = builder
    copy.takesDefinitions = isFinal
    if !tail.isEmpty, isFinal || tailContinues || !MarkdownDocument.isUndecided(tail) {
      copy.take(tail, 0..<tail.count, continuesLine: tailContinues, into: &leaves)
      work += tail.count
    }
    copy.finish(into: &leaves)
    if isFinal {
      if copy.definitions.count > definitions.count { firstChange = 0 }
      finalDefinitions = copy.definitions
    }
  }

  /// Whether a line that grows shows nothing yet but marks, which would flicker: `-` may become a list, a rule or an underline.
  private static func isUndecided(_ line: [UInt8]) -> Bool {
    line.count <= 8 && line.allSatisfy { Ascii.isSpace($0) || marks.contains($0) }
  }

  private static let marks = Array("-=*_#`~|>+:".utf8)
}
