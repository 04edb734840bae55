import Screen

/// Moving through the page.
extension Transcript {
  /// The first row when the end is shown.
  mutating func followingTop() -> RowAddress {
    guard !messages.isEmpty else { return RowAddress(message: 0) }
    let last = lastRow(of: messages.count - 1)
    return row(last, up: viewport.height - 1)
  }

  /// The first row that is shown.
  mutating func currentTop() -> RowAddress {
    isFollowing ? followingTop() : valid(top)
  }

  /// Shows from a row on; where that would leave room at the end, shows the end and follows it.
  mutating func show(from row: RowAddress) {
    let end = followingTop()
    if row >= end {
      scrollToEnd()
    } else {
      (isFollowing, top) = (false, row)
    }
  }

  /// Scrolls by lines, down when positive.
  public mutating func scroll(lines count: Int) {
    guard !messages.isEmpty, count != 0 else { return }
    let start = currentTop()
    show(from: count > 0 ? row(start, down: count) : row(start, up: -count))
  }

  /// Scrolls by screenfuls, down when positive, with two lines in common.
  public mutating func scroll(pages count: Int) {
    scroll(lines: count * max(1, viewport.height - 2))
  }

  /// Scrolls to the beginning of the next message or of an earlier one.
  public mutating func scroll(messages count: Int) {
    guard !messages.isEmpty else { return }
    let start = currentTop()
    var index = start.message
    // Going back, a message that is shown in part is first shown from its beginning.
    let isInside = start > RowAddress(message: index, line: header(at: index))
    index += count < 0 && isInside ? count + 1 : count
    index = min(max(0, index), messages.count - 1)
    show(from: RowAddress(message: index, line: header(at: index)))
  }

  /// The line of the name within the header.
  func header(at index: Int) -> Int { index == 0 || isCompact ? 0 : 1 }

  /// Shows the beginning.
  public mutating func scrollToTop() {
    guard !messages.isEmpty else { return }
    show(from: RowAddress(message: 0))
  }

  /// Shows the end, and follows it.
  public mutating func scrollToEnd() {
    (isFollowing, hasNew) = (true, false)
  }

  /// Scrolls so far that a row is seen; not at all if it is already.
  mutating func reveal(_ row: RowAddress) {
    let start = currentTop()
    let end = self.row(start, down: viewport.height - 1)
    if row >= start, row <= end { return }
    show(from: self.row(row, up: viewport.height / 3))
  }

  /// Whether the thought of a message is shown.
  public func isUnfolded(_ id: String) -> Bool {
    unfolded.contains(id)
  }

  /// Shows or hides the thought of a message; without a name, of the selected message or else the last one that has a thought.
  public mutating func toggleThought(_ id: String? = nil) {
    let shown = shownRows.compactMap { $0?.message }.last ?? messages.count - 1
    let last = messages.prefix(shown + 1).last { $0.thought?.isEmpty == false }
    guard let id = id ?? selection?.message ?? last?.id, let index = indices[id] else { return }
    let start = currentTop()
    if unfolded.remove(id) == nil { unfolded.insert(id) }
    guard !isFollowing else { return }
    top = valid(start)
    if start.message == index, start.section == .thought { top = RowAddress(message: index, section: .fold) }
  }
}
