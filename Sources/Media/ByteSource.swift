import Foundation

/// Bytes of known number that can be read from any position: a file or memory.
protocol ByteSource {
  /// What messages call it.
  var name: String { get }
  var count: Int { get }

  /// Reads up to `into.count` bytes from `offset` on; fewer only at the end.
  func read(at offset: Int, into: UnsafeMutableRawBufferPointer) throws -> Int

  /// A descriptor of an ordinary file with these bytes, positioned at its start and valid during `body`.
  func withDescriptor<Result>(_ body: (Int32) throws -> Result) throws -> Result
}

extension ByteSource {
  /// The bytes from `offset` on, at most `count`.
  func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    let wanted = max(0, min(count, self.count - offset))
    return try [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
      initialized = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}

/// Memory as a source.
struct MemoryBytes: ByteSource {
  let name: String
  let bytes: UnsafeRawBufferPointer

  var count: Int { bytes.count }

  func read(at offset: Int, into: UnsafeMutableRawBufferPointer) -> Int {
    guard offset < bytes.count else { return 0 }
    let wanted = min(into.count, bytes.count - offset)
    into.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + wanted]))
    return wanted
  }

  /// Writes the bytes into a file without a name, which goes away with its descriptor.
  func withDescriptor<Result>(_ body: (Int32) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "/facet-" + UUID().uuidString
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw MediaError.unreadable(name, errorNumber: errno) }
    defer { close(descriptor) }
    unlink(path)
    var written = 0
    while written < bytes.count {
      let step = pwrite(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written, off_t(written))
      if step < 0 && errno == EINTR { continue }
      guard step > 0 else { throw MediaError.unreadable(name, errorNumber: errno) }
      written += step
    }
    return try body(descriptor)
  }
}
