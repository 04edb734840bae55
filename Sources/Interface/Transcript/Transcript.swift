import Chat
import Screen

/// The talk so far, as a page to scroll in.
///
/// Only what is seen is laid out: the page stands at a *row* (message, leaf, line), not at a number of lines from the top, so that neither the length of
/// the conversation nor that of a message matters. Lines are kept by message and width; text added to a message costs its own length.
public struct Transcript: Sendable {
  /// What is selected.
  public enum Selection: Sendable, Equatable {
    /// A message.
    case message(String)
    /// A block of code, by its message and its number among the blocks of code in it, from 0.
    case code(String, Int)

    /// The message it is or is in.
    public var message: String {
      switch self {
      case .message(let id), .code(let id, _): id
      }
    }
  }

  /// The messages from the oldest to the newest.
  public internal(set) var messages: [TranscriptMessage] = []
  /// Whether the end is shown, also when more is added.
  public internal(set) var isFollowing = true
  /// Whether something was added below while an earlier place was shown.
  public internal(set) var hasNew = false
  /// What is selected.
  public internal(set) var selection: Selection? {
    didSet { if selection?.message != oldValue?.message { sideways = nil } }
  }
  /// What stands on the label of a selected block of code.
  public var codeHint = "y copy"
  /// What it is drawn with.
  public var marks: DrawingMarks {
    didSet { if marks != oldValue { layouts = [:] } }
  }

  /// Indices of the messages by their names.
  var indices: [String: Int] = [:]
  var layouts: [String: MessageLayout] = [:]
  /// The first row that is shown, when not following.
  var top = RowAddress(message: 0)
  /// Columns and rows it was drawn in last.
  var viewport = Size(width: 80, height: 24)
  /// The rows that were drawn last, from the top; nil below the end.
  var shownRows: [RowAddress?] = []
  var shownRect = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The message whose code and wide tables are moved sideways, and by how many cells.
  var sideways: (message: String, cells: Int)?
  /// Cells that are hidden at the right of what was drawn last of the selected message.
  var shownHidden = 0
  var unfolded: Set<String> = []
  var search = TranscriptSearch()
  /// What was done, for tests: bytes read, leaves laid out, searched bytes.
  var work = (bytes: 0, leaves: 0, searched: 0)
  private var clock = 0

  /// An empty page.
  public init(marks: DrawingMarks = .unicode) {
    self.marks = marks
  }

  /// Shows another conversation, from its end.
  public mutating func replace(with messages: [TranscriptMessage]) {
    self.messages = messages
    indices = [:]
    for (index, message) in messages.enumerated() { indices[message.id] = index }
    (layouts, unfolded, selection) = ([:], [], nil)
    scrollToEnd()
    search.restart(messages.count)
  }

  /// Adds a message at the end; one with a known name takes that one's place.
  public mutating func append(_ message: TranscriptMessage) {
    if indices[message.id] != nil { return update(message) }
    indices[message.id] = messages.count
    messages.append(message)
    noteChange(messages.count - 1)
  }

  /// Puts a message in place of the one with its name; a longer text that begins with the old one is read from there on.
  public mutating func update(_ message: TranscriptMessage) {
    guard let index = indices[message.id] else { return append(message) }
    let old = messages[index]
    messages[index] = message
    let grows =
      old.role == message.role && old.isStreaming && Transcript.extends(message.text, old.text)
      && Transcript.extends(message.thought ?? "", old.thought ?? "")
    if !grows,
      old.text != message.text || old.thought != message.thought || old.role != message.role
        || message.isStreaming && !old.isStreaming
    {
      layouts[message.id] = nil
    } else if old.chips != message.chips {
      layouts[message.id]?.answer.lines = [:]
    }
    noteChange(index)
  }

  /// Adds to the text of a message that is streaming.
  public mutating func appendText(_ text: String, to id: String) {
    guard let index = indices[id], messages[index].isStreaming, !text.isEmpty else { return }
    messages[index].text += text
    noteChange(index)
  }

  /// Adds to the thought of a message that is streaming.
  public mutating func appendThought(_ text: String, to id: String) {
    guard let index = indices[id], messages[index].isStreaming, !text.isEmpty else { return }
    messages[index].thought = (messages[index].thought ?? "") + text
    noteChange(index)
  }

  /// Takes a message away.
  public mutating func remove(_ id: String) {
    guard let index = indices[id] else { return }
    truncate(from: index, keeping: Array(messages[(index + 1)...]))
  }

  /// Takes a message and all after it away, as before an earlier one is answered anew.
  public mutating func remove(from id: String) {
    guard let index = indices[id] else { return }
    truncate(from: index, keeping: [])
  }

  private mutating func truncate(from index: Int, keeping rest: [TranscriptMessage]) {
    let kept = Set(rest.map(\.id))
    for message in messages[index...] where !kept.contains(message.id) {
      indices[message.id] = nil
      layouts[message.id] = nil
      unfolded.remove(message.id)
      if selection?.message == message.id { selection = nil }
      search.forget(message.id)
    }
    messages.removeSubrange(index...)
    messages += rest
    for place in index..<messages.count { indices[messages[place].id] = place }
    search.clamp(messages.count)
    if top.message >= messages.count { scrollToEnd() }
    if top.message == index { top = RowAddress(message: index) }
  }

  private static func extends(_ text: String, _ beginning: String) -> Bool {
    text.utf8.count >= beginning.utf8.count && text.utf8.starts(with: beginning.utf8)
  }

  private mutating func noteChange(_ index: Int) {
    if !isFollowing, index == messages.count - 1 { hasNew = true }
    search.rescan(messages[index].id, at: index)
  }

  /// A message by its name.
  public func message(_ id: String) -> TranscriptMessage? {
    indices[id].map { messages[$0] }
  }

  // MARK: Layout

  /// Cells of a line between the margins.
  var textWidth: Int { max(8, viewport.width - 2) }

  /// Whether there is so little room that only the talk is shown.
  var isCompact: Bool { viewport.width < 50 }

  /// Works with the layout of a message, which is brought up to date before.
  mutating func withLayout<Result>(_ index: Int, _ body: (inout MessageLayout, TranscriptMessage) -> Result) -> Result {
    let message = messages[index]
    var layout =
      layouts.removeValue(forKey: message.id) ?? MessageLayout(message, width: textWidth, marks: marks)
    layout.resize(textWidth, marks, shift: sideways?.message == message.id ? sideways?.cells ?? 0 : 0)
    work.bytes += layout.follow(message, needsThought: unfolded.contains(message.id))
    clock += 1
    layout.lastUsed = clock
    defer { layouts[message.id] = layout }
    return body(&layout, message)
  }

  /// Layouts that were not used for long are forgotten, so that a long conversation takes no more memory than a short one.
  mutating func forgetUnused() {
    let limit = 96
    guard layouts.count > limit else { return }
    let oldest = layouts.map { ($0.value.lastUsed, $0.key) }.sorted { $0.0 < $1.0 }
    for (_, id) in oldest.prefix(layouts.count - limit / 2) { layouts[id] = nil }
  }
}
