import Foundation

/// Lists the conversations of a folder, with a cache of what was found in files that have not changed since.
///
/// The cache is only that: several instances may overwrite each other's, and without it everything is looked up again.
struct ConversationList {
  let folder: String
  let cachePath: String

  private struct Known {
    var stamp: Int
    var line: JSONValue
  }

  /// All conversations, the last used first.
  func summaries() throws(StoreError) -> [ConversationSummary] {
    guard let names = try names() else { return [] }
    let known = cache()
    var summaries: [ConversationSummary] = []
    var lines: [UInt8] = []
    var isChanged = false
    for id in names {
      let path = "\(folder)/\(id).jsonl"
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      let updated = Date(
        timeIntervalSince1970: Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9)
      let stamp = Self.stamp(status)
      var summary: ConversationSummary?
      if let entry = known[id], entry.stamp == stamp {
        summary = ConversationSummary(cacheLine: entry.line, updated: updated)
      }
      if summary == nil, let bytes = try? PrivateFiles.read(path, limit: ConversationFile.limit) {
        summary = ConversationSummary(scanning: bytes, id: id, updated: updated)
        isChanged = true
      }
      guard let summary else { continue }
      summaries.append(summary)
      lines += Array(summary.cacheLine(stamp: stamp).text.utf8) + [0x0A]
    }
    // Losing the cache costs nothing but time.
    if isChanged || known.count != summaries.count {
      try? PrivateFiles.replace(cachePath, with: lines, isDurable: false)
    }
    return summaries.sorted { ($0.updated, $0.id) > ($1.updated, $1.id) }
  }

  /// The names of the files without their ending; nil where there is no folder yet.
  private func names() throws(StoreError) -> [String]? {
    guard let directory = opendir(folder) else {
      if errno == ENOENT { return nil }
      throw .notRead(path: folder, errorNumber: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasSuffix(".jsonl") else { continue }
      let id = String(name.dropLast(6))
      if ConversationID.isValid(id) { names.append(id) }
    }
    return names
  }

  private func cache() -> [String: Known] {
    guard let bytes = try? PrivateFiles.read(cachePath, limit: 64 << 20) else { return [:] }
    var known: [String: Known] = [:]
    for line in bytes.split(separator: 0x0A) {
      guard let json = try? JSONValue(parsing: Array(line)), let id = json["id"]?.asString,
        let stamp = json["stamp"]?.asInteger
      else { continue }
      known[id] = Known(stamp: stamp, line: json)
    }
    return known
  }

  /// A number that changes when the file does.
  private static func stamp(_ status: stat) -> Int {
    var stamp = Int(truncatingIfNeeded: status.st_ino)
    for value in [Int(status.st_size), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)] {
      stamp = (stamp &* 1_000_003) ^ value
    }
    return stamp
  }
}

/// The names of conversations.
enum ConversationID {
  /// A new name, which sorts by time: `20261122-154207-k3v9x2`.
  static func make(at date: Date) -> String {
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let numbers = [
      Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour), Int(parts.tm_min),
      Int(parts.tm_sec),
    ]
    let digits = numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }
    let letters = (0..<6).map { _ in String("0123456789abcdefghijklmnopqrstuvwxyz".randomElement() ?? "0") }
    return digits[..<3].joined() + "-" + digits[3...].joined() + "-" + letters.joined()
  }

  /// Whether a name is one of a conversation and so leads nowhere else.
  static func isValid(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 80
      && id.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
      }
  }
}
