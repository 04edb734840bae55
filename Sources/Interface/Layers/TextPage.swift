import Screen

/// A page to be read: the keys, what the status line said, figures.
///
/// ```text
/// ── keys ──────────────────────────────── 12–30 of 84 ──
///  Sending
///    Enter       send the message
/// ─────────────────────────────── / filter   Esc back ──
/// ```
/// Long lines are wrapped; on a wide screen the sections of a page that has some stand in two columns.
public struct TextPage: Sendable {
  /// A piece of a page.
  enum Block: Sendable, Equatable {
    /// A line of text.
    case text(String)
    /// What the following blocks are about.
    case heading(String)
    /// Something with what it means: a key, a command.
    case entry(String, String)
  }

  /// What a key led to.
  enum Outcome: Sendable, Equatable { case open, closed }

  /// What the page is about.
  let title: String
  /// The lines, as far as they are plain text.
  var lines: [String] {
    blocks.map { block in
      switch block {
      case .text(let text), .heading(let text): text
      case .entry(let name, let text): "\(name)  \(text)"
      }
    }
  }

  private let blocks: [Block]
  private var top = 0
  /// The words that the lines must hold; nil where nobody filters.
  private var filter: LineInput?
  private var isTyping = false
  private var layout: TextPageLayout?
  /// Rows that were seen last.
  private var height = 10

  /// A page of lines.
  init(title: String, lines: [String]) {
    self.init(title: title, blocks: lines.map { .text($0) })
  }

  /// A page of pieces.
  init(title: String, blocks: [Block]) { (self.title, self.blocks) = (title, blocks) }

  // MARK: Keys

  /// Takes a key.
  mutating func handle(_ event: InputEvent, bindings: KeyBindings) -> Outcome {
    if isTyping, let outcome = typed(event, bindings) { return outcome }
    switch event {
    case .text("q"), .text("Q"): return .closed
    case .text("/"): (filter, isTyping) = (filter ?? LineInput(), true)
    case .text(" "), .key(.space, []): top += page
    case .text("b"): top -= page
    case .text("j"): top += 1
    case .text("k"): top -= 1
    case .text("g"): top = 0
    case .text("G"): top = .max
    case .mouse(.scrollUp, _, _): top -= 3
    case .mouse(.scrollDown, _, _): top += 3
    case .key(let key, let modifiers): return pressed(bindings.action(for: key, modifiers))
    default: break
    }
    limitTop()
    return .open
  }

  private mutating func pressed(_ action: KeyAction?) -> Outcome {
    switch action {
    case .cancel? where filter != nil: (filter, isTyping, top) = (nil, false, 0)
    case .cancel?, .interrupt?, .help?, .send?: return .closed
    case .search?: (filter, isTyping) = (filter ?? LineInput(), true)
    case .up?: top -= 1
    case .down?: top += 1
    case .pageUp?: top -= page
    case .pageDown?: top += page
    case .lineStart?, .textStart?: top = 0
    case .lineEnd?, .textEnd?: top = .max
    default: break
    }
    limitTop()
    return .open
  }

  /// Keys of the line that filters; nil for those that mean what they mean without it.
  private mutating func typed(_ event: InputEvent, _ bindings: KeyBindings) -> Outcome? {
    guard var line = filter else { return nil }
    if case .key(let key, let modifiers) = event {
      switch bindings.action(for: key, modifiers) {
      case .send?:
        isTyping = false
        if line.isEmpty { filter = nil }
        return .open
      case .deleteBack? where line.isEmpty:
        (filter, isTyping) = (nil, false)
        return .open
      default: break
      }
    }
    let outcome = line.handle(event, bindings: bindings)
    guard outcome != .unhandled else { return nil }
    filter = line
    if outcome == .changed { top = 0 }
    return .open
  }

  private var page: Int { max(1, height - 1) }

  private mutating func limitTop() {
    top = max(0, min(top, (layout?.rows.count ?? 0) - height))
  }

  // MARK: Drawing

  /// Rows that the page takes with its rules.
  mutating func height(width: Int, limit: Int) -> Int {
    lay(out: width)
    // While lines are filtered, the page keeps its size.
    return min(limit, max(layout?.allRows ?? 0, 1) + LayerFrame.ruleRows)
  }

  private mutating func lay(out width: Int) {
    let words = filter?.text ?? ""
    if let layout, layout.width == width, layout.filter == words { return }
    layout = TextPageLayout(blocks, filter: words, width: width)
  }

  /// Draws the page.
  mutating func render(into frame: inout Frame, rect: Rect, isASCII: Bool) {
    lay(out: rect.width)
    let hasFilter = filter != nil && rect.height > LayerFrame.ruleRows + 1
    height = max(1, rect.height - (rect.height > 2 ? 2 : rect.height - 1) - (hasFilter ? 1 : 0))
    limitTop()
    let rows = layout?.rows ?? []
    let (first, last) = (top, min(rows.count, top + height))
    let note = rows.count > height ? "\(first + 1)–\(last) of \(rows.count)" : ""
    LayerFrame.render(title: title, note: note, keys: keys, into: &frame, rect: rect, isASCII: isASCII) { frame, body in
      var y = body.minY
      if hasFilter, let filter {
        let row = Rect(x: body.minX, y: y, width: body.width, height: 1)
        filter.render(into: &frame, rect: row, isASCII: isASCII)
        if !isTyping { frame.cursor = nil }
        y += 1
      }
      if rows.isEmpty, filter != nil {
        frame.put("nothing here has these words", at: Point(x: body.minX + 1, y: y), Style(.dim), clip: body)
      }
      for row in rows[first..<last] where y < body.maxY {
        for piece in row {
          let text = piece.isOwn ? piece.text.drawn(isASCII: isASCII) : piece.text
          frame.put(text, at: Point(x: body.minX + piece.x, y: y), piece.style, clip: body)
        }
        y += 1
      }
    }
  }

  private var keys: String {
    if isTyping { return "Enter keep   Esc all of it" }
    return filter == nil ? "/ filter   Esc back" : "/ change   Esc all of it"
  }
}
