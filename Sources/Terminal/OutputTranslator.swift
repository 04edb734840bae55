/// Puts the real cells in the place of the characters that stood for them in ncurses' output.
struct OutputTranslator {
  /// Number of the look in force; -1 is the terminal's own.
  private var current = -1
  private var result: [UInt8] = []

  /// Translates what ncurses wrote for one frame; it begins and ends with the terminal's own look.
  static func translate(_ bytes: [UInt8], table: CellTable) -> [UInt8] {
    var translator = OutputTranslator()
    translator.result.reserveCapacity(2 * bytes.count)
    translator.run(bytes, table: table)
    return translator.result
  }

  private mutating func run(_ bytes: [UInt8], table: CellTable) {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= 0xF0, at + 3 < bytes.count, let entry = table.entry(for: OutputTranslator.scalar(bytes, at)) {
        put(entry, table: table)
        at += 4
      } else {
        // Spaces, moves, and what erases or scrolls, which leaves the look in force behind.
        standardLook()
        result.append(byte)
        at += 1
      }
    }
    standardLook()
  }

  private static func scalar(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    UInt32(bytes[at] & 7) << 18 | UInt32(bytes[at + 1] & 63) << 12 | UInt32(bytes[at + 2] & 63) << 6
      | UInt32(bytes[at + 3] & 63)
  }

  private mutating func standardLook() {
    guard current != -1 else { return }
    current = -1
    result += OutputTranslator.reset
  }

  private static let reset = Array("\u{1B}[m".utf8)
  // Save the cursor, no wrapping at the edge.
  private static let hold = Array("\u{1B}7\u{1B}[?7l".utf8)
  private static let back = Array("\u{1B}8".utf8)
  private static let narrowEnd = Array("\u{1B}8\u{1B}[?7h\u{1B}[C".utf8)
  private static let wideEnd = Array("\u{1B}8\u{1B}[?7h\u{1B}[2C".utf8)

  private mutating func put(_ entry: CellTable.Entry, table: CellTable) {
    if entry.rendition != current {
      current = entry.rendition
      result += current == -1 ? OutputTranslator.reset : table.renditions[current]
    }
    guard entry.isDisputed else {
      result += entry.text
      return
    }
    // Whatever the terminal thinks of the width, the next cell begins where it must.
    result += OutputTranslator.hold
    result += entry.isWide ? [0x20, 0x20] : [0x20]
    result += OutputTranslator.back
    result += entry.text
    result += entry.isWide ? OutputTranslator.wideEnd : OutputTranslator.narrowEnd
  }
}
