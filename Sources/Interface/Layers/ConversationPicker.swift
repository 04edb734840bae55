import Chat
import Foundation
import Screen

/// The list of conversations with a line that searches them.
///
/// ```text
/// ── conversations ───────────────────────── 1–18 of 84 ──
///  › build                                      in titles
///  › • the red build             12 messages        14:02
///      caching swift builds       4 messages 12 Nov 09:30
/// ─── Enter open   Tab search inside   F2 rename   Esc back ──
/// ```
/// The store searches; what is here is only the list that it gave for the present words.
struct ConversationPicker: Sendable {
  /// What a key led to.
  enum Outcome: Sendable, Equatable {
    case stay
    case closed
    /// The conversations whose titles hold these words are wanted.
    case query(String)
    /// Those whose messages hold this text.
    case deepQuery(String)
    /// A conversation is wanted by its name in the store.
    case open(String)
    /// A conversation's new title; an empty one makes it the first words again.
    case rename(String, String)
    /// A conversation with its title.
    case delete(String, String)
    /// The last deletion shall be taken back.
    case undo

    /// Whether the list is still shown.
    var keepsOpen: Bool {
      switch self {
      case .closed, .open: false
      default: true
      }
    }
  }

  /// What keys mean at the moment.
  enum Mode: Sendable, Equatable {
    case choosing
    /// The title of a conversation is written.
    case renaming(id: String, LineInput)
    /// Whether a conversation is to be deleted.
    case deleting(ConversationSummary)
  }

  /// The conversation that is open.
  var current: String?
  /// Whether messages are searched, not titles.
  private(set) var isDeep = false
  /// What is known of the conversations that fit; nil until the store has answered.
  private(set) var list: [ConversationSummary]?
  private(set) var mode = Mode.choosing
  private(set) var position = ListPosition()
  private(set) var line: LineInput
  var format: ClockFormat
  /// Whether the list is that of other words than the present ones.
  private(set) var isWaiting = true
  /// The longest list so far: the dialog does not shrink while one types.
  private var tallest = 0

  /// A list that is still to come.
  init(query: String, current: String?, now: Date, timeZone: TimeZone) {
    (line, self.current) = (LineInput(query), current)
    format = ClockFormat(now: now, timeZone: timeZone)
  }

  /// What is searched for.
  var query: String { line.text.trimmingCharacters(in: .whitespaces) }

  /// The conversation that is chosen.
  var selected: ConversationSummary? {
    list.flatMap { $0.indices.contains(position.selected) ? $0[position.selected] : nil }
  }

  /// Takes what the store found, if it is for the present words.
  mutating func setList(_ summaries: [ConversationSummary], query: String) {
    guard query == self.query else { return }
    let chosen = isWaiting ? nil : selected?.id
    list = summaries
    isWaiting = false
    tallest = max(tallest, summaries.count)
    // After a change the same conversation stays chosen, wherever it stands now.
    let place = chosen.flatMap { id in summaries.firstIndex { $0.id == id } }
    position.select(place ?? (chosen == nil ? 0 : position.selected), of: summaries.count)
  }

  // MARK: Keys

  /// Takes a key.
  mutating func handle(_ event: InputEvent, bindings: KeyBindings) -> Outcome {
    switch mode {
    case .choosing: return choose(event, bindings)
    case .renaming(let id, let title): return rename(id, title, event, bindings)
    case .deleting(let summary): return delete(summary, event)
    }
  }

  private mutating func choose(_ event: InputEvent, _ bindings: KeyBindings) -> Outcome {
    switch event {
    case .key(.function(2), []), .key(.character("r"), .control): return beginRenaming()
    case .key(.character("z"), .control): return .undo
    case .key(let key, let modifiers):
      switch bindings.action(for: key, modifiers) {
      case .send?: return open()
      case .cancel?, .interrupt?, .conversations?: return .closed
      case .complete?: return toggleDepth()
      case .undo?: return .undo
      case .deleteForward? where line.isAtEnd:
        if let selected { mode = .deleting(selected) }
        return .stay
      default: break
      }
    default: break
    }
    if let isAgain = position.handle(event, bindings: bindings, count: list?.count ?? 0) {
      return isAgain ? open() : .stay
    }
    let before = query
    guard line.handle(event, bindings: bindings) == .changed, query != before else { return .stay }
    return ask()
  }

  private func open() -> Outcome {
    // While the store looks, what is shown belongs to other words.
    guard !isWaiting, let selected else { return .stay }
    return .open(selected.id)
  }

  private mutating func toggleDepth() -> Outcome {
    isDeep.toggle()
    return ask()
  }

  private mutating func ask() -> Outcome {
    isWaiting = true
    // Without words all conversations are meant, not those that say nothing.
    return isDeep && !query.isEmpty ? .deepQuery(query) : .query(query)
  }

  private mutating func beginRenaming() -> Outcome {
    if let selected { mode = .renaming(id: selected.id, LineInput(selected.title)) }
    return .stay
  }

  private mutating func rename(
    _ id: String, _ title: LineInput, _ event: InputEvent, _ bindings: KeyBindings
  ) -> Outcome {
    var title = title
    if case .key(let key, let modifiers) = event {
      switch bindings.action(for: key, modifiers) {
      case .send?:
        mode = .choosing
        let text = title.text.trimmingCharacters(in: .whitespaces)
        if let place = list?.firstIndex(where: { $0.id == id }) {
          guard list?[place].title != text else { return .stay }
          if !text.isEmpty { list?[place].title = text }
        }
        return .rename(id, text)
      case .cancel?, .interrupt?:
        mode = .choosing
        return .stay
      default: break
      }
    }
    _ = title.handle(event, bindings: bindings)
    mode = .renaming(id: id, title)
    return .stay
  }

  /// Only one key deletes; any other keeps.
  private mutating func delete(_ summary: ConversationSummary, _ event: InputEvent) -> Outcome {
    switch event {
    case .text("y"), .text("Y"), .key(.character("y"), []):
      mode = .choosing
      let place = position.selected
      list?.removeAll { $0.id == summary.id }
      position.select(place, of: list?.count ?? 0)
      return .delete(summary.id, summary.title)
    case .text, .key, .paste, .mouse(.press, _, _): mode = .choosing
    default: break
    }
    return .stay
  }

  // MARK: Drawing

  /// Lines that a conversation takes: with what was found in it, two.
  var linesEach: Int { isDeep && !query.isEmpty ? 2 : 1 }

  /// Rows that the list takes with its rules.
  func height(width: Int, limit: Int) -> Int {
    let rows = min(limit, max(tallest, 3))
    return min(limit, rows * linesEach + 1 + LayerFrame.ruleRows)
  }

  /// Draws the list.
  mutating func render(into frame: inout Frame, rect: Rect, isASCII: Bool) {
    let inside = rect.height - (rect.height > 2 ? 2 : rect.height - 1)
    // Of a single row the list takes what it needs to be of use: the chosen conversation.
    let head = inside > 1 ? 1 : 0
    let rows = Rect(
      x: rect.minX, y: rect.minY + (rect.height > 1 ? 1 : 0) + head, width: rect.width, height: max(0, inside - head))
    let count = list?.count ?? 0
    let visible = position.visible(in: rows, of: count, lines: linesEach)
    let note = position.note(rows: rows.height / linesEach, of: count)
    LayerFrame.render(title: "conversations", note: note, keys: keys, into: &frame, rect: rect, isASCII: isASCII) {
      frame, body in
      if head > 0 {
        let row = Rect(x: body.minX, y: body.minY, width: body.width, height: 1)
        drawHead(into: &frame, row, isASCII: isASCII)
      }
      if visible.isEmpty {
        frame.put(SafeText(emptyText), at: Point(x: rows.minX + 3, y: rows.minY), Style(.dim), clip: rows)
      }
      drawRows(visible, into: &frame, rows, isASCII: isASCII)
    }
  }

  private var keys: String {
    switch mode {
    case .choosing:
      "Enter open   Tab \(isDeep ? "search titles" : "search inside")   F2 rename   Del delete   Esc back"
    case .renaming: "Enter keep the title   Esc as it was"
    case .deleting: "y delete   n keep"
    }
  }

  private var emptyText: String {
    if isWaiting { return isDeep ? "looking through the messages" : "looking" }
    if query.isEmpty { return "there is no conversation yet" }
    return isDeep ? "no message holds this" : "no title holds this; Tab looks inside the messages"
  }

  private func drawHead(into frame: inout Frame, _ row: Rect, isASCII: Bool) {
    if case .deleting(let summary) = mode {
      let mark = isASCII ? ("\"", "\"") : ("“", "”")
      let answers = "  y delete  n keep"
      let count = summary.messageCount == 1 ? "1 message" : "\(summary.messageCount) messages"
      let room = row.width - TextWidth.of(answers) - TextWidth.of(count) - 16
      let title = Quantity.cut(summary.title, columns: max(8, room), isASCII: isASCII)
      let x = frame.put(
        SafeText(oneLine: "delete \(mark.0)\(title)\(mark.1) (\(count))?"), at: Point(x: row.minX + 1, y: row.minY),
        Style(.warning, .bold), clip: row)
      frame.put(
        SafeText(oneLine: answers), at: Point(x: row.minX + 1 + x, y: row.minY), Style(.accent, .bold), clip: row)
      return
    }
    let place = isWaiting && list != nil ? "looking" : isDeep ? "in messages" : "in titles"
    let width = TextWidth.of(place)
    let fits = row.width >= width + 20
    if fits {
      frame.put(SafeText(place), at: Point(x: row.maxX - width - 1, y: row.minY), Style(.dim), clip: row)
    }
    let room = Rect(x: row.minX, y: row.minY, width: row.width - (fits ? width + 2 : 0), height: 1)
    line.render(into: &frame, rect: room, isASCII: isASCII)
  }
}
