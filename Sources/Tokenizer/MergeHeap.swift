/// The merges that may be done next, the one with the lowest rank and then the leftmost first.
///
/// A binary heap of numbers that order as they should: `[ rank : 32 ][ position : 32 ]`.
struct MergeHeap {
  private var items: [UInt64] = []

  @inline(__always)
  static func item(rank: UInt32, position: Int) -> UInt64 {
    UInt64(rank) << 32 | UInt64(truncatingIfNeeded: position)
  }

  @inline(__always)
  static func rank(_ item: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: item >> 32) }

  @inline(__always)
  static func position(_ item: UInt64) -> Int { Int(truncatingIfNeeded: item & 0xFFFF_FFFF) }

  /// Adds without ordering; `order()` must follow before anything is taken.
  @inline(__always)
  mutating func append(_ item: UInt64) { items.append(item) }

  /// Orders all items, in linear time.
  mutating func order() {
    for index in stride(from: items.count / 2 - 1, through: 0, by: -1) { sink(items[index], from: index) }
  }

  @inline(__always)
  mutating func insert(_ item: UInt64) {
    items.append(item)
    items.withUnsafeMutableBufferPointer { items in
      var index = items.count - 1
      while index > 0 {
        let parent = (index - 1) / 2
        guard item < items[parent] else { break }
        items[index] = items[parent]
        index = parent
      }
      items[index] = item
    }
  }

  /// Takes the first item.
  @inline(__always)
  mutating func popFirst() -> UInt64? {
    guard let last = items.popLast() else { return nil }
    guard let first = items.first else { return last }
    sink(last, from: 0)
    return first
  }

  /// Puts `item` at `start` or below, where it belongs.
  @inline(__always)
  private mutating func sink(_ item: UInt64, from start: Int) {
    items.withUnsafeMutableBufferPointer { items in
      var index = start
      while true {
        var child = 2 * index + 1
        guard child < items.count else { break }
        if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
        guard items[child] < item else { break }
        items[index] = items[child]
        index = child
      }
      items[index] = item
    }
  }
}
