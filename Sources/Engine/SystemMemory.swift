import Foundation

/// What the machine has, and what of it this process may take.
public enum SystemMemory {
  /// Bytes that this process can still take without swapping, by the machine and by its control groups; nil where the system does not tell.
  public static var available: Int? { available(read: read) }

  /// Bytes of memory that the machine has; nil where the system does not tell.
  public static var total: Int? { bytes("MemTotal", read: read) }

  /// The most that this process and those in its control groups may take together; nil where there is no limit.
  public static var limit: Int? { groups(read: read).map(\.limit).min() }

  static func available(read: (String) -> String?) -> Int? {
    let machine = bytes("MemAvailable", read: read)
    return ([machine] + groups(read: read).map(\.free)).compactMap { $0 }.min()
  }

  static func limit(read: (String) -> String?) -> Int? { groups(read: read).map(\.limit).min() }

  private static func read(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  private static func bytes(_ key: String, read: (String) -> String?) -> Int? {
    guard let line = read("/proc/meminfo")?.split(separator: "\n").first(where: { $0.hasPrefix(key + ":") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1_024
  }

  /// How one version of the control groups names things.
  private struct Hierarchy {
    /// What stands before the group's path in `/proc/self/cgroup`.
    let mark: String
    let root: String
    let limit: String, used: String
    /// What files hold, in `memory.stat`.
    let files: Set<Substring>

    static let all = [
      Hierarchy(
        mark: "0::", root: "/sys/fs/cgroup", limit: "memory.max", used: "memory.current",
        files: ["inactive_file", "active_file"]),
      Hierarchy(
        mark: ":memory:", root: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes",
        files: ["total_inactive_file", "total_active_file"]),
    ]
  }

  /// What the control groups that have a limit leave: this process's own and all above it, since each counts.
  private static func groups(read: (String) -> String?) -> [(limit: Int, free: Int)] {
    let lines = read("/proc/self/cgroup")?.split(separator: "\n") ?? []
    return Hierarchy.all.flatMap { hierarchy in
      let line = lines.first { $0.contains(hierarchy.mark) }?.split(separator: ":", omittingEmptySubsequences: false)
      // In a container the path may lead out of what can be seen; its own group is the root then.
      let parts = (line?.last ?? "").split(separator: "/").filter { $0 != ".." }
      return (0...parts.count).compactMap { count in
        let folder = ([hierarchy.root] + parts[..<count].map(String.init)).joined(separator: "/")
        return room(in: folder, hierarchy, read: read)
      }
    }
  }

  private static func room(
    in folder: String, _ hierarchy: Hierarchy, read: (String) -> String?
  ) -> (limit: Int, free: Int)? {
    func number(_ name: String) -> Int? {
      read(folder + "/" + name).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
    // The older groups write an enormous number where there is no limit.
    guard let limit = number(hierarchy.limit), limit < 1 << 60 else { return nil }
    // What files hold of it is given back when somebody needs it, as in the machine's own figure.
    let files = (read(folder + "/memory.stat") ?? "").split(separator: "\n").reduce(0) { sum, line in
      let words = line.split(separator: " ")
      guard words.count == 2, hierarchy.files.contains(words[0]) else { return sum }
      return sum + (Int(words[1]) ?? 0)
    }
    let used = max(0, (number(hierarchy.used) ?? 0) - files)
    return (limit, max(0, limit - used))
  }
}
