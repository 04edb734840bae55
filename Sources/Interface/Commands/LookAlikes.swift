import Foundation

/// Spaces that look like others: a Mac writes U+202F into the names of screenshots, and what copies them may write another.
enum LookAlikes {
  private static let spaces: Set<Unicode.Scalar> = [
    "\u{A0}", "\u{1680}", "\u{2000}", "\u{2001}", "\u{2002}", "\u{2003}", "\u{2004}", "\u{2005}", "\u{2006}",
    "\u{2007}", "\u{2008}", "\u{2009}", "\u{200A}", "\u{202F}", "\u{205F}", "\u{3000}",
  ]

  /// Other names that look the same; the name itself is not among them.
  static func variants(_ name: String) -> [String] {
    let scalars = Array(name.unicodeScalars)
    var results: [String] = []
    func add(_ variant: some Sequence<Unicode.Scalar>) {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: variant)
      let text = String(view)
      if !text.unicodeScalars.elementsEqual(scalars), !results.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
        results.append(text)
      }
    }
    if scalars.contains(where: { $0 == " " || spaces.contains($0) }) {
      let plain = scalars.map { spaces.contains($0) ? " " : $0 }
      add(plain)
      add(plain.indices.map { isBeforeHalfOfDay($0, plain) ? "\u{202F}" : plain[$0] })
      add(plain.map { $0 == " " ? "\u{A0}" : $0 })
      add(plain.map { $0 == " " ? "\u{202F}" : $0 })
    }
    if !name.utf8.allSatisfy({ $0 < 0x80 }) {
      add(name.precomposedStringWithCanonicalMapping.unicodeScalars)
      add(name.decomposedStringWithCanonicalMapping.unicodeScalars)
    }
    return results
  }

  /// The space of "3.45.12 PM".
  private static func isBeforeHalfOfDay(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    guard scalars[index] == " ", index + 2 < scalars.count, scalars[index + 2] == "M" else { return false }
    return scalars[index + 1] == "A" || scalars[index + 1] == "P"
  }
}
