/// Rows of a table as they are written.
enum TableRow {
  /// More columns than any screen shows.
  static let columnLimit = 100

  /// The cells of a row, without the white space around them; `\|` is no end of a cell and becomes `|`.
  static func cells(_ row: ArraySlice<UInt8>) -> [[UInt8]] {
    var row = row
    BlockStart.trim(&row)
    if row.first == Ascii.bar { row.removeFirst() }
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var escaped = false
    for byte in row {
      if escaped {
        if byte != Ascii.bar { cell.append(Ascii.backslash) }
        escaped = false
        if byte == Ascii.backslash {
          cell.append(Ascii.backslash)
          continue
        }
      } else if byte == Ascii.backslash {
        escaped = true
        continue
      } else if byte == Ascii.bar {
        cells.append(trimmed(cell))
        cell = []
        if cells.count == columnLimit { return cells }
        continue
      }
      cell.append(byte)
    }
    if escaped { cell.append(Ascii.backslash) }
    if !trimmed(cell).isEmpty || row.last != Ascii.bar { cells.append(trimmed(cell)) }
    return cells
  }

  /// The alignments that the line below a table's header gives, nil for any other line.
  static func alignments(_ line: ArraySlice<UInt8>) -> [TableAlignment]? {
    guard line.contains(Ascii.dash), line.contains(where: { $0 == Ascii.bar || $0 == Ascii.colon }) else { return nil }
    guard line.allSatisfy({ Ascii.isSpace($0) || [Ascii.dash, Ascii.bar, Ascii.colon].contains($0) }) else {
      return nil
    }
    var result: [TableAlignment] = []
    for cell in cells(line) {
      let isLeft = cell.first == Ascii.colon, isRight = cell.count > 1 && cell.last == Ascii.colon
      let dashes = cell.dropFirst(isLeft ? 1 : 0).dropLast(isRight ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == Ascii.dash }) else { return nil }
      result.append(isLeft && isRight ? .center : isRight ? .right : .left)
    }
    return result.isEmpty ? nil : result
  }

  private static func trimmed(_ cell: [UInt8]) -> [UInt8] {
    var slice = cell[...]
    BlockStart.trim(&slice)
    return Array(slice)
  }
}
