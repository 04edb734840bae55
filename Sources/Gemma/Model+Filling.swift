import Compute

/// For measuring only: what a step costs with a long past, without reading that past first.
extension Model {
  /// Brings a cache to a depth by writing arbitrary finite values as its keys and values; nothing is evaluated.
  ///
  /// Attention costs the same whatever the values are, so a step is as slow as after so many real tokens. What it computes means nothing.
  /// What the cache held before is gone.
  ///
  /// - Parameters:
  ///   - cache: A cache of this model.
  ///   - depth: Positions that it then holds, at most its context.
  /// - Throws: `ComputeError`.
  package func fillWithArbitraryValues(_ cache: KVCache, to depth: Int) throws {
    cache.rewind(to: 0)
    // In steps, as a prompt is read: the rings need not hold more than for a batch of that size.
    while cache.count < depth {
      let step = min(Workspace.stripe, depth - cache.count)
      try cache.reserve(batch: step)
      cache.advance(by: step)
    }
    for index in configuration.layers.indices {
      let layer = cache[index]
      let size = configuration.layers[index].headSize
      let rows = Self.arbitraryRows(size: size)
      let positions = max(0, depth - layer.capacity)..<depth
      arithmetic.team.run(positions.count, by: 64) { range in
        rows.withUnsafeBufferPointer { rows in
          guard let rows = rows.baseAddress else { return }
          for position in range {
            let slot = (positions.lowerBound + position) % layer.capacity
            for (number, head) in layer.heads.enumerated() {
              // Neighbours differ, so that no softmax is flat.
              let key = rows + (position * 7 + number) % Self.arbitraryRowCount * size
              let value = rows + (position * 5 + number + 1) % Self.arbitraryRowCount * size
              withUnsafePointer(to: head) { head in
                arithmetic.ops.store_key(head, slot, key)
                arithmetic.ops.store_value(head, slot, value)
              }
            }
          }
        }
      }
    }
  }

  private static let arbitraryRowCount = 61

  /// Rows of numbers from −1 to 1, always the same.
  private static func arbitraryRows(size: Int) -> [Float] {
    var state: UInt64 = 5
    return (0..<arbitraryRowCount * size).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-31
    }
  }
}
