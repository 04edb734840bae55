/// Bytes that come one after the other, their number not known.
protocol ByteStream: AnyObject {
  /// Reads up to `into.count` bytes, at least one, or 0 at the end.
  func read(into: UnsafeMutableRawBufferPointer) throws -> Int

  /// Passes over `count` bytes, or as many as there are.
  func skip(_ count: Int) throws
}

extension ByteStream {
  /// Reads until `into` is full or the stream ends, and returns how many bytes came.
  func fill(_ into: UnsafeMutableRawBufferPointer) throws -> Int {
    var done = 0
    while done < into.count {
      let step = try read(into: UnsafeMutableRawBufferPointer(rebasing: into[done...]))
      if step == 0 { break }
      done += step
    }
    return done
  }

  /// The next `count` bytes, fewer at the end; for small counts.
  func bytes(_ count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = try fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
    }
  }

  /// Everything up to the end, nil when it has more than `limit` bytes.
  func rest(limit: Int) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    let step = 1 << 20
    while true {
      let part = try self.bytes(step)
      bytes += part
      if bytes.count > limit { return nil }
      if part.count < step { return bytes }
    }
  }

  func skip(_ count: Int) throws {
    try withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 16) { buffer in
      var left = count
      while left > 0 {
        let step = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(left, buffer.count)]))
        if step == 0 { break }
        left -= step
      }
    }
  }
}

/// A source read from front to back.
final class SourceStream<Source: ByteSource>: ByteStream {
  private let source: Source
  private var offset = 0

  init(_ source: Source) {
    self.source = source
  }

  func read(into: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(at: offset, into: into)
    offset += count
    return count
  }

  func skip(_ count: Int) {
    offset += min(count, source.count - min(offset, source.count))
  }
}
