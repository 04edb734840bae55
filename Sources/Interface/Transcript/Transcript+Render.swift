import Screen

/// Drawing the page, and finding what is at a place of it.
extension Transcript {
  /// What is at a place.
  public enum Hit: Sendable, Equatable {
    /// The line that stands for the thought of a message.
    case thoughtFold(String)
    /// A block of code: its message, and its number in there.
    case code(String, Int)
    /// Anything else of a message.
    case message(String)
    /// The mark that more has come below.
    case newMark
  }

  /// Draws the rows that fit, and remembers them; lays out only these.
  public mutating func render(into frame: inout Frame, rect: Rect) {
    viewport = rect.size
    shownRect = rect
    (shownRows, shownHidden) = ([], 0)
    guard rect.width > 0, rect.height > 0, !messages.isEmpty else { return }
    // Where a place in the middle leaves room at the end, the end is shown.
    if !isFollowing {
      top = valid(top)
      show(from: top)
    }
    let selected = selectedRows()
    var next: RowAddress? = currentTop()
    for y in rect.minY..<rect.maxY {
      shownRows.append(next)
      guard let row = next else { continue }
      let line = lines(row)[row.line]
      if messages[row.message].id == selection?.message { shownHidden = max(shownHidden, line.hidden) }
      draw(line, row, into: &frame, rect: rect, y: y, isSelected: selected.map { $0.contains(row) } ?? false)
      next = self.row(after: row)
      if next?.message != row.message { drawCursor(line, row, into: &frame, rect: rect, y: y) }
    }
    drawNewMark(into: &frame, rect: rect)
    forgetUnused()
  }

  /// The rows of what is selected.
  private mutating func selectedRows() -> Range<RowAddress>? {
    guard let selection, let index = indices[selection.message] else { return nil }
    let end = RowAddress(message: index + 1)
    guard case .code(_, let number) = selection else {
      return RowAddress(message: index, line: header(at: index))..<end
    }
    withLayout(index) { _, _ in }
    let blocks = codeLeaves(index)
    guard blocks.indices.contains(number) else { return nil }
    let first = blocks[number]
    let leaves = leaves(index)
    let last = leaves[(first + 1)...].firstIndex { $0.part == 0 } ?? leaves.count
    var start = RowAddress(message: index, section: .answer, leaf: first)
    start.line = lines(start).firstIndex { $0.isCodeLabel } ?? 0
    return start..<RowAddress(message: index, section: .answer, leaf: last)
  }

  private func draw(
    _ line: LayoutLine, _ row: RowAddress, into frame: inout Frame, rect: Rect, y: Int, isSelected: Bool
  ) {
    if isSelected {
      frame.put(SafeText(marks.selection), at: Point(x: rect.minX, y: y), Style(.accent), clip: rect)
    }
    let id = messages[row.message].id
    let matches = search.query == nil ? (first: 0, list: []) : search.matches(id, row.section, row.leaf)
    let current = search.current?.id == id ? search.current?.number : nil
    var x = rect.minX + 1
    for span in line.spans {
      let end = x + span.width
      if matches.list.isEmpty || span.field == nil {
        frame.put(SafeText(span.text), at: Point(x: x, y: y), span.style, clip: rect)
      } else {
        for piece in highlighted(span, matches, current) {
          x += frame.put(SafeText(piece.text), at: Point(x: x, y: y), piece.style, clip: rect)
        }
      }
      x = end
    }
    if line.isCodeLabel, isSelected, case .code? = selection {
      let hint = SafeText(oneLine: codeHint)
      let start = rect.minX + 1 + textWidth - TextWidth.of(hint.string)
      if start > rect.minX + 1 + line.width {
        frame.put(hint, at: Point(x: start, y: y), Style(.accent), clip: rect)
      }
    }
  }

  /// A piece of a line cut where matches begin and end.
  private func highlighted(
    _ span: LayoutSpan, _ matches: (first: Int, list: ArraySlice<TranscriptSearch.Match>), _ current: Int?
  ) -> [(text: String, style: Style)] {
    let bytes = Array(span.text.utf8)
    // A tab is drawn as spaces: it is highlighted whole.
    let isVerbatim = bytes.count == span.range.count
    var result: [(text: String, style: Style)] = []
    var start = 0
    for (offset, match) in matches.list.enumerated()
    where match.field == span.field && match.range.overlaps(span.range) {
      let low = isVerbatim ? max(start, match.range.lowerBound - span.range.lowerBound) : 0
      let high = isVerbatim ? min(bytes.count, match.range.upperBound - span.range.lowerBound) : bytes.count
      guard high > low else { continue }
      if low > start { result.append((String(decoding: bytes[start..<low], as: UTF8.self), span.style)) }
      let isCurrent = current == matches.first + offset
      let style = Style(.search, isCurrent ? [.bold, .underline] : span.style.emphasis)
      result.append((String(decoding: bytes[low..<high], as: UTF8.self), style))
      start = high
    }
    if start < bytes.count { result.append((String(decoding: bytes[start...], as: UTF8.self), span.style)) }
    return result
  }

  /// The mark where a reply is being written.
  private func drawCursor(_ line: LayoutLine, _ row: RowAddress, into frame: inout Frame, rect: Rect, y: Int) {
    guard messages[row.message].isStreaming, row.section == .answer || row.section == .tail else { return }
    let x = min(rect.minX + 1 + line.width, rect.maxX - 1)
    frame.put(SafeText(marks.cursor), at: Point(x: x, y: y), Style(.accent), clip: rect)
  }

  private func newMarkText() -> SafeText { SafeText(" " + marks.down + " new ") }

  private func drawNewMark(into frame: inout Frame, rect: Rect) {
    guard hasNew, !isFollowing else { return }
    let text = newMarkText()
    let x = max(rect.minX, rect.maxX - TextWidth.of(text.string))
    frame.put(text, at: Point(x: x, y: rect.maxY - 1), Style(.accent, .reverse), clip: rect)
  }

  /// What is at a place of the frame that was drawn last.
  public func hit(at point: Point) -> Hit? {
    let row = point.y - shownRect.minY
    guard shownRows.indices.contains(row), point.x >= shownRect.minX, point.x < shownRect.maxX else { return nil }
    if hasNew, !isFollowing, point.y == shownRect.maxY - 1,
      point.x >= shownRect.maxX - TextWidth.of(newMarkText().string)
    {
      return .newMark
    }
    guard let address = shownRows[row], messages.indices.contains(address.message) else { return nil }
    let id = messages[address.message].id
    if address.section == .fold { return .thoughtFold(id) }
    if address.section == .answer {
      let leaves = leaves(address.message)
      if leaves.indices.contains(address.leaf), case .code = leaves[address.leaf].kind,
        let number = codeLeaves(address.message).lastIndex(where: { $0 <= address.leaf })
      {
        return .code(id, number)
      }
    }
    return .message(id)
  }
}
