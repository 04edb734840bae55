import CKernels
import Compute

/// Keys and values of everything evaluated so far.
///
/// Sliding layers keep a ring: position p lives in slot `p mod capacity`. Its slack beyond the window lets a batch be written before
/// it is read, and lets the cache be rewound a little. Where the evaluation will come back to is known beforehand (``keep(_:)``); what the rings
/// overwrite of the windows of those places is kept aside. Full layers keep every position; their memory is taken from the system page by page as
/// it is written.
public final class KVCache {
  /// How a key or a value is kept.
  public enum Format: String, Sendable, CaseIterable {
    /// Half precision: two bytes.
    case f16
    /// A byte, and a scale of half precision for every 32 of them.
    case q8 = "q8_0"

    /// What is taken where nobody asks for another.
    public static let usual = Format.q8
  }

  /// Positions that fit.
  public let context: Int
  /// How they are kept.
  public let format: Format
  /// Positions evaluated so far.
  public private(set) var count = 0

  /// The lowest position whose keys the rings still hold.
  private(set) var oldest = 0
  /// Slots of a sliding layer.
  private(set) var ring: Int
  let configuration: ModelConfiguration
  private(set) var layers: [LayerCache]
  private var places: [Int] = []
  private var evicted: EvictedBlocks

  /// What a sliding ring holds beyond the window when nobody asked for more.
  static let slack = 320

  /// Reserves a cache.
  ///
  /// - Throws: ``ComputeError/outOfMemory(bytes:)``.
  public init(_ configuration: ModelConfiguration, context: Int, format: Format = .usual) throws {
    self.configuration = configuration
    self.context = context
    self.format = format
    let ring = Self.rounded(min(context, configuration.window + Self.slack))
    self.ring = ring
    layers = try configuration.layers.map {
      try LayerCache($0, capacity: $0.isSliding ? ring : Self.rounded(context), format: format)
    }
    evicted = EvictedBlocks(limit: Self.evictedPositions(configuration, context: context) / EvictedBlocks.positions)
  }

  private static func rounded(_ positions: Int) -> Int {
    let block = Int(FACET_KEY_BLOCK)
    return (positions + block - 1) / block * block
  }

  /// Bytes that the cache takes when the context is full.
  public static func byteCount(_ configuration: ModelConfiguration, context: Int, format: Format = .usual) -> Int {
    let ring = rounded(min(context, configuration.window + slack)) + evictedPositions(configuration, context: context)
    return configuration.layers.reduce(0) { sum, layer in
      sum + (layer.isSliding ? ring : rounded(context)) * LayerCache.positionBytes(layer, format)
    }
  }

  /// Positions that are kept aside at most: a window, and a bit of the turn before; none where a ring holds the whole context.
  private static func evictedPositions(_ configuration: ModelConfiguration, context: Int) -> Int {
    context > configuration.window + slack ? rounded(configuration.window + 2 * margin) : 0
  }

  /// How far from a place that is kept the way back may really lead: the first tokens of a turn can turn out otherwise.
  static let margin = 64

  /// Names the places to come back to, in rising order; what is kept aside for others is dropped.
  ///
  /// What the rings have lost already does not come back.
  public func keep(_ places: [Int]) {
    self.places = places
    evicted.keep { isNeeded($0) }
  }

  private func isNeeded(_ block: Int) -> Bool {
    let (first, last) = (block * EvictedBlocks.positions, (block + 1) * EvictedBlocks.positions)
    return places.contains { last > $0 - configuration.window - Self.margin && first < $0 + Self.margin }
  }

  /// Makes room for writing `batch` positions before any of them is read; what they overwrite counts as gone from here on, whether the
  /// batch is finished or not.
  ///
  /// - Throws: ``ComputeError/outOfMemory(bytes:)``.
  func reserve(batch: Int) throws {
    try grow(batch: batch)
    let next = count + batch - ring
    guard next > oldest else { return }
    try lose(before: next)
  }

  private var rings: [LayerCache] { layers.filter(\.isSliding) }

  /// Gives up the positions below `next`, but for what is to be kept of them.
  private func lose(before next: Int) throws {
    // Of a block that is lost in part already, the rest says nothing.
    let first = EvictedBlocks.number(of: oldest + EvictedBlocks.positions - 1)
    let last = EvictedBlocks.number(of: min(next, count) - 1)
    for block in stride(from: first, through: last, by: 1)
    where isNeeded(block) && !evicted.contains(block) && (block + 1) * EvictedBlocks.positions <= count {
      try evicted.save(block, from: rings)
    }
    oldest = next
  }

  private func grow(batch: Int) throws {
    let needed = Self.rounded(min(context, configuration.window + batch))
    guard needed > ring else { return }
    try lose(before: max(oldest, count - configuration.window))
    for index in layers.indices where configuration.layers[index].isSliding {
      let larger = try LayerCache(configuration.layers[index], capacity: needed, format: format)
      larger.copy(from: layers[index], positions: oldest..<count)
      layers[index] = larger
    }
    ring = needed
  }

  /// Whether everything after `position` can be forgotten and evaluated anew.
  public func canRewind(to position: Int) -> Bool {
    if position == 0 || position == count { return true }
    guard position > 0, position < count else { return false }
    return missing(before: position).allSatisfy { evicted.contains($0) }
  }

  /// The highest position, not above the given one, that ``canRewind(to:)`` allows: that one, a place that was to be kept, or 0.
  public func rewindable(atMost position: Int) -> Int {
    if canRewind(to: position) { return position }
    return places.last { $0 < position && canRewind(to: $0) } ?? 0
  }

  /// The blocks of a position's window that the rings do not hold.
  private func missing(before position: Int) -> Range<Int> {
    let start = max(0, position - configuration.window + 1)
    let end = min(oldest, position)
    guard start < end else { return 0..<0 }
    return EvictedBlocks.number(of: start)..<EvictedBlocks.number(of: end - 1) + 1
  }

  /// Forgets everything after `position`.
  ///
  /// - Precondition: ``canRewind(to:)``.
  public func rewind(to position: Int) {
    guard position != count else { return }
    let lost = missing(before: position)
    for block in lost { evicted.restore(block, to: rings) }
    if let first = lost.first { oldest = first * EvictedBlocks.positions }
    count = position
    if position == 0 { oldest = 0 }
    // What was kept of what is forgotten is wrong from here on.
    evicted.keep { ($0 + 1) * EvictedBlocks.positions <= position }
  }

  /// Stands where an outline says, once the layers hold it.
  func restore(_ outline: Outline) {
    count = outline.count
    oldest = outline.oldest
    evicted.keep { _ in false }
  }

  func advance(by positions: Int) {
    count += positions
  }

  subscript(layer: Int) -> LayerCache { layers[layer] }
}
