import Compute

/// What the rings of the sliding layers have overwritten although a place to come back to still needs it.
///
/// Blocks of 16 positions, each with the keys and values of all sliding layers. Blocks of neighbouring places are shared, so that several of
/// them cost little more than one.
struct EvictedBlocks {
  /// Positions in a block: those whose keys lie interleaved.
  static let positions = 16

  /// Blocks that are kept at most.
  let limit: Int
  private var blocks: [Int: AlignedBuffer] = [:]

  init(limit: Int) { self.limit = limit }

  /// The block that holds a position.
  static func number(of position: Int) -> Int { position / positions }

  func contains(_ number: Int) -> Bool { blocks[number] != nil }

  /// Bytes that are in use.
  var byteCount: Int { blocks.values.reduce(0) { $0 + $1.byteCount } }

  /// Copies a block out of the rings.
  ///
  /// Where there are too many the lowest goes: the latest places need the highest.
  ///
  /// - Throws: ``ComputeError/outOfMemory(bytes:)``.
  mutating func save(_ number: Int, from rings: [LayerCache]) throws {
    guard limit > 0 else { return }
    var buffer: AlignedBuffer?
    if blocks.count >= limit, let lowest = blocks.keys.min() {
      guard lowest < number else { return }
      buffer = blocks.removeValue(forKey: lowest)
    }
    let count = rings.reduce(0) { $0 + $1.blockByteCount }
    let block = try buffer ?? AlignedBuffer(byteCount: count)
    var place = block.start
    for ring in rings { place = ring.copyBlock(number, to: place) }
    blocks[number] = block
  }

  /// Copies a block back into the rings.
  func restore(_ number: Int, to rings: [LayerCache]) {
    guard let block = blocks[number] else { return }
    var place = UnsafeRawPointer(block.start)
    for ring in rings { place = ring.takeBlock(number, from: place) }
  }

  /// Drops all blocks but some.
  mutating func keep(where isNeeded: (Int) -> Bool) {
    blocks = blocks.filter { isNeeded($0.key) }
  }
}
