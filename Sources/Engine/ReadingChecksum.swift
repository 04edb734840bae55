/// A sum that tells whether a kept reading is still what was written: a bit that turned, a page that a crash left empty.
///
/// It keeps nobody from forging a file; who can write there can read the conversations. Four lanes side by side are as quick as memory, where a
/// cryptographic digest would take longer than everything else about taking up a reading.
struct ReadingChecksum {
  private var lanes = SIMD4<UInt64>(1, 2, 3, 4)
  private var count: UInt64 = 0

  /// Takes in a piece; the sum depends on where pieces end.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    while offset + 32 <= bytes.count {
      mix(bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self))
      offset += 32
    }
    var rest = SIMD4<UInt64>()
    withUnsafeMutableBytes(of: &rest) { $0.copyBytes(from: bytes[offset...]) }
    mix(rest)
    count &+= UInt64(bytes.count)
  }

  /// Each step can be undone, so that no single change of a word is lost.
  @inline(__always)
  private mutating func mix(_ words: SIMD4<UInt64>) {
    lanes = (lanes ^ words) &* SIMD4(repeating: 0x9E37_79B9_7F4A_7C15)
    lanes ^= lanes &>> 29
  }

  /// The sum of everything so far.
  var value: UInt64 {
    var sum = count
    for place in 0..<4 { sum = (sum ^ lanes[place]) &* 0xD6E8_FEB8_6659_FD93 }
    return sum
  }
}
