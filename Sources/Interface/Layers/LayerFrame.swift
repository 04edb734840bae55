import Screen

/// What stands around every dialog: a rule above with its title, a rule below with its keys.
///
/// ```text
/// ── commands ──────────────────────────── 1–18 of 24 ──
///  the body
/// ─────────────────────────── Enter choose   Esc back ──
/// ```
/// With two rows the lower rule goes, with one the upper rule as well.
enum LayerFrame {
  /// Rows that the rules take where there is room.
  static let ruleRows = 2

  /// Draws a dialog.
  ///
  /// - Parameters:
  ///   - note: What stands at the right of the upper rule.
  ///   - keys: Keys with what they do, three spaces between two of them; where they do not fit, those in the middle go first.
  ///   - body: Draws what stands between the rules.
  static func render(
    title: String, note: String = "", keys: String, into frame: inout Frame, rect: Rect, isASCII: Bool,
    body: (inout Frame, Rect) -> Void
  ) {
    guard rect.width > 0, rect.height > 0 else { return }
    frame.fill(rect, Style(.text))
    let hasTop = rect.height >= 2
    let hasBottom = rect.height >= 3
    if hasTop {
      let row = Rect(x: rect.minX, y: rect.minY, width: rect.width, height: 1)
      drawRule(into: &frame, row, isASCII: isASCII)
      let right = hasBottom ? note : fitting(keys, columns: rect.width / 2)
      let end = putRight(right, into: &frame, row, Style(.dim), isASCII: isASCII)
      let shown = Quantity.cut(title, columns: end - row.minX - 5, isASCII: isASCII)
      if !shown.isEmpty {
        frame.put(SafeText(oneLine: " \(shown) "), at: Point(x: row.minX + 2, y: row.minY), Style(.accent), clip: row)
      }
    }
    if hasBottom {
      let row = Rect(x: rect.minX, y: rect.maxY - 1, width: rect.width, height: 1)
      drawRule(into: &frame, row, isASCII: isASCII)
      putRight(fitting(keys, columns: rect.width - 6), into: &frame, row, Style(.dim), isASCII: isASCII)
    }
    let rows = rect.height - (hasTop ? 1 : 0) - (hasBottom ? 1 : 0)
    body(&frame, Rect(x: rect.minX, y: rect.minY + (hasTop ? 1 : 0), width: rect.width, height: rows))
  }

  private static func drawRule(into frame: inout Frame, _ row: Rect, isASCII: Bool) {
    let line = SafeText(String(repeating: isASCII ? "-" : "─", count: row.width))
    frame.put(line, at: row.origin, Style(.rule), clip: row)
  }

  /// Puts a text into the right end of a rule, if it fits, and gives the column where the rest of the rule ends.
  @discardableResult
  private static func putRight(
    _ text: String, into frame: inout Frame, _ row: Rect, _ style: Style, isASCII: Bool
  ) -> Int {
    let shown = SafeText(oneLine: " \(text) ").drawn(isASCII: isASCII)
    let width = TextWidth.of(shown)
    let x = row.maxX - width - 2
    guard !text.isEmpty, x >= row.minX + 2 else { return row.maxX }
    frame.put(shown, at: Point(x: x, y: row.minY), style, clip: row)
    return x
  }

  /// As many of the keys as fit: the last, which leads back, and the first ones.
  static func fitting(_ keys: String, columns: Int) -> String {
    var list = keys.split(separator: "   ").map { $0.drop { $0 == " " } }
    while !list.isEmpty {
      let text = list.joined(separator: "   ")
      if TextWidth.of(text) <= columns { return text }
      list.remove(at: max(0, list.count - 2))
    }
    return ""
  }
}

extension SafeText {
  /// A text of the program's own as it may be drawn: where only ASCII can be shown, in ASCII.
  func drawn(isASCII: Bool) -> SafeText {
    guard isASCII, !string.utf8.allSatisfy({ $0 < 0x80 }) else { return self }
    return SafeText(string.map { $0.isASCII ? String($0) : ASCIIDrawing.replacement(for: String($0)) }.joined())
  }
}
