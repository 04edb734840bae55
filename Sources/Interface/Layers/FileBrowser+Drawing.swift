import Screen

/// The files as rows.
extension FileBrowser {
  /// Rows that the list takes with its rules: always the same, so that nothing jumps from folder to folder.
  func height(width: Int, limit: Int) -> Int { limit }

  /// Draws the list.
  mutating func render(into frame: inout Frame, rect: Rect, isASCII: Bool) {
    let inside = rect.height - (rect.height > 2 ? 2 : rect.height - 1)
    let head = inside > 1 ? 1 : 0
    let place = Rect(
      x: rect.minX, y: rect.minY + (rect.height > 1 ? 1 : 0) + head, width: rect.width, height: max(0, inside - head))
    let visible = position.visible(in: place, of: rows.count)
    let note = position.note(rows: place.height, of: rows.count)
    let title = title(columns: rect.width - TextWidth.of(note) - 12, isASCII: isASCII)
    LayerFrame.render(title: title, note: note, keys: keys, into: &frame, rect: rect, isASCII: isASCII) {
      frame, body in
      if head > 0 { drawHead(into: &frame, body, isASCII: isASCII) }
      if visible.isEmpty {
        frame.put(SafeText(emptyText), at: Point(x: place.minX + 3, y: place.minY), Style(.dim), clip: place)
      }
      for (offset, number) in visible.enumerated() {
        let row = Rect(x: place.minX, y: place.minY + offset, width: place.width, height: 1)
        draw(rows[number], isSelected: number == position.selected, into: &frame, row, isASCII: isASCII)
      }
    }
  }

  private var keys: String {
    let action = selected?.entry.isFolder ?? false ? "open" : marked.count > 1 ? "attach all" : "attach"
    return "Enter \(action)   Tab mark   Alt-. hidden   Left up   Esc back"
  }

  /// The folder; of a long path the end.
  private func title(columns: Int, isASCII: Bool) -> String {
    let path = SafeText(oneLine: folder.isEmpty ? "." : folder).string
    let room = columns - 12
    guard room > 4, TextWidth.of(path) > room else { return "attach from \(path)" }
    var end = Substring(path)
    while !end.isEmpty, TextWidth.of(String(end)) > room - 1 { end = end.dropFirst() }
    return "attach from \(isASCII ? "~" : "…")\(end)"
  }

  private func drawHead(into frame: inout Frame, _ body: Rect, isASCII: Bool) {
    let row = Rect(x: body.minX, y: body.minY, width: body.width, height: 1)
    let note = marked.isEmpty ? "" : "\(marked.count) marked"
    let fits = !note.isEmpty && row.width >= note.count + 16
    if fits {
      frame.put(
        SafeText(note), at: Point(x: row.maxX - note.count - 1, y: row.minY), Style(.accent), clip: row)
    }
    let room = Rect(x: row.minX, y: row.minY, width: row.width - (fits ? note.count + 2 : 0), height: 1)
    line.render(into: &frame, rect: room, isASCII: isASCII)
  }

  private func draw(_ row: Row, isSelected: Bool, into frame: inout Frame, _ rect: Rect, isASCII: Bool) {
    let style: (Role) -> Style = { Style(isSelected ? .selection : $0) }
    let isMarked = marked.contains(path(of: row))
    let indent = rect.width >= 12 ? 3 : 2
    if isSelected {
      frame.fill(rect, style(.text))
      frame.put(isASCII ? ">" : "›", at: Point(x: rect.minX + indent - 2, y: rect.minY), style(.accent), clip: rect)
    }
    // Beside the mark of the chosen row, so that both are seen without colours.
    if isMarked {
      frame.put("+", at: Point(x: rect.minX + indent - 3, y: rect.minY), style(.accent), clip: rect)
    }
    let kind = rect.width >= 40 ? row.kind ?? "" : ""
    let name = SafeText(oneLine: row.entry.name).string + (row.entry.isFolder ? "/" : "")
    let room = rect.width - indent - 1 - (kind.isEmpty ? 0 : kind.count + 2)
    let role: Role = row.entry.isFolder ? .accent : row.kind == nil ? .dim : .text
    frame.put(
      SafeText(oneLine: Quantity.cut(name, columns: room, isASCII: isASCII)),
      at: Point(x: rect.minX + indent, y: rect.minY), style(isMarked && !isSelected ? .chip : role), clip: rect)
    if !kind.isEmpty {
      frame.put(
        SafeText(kind), at: Point(x: rect.maxX - kind.count - 1, y: rect.minY), style(.dim), clip: rect)
    }
  }
}
