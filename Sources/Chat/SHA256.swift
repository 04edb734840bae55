import CKernels
import Foundation

/// SHA-256 (FIPS 180-4), fed in pieces; by the processor's own instructions where it has them.
///
/// ```swift
/// SHA256.hex(of: Array("abc".utf8))  // "ba7816bf…"
/// ```
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var block: [UInt8] = []
  private var byteCount: UInt64 = 0
  private let isQuick: Bool

  /// A digest of nothing so far.
  public init() {
    self.init(isQuick: Self.hasInstructions)
  }

  /// A digest that is made with or without the processor's own instructions.
  init(isQuick: Bool) {
    self.isQuick = isQuick
    block.reserveCapacity(64)
  }

  /// Whether this processor has instructions for it.
  static let hasInstructions = facet_has_sha256()

  /// Takes in the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !block.isEmpty {
      let taken = rest.prefix(64 - block.count)
      block.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      guard block.count == 64 else { return }
      let whole = block
      whole.withUnsafeBytes { takeIn($0) }
      block.removeAll(keepingCapacity: true)
    }
    let whole = rest.prefix(rest.count & ~63)
    if !whole.isEmpty { takeIn(UnsafeRawBufferPointer(rebasing: whole)) }
    block.append(contentsOf: rest.dropFirst(whole.count))
  }

  /// Takes in the next bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Takes in whole blocks.
  private mutating func takeIn(_ blocks: UnsafeRawBufferPointer) {
    if isQuick {
      facet_sha256_blocks(&state, blocks.assumingMemoryBound(to: UInt8.self).baseAddress, blocks.count / 64)
    } else {
      for start in stride(from: 0, to: blocks.count, by: 64) {
        SHA256.compress(UnsafeRawBufferPointer(rebasing: blocks[start..<start + 64]), into: &state)
      }
    }
  }

  /// The 32 bytes of the digest of all that was taken in.
  public consuming func finish() -> [UInt8] {
    let bitCount = byteCount &* 8
    var padding: [UInt8] = [0x80]
    padding += [UInt8](repeating: 0, count: (119 - block.count) % 64)
    padding += (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> (56 - 8 * UInt64($0))) }
    update(padding)
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
  }

  /// The digest of these bytes as 64 lowercase hexadecimal digits.
  public static func hex(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return hex(digest.finish())
  }

  /// Bytes as lowercase hexadecimal digits.
  public static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// One block of 64 bytes.
  ///
  /// The message schedule is a ring of 16 words: word t takes the place of word t − 16.
  private static func compress(_ block: UnsafeRawBufferPointer, into state: inout [UInt32]) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { schedule in
      for index in 0..<16 {
        schedule[index] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      for round in 0..<64 {
        let place = round & 15
        if round >= 16 {
          let early = schedule[(round + 1) & 15]
          let late = schedule[(round + 14) & 15]
          let sigma0 = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
          let sigma1 = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
          schedule[place] = schedule[place] &+ sigma0 &+ schedule[(round + 9) & 15] &+ sigma1
        }
        let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
        let choice = e & f ^ ~e & g
        let first = h &+ sum1 &+ choice &+ roundConstants[round] &+ schedule[place]
        let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
        let majority = a & b ^ a & c ^ b & c
        (h, g, f, e) = (g, f, e, d &+ first)
        (d, c, b, a) = (c, b, a, first &+ sum0 &+ majority)
      }
      for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
    }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
