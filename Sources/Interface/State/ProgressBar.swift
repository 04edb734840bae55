import Screen

/// A bar that fills: `▕███▌   ▏`, where only ASCII is shown `[###-   ]`.
enum ProgressBar {
  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// The bar, `width` columns with its ends.
  static func text(_ share: Double, width: Int, isASCII: Bool) -> SafeText {
    let room = max(0, width - 2)
    let share = share.isFinite ? min(1, max(0, share)) : 0
    let steps = Int((share * Double(room) * 8).rounded(.down))
    let whole = steps / 8
    let rest = steps % 8
    var middle = String(repeating: isASCII ? "#" : "█", count: whole)
    if whole < room, rest > 0 { middle += isASCII ? (rest >= 4 ? "-" : " ") : eighths[rest] }
    middle += String(repeating: " ", count: max(0, room - TextWidth.of(middle)))
    return SafeText(isASCII ? "[\(middle)]" : "▕\(middle)▏")
  }
}
