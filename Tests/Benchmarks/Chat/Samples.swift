import Foundation

/// Times in milliseconds, and what they say together.
struct Samples {
  private var values: [Double] = []

  mutating func add(_ milliseconds: Double) { values.append(milliseconds) }

  /// The value below which a share of all lies.
  func percentile(_ share: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)]
  }

  func line(_ name: String) -> String {
    name.padding(toLength: 34, withPad: " ", startingAt: 0)
      + String(
        format: "%6d   median %6.2f   99th %6.2f   worst %6.2f ms", values.count, percentile(0.5), percentile(0.99),
        percentile(1))
  }
}

/// Runs something and says how many milliseconds it took.
func milliseconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let taken = ContinuousClock.now - start
  return Double(taken.components.seconds) * 1e3 + Double(taken.components.attoseconds) * 1e-15
}

/// A number in kibibytes that the system tells of this process.
func status(_ key: String) -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = text.split(separator: "\n").first { $0.hasPrefix(key + ":") }
  return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
}
