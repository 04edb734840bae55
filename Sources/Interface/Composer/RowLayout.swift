import Screen

/// How the text falls into rows of a width, as far as anyone has asked.
///
/// Rows break behind a space, or inside a word that is longer than a row. One space may stand in the column behind the last one, which is also where the
/// cursor stands at the end of a full row. After a change only the rows behind it are laid out again, and only those that are needed.
struct RowLayout: Sendable {
  private(set) var width = 0
  private var starts: [Int] = [0]
  /// Whether the last of `starts` is the last row.
  private var isComplete = false

  /// Follows the text and the width; call before anything else.
  mutating func update(_ buffer: inout TextBuffer, width: Int) {
    let width = max(1, width)
    if width != self.width {
      self.width = width
      starts = [0]
      isComplete = false
    } else if let changed = buffer.changedFrom {
      // A change may give the row before it room for a word, and that row's first word room in the one before.
      starts.removeSubrange(max(1, knownRow(of: changed) - 1)..<starts.count)
      isComplete = false
    }
    buffer.changedFrom = nil
  }

  /// Rows in all, counted no further than `limit`.
  mutating func rowCount(_ rope: TextRope, limit: Int) -> Int {
    extend(rope) { starts, _ in starts.count > limit }
    return min(starts.count, limit)
  }

  /// The row that holds a position.
  mutating func row(of position: Int, _ rope: TextRope) -> Int {
    extend(rope) { starts, _ in (starts.last ?? 0) > position }
    return knownRow(of: position)
  }

  /// The positions of a row, its newline included; nil past the last row.
  mutating func range(of row: Int, _ rope: TextRope) -> Range<Int>? {
    extend(rope) { starts, _ in starts.count > row + 1 }
    guard row >= 0, row < starts.count else { return nil }
    return starts[row]..<(row + 1 < starts.count ? starts[row + 1] : rope.count)
  }

  /// The column of a position in its row.
  mutating func column(of position: Int, _ rope: TextRope) -> Int {
    guard let range = range(of: row(of: position, rope), rope) else { return 0 }
    return rope[range.lowerBound..<min(position, rope.count)].reduce(0) { $0 + cells($1, column: $0) }
  }

  /// The position in a row that is nearest to a column.
  mutating func position(row: Int, column: Int, _ rope: TextRope) -> Int {
    guard let range = range(of: row, rope) else { return rope.count }
    var x = 0
    for position in range {
      let element = rope[position]
      if element == .newline { return position }
      let next = x + cells(element, column: x)
      if column < next { return position }
      x = next
    }
    // Behind the end of a wrapped row is the start of the next one.
    return range.upperBound < rope.count ? max(range.lowerBound, range.upperBound - 1) : range.upperBound
  }

  /// Cells that an element takes when it stands in a column.
  func cells(_ element: TextElement, column: Int) -> Int {
    switch element {
    case .grapheme("\n"): 0
    case .grapheme("\t"): Self.tabWidth - column % Self.tabWidth
    // A mark without a letter is drawn on a circle.
    case .grapheme(let character): max(1, TextWidth.of(character))
    case .chip(let chip): min(width, TextWidth.of(SafeText(oneLine: chip.label).string) + 2)
    }
  }

  static let tabWidth = 4

  private func knownRow(of position: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= position { low = middle } else { high = middle }
    }
    return low
  }

  private mutating func extend(_ rope: TextRope, until isEnough: ([Int], Int) -> Bool) {
    guard !isComplete, !isEnough(starts, starts.count) else { return }
    var reader = rope.reader()
    while !isComplete, !isEnough(starts, starts.count) {
      if let next = nextRow(after: starts[starts.count - 1], &reader) {
        starts.append(next)
      } else {
        isComplete = true
      }
    }
  }

  private func nextRow(after start: Int, _ reader: inout TextRope.Reader) -> Int? {
    var x = 0
    var position = start
    var lastBreak: Int?
    while let element = reader.element(position) {
      if element == .newline { return position + 1 }
      let next = x + cells(element, column: x)
      if next > width {
        if element.isSpace, x >= width || element == .grapheme("\t") { return position + 1 }
        if position == start { return position + 1 < reader.count ? position + 1 : nil }
        return lastBreak ?? position
      }
      x = next
      position += 1
      if element.isSpace || element.chip != nil { lastBreak = position }
    }
    return nil
  }

}
