import Compute

/// A cache as bytes, so that what was read need not be read again by the next process.
///
/// Whole blocks of 16 positions, layer by layer: of full layers all of them, of sliding ones those that the next position's window needs and a
/// few more to rewind over.
extension KVCache {
  /// What comes before the blocks.
  public struct Outline: Equatable, Sendable {
    /// Positions evaluated.
    public let count: Int
    /// The lowest position that sliding layers hold.
    public let oldest: Int

    /// An outline as it was read; ``KVCache/take(_:from:)`` refuses one that cannot be.
    public init(count: Int, oldest: Int) {
      self.count = count
      self.oldest = oldest
    }

    fileprivate var blocks: Range<Int> { 0..<(count + EvictedBlocks.positions - 1) / EvictedBlocks.positions }
    fileprivate var slidingBlocks: Range<Int> { oldest / EvictedBlocks.positions..<blocks.upperBound }
  }

  /// What would be kept now.
  public var outline: Outline {
    Outline(count: count, oldest: max(oldest, count - configuration.window - Self.margin))
  }

  /// Bytes of the blocks of an outline.
  public func byteCount(of outline: Outline) -> Int {
    layers.reduce(0) { $0 + $1.blockByteCount * blocks(of: outline, $1).count }
  }

  private func blocks(of outline: Outline, _ layer: LayerCache) -> Range<Int> {
    layer.isSliding ? outline.slidingBlocks : outline.blocks
  }

  /// Gives everything that belongs to ``outline``, a block at a time.
  ///
  /// - Throws: `ComputeError`, and what `consume` throws.
  public func give(_ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
    let outline = outline
    let buffer = try AlignedBuffer(byteCount: layers.map(\.blockByteCount).max() ?? 0)
    for layer in layers {
      for block in blocks(of: outline, layer) {
        _ = layer.copyBlock(block, to: buffer.start)
        try consume(UnsafeRawBufferPointer(start: buffer.start, count: layer.blockByteCount))
      }
    }
  }

  /// Takes back what ``give(_:)`` gave; what the cache held before is gone, and when something is thrown, so is everything.
  ///
  /// - Parameters:
  ///   - outline: What was given.
  ///   - produce: Fills a buffer with the next bytes.
  /// - Returns: Whether the outline can be one of a cache like this; if not nothing was asked for.
  /// - Throws: `ComputeError`, and what `produce` throws.
  public func take(_ outline: Outline, from produce: (UnsafeMutableRawBufferPointer) throws -> Void) throws -> Bool {
    rewind(to: 0)
    let needed = max(0, outline.count - configuration.window + 1)
    guard outline.count > 0, outline.count <= context, outline.oldest >= 0, outline.oldest <= needed,
      outline.count - outline.oldest / EvictedBlocks.positions * EvictedBlocks.positions <= ring
    else { return false }
    let buffer = try AlignedBuffer(byteCount: layers.map(\.blockByteCount).max() ?? 0)
    for layer in layers {
      for block in blocks(of: outline, layer) {
        try produce(UnsafeMutableRawBufferPointer(start: buffer.start, count: layer.blockByteCount))
        _ = layer.takeBlock(block, from: buffer.start)
      }
    }
    restore(outline)
    return true
  }
}
