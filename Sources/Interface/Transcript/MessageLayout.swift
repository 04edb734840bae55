import Screen

/// What is known of one message that was shown: its text as read so far, and the lines of the leaves that were needed.
struct MessageLayout: Sendable {
  /// A text of the message, the answer or the thought.
  struct Body: Sendable {
    var document: MarkdownDocument
    /// Bytes of the text that the document has.
    var consumed = 0
    /// The lines of leaves, for one width.
    var lines: [Int: [LayoutLine]] = [:]
    /// In which state the code of a leaf ends.
    var endStates: [Int: Highlighter.State] = [:]

    /// Takes what has been added to the text; returns the bytes it read.
    mutating func follow(_ text: String, isComplete: Bool) -> Int {
      let before = document.work
      let count = text.utf8.count
      var changed: Int?
      if count > consumed {
        let start = text.utf8.index(text.startIndex, offsetBy: consumed)
        changed = document.append(consumed == 0 ? text : String(text[start...]))
        consumed = count
      }
      if isComplete, !document.isFinished {
        let end = document.finish()
        changed = min(changed ?? end, end)
      }
      if let changed {
        // The leaf before may have had what only a last leaf has.
        lines = lines.filter { $0.key < changed - 1 }
        endStates = endStates.filter { $0.key < changed }
      }
      return document.work - before
    }
  }

  /// The width that the lines are for.
  var width: Int
  var marks: DrawingMarks
  /// Cells that are hidden at the left of code and wide tables.
  var shift = 0
  var answer: Body
  var thought: Body?
  /// When it was used last.
  var lastUsed = 0

  init(_ message: TranscriptMessage, width: Int, marks: DrawingMarks) {
    (self.width, self.marks) = (width, marks)
    answer = Body(document: MarkdownDocument(message.syntax))
  }

  /// Follows the message; returns the bytes it read.
  mutating func follow(_ message: TranscriptMessage, needsThought: Bool) -> Int {
    var work = answer.follow(message.text, isComplete: !message.isStreaming)
    if needsThought, let text = message.thought {
      var body = thought ?? Body(document: MarkdownDocument())
      thought = nil
      work += body.follow(text, isComplete: !message.isStreaming)
      thought = body
    }
    return work
  }

  /// Forgets lines that are for another width or another part of wide lines.
  mutating func resize(_ newWidth: Int, _ newMarks: DrawingMarks, shift newShift: Int) {
    guard newWidth != width || newMarks != marks || newShift != shift else { return }
    (width, marks, shift) = (newWidth, newMarks, newShift)
    answer.lines = [:]
    thought?.lines = [:]
  }

  /// The lines of a leaf of the answer or the thought.
  ///
  /// - Parameter laidOut: Counts the leaves that were laid out.
  mutating func lines(
    _ index: Int, isThought: Bool, chips: [String], isTyped: Bool, laidOut: inout Int
  ) -> [LayoutLine] {
    guard var body = isThought ? thought : answer else { return [] }
    if let known = body.lines[index] { return known }
    // Out of self while it changes, so that it is not copied.
    if isThought { thought = nil } else { answer = Body(document: MarkdownDocument()) }
    defer { if isThought { thought = body } else { answer = body } }
    let leaves = body.document.leaves
    var layout = leafLayout(isThought: isThought, isTyped: isTyped)
    layout.definitions = body.document.definitions
    var highlighter = MessageLayout.highlighter(&body, index)
    let isLast = index == leaves.count - 1
    var lines = layout.lines(
      leaves[index], in: surroundings(leaves, index), highlighter: &highlighter, chips: isLast ? chips : [])
    if let state = highlighter?.state { body.endStates[index] = state }
    if isThought {
      for line in lines.indices { lines[line].spans.insert(.space(2), at: 0) }
    }
    body.lines[index] = lines
    laidOut += 1
    return lines
  }

  func leafLayout(isThought: Bool, isTyped: Bool) -> LeafLayout {
    LeafLayout(
      marks: marks, width: max(8, isThought ? width - 2 : width), isThought: isThought, isTyped: isTyped, shift: shift)
  }

  func surroundings(_ leaves: [MarkdownLeaf], _ index: Int) -> LeafLayout.Surroundings {
    var result = LeafLayout.Surroundings()
    let part = leaves[index].part
    if part > 0, index >= part { result.head = leaves[index - part] }
    guard case .code = leaves[index].kind else { return result }
    var next = index + 1
    let limit = (shift + 2 * width) * 4
    while next < leaves.count, leaves[next].continuesLine, result.rest.count < limit {
      let text = leaves[next].text
      let end = text.firstIndex(of: Ascii.newline) ?? text.count
      result.rest += text[..<end]
      if end < text.count { break }
      next += 1
    }
    return result
  }

  /// A long piece of code is coloured without what came this many parts before.
  private static let memory = 64

  /// A highlighter in the state at the beginning of a leaf.
  private static func highlighter(_ body: inout Body, _ index: Int) -> Highlighter? {
    let leaves = body.document.leaves
    guard case .code(let name) = leaves[index].kind, let language = HighlighterLanguage.named(name) else { return nil }
    let part = leaves[index].part
    var from = index
    let first = index - part % memory
    while from > first, body.endStates[from - 1] == nil { from -= 1 }
    var highlighter = Highlighter(language, state: from > first ? body.endStates[from - 1] ?? .code : .code)
    for leaf in from..<index {
      let lines = leaves[leaf].text.split(separator: Ascii.newline, omittingEmptySubsequences: false)
      for line in lines.dropFirst(leaves[leaf].continuesLine ? 1 : 0) {
        _ = highlighter.runs(of: line)
      }
      body.endStates[leaf] = highlighter.state
    }
    return highlighter
  }
}
