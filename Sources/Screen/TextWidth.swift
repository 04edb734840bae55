/// How many cells text takes: the one function that decides, for everything.
public enum TextWidth {
  /// Cells of a grapheme: 0, 1 or 2.
  public static func of(_ grapheme: Character) -> Int {
    guard let first = grapheme.unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return 1 }
    let properties = first.properties
    if properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark { return 0 }
    if properties.isEmojiPresentation || grapheme.unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// Cells of a text.
  public static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }
}
