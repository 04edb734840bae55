import Foundation

/// Writes quantities as people read them.
enum Figures {
  /// A speed with three digits at most: `5.24`, `54.3`, `640`.
  static func rate(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    return decimals(value, value < 10 ? 2 : value < 100 ? 1 : 0)
  }

  /// A time: `0.42 s`, `12.3 s`, `2 min 5 s`.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e7 else { return "–" }
    if seconds < 10 { return decimals(seconds, 2) + " s" }
    if seconds < 60 { return decimals(seconds, 1) + " s" }
    let whole = Int(seconds.rounded())
    return "\(whole / 60) min \(whole % 60) s"
  }

  /// A number of bytes in powers of ten: `640 bytes`, `1.31 MB`, `6.98 GB`.
  static func bytes(_ count: Int) -> String {
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
    if count < 1000 { return "\(count) bytes" }
    var value = Double(count) / 1000
    var unit = 0
    while value >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return rate(value) + " " + units[unit]
  }

  private static func decimals(_ value: Double, _ count: Int) -> String {
    String(format: "%.\(count)f", value)
  }

  /// The most memory this process has held at once, in bytes, or nil where the system does not tell.
  // `getrusage` would also count what the program that started this one held before.
  static var peakMemory: Int? { processStatus("VmHWM") }

  /// The memory that this process holds now, in bytes, or nil where the system does not tell.
  static var residentMemory: Int? { processStatus("VmRSS") }

  private static func processStatus(_ key: String) -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key + ":") }),
      let kibibytes = line.split(separator: " ").compactMap({ Int($0) }).first
    else { return nil }
    return kibibytes * 1024
  }
}
