import Screen

/// The list of models with a line that filters it.
///
/// ```text
/// ── models ────────────────────────────────────────────────────────────
///  › gem
///  › • gemma-4-12b         Q4_0    pictures, sound   8.1 GB at 32k
///      ollama:gemma4:12b   Q4_K_M  text only         1.2 GB too large
/// ─────────────────────────────────────────────── Enter load   Esc back ──
/// ```
struct ModelPicker: Sendable {
  /// What a key led to.
  enum Outcome: Sendable, Equatable {
    case open
    case closed
    case chosen(ModelRow)
  }

  /// All models; nil until they were looked for.
  private(set) var rows: [ModelRow]?
  private(set) var position = ListPosition()
  private var line = LineInput()

  /// A list, of which something may be known from before.
  init(_ rows: [ModelRow]?) { set(rows) }

  /// Takes what was found.
  mutating func set(_ rows: [ModelRow]?) {
    let chosen = self.rows == nil ? rows?.first { $0.isCurrent }?.name : selected?.name
    self.rows = rows
    position.select(chosen.flatMap { name in matches.firstIndex { $0.name == name } } ?? 0, of: matches.count)
  }

  /// The models that fit what was typed.
  var matches: [ModelRow] {
    let words = line.text.lowercased().split(separator: " ")
    return (rows ?? []).filter { row in words.allSatisfy { row.name.lowercased().contains($0) } }
  }

  /// The model that is chosen.
  var selected: ModelRow? {
    let matches = matches
    return matches.indices.contains(position.selected) ? matches[position.selected] : nil
  }

  /// Takes a key.
  mutating func handle(_ event: InputEvent, bindings: KeyBindings) -> Outcome {
    if case .key(let key, let modifiers) = event {
      switch bindings.action(for: key, modifiers) {
      case .send?: return choose()
      case .cancel?, .interrupt?: return .closed
      case .complete?:
        position.move(by: 1, of: matches.count)
        return .open
      default: break
      }
    }
    if let isAgain = position.handle(event, bindings: bindings, count: matches.count) {
      return isAgain ? choose() : .open
    }
    if line.handle(event, bindings: bindings) == .changed { position.select(0, of: matches.count) }
    return .open
  }

  private func choose() -> Outcome { selected.map { .chosen($0) } ?? .open }

  /// Rows that the list takes with its rules.
  func height(limit: Int) -> Int { min(limit, max(rows?.count ?? 0, 3) + 1 + LayerFrame.ruleRows) }

  /// Draws the list.
  mutating func render(into frame: inout Frame, rect: Rect, isASCII: Bool) {
    let matches = matches
    let inside = rect.height - (rect.height > 2 ? 2 : rect.height - 1)
    // Of a single row the list takes what it needs to be of use: the chosen model.
    let head = inside > 1 ? 1 : 0
    let list = Rect(
      x: rect.minX, y: rect.minY + (rect.height > 1 ? 1 : 0) + head, width: rect.width, height: max(0, inside - head))
    let visible = position.visible(in: list, of: matches.count)
    let note = position.note(rows: list.height, of: matches.count)
    LayerFrame.render(
      title: "models", note: note, keys: "Enter load   Esc back", into: &frame, rect: rect, isASCII: isASCII
    ) { frame, body in
      if head > 0 {
        line.render(
          into: &frame, rect: Rect(x: body.minX, y: body.minY, width: body.width, height: 1), isASCII: isASCII)
      }
      if visible.isEmpty {
        let text: SafeText = rows == nil ? "looking" : "no model has this name; a path behind /model loads any file"
        frame.put(text, at: Point(x: list.minX + 3, y: list.minY), Style(.dim), clip: list)
      }
      draw(matches[visible], first: visible.lowerBound, into: &frame, list, isASCII: isASCII)
    }
  }

  private func draw(
    _ rows: ArraySlice<ModelRow>, first: Int, into frame: inout Frame, _ rect: Rect, isASCII: Bool
  ) {
    let (mark, current, name) = rect.width >= 50 ? (1, 3, 5) : (0, 1, 3)
    // What does not fit goes from the left of the details: that it fits at all is said the longest.
    let longest = rows.map { TextWidth.of(SafeText(oneLine: $0.name).string) }.max() ?? 0
    let columns = details(rows, width: rect.width - name - 1 - min(longest, 20), isASCII: isASCII)
    let widths = columns.map { column in column.map { TextWidth.of($0) }.max() ?? 0 }
    let end = rect.maxX - 1 - widths.reduce(0) { $0 + $1 + 2 }
    for (offset, row) in rows.enumerated() {
      let y = rect.minY + offset
      let isSelected = first + offset == position.selected
      let style: (Role) -> Style = { Style(isSelected ? .selection : $0) }
      let line = Rect(x: rect.minX, y: y, width: rect.width, height: 1)
      if isSelected {
        frame.fill(line, style(.text))
        frame.put(isASCII ? ">" : "›", at: Point(x: rect.minX + mark, y: y), style(.accent), clip: line)
      }
      if row.isCurrent {
        frame.put(isASCII ? "*" : "•", at: Point(x: rect.minX + current, y: y), style(.accent), clip: line)
      }
      var look = style(.text)
      if row.isCurrent { look.emphasis = .bold }
      let room = end - rect.minX - name
      let shown = Quantity.cut(
        SafeText(oneLine: row.name).drawn(isASCII: isASCII).string, columns: room, isASCII: isASCII)
      frame.put(SafeText(oneLine: shown), at: Point(x: rect.minX + name, y: y), look, clip: line)
      var x = end + 2
      for (column, width) in zip(columns, widths) {
        let isWarning = column == columns.last && !row.fits
        frame.put(
          SafeText(oneLine: column[offset]), at: Point(x: x, y: y), style(isWarning ? .warning : .dim), clip: line)
        x += width + 2
      }
    }
  }

  /// The columns behind the names that have room.
  private func details(_ rows: ArraySlice<ModelRow>, width: Int, isASCII: Bool) -> [[String]] {
    var columns = [rows.map(\.quantisation), rows.map(\.can), rows.map(\.shortMemory)].map { column in
      column.map { SafeText(oneLine: $0).drawn(isASCII: isASCII).string }
    }
    func total() -> Int { columns.reduce(0) { $0 + 2 + ($1.map { TextWidth.of($0) }.max() ?? 0) } }
    while columns.count > 0, total() > width { columns.remove(at: columns.count == 3 ? 1 : 0) }
    return columns
  }
}

extension ModelRow {
  /// Whether it can be loaded.
  var fits: Bool { if case .fits = fit { true } else { false } }
}
