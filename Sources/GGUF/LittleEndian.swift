extension Array where Element == UInt8 {
  mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends a string as the format has it: its number of bytes, then the bytes.
  mutating func append(counted string: String) {
    append(littleEndian: UInt64(string.utf8.count))
    append(contentsOf: string.utf8)
  }
}

extension UnsafeRawBufferPointer {
  /// The number at `offset`; the caller has checked that it lies inside.
  func number<Number: FixedWidthInteger>(at offset: Int, as type: Number.Type) -> Number {
    Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}

/// `value` rounded up to a multiple of `alignment`; nil if that overflows.
func roundedUp(_ value: Int, to alignment: Int) -> Int? {
  let remainder = value % alignment
  guard remainder != 0 else { return value }
  let (sum, overflow) = value.addingReportingOverflow(alignment - remainder)
  return overflow ? nil : sum
}
