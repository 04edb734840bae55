/// Reads what was written to a terminal, and lists what is no text and no sequence that painting needs.
struct OutputCheck {
  /// What must not be there, each once.
  private(set) var faults: Set<String> = []
  private var rest: Substring.UnicodeScalarView

  /// Reads all bytes of an output.
  init(_ bytes: [UInt8]) {
    rest = Substring(String(decoding: bytes, as: UTF8.self)).unicodeScalars
    if String(validating: bytes, as: UTF8.self) == nil { faults.insert("no UTF-8") }
    while let scalar = rest.popFirst() {
      switch scalar.value {
      case 0x1B: escape()
      case 0x08, 0x0A, 0x0D: break
      case 0..<0x20, 0x7F..<0xA0: faults.insert("control \(scalar.value)")
      case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x61C: faults.insert("direction \(scalar.value)")
      default: break
      }
    }
  }

  private mutating func escape() {
    switch rest.popFirst() {
    case "[": control()
    // Saved cursor, reverse index, keypad; the end of a string that nobody began, written on the way out.
    case "7", "8", "M", "=", ">", "\\": break
    // The character set is only ever set to ASCII.
    case "(", ")": if let set = rest.popFirst(), set != "B" { faults.insert("character set \(set)") }
    case let other: faults.insert("ESC \(other.map(String.init) ?? "at the end")")
    }
  }

  private mutating func control() {
    var parameters = ""
    while let scalar = rest.popFirst() {
      guard (0x40...0x7E).contains(scalar.value) else {
        parameters.unicodeScalars.append(scalar)
        continue
      }
      let isPlain = parameters.allSatisfy { $0.isNumber || $0 == ";" }
      switch scalar {
      // Moving, erasing, scrolling, looks.
      case "A", "B", "C", "D", "G", "H", "J", "K", "L", "M", "P", "S", "T", "X", "@", "b", "d", "m", "r":
        if !isPlain { faults.insert("CSI \(parameters)\(scalar)") }
      case "h", "l":
        if !OutputCheck.modes.contains(parameters) { faults.insert("mode \(parameters)\(scalar)") }
      // The title is put away and brought back around the other screen; keys of more kinds are asked for.
      case "t" where parameters == "22;0;0" || parameters == "23;0;0": break
      case "m" where parameters == ">4;1" || parameters == ">4": break
      default: faults.insert("CSI \(parameters)\(scalar)")
      }
      return
    }
    faults.insert("CSI without an end")
  }

  private static let modes: Set = ["?1049", "?25", "?12", "?12;25", "?7", "?1", "?1004", "?2004", "4"]
}
