import Screen

/// A table: its columns as wide as they need, narrower where they must; where even that is too wide, seen through a window.
struct TableLayout {
  let layout: LeafLayout
  let alignments: [TableAlignment]
  let room: Int

  /// Narrower columns would be hard to read.
  private static let narrowest = 6
  /// Longer words may be broken, so that all columns are seen.
  private static let longestWord = 14
  /// Columns of a table that does not fit anyway are so wide at most.
  private static let comfortable = 28
  /// Cells between two columns.
  private static let gap = 3

  /// The lines of a part of a table.
  ///
  /// - Parameter head: The first part, whose columns the others take over.
  func lines(_ leaf: MarkdownLeaf, head: MarkdownLeaf?) -> [LayoutLine] {
    let rows = LeafContent.rows(leaf, columns: alignments.count, layout.definitions)
    let known = head.map { LeafContent.rows($0, columns: alignments.count, layout.definitions) } ?? []
    let (widths, fits) = columnWidths(known + rows)
    let window = LineWindow(marks: layout.marks, shift: fits ? 0 : layout.shift, room: room)
    var result: [LayoutLine] = []
    for (number, row) in rows.enumerated() {
      let isHeader = number == 0 && leaf.part == 0
      let base = isHeader ? Style(.text, .bold) : Style(.text)
      let cells = widths.indices.map { column in
        layout.wrapped(row[column], base, widths[column], field: number * alignments.count + column)
      }
      for index in 0..<(cells.map(\.count).max() ?? 1) {
        result.append(window.line(line(cells.map { index < $0.count ? $0[index] : [] }, widths)))
      }
      if isHeader { result.append(window.line(rule(widths))) }
    }
    return result.isEmpty ? [LayoutLine()] : result
  }

  /// The column at which a table's column begins, and its width.
  func place(of column: Int, in leaf: MarkdownLeaf, head: MarkdownLeaf?) -> (start: Int, width: Int)? {
    let parts = [head, leaf].compactMap { $0 }
    let rows = parts.flatMap { LeafContent.rows($0, columns: alignments.count, layout.definitions) }
    let (widths, fits) = columnWidths(rows)
    guard !fits, widths.indices.contains(column) else { return nil }
    return (widths[..<column].reduce(0) { $0 + $1 + TableLayout.gap }, widths[column])
  }

  private func line(_ cells: [[LayoutSpan]], _ widths: [Int]) -> [LayoutSpan] {
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
    return spans
  }

  private func rule(_ widths: [Int]) -> [LayoutSpan] {
    let rule = layout.marks.rule
    let text = widths.map { String(repeating: rule, count: $0) }.joined(separator: rule + layout.marks.crossing + rule)
    return [LayoutSpan(text, layout.style(Style(.rule)))]
  }

  /// The widths of the columns, and whether they all fit.
  private func columnWidths(_ rows: [[InlineText]]) -> (widths: [Int], fits: Bool) {
    var natural = [Int](repeating: 1, count: alignments.count), words = natural
    for row in rows {
      for (column, cell) in row.enumerated() {
        // Text takes no more cells than bytes, and no column more than the room.
        for line in cell.text.split(separator: Ascii.newline) where line.count > natural[column] {
          natural[column] = max(natural[column], min(room, width(line)))
        }
        for word in cell.text.split(whereSeparator: Ascii.isSpace) where word.count > words[column] {
          words[column] = max(words[column], min(TableLayout.longestWord, width(word)))
        }
      }
    }
    let gaps = TableLayout.gap * (natural.count - 1)
    if natural.reduce(0, +) + gaps <= room { return (natural, true) }
    // Whole words if possible, otherwise as many letters as can still be read.
    for limits in [words, words.map { min($0, TableLayout.narrowest) }] {
      let least = zip(natural, limits).map { min($0, max($1, TableLayout.narrowest)) }
      if least.reduce(0, +) + gaps <= room { return (fill(least, upTo: natural, room - gaps), true) }
    }
    return (natural.map { min($0, TableLayout.comfortable) }, false)
  }

  private func width(_ text: ArraySlice<UInt8>) -> Int { TextWidth.of(String(decoding: text, as: UTF8.self)) }

  /// Gives the free cells to the columns that want more, evenly.
  private func fill(_ least: [Int], upTo natural: [Int], _ limit: Int) -> [Int] {
    var widths = least
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
