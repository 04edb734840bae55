import CKernels
import Compute

/// Keys and values of everything evaluated so far, half precision.
///
/// Sliding layers keep a ring: position p lives in slot `p mod capacity`. Its slack beyond the window lets a batch be written before
/// it is read, and lets the cache be rewound a little. Full layers keep every position; their memory is taken from the system page by
/// page as it is written.
public final class KVCache {
  /// Positions that fit.
  public let context: Int
  /// Positions evaluated so far.
  public private(set) var count = 0

  /// One past the highest position whose keys were written since the rings were last empty.
  private var written = 0
  /// The lowest position whose keys the rings still hold.
  private var oldest = 0
  /// Slots of a sliding layer.
  private var ring: Int
  private let configuration: ModelConfiguration
  private var layers: [LayerCache]

  /// What a sliding ring holds beyond the window when nobody asked for more.
  static let slack = 320

  /// Reserves a cache.
  ///
  /// - Throws: ``ComputeError/outOfMemory(bytes:)``.
  public init(_ configuration: ModelConfiguration, context: Int) throws {
    self.configuration = configuration
    self.context = context
    let ring = Self.rounded(min(context, configuration.window + Self.slack))
    self.ring = ring
    layers = try configuration.layers.map { try LayerCache($0, capacity: $0.isSliding ? ring : Self.rounded(context)) }
  }

  private static func rounded(_ positions: Int) -> Int {
    let block = Int(FACET_KEY_BLOCK)
    return (positions + block - 1) / block * block
  }

  /// Bytes that the cache takes when the context is full.
  public static func byteCount(_ configuration: ModelConfiguration, context: Int) -> Int {
    configuration.layers.reduce(0) { sum, layer in
      let positions = layer.isSliding ? min(context, configuration.window + slack) : context
      return sum + rounded(positions) * positionBytes(layer)
    }
  }

  /// Bytes of the keys and values of one position in a layer.
  static func positionBytes(_ layer: ModelConfiguration.Layer) -> Int { layer.keyValueHeads * layer.headSize * 4 }

  /// Makes room for writing `batch` positions before any of them is read; what they overwrite counts as gone from here on, whether the
  /// batch is finished or not.
  ///
  /// - Throws: ``ComputeError/outOfMemory(bytes:)``.
  func reserve(batch: Int) throws {
    try grow(batch: batch)
    written = max(written, count + batch)
    oldest = max(oldest, written - ring)
  }

  private func grow(batch: Int) throws {
    let needed = Self.rounded(min(context, configuration.window + batch))
    guard needed > ring else { return }
    oldest = max(oldest, count - configuration.window)
    for index in layers.indices where configuration.layers[index].isSliding {
      let larger = try LayerCache(configuration.layers[index], capacity: needed)
      larger.copy(from: layers[index], positions: oldest..<count)
      layers[index] = larger
    }
    ring = needed
    written = count
  }

  /// Whether everything after `position` can be forgotten and evaluated anew.
  public func canRewind(to position: Int) -> Bool {
    if position == 0 || position == count { return true }
    guard position > 0, position < count else { return false }
    return max(0, position - configuration.window + 1) >= oldest
  }

  /// Forgets everything after `position`.
  ///
  /// - Precondition: ``canRewind(to:)``.
  public func rewind(to position: Int) {
    count = position
    if position == 0 {
      written = 0
      oldest = 0
    }
  }

  func advance(by positions: Int) {
    count += positions
  }

  subscript(layer: Int) -> LayerCache { layers[layer] }
}

/// The cache of one layer.
final class LayerCache {
  let isSliding: Bool
  let capacity: Int
  let heads: [facet_kv_head]
  private let buffer: AlignedBuffer

  init(_ layer: ModelConfiguration.Layer, capacity: Int) throws {
    isSliding = layer.isSliding
    self.capacity = capacity
    let headCount = capacity * layer.headSize
    buffer = try AlignedBuffer(byteCount: layer.keyValueHeads * headCount * 4)
    let base = buffer.pointer(UInt16.self)
    heads = (0..<layer.keyValueHeads).map { head in
      facet_kv_head(
        keys: base + 2 * head * headCount, values: base + (2 * head + 1) * headCount, capacity: capacity,
        head_size: layer.headSize)
    }
  }

  /// Takes over positions from a ring of another size, whole blocks of 16 slots at a time.
  func copy(from other: LayerCache, positions: Range<Int>) {
    guard !positions.isEmpty else { return }
    for (target, source) in zip(heads, other.heads) {
      let size = target.head_size
      for block in positions.lowerBound / 16...(positions.upperBound - 1) / 16 {
        let to = 16 * block % capacity * size
        let from = 16 * block % other.capacity * size
        (target.keys + to).update(from: source.keys + from, count: 16 * size)
        (target.values + to).update(from: source.values + from, count: 16 * size)
      }
    }
  }
}
