import Foundation

/// An ordinary file opened for reading.
///
/// The file is read, never mapped: a mapping would end the program when another one shortens the file.
final class OpenFile: ByteSource {
  let name: String
  let count: Int
  private let descriptor: Int32

  /// Opens `path`; refuses what is not an ordinary file, is empty or has more than `limit` bytes.
  init(path: String, for purpose: MediaError.Purpose, limit: Int) throws {
    name = path
    guard !path.isEmpty else { throw MediaError.missing(path) }
    // A name with a zero byte would be cut there and open another file.
    guard !path.utf8.contains(0) else { throw MediaError.missing(path) }
    // Without O_NONBLOCK opening a pipe would wait for its writer.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      let errorNumber = errno
      // A socket, or a device that is not there.
      if errorNumber == ENXIO, let kind = Self.kind(of: path) { throw MediaError.notAFile(path, kind) }
      let isMissing = errorNumber == ENOENT || errorNumber == ENOTDIR
      throw isMissing ? MediaError.missing(path) : .unreadable(path, errorNumber: errorNumber)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let errorNumber = errno
      close(descriptor)
      throw MediaError.unreadable(path, errorNumber: errorNumber)
    }
    count = Int(status.st_size)
    let problem: MediaError? =
      if let kind = Self.kind(status.st_mode) {
        .notAFile(path, kind)
      } else if count == 0 {
        .empty(path, purpose)
      } else if count > limit {
        .tooManyBytes(path, purpose, bytes: count, limit: limit)
      } else {
        nil
      }
    if let problem {
      close(descriptor)
      throw problem
    }
  }

  deinit {
    close(descriptor)
  }

  func read(at offset: Int, into: UnsafeMutableRawBufferPointer) throws -> Int {
    var done = 0
    while done < into.count {
      let step = pread(descriptor, into.baseAddress?.advanced(by: done), into.count - done, off_t(offset + done))
      if step < 0 && errno == EINTR { continue }
      guard step >= 0 else { throw MediaError.unreadable(name, errorNumber: errno) }
      if step == 0 { break }
      done += step
    }
    return done
  }

  func withDescriptor<Result>(_ body: (Int32) throws -> Result) throws -> Result {
    lseek(descriptor, 0, SEEK_SET)
    return try body(descriptor)
  }

  private static func kind(of path: String) -> MediaError.FileKind? {
    var status = stat()
    return stat(path, &status) == 0 ? kind(status.st_mode) : nil
  }

  /// What a file is instead of an ordinary one, nil when it is one.
  private static func kind(_ mode: mode_t) -> MediaError.FileKind? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: .folder
    case S_IFIFO: .pipe
    case S_IFCHR, S_IFBLK: .device
    case S_IFSOCK: .socket
    default: .other
    }
  }
}
