import Foundation
import Screen

/// Writes quantities as the screen shows them: short, and of a stable width.
enum Quantity {
  /// A count: `640` → "640", `3100` → "3.1k", `32768` → "32k", `1_500_000` → "1.5M".
  static func count(_ value: Int) -> String {
    let value = max(0, value)
    if value < 1000 { return "\(value)" }
    let (unit, scale) = value < 1_000_000 ? ("k", 1000) : ("M", 1_000_000)
    // Cut, not rounded: 32,768 tokens are 32k to everybody.
    let tenths = value / (scale / 10)
    return tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10)\(unit)" : "\(tenths / 10)\(unit)"
  }

  /// A duration as on a clock: "0:07", "12:30", "1:02:03".
  static func clock(_ seconds: Double) -> String {
    let total = seconds.isFinite ? max(0, Int(min(seconds, 1e9))) : 0
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    let tail = rest < 10 ? "0\(rest)" : "\(rest)"
    return hours > 0 ? "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(tail)" : "\(minutes):\(tail)"
  }

  /// A time still to wait: "2 s", "1 min 20 s", "2 h 5 min".
  static func wait(_ seconds: Double) -> String {
    let total = seconds.isFinite ? max(1, Int(min(seconds, 1e7).rounded(.up))) : 0
    if total < 60 { return "\(total) s" }
    if total < 3600 { return total % 60 == 0 ? "\(total / 60) min" : "\(total / 60) min \(total % 60) s" }
    return "\(total / 3600) h \(total / 60 % 60) min"
  }

  /// A speed with two or three digits: "8.9", "54", "0.42".
  static func rate(_ value: Double) -> String {
    guard value.isFinite, value >= 0 else { return "–" }
    return String(format: value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%.0f", min(value, 1e6))
  }

  /// An amount of data: "9 KB", "251 MB", "1.2 GB".
  static func bytes(_ value: Int) -> String {
    let value = max(0, value)
    if value < 1_000_000 { return "\((value + 999) / 1000) KB" }
    if value < 1_000_000_000 { return "\(value / 1_000_000) MB" }
    return "\(value / 1_000_000_000).\(value / 100_000_000 % 10) GB"
  }

  /// A share in percent: `0.714` → "71 %".
  static func percent(_ share: Double) -> String {
    "\(share.isFinite ? Int((100 * min(1, max(0, share))).rounded(.down)) : 0) %"
  }

  /// A text cut to some columns, with a mark where it was cut.
  static func cut(_ text: String, columns: Int, isASCII: Bool = false) -> String {
    guard columns > 0 else { return "" }
    guard TextWidth.of(text) > columns else { return text }
    return TextWidth.prefix(of: text, columns: columns - 1) + (isASCII ? "~" : "…")
  }
}
