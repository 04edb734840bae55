import Foundation

/// What was typed before, shared by all instances: one JSON string a line, the newest last.
public struct StoredHistory: Sendable {
  /// How many entries are kept.
  public static let limit = 1000

  private static let byteLimit = 16 << 20
  private let path: String

  /// The history in this file.
  public init(path: String) {
    self.path = path
  }

  /// The entries, the oldest first, none twice.
  public func entries() throws(StoreError) -> [String] {
    guard access(path, F_OK) == 0 else { return [] }
    return Self.entries(try PrivateFiles.read(path, limit: Self.byteLimit * 2))
  }

  /// Appends what was just sent; blank text is not kept.
  public func append(_ text: String) throws(StoreError) {
    guard text.contains(where: { !$0.isWhitespace }), text.utf8.count < 1 << 20 else { return }
    try PrivateFiles.makeFolder((path as NSString).deletingLastPathComponent)
    let descriptor = try locked()
    defer {
      flock(descriptor, LOCK_UN)
      close(descriptor)
    }
    let size = lseek(descriptor, 0, SEEK_END)
    var line = Array(JSONValue.string(text).text.utf8) + [0x0A]
    // After an interrupted write the last line has no end: what it holds is lost, this one is not.
    var last: UInt8 = 0x0A
    if size > 0, pread(descriptor, &last, 1, size - 1) == 1, last != 0x0A { line.insert(0x0A, at: 0) }
    do {
      try PrivateFiles.write(line, to: descriptor, path: path)
    } catch {
      ftruncate(descriptor, size)
      throw error
    }
    if size + line.count > Self.byteLimit { try shorten(descriptor) }
  }

  /// Opens the file and waits for its lock; the file at the path may be another one by then.
  private func locked() throws(StoreError) -> Int32 {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw .notWritten(path: path, errorNumber: errno) }
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      var here = stat()
      var there = stat()
      if fstat(descriptor, &here) == 0, stat(path, &there) == 0, here.st_ino == there.st_ino { return descriptor }
      close(descriptor)
    }
  }

  private func shorten(_ descriptor: Int32) throws(StoreError) {
    let entries = Self.entries(try PrivateFiles.read(descriptor, path: path, limit: Self.byteLimit * 2))
    var lines: [UInt8] = []
    for entry in entries.suffix(Self.limit / 2) { lines += Array(JSONValue.string(entry).text.utf8) + [0x0A] }
    if lines.count > Self.byteLimit / 2 { lines = [] }
    try PrivateFiles.replace(path, with: lines)
  }

  private static func entries(_ bytes: [UInt8]) -> [String] {
    var seen: Set<String> = []
    var newestFirst: [String] = []
    for line in bytes.split(separator: 0x0A).reversed() {
      guard case .string(let text)? = try? JSONValue(parsing: Array(line)), seen.insert(text).inserted else { continue }
      newestFirst.append(text)
      if newestFirst.count == limit { break }
    }
    return newestFirst.reversed()
  }
}
