/// What was measured again and again.
struct Samples: Sendable, Equatable {
  private(set) var values: [Double] = []

  init(_ values: [Double] = []) {
    self.values = values
  }

  var isEmpty: Bool { values.isEmpty }

  mutating func add(_ value: Double) { values.append(value) }

  /// The one in the middle, of an even number the mean of the two; 0 of none.
  ///
  ///     Samples([3, 1, 2]).median      →  2
  ///     Samples([4, 1, 2, 3]).median   →  2.5
  var median: Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The smallest, or 0.
  var least: Double { values.min() ?? 0 }

  /// The largest, or 0.
  var most: Double { values.max() ?? 0 }

  /// Whether the ranges from the smallest to the largest have something in common.
  func overlaps(_ other: Samples) -> Bool {
    !isEmpty && !other.isEmpty && least <= other.most && other.least <= most
  }
}
