import Foundation

/// What stands for a character where the locale knows ASCII only.
public enum ASCIIDrawing {
  /// As many ASCII characters as the grapheme takes cells.
  public static func replacement(for grapheme: String) -> String {
    let scalars = grapheme.unicodeScalars
    guard let first = scalars.first else { return "" }
    let width = max(1, TextWidth.ofScalars(scalars))
    if first.isASCII, width == 1 { return first.value < 0x20 ? " " : String(first) }
    if width == 1, let drawing = drawings[first] { return String(drawing) }
    if width == 1, let base = grapheme.decomposedStringWithCanonicalMapping.unicodeScalars.first, base.isASCII {
      return String(base)
    }
    return String(repeating: "?", count: width)
  }

  private static let groups: [(String, Character)] = [
    ("─━┄┅┈┉╌╍═‐‑‒–—―−▁", "-"), ("│┃┆┇┊┋╎╏║▌▐", "|"),
    ("┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╔╗╚╝╠╣╦╩╬╭╮╯╰", "+"),
    ("█▉▊▋▓▇▆", "#"), ("▍▎▒▅", "="), ("▂▃▄", "_"), ("░", "."), ("▀▔", "\""), ("▕⟦【", "["), ("▏⟧】", "]"),
    ("›»▸▶⏵→❯⟩", ">"), ("‹«◂◀←❮⟨", "<"), ("↓▾▼", "v"), ("↑▴▲", "^"), ("●•◦○■▪⬤★☆✱", "*"), ("·…․", "."), ("‘’‚′", "'"),
    ("“”„″", "\""), ("×✕✖✗✘", "x"), ("✓✔", "+"), ("\u{A0}\u{2002}\u{2003}\u{2009}\u{202F}", " "), ("␛", "?"),
  ]

  private static let drawings: [Unicode.Scalar: Character] = groups.reduce(into: [:]) { table, group in
    for scalar in group.0.unicodeScalars { table[scalar] = group.1 }
  }
}
