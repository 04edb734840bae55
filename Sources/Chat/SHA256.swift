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
    facet_sha256_blocks(&state, blocks.assumingMemoryBound(to: UInt8.self).baseAddress, blocks.count / 64, isQuick)
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
}
