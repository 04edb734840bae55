import Screen

/// The escape sequence for a look.
enum GraphicRendition {
  /// From whatever was before to this look.
  static func sequence(_ look: Theme.Resolved, hasItalic: Bool) -> [UInt8] {
    var text = "\u{1B}[0"
    let emphases: [(Style.Emphasis, String)] = [
      (.bold, ";1"), (.dim, ";2"), (.italic, hasItalic ? ";3" : ""), (.underline, ";4"), (.reverse, ";7"),
      (.strikethrough, ";9"),
    ]
    for (emphasis, code) in emphases where look.emphasis.contains(emphasis) { text += code }
    text += code(look.foreground, base: 30) + code(look.background, base: 40) + "m"
    return Array(text.utf8)
  }

  private static func code(_ color: TerminalColor, base: Int) -> String {
    switch color {
    case .standard: ""
    case .indexed(let index) where index < 8: ";\(base + Int(index))"
    case .indexed(let index) where index < 16: ";\(base + 52 + Int(index))"
    case .indexed(let index): ";\(base + 8);5;\(index)"
    case .rgb(let color): ";\(base + 8);2;\(color.red);\(color.green);\(color.blue)"
    }
  }
}
