/// Checked reading of numbers from bytes: every access outside gives nil.
extension UnsafeRawBufferPointer {
  func byte(at offset: Int) -> UInt8? {
    offset >= 0 && offset < count ? self[offset] : nil
  }

  /// An unsigned number of `size` bytes, at most 7.
  func number(at offset: Int, size: Int, bigEndian: Bool) -> Int? {
    guard offset >= 0, size <= count, offset <= count - size else { return nil }
    var value = 0
    for index in 0..<size {
      value = value << 8 | Int(self[offset + (bigEndian ? index : size - 1 - index)])
    }
    return value
  }

  /// `length` bytes from `offset` on.
  func part(at offset: Int, length: Int) -> UnsafeRawBufferPointer? {
    guard offset >= 0, length >= 0, length <= count, offset <= count - length else { return nil }
    return UnsafeRawBufferPointer(rebasing: self[offset..<offset + length])
  }

  /// Whether the text stands at `offset`.
  func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    guard let part = part(at: offset, length: text.utf8CodeUnitCount) else { return false }
    return text.withUTF8Buffer { part.elementsEqual($0) }
  }

  /// Whether the bytes stand at `offset`.
  func has(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
    guard let part = part(at: offset, length: bytes.count) else { return false }
    return part.elementsEqual(bytes)
  }
}
