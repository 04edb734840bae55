import Screen

/// A table: its columns as wide as they need, narrower where they must, cut at the right edge where even that is too wide.
struct TableLayout {
  let layout: LeafLayout
  let alignments: [TableAlignment]
  let room: Int

  /// Narrower columns would be hard to read.
  private static let narrowest = 6
  /// Cells between two columns.
  private static let gap = 3

  func lines(_ leaf: MarkdownLeaf) -> [LayoutLine] {
    let rows = LeafContent.rows(leaf, columns: alignments.count)
    let widths = columnWidths(rows)
    let isCut = widths.count < alignments.count
    var result: [LayoutLine] = []
    for (number, row) in rows.enumerated() {
      let isHeader = number == 0 && leaf.part == 0
      let base = isHeader ? Style(.text, .bold) : Style(.text)
      let cells = widths.indices.map { column in
        layout.wrapped(row[column], base, widths[column], field: number * alignments.count + column)
      }
      for index in 0..<(cells.map(\.count).max() ?? 1) {
        result.append(line(cells.map { index < $0.count ? $0[index] : [] }, widths, isCut: isCut))
      }
      if isHeader { result.append(rule(widths, isCut: isCut)) }
    }
    return result.isEmpty ? [LayoutLine()] : result
  }

  private func line(_ cells: [[LayoutSpan]], _ widths: [Int], isCut: Bool) -> LayoutLine {
    var spans: [LayoutSpan] = []
    for (column, cell) in cells.enumerated() {
      if column > 0 { spans.append(LayoutSpan(" \(layout.marks.columnRule) ", layout.style(Style(.rule)))) }
      let free = widths[column] - cell.reduce(0) { $0 + $1.width }
      let left =
        switch alignments[column] {
        case .left: 0
        case .center: free / 2
        case .right: free
        }
      if left > 0 { spans.append(.space(left)) }
      spans += cell
      if free > left { spans.append(.space(free - left)) }
    }
    if isCut { spans.append(LayoutSpan(" " + layout.marks.cut, Style(.dim))) }
    return LayoutLine(spans)
  }

  private func rule(_ widths: [Int], isCut: Bool) -> LayoutLine {
    let rule = layout.marks.rule
    let text = widths.map { String(repeating: rule, count: $0) }.joined(separator: rule + layout.marks.crossing + rule)
    return LayoutLine([LayoutSpan(text, layout.style(Style(.rule)))])
  }

  /// The widths of the columns that are shown.
  private func columnWidths(_ rows: [[InlineText]]) -> [Int] {
    var natural = [Int](repeating: 1, count: alignments.count)
    for row in rows {
      for (column, cell) in row.enumerated() {
        for line in cell.text.split(separator: Ascii.newline) where line.count > natural[column] {
          natural[column] = max(natural[column], min(room, TextWidth.of(String(decoding: line, as: UTF8.self))))
        }
      }
    }
    let gap = TableLayout.gap
    if natural.reduce(0, +) + gap * (natural.count - 1) <= room { return natural }
    var least = natural.map { min($0, TableLayout.narrowest) }
    // Columns that find no room at all are left out, at the right.
    var limit = room
    if least.reduce(0, +) + gap * (least.count - 1) > room {
      limit = room - 2
      while least.count > 1, least.reduce(0, +) + gap * (least.count - 1) > limit { least.removeLast() }
    }
    return fill(least, upTo: natural, limit - gap * (least.count - 1))
  }

  /// Gives the free cells to the columns that want more, evenly.
  private func fill(_ least: [Int], upTo natural: [Int], _ limit: Int) -> [Int] {
    var widths = least.map { min($0, limit) }
    var free = limit - widths.reduce(0, +)
    while free > 0 {
      let wanting = widths.indices.filter { widths[$0] < natural[$0] }
      guard !wanting.isEmpty else { break }
      let share = max(1, free / wanting.count)
      for column in wanting where free > 0 {
        let step = min(share, natural[column] - widths[column], free)
        widths[column] += step
        free -= step
      }
    }
    return widths
  }
}
