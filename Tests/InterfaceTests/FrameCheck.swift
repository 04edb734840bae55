import Screen
import Testing

/// Looks at every cell of a frame for what must not reach a terminal.
enum FrameCheck {
  /// Expects no cell to hold anything that could steer a terminal, turn text or hide it, and wide characters to have both their cells.
  static func expectHarmless(
    _ frame: Frame, _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let faults = faults(frame)
    #expect(
      faults.isEmpty, "\(comment()): \(faults.prefix(3).joined(separator: "; "))", sourceLocation: sourceLocation)
  }

  /// What is wrong with a frame, in a few words each.
  static func faults(_ frame: Frame) -> [String] {
    var faults: [String] = []
    var cells: [String: String?] = [:]
    for y in 0..<frame.size.height {
      var isSecond = false
      for x in 0..<frame.size.width {
        let text = frame.id(column: x, row: y).text
        let fault = cells[text] ?? fault(in: text)
        cells[text] = fault
        if let fault { faults.append("\(x),\(y): \(fault)") }
        if text.isEmpty != isSecond { faults.append("\(x),\(y): half of a wide character") }
        isSecond = !isSecond && TextWidth.of(text) == 2
      }
      if isSecond { faults.append("row \(y): a wide character is cut") }
    }
    if let cursor = frame.cursor,
      !(0..<frame.size.width).contains(cursor.x) || !(0..<frame.size.height).contains(cursor.y)
    {
      faults.append("the cursor is outside")
    }
    return faults
  }

  private static func fault(in cell: String) -> String? {
    for scalar in cell.unicodeScalars {
      let value = String(scalar.value, radix: 16)
      switch scalar.properties.generalCategory {
      case .control: return "control U+\(value)"
      // Joiners, without which emoji and some scripts fall apart.
      case .format where scalar.value != 0x200C && scalar.value != 0x200D: return "invisible U+\(value)"
      case .lineSeparator, .paragraphSeparator: return "separator U+\(value)"
      case .surrogate: return "surrogate U+\(value)"
      default: break
      }
      if scalar.value == 0x10EEEE { return "picture placeholder" }
    }
    if cell.unicodeScalars.count > 24 { return "\(cell.unicodeScalars.count) scalars in a cell" }
    if cell.count > 1 || !cell.isEmpty && TextWidth.of(cell) == 0 {
      return "no single character: \(cell.debugDescription)"
    }
    return nil
  }
}
