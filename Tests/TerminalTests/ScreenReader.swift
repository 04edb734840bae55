import Screen

/// As much of a terminal as it takes to see what was painted: it adds up the widths of scalars, as simple terminals do.
struct ScreenReader {
  private(set) var cells: [[String]]
  private(set) var looks: [[String]]
  private(set) var cursor = (x: 0, y: 0)
  private(set) var modes: Set<String> = []
  private var saved = (x: 0, y: 0)
  private var look = ""
  private var region: ClosedRange<Int>
  private let width: Int, height: Int

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    cells = Array(repeating: Array(repeating: " ", count: width), count: height)
    looks = Array(repeating: Array(repeating: "", count: width), count: height)
    region = 0...height - 1
  }

  var lines: [String] {
    cells.map { row in
      var line = row.joined()
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  mutating func read(_ text: String) {
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}": escape(&rest)
      case "\r": cursor.x = 0
      case "\n": lineFeed()
      case "\u{8}": cursor.x = max(0, cursor.x - 1)
      case let control where control.value < 0x20: break
      default: put(scalar)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let columns = TextWidth.of(scalar)
    if columns == 0 {
      if cursor.x > 0 {
        let before = cells[cursor.y][cursor.x - 1].isEmpty && cursor.x > 1 ? cursor.x - 2 : cursor.x - 1
        cells[cursor.y][before].unicodeScalars.append(scalar)
      }
      return
    }
    let x = min(cursor.x, width - columns)
    for offset in 0..<columns {
      cells[cursor.y][x + offset] = offset == 0 ? String(scalar) : ""
      looks[cursor.y][x + offset] = look
    }
    cursor.x = min(width, x + columns)
  }

  private mutating func lineFeed() {
    if cursor.y == region.upperBound { scroll(1, in: region) } else { cursor.y = min(height - 1, cursor.y + 1) }
  }

  private mutating func scroll(_ count: Int, in region: ClosedRange<Int>) {
    for _ in 0..<abs(count) {
      let (from, to) = count > 0 ? (region.lowerBound, region.upperBound) : (region.upperBound, region.lowerBound)
      cells.remove(at: from)
      cells.insert(Array(repeating: " ", count: width), at: to)
      looks.remove(at: from)
      looks.insert(Array(repeating: look, count: width), at: to)
    }
  }

  private mutating func erase(_ range: Range<Int>, row: Int) {
    for x in range {
      cells[row][x] = " "
      looks[row][x] = look
    }
  }

  private mutating func escape(_ rest: inout Substring.UnicodeScalarView) {
    switch rest.popFirst() {
    case "7": saved = cursor
    case "8": cursor = saved
    case "M": if cursor.y == region.lowerBound { scroll(-1, in: region) } else { cursor.y -= 1 }
    case "(", ")": _ = rest.popFirst()
    case "[":
      var parameters = ""
      while let next = rest.popFirst() {
        if (0x40...0x7E).contains(next.value) { return control(Character(next), parameters) }
        parameters.unicodeScalars.append(next)
      }
    default: break
    }
  }

  private mutating func control(_ final: Character, _ parameters: String) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = numbers.first ?? 0
    let count = max(1, first)
    let x = min(cursor.x, width - 1)
    switch final {
    case "A": cursor.y -= count
    case "B": cursor.y += count
    case "C": cursor.x = x + count
    case "D": cursor.x = x - count
    case "G": cursor.x = count - 1
    case "d": cursor.y = count - 1
    case "H": cursor = (max(1, numbers.count > 1 ? numbers[1] : 1) - 1, count - 1)
    case "J":
      erase((first == 0 ? x : 0)..<width, row: cursor.y)
      for row in (first == 0 ? cursor.y + 1 : 0)..<max(height, cursor.y + 1) where row < height {
        erase(0..<width, row: row)
      }
    case "K": erase(first == 1 ? 0..<x + 1 : x..<width, row: cursor.y)
    case "X": erase(x..<min(width, x + count), row: cursor.y)
    case "L": scroll(-count, in: cursor.y...region.upperBound)
    case "M": scroll(count, in: cursor.y...region.upperBound)
    case "S": scroll(count, in: region)
    case "T": scroll(-count, in: region)
    case "P":
      cells[cursor.y].removeSubrange(x..<min(width, x + count))
      cells[cursor.y] += Array(repeating: " ", count: width - cells[cursor.y].count)
    case "@":
      cells[cursor.y].insert(contentsOf: Array(repeating: " ", count: count), at: x)
      cells[cursor.y].removeLast(cells[cursor.y].count - width)
    case "r":
      region = max(0, first - 1)...((numbers.count > 1 ? numbers[1] : height) - 1)
      cursor = (0, 0)
    case "m": look = parameters == "0" || parameters.isEmpty ? "" : parameters
    case "h" where parameters.hasPrefix("?"): modes.insert(parameters)
    case "l" where parameters.hasPrefix("?"): modes.remove(parameters)
    default: break
    }
    cursor = (max(0, min(width, cursor.x)), max(0, min(height - 1, cursor.y)))
  }
}
