import Screen

/// The composer and its menu as cells.
///
/// ```text
///   /theme NAME   choose the colours          the menu, above
///   /think on|off let it think before …
///  › /th█eme                                  the mark, the text, the rest of the chosen row dimmed
///    rows that follow are indented
/// ```
extension Composer {
  private static let indent = 3

  /// Columns for text: without the mark, and without the last one, in which the cursor stands behind a full row.
  func textWidth(_ width: Int) -> Int { max(1, width - Self.indent - 1) }

  /// Rows that the text takes, from 1 to `limit`.
  public mutating func height(width: Int, limit: Int) -> Int {
    layout.update(&buffer, width: textWidth(width))
    return max(1, min(limit, layout.rowCount(buffer.rope, limit: limit) + (search == nil ? 0 : 1)))
  }

  /// Draws the text and puts the frame's cursor where the next character goes.
  public mutating func render(into frame: inout Frame, rect: Rect, isASCII: Bool = false) {
    guard rect.width > 0, rect.height > 0 else { return }
    frame.fill(rect, Style(.text))
    layout.update(&buffer, width: textWidth(rect.width))
    var rows = rect.height
    if search != nil {
      rows -= 1
      drawSearch(into: &frame, rect: Rect(x: rect.minX, y: rect.maxY - 1, width: rect.width, height: 1))
    }
    guard rows > 0 else { return }
    scroll(height: rows)

    let marks = Marks(isASCII: isASCII)
    let matches = searchMatch
    for line in 0..<rows {
      guard let range = layout.range(of: topRow + line, buffer.rope) else { break }
      let place = Point(x: rect.minX + Self.indent, y: rect.minY + line)
      if topRow + line == 0 {
        frame.put(marks.prompt, at: Point(x: rect.minX + 1, y: place.y), Style(.accent), clip: rect)
      } else if line == 0 {
        frame.put(marks.above, at: Point(x: rect.minX + 1, y: place.y), Style(.dim), clip: rect)
      }
      drawRow(range, at: place, into: &frame, clip: rect, marks: marks, matches: matches)
    }
    if layout.range(of: topRow + rows, buffer.rope) != nil, rows > 1 {
      frame.put(marks.below, at: Point(x: rect.minX + 1, y: rect.minY + rows - 1), Style(.dim), clip: rect)
    }
    placeCursor(into: &frame, rect: Rect(x: rect.minX, y: rect.minY, width: rect.width, height: rows))
  }

  /// Puts the cursor where somebody pointed on the screen; `selecting` keeps what was selected from there on.
  public mutating func place(at point: Point, in rect: Rect, selecting: Bool = false) {
    guard search == nil else { return }
    layout.update(&buffer, width: textWidth(rect.width))
    let row = topRow + max(0, min(point.y, rect.maxY - 1) - rect.minY)
    let column = max(0, point.x - rect.minX - Self.indent)
    goalColumn = nil
    menu = nil
    buffer.move(to: layout.position(row: row, column: column, buffer.rope), selecting: selecting)
  }

  private struct Marks {
    let prompt: SafeText, above: SafeText, below: SafeText, open: SafeText, close: SafeText, cut: SafeText

    init(isASCII: Bool) {
      prompt = isASCII ? ">" : "›"
      above = isASCII ? "^" : "↑"
      below = isASCII ? "v" : "↓"
      open = isASCII ? "[" : "⟦"
      close = isASCII ? "]" : "⟧"
      cut = isASCII ? "~" : "…"
    }
  }

  /// Moves the window over the rows so that the cursor is in it and no rows are wasted.
  private mutating func scroll(height: Int) {
    let row = layout.row(of: buffer.cursor, buffer.rope)
    topRow = min(max(topRow, row - height + 1), row)
    let present = layout.rowCount(buffer.rope, limit: topRow + height)
    topRow = max(0, min(topRow, present - height))
  }

  private mutating func drawRow(
    _ range: Range<Int>, at place: Point, into frame: inout Frame, clip: Rect, marks: Marks, matches: Range<Int>?
  ) {
    var x = place.x
    let selection = buffer.selection
    for (offset, element) in buffer.rope[range].enumerated() {
      let position = range.lowerBound + offset
      let isSelected = selection?.contains(position) ?? false
      let role: Role = isSelected ? .selection : matches?.contains(position) == true ? .search : .text
      let point = Point(x: x, y: place.y)
      let cells = layout.cells(element, column: x - place.x)
      switch element {
      case .grapheme("\n"):
        // A selected line end is seen as one cell.
        if isSelected { frame.put(" ", at: point, Style(.selection), clip: clip) }
      case .grapheme("\t"):
        frame.put(SafeText(String(repeating: " ", count: cells)), at: point, Style(role), clip: clip)
      case .grapheme(let character):
        let text = SafeText(oneLine: String(character))
        frame.put(TextWidth.of(character) == 0 ? "\u{25CC}" + text : text, at: point, Style(role), clip: clip)
      case .chip(let chip):
        drawChip(chip, cells: cells, at: point, Style(isSelected ? .selection : .chip), into: &frame, clip, marks)
      }
      x += cells
    }
    if range.upperBound == buffer.count, search == nil, !ghost.isEmpty {
      let right = Rect(x: clip.minX, y: clip.minY, width: clip.width - 1, height: clip.height)
      frame.put(SafeText(oneLine: ghost), at: Point(x: x, y: place.y), Style(.dim), clip: right)
    }
  }

  private func drawChip(
    _ chip: Chip, cells: Int, at point: Point, _ style: Style, into frame: inout Frame, _ clip: Rect, _ marks: Marks
  ) {
    let label = SafeText(oneLine: chip.label)
    let room = cells - 2
    guard room >= 1 else {
      frame.put(marks.cut, at: point, style, clip: clip)
      return
    }
    let fits = TextWidth.of(label.string) <= room
    frame.put(marks.open, at: point, style, clip: clip)
    let inner = Rect(x: point.x + 1, y: point.y, width: fits ? room : room - 1, height: 1)
    let drawn = frame.put(label, at: Point(x: inner.minX, y: point.y), style, clip: inner)
    if !fits { frame.put(marks.cut, at: Point(x: inner.minX + drawn, y: point.y), style, clip: clip) }
    frame.put(marks.close, at: Point(x: point.x + cells - 1, y: point.y), style, clip: clip)
  }

  private mutating func placeCursor(into frame: inout Frame, rect: Rect) {
    guard search == nil else { return }
    let row = layout.row(of: buffer.cursor, buffer.rope) - topRow
    let column = layout.column(of: buffer.cursor, buffer.rope)
    guard (0..<rect.height).contains(row) else { return }
    frame.cursor = Point(x: min(rect.minX + Self.indent + column, rect.maxX - 1), y: rect.minY + row)
  }

  // MARK: Search

  private func drawSearch(into frame: inout Frame, rect: Rect) {
    guard let search else { return }
    let title: SafeText = search.isFailing ? " nothing earlier with: " : " earlier with: "
    let width = frame.put(title, at: rect.origin, Style(search.isFailing ? .warning : .dim), clip: rect)
    let place = Point(x: rect.minX + width, y: rect.minY)
    let typed = frame.put(SafeText(oneLine: search.query), at: place, Style(.text), clip: rect)
    frame.cursor = Point(x: min(place.x + typed, rect.maxX - 1), y: rect.minY)
  }

  /// Where the search found its letters.
  private var searchMatch: Range<Int>? {
    guard let search, search.match != nil, !search.query.isEmpty, buffer.count <= 20_000 else { return nil }
    let query = search.query.lowercased().map(TextElement.grapheme)
    let text = buffer.rope[0..<buffer.count].map { element in
      element.character.map { TextElement.grapheme(Character($0.lowercased().first.map(String.init) ?? " ")) }
        ?? element
    }
    guard text.count >= query.count else { return nil }
    return (0...text.count - query.count).first { text[$0...].starts(with: query) }.map { $0..<$0 + query.count }
  }

  // MARK: Menu

  /// Rows that the menu takes, 0 when there is none.
  public func menuHeight(limit: Int) -> Int { min(limit, menu?.items.count ?? 0) }

  /// Draws the menu; its rectangle stands above the composer, `menuHeight` rows high.
  public func renderMenu(into frame: inout Frame, rect: Rect, isASCII: Bool = false) {
    guard let menu, rect.width > 0, rect.height > 0 else { return }
    let rows = menu.items.map { item in
      // Paths are the person's own text.
      let label = SafeText(oneLine: item.label).drawn(isASCII: isASCII && menu.purpose == .command)
      return MenuRow(label: label, detail: SafeText(oneLine: item.detail))
    }
    MenuRow.render(rows, selected: menu.selected, into: &frame, rect: rect, isASCII: isASCII)
  }
}
