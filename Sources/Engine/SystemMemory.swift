import Foundation

/// What the machine has.
public enum SystemMemory {
  /// Bytes that programs can still take without swapping; nil where the system does not tell.
  public static var available: Int? { bytes("MemAvailable") }

  /// Bytes of memory that the machine has; nil where the system does not tell.
  public static var total: Int? { bytes("MemTotal") }

  private static func bytes(_ key: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key + ":") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1_024
  }
}
