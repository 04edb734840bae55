import GGUF

/// Metadata with bounds: every value that a shape is made of is checked here.
struct MetadataReader {
  private let file: GGUFFile

  init(_ file: GGUFFile) { self.file = file }

  private func value(_ key: String) throws -> GGUFValue {
    guard let value = file.metadata[key] else { throw ModelError.missingKey(path: file.path, key: key) }
    return value
  }

  private func bad(_ key: String, _ found: String, _ expected: String) -> ModelError {
    .badValue(path: file.path, key: key, found: found, expected: expected)
  }

  func string(_ key: String) throws -> String {
    guard let string = try value(key).string else { throw bad(key, "no text", "text") }
    return string
  }

  func int(_ key: String, in range: ClosedRange<Int>, multipleOf unit: Int = 1) throws -> Int {
    try check(try value(key).int, key, range, unit)
  }

  private func check(_ found: Int?, _ key: String, _ range: ClosedRange<Int>, _ unit: Int) throws -> Int {
    guard let found, range.contains(found), found % unit == 0 else {
      let expected = "from \(range.lowerBound) to \(range.upperBound)" + (unit > 1 ? " and a multiple of \(unit)" : "")
      throw bad(key, found.map { "\($0)" } ?? "no whole number", expected)
    }
    return found
  }

  func float(_ key: String, in range: ClosedRange<Double>) throws -> Float {
    guard let found = try value(key).double, range.contains(found) else {
      throw bad(key, "not such a number", "from \(range.lowerBound) to \(range.upperBound)")
    }
    return Float(found)
  }

  /// One number a layer: given as a list, or once for all.
  func ints(_ key: String, count: Int, in range: ClosedRange<Int>, multipleOf unit: Int = 1) throws -> [Int] {
    guard let array = try value(key).array else {
      return Array(repeating: try int(key, in: range, multipleOf: unit), count: count)
    }
    guard let numbers = array.ints, numbers.count == count else {
      throw bad(key, "a list of \(array.count)", "a list of \(count) whole numbers, one a layer")
    }
    return try numbers.map { try check($0, key, range, unit) }
  }

  func bools(_ key: String, count: Int) throws -> [Bool] {
    guard let array = try value(key).array else { throw bad(key, "no list", "a list of \(count) truth values") }
    guard let bools = array.bools ?? array.ints?.map({ $0 != 0 }), bools.count == count else {
      throw bad(key, "a list of \(array.count)", "a list of \(count) truth values, one a layer")
    }
    return bools
  }
}
