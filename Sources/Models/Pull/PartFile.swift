import Chat
import Foundation

/// A file that is being fetched: `FILE.part`, with `FILE.part.json` beside it that says of which contents it is a part.
///
/// It is used by one thread at a time: the one that fetches, or while that waits the one that reads from the network.
final class PartFile: @unchecked Sendable {
  /// What the part is a part of.
  struct Contents: Sendable, Equatable {
    var address: String
    var sha256: String?
    var bytes: Int?
    /// The server's entity tag.
    var tag: String?

    /// Whether a part of these contents can be gone on with to get the others.
    func isSame(as other: Contents) -> Bool {
      if let sha256 { return sha256 == other.sha256 && bytes == other.bytes }
      return other.sha256 == nil && address == other.address && tag != nil
    }
  }

  /// Where the whole file belongs.
  let path: String
  private(set) var contents: Contents
  /// How many bytes are there.
  private(set) var count = 0
  private var digest = SHA256()
  private let descriptor: Int32

  private var partPath: String { path + ".part" }
  private var notesPath: String { path + ".part.json" }

  /// Opens the part of a file, or begins one.
  ///
  /// - Throws: `PullError.notWritten`.
  init(path: String, contents: Contents) throws(PullError) {
    self.path = path
    self.contents = contents
    // Not through a link: somebody else may have put it there.
    descriptor = open(path + ".part", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw .notWritten(path: path + ".part", code: errno) }
  }

  deinit { close(descriptor) }

  /// How much of a file is there from an earlier run, in bytes.
  static func bytes(of path: String) -> Int { size(path + ".part") ?? 0 }

  /// The size of a file, nil where there is none.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Takes up what an earlier run left, if it is a part of the same contents; otherwise begins anew.
  ///
  /// The part is read once for its digest; `progress` is told of it, and may end it.
  func takeUp(progress: (_ done: Int, _ of: Int) throws(PullError) -> Void) throws(PullError) {
    let size = Self.size(partPath) ?? 0
    guard size > 0, let notes = notes(), notes.isSame(as: contents), size <= contents.bytes ?? .max else {
      try restart()
      return
    }
    contents.tag = notes.tag
    try Self.read(descriptor, path: partPath, size: size, into: &digest, progress: progress)
    count = size
  }

  /// Throws away what is there.
  func restart() throws(PullError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw .notWritten(path: partPath, code: errno)
    }
    digest = SHA256()
    count = 0
    try write(tag: nil)
  }

  /// Writes down of which contents this is a part.
  func write(tag: String?) throws(PullError) {
    contents.tag = tag
    var object: JSONObject = ["address": .string(contents.address)]
    object["sha256"] = contents.sha256.map { .string($0) }
    object["bytes"] = contents.bytes.map { .integer($0) }
    object["tag"] = tag.map { .string($0) }
    do {
      try Data((JSONValue.object(object).text + "\n").utf8).write(to: URL(fileURLWithPath: notesPath), options: .atomic)
    } catch {
      throw .notWritten(path: notesPath, code: Self.code(error))
    }
  }

  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws(PullError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = pwrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, count)
      if written < 0 {
        switch errno {
        case EINTR: continue
        case ENOSPC, EDQUOT: throw .diskFull(path: partPath)
        case let code: throw .notWritten(path: partPath, code: code)
        }
      }
      digest.update(UnsafeRawBufferPointer(rebasing: rest.prefix(written)))
      count += written
      rest = rest.dropFirst(written)
    }
  }

  /// The SHA-256 of what is there, 64 lowercase hexadecimal digits.
  var sha256: String {
    let copy = digest
    return SHA256.hex(copy.finish())
  }

  /// Gives the complete file its name, in the place of an older one, when all of it is on the disk.
  func complete() throws(PullError) {
    guard fsync(descriptor) == 0 else { throw .notWritten(path: partPath, code: errno) }
    guard rename(partPath, path) == 0 else { throw .notWritten(path: path, code: errno) }
    unlink(notesPath)
    // The new name, too, has to outlive a power cut.
    let folder = open(path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Takes away what is there.
  func remove() {
    unlink(partPath)
    unlink(notesPath)
  }

  /// The SHA-256 of a whole file; nil where it cannot be read.
  static func sha256(
    of path: String, progress: (_ done: Int, _ of: Int) throws(PullError) -> Void
  ) throws(PullError) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0, let size = size(path) else { return nil }
    defer { close(descriptor) }
    var digest = SHA256()
    try read(descriptor, path: path, size: size, into: &digest, progress: progress)
    return SHA256.hex(digest.finish())
  }

  private static func read(
    _ descriptor: Int32, path: String, size: Int, into digest: inout SHA256,
    progress: (_ done: Int, _ of: Int) throws(PullError) -> Void
  ) throws(PullError) {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var done = 0
    while done < size {
      let count = pread(descriptor, &buffer, min(buffer.count, size - done), done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .notWritten(path: path, code: count < 0 ? errno : EIO) }
      buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
      done += count
      try progress(done, size)
    }
  }

  private func notes() -> Contents? {
    guard let data = FileManager.default.contents(atPath: notesPath), data.count < 65_536,
      let json = try? JSONValue(parsing: data), let address = json["address"]?.asString
    else { return nil }
    return Contents(
      address: address, sha256: json["sha256"]?.asString, bytes: json["bytes"]?.asInteger, tag: json["tag"]?.asString)
  }

  /// The system's number of an error that Foundation reports.
  static func code(_ error: any Error) -> Int32 {
    let error = error as NSError
    if let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError, inner.domain == NSPOSIXErrorDomain {
      return Int32(clamping: inner.code)
    }
    return error.domain == NSPOSIXErrorDomain ? Int32(clamping: error.code) : EIO
  }
}
