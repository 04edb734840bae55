import CKernels
import Compute

/// The cache of one layer.
///
/// The memory of a head is drawn in the kernels' `cache_f16.inc` and `cache_q8.inc`; here it is only known that the keys of 16 positions, and
/// their values, are one run of bytes each.
final class LayerCache {
  let isSliding: Bool
  let capacity: Int
  let heads: [facet_kv_head]
  private let buffer: AlignedBuffer
  /// Bytes of the keys, or of the values, of 16 positions of a head.
  private let runBytes: Int

  init(_ layer: ModelConfiguration.Layer, capacity: Int, format: KVCache.Format) throws {
    isSliding = layer.isSliding
    self.capacity = capacity
    let (type, size) = (Self.type(layer, format), layer.headSize)
    let run = facet_kv_block_bytes(type, size)
    runBytes = run
    let headBytes = capacity / EvictedBlocks.positions * run
    buffer = try AlignedBuffer(byteCount: 2 * layer.keyValueHeads * headBytes)
    let base = buffer.pointer(UInt8.self)
    heads = (0..<layer.keyValueHeads).map { head in
      facet_kv_head(
        keys: base + 2 * head * headBytes, values: base + (2 * head + 1) * headBytes, capacity: capacity,
        head_size: size, type: type)
    }
  }

  /// What the kernels call a format.
  ///
  /// Heads that cannot be cut into 32s, of which no model of this kind is known, stay in half precision.
  private static func type(_ layer: ModelConfiguration.Layer, _ format: KVCache.Format) -> facet_kv_type {
    let isDivisible = layer.headSize % 32 == 0 && layer.headSize <= FACET_Q8_HEAD_MAX
    return format == .q8 && isDivisible ? FACET_KV_Q8 : FACET_KV_F16
  }

  /// Bytes of the keys and values of one position in a layer.
  static func positionBytes(_ layer: ModelConfiguration.Layer, _ format: KVCache.Format) -> Int {
    2 * layer.keyValueHeads * facet_kv_block_bytes(type(layer, format), layer.headSize) / EvictedBlocks.positions
  }

  /// Takes over positions from a ring of another size, whole blocks of 16 slots at a time.
  func copy(from other: LayerCache, positions: Range<Int>) {
    guard !positions.isEmpty else { return }
    for block in EvictedBlocks.number(of: positions.lowerBound)...EvictedBlocks.number(of: positions.upperBound - 1) {
      for (target, source) in zip(heads, other.heads) {
        let (to, from) = (offset(block), other.offset(block))
        (target.keys + to).update(from: source.keys + from, count: runBytes)
        (target.values + to).update(from: source.values + from, count: runBytes)
      }
    }
  }

  /// Where the 16 positions of a block stand in the keys, and in the values, of a head.
  private func offset(_ block: Int) -> Int { block % (capacity / EvictedBlocks.positions) * runBytes }

  /// Bytes of 16 positions, all heads.
  var blockByteCount: Int { heads.count * 2 * runBytes }

  /// Copies the 16 positions of a block to memory, and returns where that ends.
  func copyBlock(_ number: Int, to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    var place = place
    for head in heads {
      place.copyMemory(from: head.keys + offset(number), byteCount: runBytes)
      (place + runBytes).copyMemory(from: head.values + offset(number), byteCount: runBytes)
      place += 2 * runBytes
    }
    return place
  }

  /// The way back of ``copyBlock(_:to:)``.
  func takeBlock(_ number: Int, from place: UnsafeRawPointer) -> UnsafeRawPointer {
    var place = place
    for head in heads {
      UnsafeMutableRawPointer(head.keys + offset(number)).copyMemory(from: place, byteCount: runBytes)
      UnsafeMutableRawPointer(head.values + offset(number)).copyMemory(from: place + runBytes, byteCount: runBytes)
      place += 2 * runBytes
    }
    return place
  }
}
