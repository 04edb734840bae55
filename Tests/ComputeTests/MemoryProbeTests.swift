import CKernels
import Testing

@testable import Compute

@Suite struct MemoryProbeTests {
  @Test(arguments: [0, 256, 1_024, 4_096 + 256])
  func everyByteIsReadOnce(_ count: Int) throws {
    let buffer = try AlignedBuffer(byteCount: 8_192)
    let words = buffer.pointer(UInt64.self)
    for index in 0..<1_024 { words[index] = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 }
    let expected = (0..<count / 8).reduce(UInt64(0)) { $0 &+ words[$1] }
    #expect(facet_read_all(buffer.start, count) == expected)
  }

  @Test(arguments: [1, 2, 3])
  func aSpeedIsMeasuredWithAnyNumberOfThreads(_ threads: Int) throws {
    let probe = try MemoryProbe(ThreadTeam(count: threads), byteCount: 3 << 20)
    #expect(probe.byteCount == 3 << 20)
    #expect(probe.bytesPerSecond(for: 0.01) > 1e6)
  }

  @Test func theUsualProbeIsLargerThanTheCaches() {
    #expect(MemoryProbe.usualByteCount >= 4 * MemoryProbe.largestCache)
    #expect(MemoryProbe.usualByteCount >= 512 << 20)
  }
}
