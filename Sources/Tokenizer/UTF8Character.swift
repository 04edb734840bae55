/// One character (a Unicode scalar) as its one to four UTF-8 bytes.
struct UTF8Character: Sendable {
  /// The bytes, the last one lowest.
  let packed: UInt32
  let byteCount: Int

  /// `▁`, which stands for a space in the names of tokens.
  static let lowerBlock = UTF8Character(packed: 0xE2_96_81, byteCount: 3)

  private init(packed: UInt32, byteCount: Int) {
    self.packed = packed
    self.byteCount = byteCount
  }

  /// The character that starts at `offset`, which must be inside; nil if the bytes there are not UTF-8.
  @inline(__always)
  init?(in bytes: UnsafeRawBufferPointer, at offset: Int) {
    let first = bytes[offset]
    if first < 0x80 {
      self.init(packed: UInt32(first), byteCount: 1)
      return
    }
    let count = Self.byteCount(lead: first)
    guard count > 0, count <= bytes.count - offset, Self.secondByte(after: first).contains(bytes[offset + 1])
    else { return nil }
    var packed = UInt32(first) << 8 | UInt32(bytes[offset + 1])
    for index in offset + 2..<offset + count {
      guard bytes[index] & 0xC0 == 0x80 else { return nil }
      packed = packed << 8 | UInt32(bytes[index])
    }
    self.init(packed: packed, byteCount: count)
  }

  /// The character that ends with the last byte; nil if there is none.
  init?(endOf bytes: UnsafeRawBufferPointer) {
    var start = bytes.count - 1
    while start > 0, bytes.count - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    guard start >= 0 else { return nil }
    self.init(in: bytes, at: start)
    guard start + byteCount == bytes.count else { return nil }
  }

  /// How many bytes a character with this first byte takes; 0 if none starts so.
  @inline(__always)
  static func byteCount(lead: UInt8) -> Int {
    switch lead {
    case 0x00...0x7F: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  /// What the second byte can be: no overlong forms, no surrogates, nothing above U+10FFFF.
  @inline(__always)
  static func secondByte(after lead: UInt8) -> ClosedRange<UInt8> {
    switch lead {
    case 0xE0: 0xA0...0xBF
    case 0xED: 0x80...0x9F
    case 0xF0: 0x90...0xBF
    case 0xF4: 0x80...0x8F
    default: 0x80...0xBF
    }
  }
}
