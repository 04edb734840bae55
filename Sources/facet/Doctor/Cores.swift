import Foundation

/// The cores of the processor, as far as the system tells them apart.
struct Cores: Sendable, Equatable {
  /// Threads of the processor that this process may use.
  var usable = 1
  /// Cores, of which each may run several threads; nil where the system does not tell.
  var physical: Int?
  /// Threads on the fast cores of a processor that has slow ones too; nil for one with equal cores.
  var performance: Int?

  /// This machine's.
  static var current: Cores {
    var cores = read(devices: "/sys/devices")
    cores.usable = ProcessInfo.processInfo.activeProcessorCount
    return cores
  }

  /// Reads what stands below `/sys/devices`.
  static func read(devices: String) -> Cores {
    var cores = Cores()
    let folder = devices + "/system/cpu"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { name in
      name.hasPrefix("cpu") && Int(name.dropFirst(3)) != nil
    }
    let siblings = names.compactMap { line("\(folder)/\($0)/topology/thread_siblings_list") }
    if !siblings.isEmpty { cores.physical = Set(siblings).count }
    let capacities = names.compactMap { line("\(folder)/\($0)/cpu_capacity").flatMap { Int($0) } }
    if let fast = line(devices + "/cpu_core/cpus"), line(devices + "/cpu_atom/cpus") != nil {
      cores.performance = count(fast)
    } else if let most = capacities.max(), let least = capacities.min(), most > least {
      // The capacities of equal cores differ by a little where one may run faster than the others.
      cores.performance = capacities.count { 2 * $0 > most + least }
    }
    return cores
  }

  /// How many numbers a list of the system holds.
  ///
  ///     count("0-7,16")  →  9
  static func count(_ list: String) -> Int {
    list.split(separator: ",").reduce(0) { sum, part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, last >= first else { return sum }
      return sum + last - first + 1
    }
  }

  private static func line(_ path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
