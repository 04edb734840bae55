/// The strings of a metadata array: one block of bytes and where each string starts.
public struct GGUFStrings: Sendable {
  private let storage: [UInt8]
  /// Where the length of each string stands, counted from `base`, and the end of the last string.
  private let starts: [UInt32]
  private let base: Int

  /// Each string's bytes stand behind their number, which takes so many bytes.
  private static let lengthBytes = 8

  /// The array's bytes must have been checked: `count` strings that take less than 4 GiB.
  init(count: Int, storage: [UInt8], start: Int) {
    self.storage = storage
    base = start
    starts = storage.withUnsafeBytes { bytes in
      [UInt32](unsafeUninitializedCapacity: count + 1) { buffer, initialized in
        var offset = start
        for index in 0..<count {
          buffer[index] = UInt32(offset - start)
          offset += Self.lengthBytes + Int(bytes.number(at: offset, as: UInt64.self))
        }
        buffer[count] = UInt32(offset - start)
        initialized = count + 1
      }
    }
  }

  /// How many strings there are.
  public var count: Int { starts.count - 1 }

  /// The bytes of all strings together.
  public var byteCount: Int { Int(starts[count]) - count * Self.lengthBytes }

  /// One string as text; bytes that are not UTF-8 become U+FFFD.
  public subscript(index: Int) -> String {
    String(decoding: storage[range(index)], as: UTF8.self)
  }

  /// Calls `body` with the bytes of one string, which are valid only during the call.
  public func withBytes<Result>(
    at index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let range = range(index)
    return try storage.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Calls `body` with each index and the bytes of that string, which are valid only during the call.
  public func forEachBytes(_ body: (Int, UnsafeRawBufferPointer) throws -> Void) rethrows {
    try storage.withUnsafeBytes { bytes in
      for index in 0..<count {
        try body(index, UnsafeRawBufferPointer(rebasing: bytes[range(index)]))
      }
    }
  }

  private func range(_ index: Int) -> Range<Int> {
    base + Int(starts[index]) + Self.lengthBytes..<base + Int(starts[index + 1])
  }
}
