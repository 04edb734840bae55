import Screen

/// What is seen of a line that is too wide for its room: a part of it, with marks where it goes on.
struct LineWindow {
  let marks: DrawingMarks
  /// Cells that are hidden at the left.
  let shift: Int
  /// Cells that are shown.
  let room: Int

  /// Cells of a line that have to be known before it can be shown, with as many more as one step shows.
  var wanted: Int { shift + 2 * room }

  /// The seen part of a line, and how many of the given cells are hidden at its right.
  func line(_ spans: [LayoutSpan]) -> LayoutLine {
    let width = spans.reduce(0) { $0 + $1.width }
    guard shift > 0 && width > 0 || width > room else { return LayoutLine(spans) }
    let hidden = max(0, width - shift - room)
    let isShifted = shift > 0
    // The marks take the place of what stands at the edges.
    let low = shift + (isShifted ? 1 : 0), high = shift + room - (hidden > 0 ? 1 : 0)
    var line = LayoutLine(isShifted ? [LayoutSpan(marks.hiddenLeft, Style(.dim))] : [])
    var column = 0
    for span in spans {
      if column < high, column + span.width > low { line.spans += cut(span, low - column, high - column) }
      column += span.width
    }
    if hidden > 0 { line.spans.append(LayoutSpan(marks.hiddenRight, Style(.dim))) }
    line.hidden = hidden
    return line
  }

  /// The columns `low..<high` of a piece; of a wide character that is cut in half a space is left.
  private func cut(_ span: LayoutSpan, _ low: Int, _ high: Int) -> [LayoutSpan] {
    if low <= 0, high >= span.width { return [span] }
    var text = "", width = 0, column = 0, offset = 0
    var start: Int?
    for character in span.text {
      let end = column + TextWidth.of(character)
      if end > low, column < high {
        start = start ?? offset
        let isWhole = column >= low && end <= high
        text += isWhole ? String(character) : " "
        width += isWhole ? end - column : min(end, high) - max(column, low)
      }
      offset += character.utf8.count
      column = end
      if column >= high { break }
    }
    guard let start, let field = span.field else { return [LayoutSpan(text, span.style)] }
    let isVerbatim = span.text.utf8.count == span.range.count && text.utf8.count == offset - start
    let first = span.range.lowerBound + start
    return [
      LayoutSpan(
        text, span.style, width: width, field: field,
        range: isVerbatim ? first..<(first + text.utf8.count) : span.range)
    ]
  }
}
