#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes that can be read by ranges from several threads at once: an open file, or bytes in memory.
final class ByteSource: Sendable {
  let path: String
  let byteCount: Int
  private let backing: Backing

  private enum Backing {
    case descriptor(Int32)
    case memory([UInt8])
    case program(ProgramBytes)
  }

  /// Opens a regular file for reading.
  init(path: String) throws(GGUFError) {
    // The kind is asked before opening, for opening a pipe waits for its other end.
    var status = stat()
    guard stat(path, &status) == 0 else { throw Self.openError(path) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .notAFile(path: path, isDirectory: true)
    default: throw .notAFile(path: path, isDirectory: false)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.openError(path) }
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .unreadable(path: path, code: code)
    }
    self.path = path
    byteCount = Int(status.st_size)
    backing = .descriptor(descriptor)
  }

  /// Reads from memory; `name` stands for the path in errors.
  init(bytes: [UInt8], name: String) {
    path = name
    byteCount = bytes.count
    backing = .memory(bytes)
  }

  /// Reads bytes of the program itself, without a copy; `name` stands for the path in errors.
  init(_ bytes: ProgramBytes, name: String) {
    path = name
    byteCount = bytes.count
    backing = .program(bytes)
  }

  deinit {
    if case .descriptor(let descriptor) = backing { close(descriptor) }
  }

  /// All bytes when they are in memory already.
  var memory: [UInt8]? {
    if case .memory(let bytes) = backing { bytes } else { nil }
  }

  /// Fills `buffer` with the bytes from `offset` on.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(GGUFError) {
    guard offset >= 0, offset <= byteCount, buffer.count <= byteCount - offset else {
      throw .shortened(path: path, offset: offset)
    }
    switch backing {
    case .memory(let bytes):
      bytes.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
      }
    case .program(let bytes):
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.buffer[offset..<offset + buffer.count]))
    case .descriptor(let descriptor):
      var done = 0
      while done < buffer.count, let start = buffer.baseAddress {
        let count = pread(descriptor, start + done, buffer.count - done, off_t(offset + done))
        if count > 0 {
          done += count
        } else if count == 0 {
          throw .shortened(path: path, offset: offset + done)
        } else if errno != EINTR {
          throw .unreadable(path: path, code: errno)
        }
      }
    }
  }

  /// Appends the bytes of a range to an array.
  func append(_ range: Range<Int>, to bytes: inout [UInt8]) throws(GGUFError) {
    let old = bytes.count
    bytes += repeatElement(0, count: range.count)
    let result = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(GGUFError) in
        try read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: buffer[old...]))
      }
    }
    try result.get()
  }

  private static func openError(_ path: String) -> GGUFError {
    switch errno {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case let code: .unreadable(path: path, code: code)
    }
  }
}
