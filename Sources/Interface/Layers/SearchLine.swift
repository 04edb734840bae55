import Screen

/// The line that searches the conversation; the conversation stays in sight above it.
///
/// A search begins with the newest place, so Enter goes on to the one above it, as Up does; Down goes back to newer ones.
struct SearchLine: Sendable {
  /// What a key led to.
  enum Outcome: Sendable, Equatable {
    case open
    /// Another text is searched for.
    case query(String)
    /// To the place below.
    case next
    /// To the place above.
    case previous
    case closed
    /// The key is one for the conversation.
    case passed
  }

  /// How far the search is; nil where there is none.
  var status: Transcript.SearchStatus?
  private var line: LineInput

  /// A line in which something may stand already.
  init(_ text: String) { line = LineInput(text) }

  /// What is searched for.
  var text: String { line.text }

  /// Takes a key.
  mutating func handle(_ event: InputEvent, bindings: KeyBindings) -> Outcome {
    if case .key(let key, let modifiers) = event {
      switch bindings.action(for: key, modifiers) {
      case .cancel?, .interrupt?: return .closed
      case .send?, .up?, .search?, .previousMessage?: return .previous
      case .newline?, .down?, .nextMessage?: return .next
      default: break
      }
    }
    switch line.handle(event, bindings: bindings) {
    case .changed: return .query(line.text)
    case .handled: return .open
    case .unhandled: return .passed
    }
  }

  /// Rows that the line takes with its rules.
  func height(width: Int, limit: Int) -> Int { min(limit, 1 + LayerFrame.ruleRows) }

  /// Draws the line with what was found at its right.
  mutating func render(into frame: inout Frame, rect: Rect, isASCII: Bool) {
    let keys = "Enter above   Down below   Esc back"
    LayerFrame.render(title: "search", keys: keys, into: &frame, rect: rect, isASCII: isASCII) { frame, body in
      let found = found
      let width = TextWidth.of(found.text)
      let fits = width > 0 && body.width >= width + 14
      if fits {
        frame.put(found.text, at: Point(x: body.maxX - width - 1, y: body.minY), Style(found.role), clip: body)
      }
      let room = Rect(
        x: body.minX, y: body.minY, width: body.width - (fits ? width + 2 : 0), height: min(1, body.height))
      line.render(into: &frame, rect: room, isASCII: isASCII)
    }
  }

  private var found: (text: SafeText, role: Role) {
    guard let status, !line.isEmpty else { return (.empty, .dim) }
    guard status.count > 0 else {
      return status.isComplete ? ("nothing found", .warning) : ("searching", .dim)
    }
    // Older messages are still searched: the numbers only grow.
    let count = status.isComplete ? "\(status.count)" : "\(status.count) so far"
    return (SafeText(status.current.map { "\($0) of \(count)" } ?? count), .dim)
  }
}
