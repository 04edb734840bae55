import CKernels
import Compute

/// Attention of a stripe of queries over the cache of one layer.
///
/// Every query row goes through segments of 512 positions, counted from position 0, each with a running softmax of its own, and the
/// segments are merged in order. So the arithmetic of a row depends on positions alone: neither on the batch nor on the threads.
struct Attention {
  /// Positions in a segment.
  private static let segment = 512
  /// Query rows that go through the keys together.
  private static let group = 32

  let arithmetic: Arithmetic
  let layer: ModelConfiguration.Layer
  let cache: LayerCache
  let window: Int

  /// - Parameters:
  ///   - queries: `[position][heads][headSize]`.
  ///   - first: Position of the first query.
  ///   - ahead: For each query how many later positions it may see on a sliding layer.
  ///   - out: `[position][heads][headSize]`.
  func callAsFunction(
    queries: UnsafePointer<Float>, first: Int, ahead: ArraySlice<Int>, out: UnsafeMutablePointer<Float>
  ) throws {
    let perHead = layer.heads / layer.keyValueHeads
    let rows = Rows(
      queries: queries, out: out, layer: layer,
      low: ahead.indices.map { index in
        let position = first + index - ahead.startIndex
        return layer.isSliding ? Int64(max(0, position - window + 1)) : 0
      },
      high: ahead.indices.map { index in
        let position = first + index - ahead.startIndex
        return Int64(position + (layer.isSliding ? ahead[index] : 0))
      })
    let rowCount = ahead.count * perHead
    if rowCount <= Self.group {
      try attendBySegment(rows, rowCount)
    } else {
      attendByGroup(rows, rowCount)
    }
  }

  /// Where the rows of a KV head lie: row r belongs to query position r / (heads per KV head).
  private struct Rows {
    let queries: UnsafePointer<Float>
    let out: UnsafeMutablePointer<Float>
    let layer: ModelConfiguration.Layer
    /// First and last visible position of each query position.
    let low: [Int64]
    let high: [Int64]

    func offset(_ head: Int, _ row: Int) -> Int {
      let perHead = layer.heads / layer.keyValueHeads
      return (row / perHead * layer.heads + head * perHead + row % perHead) * layer.headSize
    }

    func position(_ row: Int) -> Int { row / (layer.heads / layer.keyValueHeads) }

    /// The segments that any of these rows sees.
    func segments(_ range: Range<Int>) -> ClosedRange<Int> {
      let positions = position(range.lowerBound)...position(range.upperBound - 1)
      let first = positions.map { low[$0] }.min() ?? 0
      let last = positions.map { high[$0] }.max() ?? 0
      return Int(first) / segment...Int(last) / segment
    }

    /// The first position of a segment that any of these rows may see, rounded down to what the kernels take together.
    func beginning(_ range: Range<Int>, segment: Int) -> Int64 {
      let lowest = (position(range.lowerBound)...position(range.upperBound - 1)).lazy.map { low[$0] }.min() ?? 0
      let block = Int64(FACET_KEY_BLOCK)
      return max(Int64(segment * Attention.segment), lowest / block * block)
    }
  }

  /// Where the keys and values stand that rows see first in a segment.
  private func place(_ rows: Rows, _ head: Int, _ range: Range<Int>, segment: Int) -> facet_kv_place {
    withUnsafePointer(to: cache.heads[head]) { facet_kv_place_of($0, rows.beginning(range, segment: segment)) }
  }

  /// One segment, a few rows of one KV head.
  ///
  /// `next` is where the thread goes on after it: that is fetched from the memory during the last steps here.
  private func see(
    _ rows: Rows, _ head: Int, _ range: Range<Int>, segment: Int, next: facet_kv_place,
    states: UnsafeMutablePointer<facet_softmax>,
    out: UnsafeMutablePointer<Float>
  ) {
    let size = layer.headSize
    states.initialize(repeating: facet_softmax(largest: -1e30, sum: 0), count: range.count)
    out.update(repeating: 0, count: range.count * size)
    let tile = Int(FACET_ROWS)
    // Further rows go through the same keys, which are in the second-level cache then.
    let again = place(rows, head, range, segment: segment)
    withUnsafePointer(to: cache.heads[head]) { keys in
      withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: tile) { queries in
        withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Float>?.self, capacity: tile) { outs in
          withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 * tile) { bounds in
            for start in stride(from: range.lowerBound, to: range.upperBound, by: tile) {
              let count = min(tile, range.upperBound - start)
              for index in 0..<count {
                queries[index] = rows.queries + rows.offset(head, start + index)
                outs[index] = out + (start - range.lowerBound + index) * size
                bounds[index] = rows.low[rows.position(start + index)]
                bounds[tile + index] = rows.high[rows.position(start + index)]
              }
              guard let low = bounds.baseAddress else { return }
              arithmetic.ops.attend(
                keys, queries.baseAddress, count, low, low + tile, Int64(segment * Self.segment),
                Int64((segment + 1) * Self.segment), start + tile < range.upperBound ? again : next,
                states + (start - range.lowerBound), outs.baseAddress)
            }
          }
        }
      }
    }
  }

  /// Many rows: each thread takes a group of them through all segments.
  private func attendByGroup(_ rows: Rows, _ rowCount: Int) {
    let size = layer.headSize
    let groups = (rowCount + Self.group - 1) / Self.group
    arithmetic.team.run(layer.keyValueHeads * groups) { item in
      let head = item / groups
      let range = item % groups * Self.group..<min(rowCount, (item % groups + 1) * Self.group)
      withUnsafeTemporaryAllocation(of: Float.self, capacity: range.count * size) { partial in
        withUnsafeTemporaryAllocation(of: facet_softmax.self, capacity: 2 * range.count) { states in
          guard let partial = partial.baseAddress, let total = states.baseAddress else { return }
          let states = total + range.count
          total.initialize(repeating: facet_softmax(largest: -1e30, sum: 0), count: range.count)
          for row in range { (rows.out + rows.offset(head, row)).update(repeating: 0, count: size) }
          let segments = rows.segments(range)
          for segment in segments {
            let next = place(rows, head, range, segment: min(segment + 1, segments.upperBound))
            see(rows, head, range, segment: segment, next: next, states: states, out: partial)
            for row in range {
              let index = row - range.lowerBound
              arithmetic.ops.merge(
                total + index, rows.out + rows.offset(head, row), states + index, partial + index * size, size)
            }
          }
          for row in range {
            let out = rows.out + rows.offset(head, row)
            arithmetic.ops.divide(out, total[row - range.lowerBound].sum, size, out)
          }
        }
      }
    }
  }

  /// Few rows: the segments are divided among the threads, neighbours to the same one, and merged afterwards.
  private func attendBySegment(_ rows: Rows, _ rowCount: Int) throws {
    let size = layer.headSize
    let segments = rows.segments(0..<rowCount)
    let heads = layer.keyValueHeads
    let partials = try arithmetic.scratch(floats: heads * segments.count * rowCount * size)
    withUnsafeTemporaryAllocation(of: facet_softmax.self, capacity: heads * segments.count * rowCount) { states in
      guard let states = states.baseAddress else { return }
      let (team, items) = (arithmetic.team, heads * segments.count)
      // Two pieces a thread, so that one that is held up is helped.
      team.run(items, by: max(1, items / (2 * team.count))) { piece in
        for item in piece {
          let (head, segment) = (item / segments.count, segments.lowerBound + item % segments.count)
          let after = min(item + 1, piece.upperBound - 1)
          let next = place(
            rows, after / segments.count, 0..<rowCount, segment: segments.lowerBound + after % segments.count)
          see(
            rows, head, 0..<rowCount, segment: segment, next: next, states: states + item * rowCount,
            out: partials + item * rowCount * size)
        }
      }
      for head in 0..<heads {
        for row in 0..<rowCount {
          let out = rows.out + rows.offset(head, row)
          var total = facet_softmax(largest: -1e30, sum: 0)
          out.update(repeating: 0, count: size)
          for segment in 0..<segments.count {
            let index = (head * segments.count + segment) * rowCount + row
            arithmetic.ops.merge(&total, out, states + index, partials + index * size, size)
          }
          arithmetic.ops.divide(out, total.sum, size, out)
        }
      }
    }
  }
}
