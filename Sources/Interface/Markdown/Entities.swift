/// Names of characters as HTML has them.
enum Entities {
  /// The text of what stands between `&` and `;`; nil for an unknown name.
  static func text(_ name: ArraySlice<UInt8>) -> String? {
    guard name.first == Ascii.hash else { return named[String(decoding: name, as: UTF8.self)] }
    let digits = String(decoding: name.dropFirst(), as: UTF8.self)
    let value: UInt32?
    if digits.first == "x" || digits.first == "X" {
      value = digits.count <= 7 ? UInt32(digits.dropFirst(), radix: 16) : nil
    } else {
      value = digits.count <= 7 && digits.utf8.allSatisfy(Ascii.isDigit) ? UInt32(digits) : nil
    }
    guard let value else { return nil }
    let scalar = value == 0 ? nil : Unicode.Scalar(value)
    return String(Character(scalar ?? "\u{FFFD}"))
  }

  private static let named: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®",
    "trade": "™", "hellip": "…", "mdash": "—", "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
    "laquo": "«", "raquo": "»", "bull": "•", "middot": "·", "times": "×", "divide": "÷", "deg": "°", "plusmn": "±",
    "frac12": "½", "frac14": "¼", "frac34": "¾", "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓", "harr": "↔",
    "rArr": "⇒", "lArr": "⇐", "hArr": "⇔", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "sect": "§",
    "para": "¶", "le": "≤", "ge": "≥", "ne": "≠", "asymp": "≈", "equiv": "≡", "infin": "∞", "sum": "∑",
    "prod": "∏", "radic": "√", "int": "∫", "part": "∂", "nabla": "∇", "isin": "∈", "notin": "∉", "cap": "∩",
    "cup": "∪", "sub": "⊂", "sup": "⊃", "forall": "∀", "exist": "∃", "empty": "∅", "and": "∧", "or": "∨", "not": "¬",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "micro": "µ", "szlig": "ß", "auml": "ä", "ouml": "ö",
    "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç",
    "ntilde": "ñ", "dagger": "†", "check": "✓", "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}",
  ]
}
