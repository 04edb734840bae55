/// An array from the metadata, kept as the bytes that stand in the file.
///
/// A vocabulary holds hundreds of thousands of strings; they become Swift values only when asked for.
public struct GGUFArray: Sendable, Equatable {
  /// The kind of every element.
  public let elementType: GGUFValueType

  /// How many elements there are.
  public let count: Int

  /// Bytes that hold the elements in `range`, already checked.
  let storage: [UInt8]
  let range: Range<Int>

  init(elementType: GGUFValueType, count: Int, storage: [UInt8], range: Range<Int>) {
    self.elementType = elementType
    self.count = count
    self.storage = storage
    self.range = range
  }

  /// Two arrays are equal if their elements have the same kind and the same bytes.
  public static func == (left: GGUFArray, right: GGUFArray) -> Bool {
    left.elementType == right.elementType && left.count == right.count
      && left.storage[left.range].elementsEqual(right.storage[right.range])
  }

  /// The elements of any integer kind; nil for other kinds and if one does not fit into `Int`.
  public var ints: [Int]? {
    switch elementType {
    case .uint8: numbers(UInt8.self) { Int($0) }
    case .int8: numbers(Int8.self) { Int($0) }
    case .uint16: numbers(UInt16.self) { Int($0) }
    case .int16: numbers(Int16.self) { Int($0) }
    case .uint32: numbers(UInt32.self) { Int($0) }
    case .int32: numbers(Int32.self) { Int($0) }
    case .uint64: numbers(UInt64.self) { Int(exactly: $0) }
    case .int64: numbers(Int64.self) { Int($0) }
    case .float32, .float64, .bool, .string, .array: nil
    }
  }

  /// The elements of any number kind as `Double`.
  public var doubles: [Double]? {
    switch elementType {
    case .float32: numbers(UInt32.self) { Double(Float(bitPattern: $0)) }
    case .float64: numbers(UInt64.self) { Double(bitPattern: $0) }
    default: ints?.map(Double.init)
    }
  }

  /// The truth values; nil for other kinds.
  public var bools: [Bool]? {
    elementType == .bool ? numbers(UInt8.self) { $0 != 0 } : nil
  }

  /// The strings; nil for other kinds.
  ///
  /// Takes time linear in their number, so keep the result.
  public var strings: GGUFStrings? {
    elementType == .string ? GGUFStrings(count: count, storage: storage, start: range.lowerBound) : nil
  }

  /// The inner arrays; nil for other kinds.
  public var arrays: [GGUFArray]? {
    guard elementType == .array else { return nil }
    var reader = HeaderReader(bytes: storage, at: range.lowerBound)
    // The bytes were walked once when they were read; the walk cannot fail now.
    return try? (0..<count).map { _ in
      let inner = try reader.array(depth: 1)
      return GGUFArray(elementType: inner.type, count: inner.count, storage: storage, range: inner.range)
    }
  }

  private func numbers<Raw: FixedWidthInteger, Number>(_: Raw.Type, _ make: (Raw) -> Number?) -> [Number]? {
    storage.withUnsafeBytes { bytes in
      var result: [Number] = []
      result.reserveCapacity(count)
      for index in 0..<count {
        let offset = range.lowerBound + index * MemoryLayout<Raw>.size
        guard let number = make(bytes.number(at: offset, as: Raw.self)) else {
          return nil
        }
        result.append(number)
      }
      return result
    }
  }
}

extension GGUFArray {
  private init<Raw: FixedWidthInteger>(_ type: GGUFValueType, integers: [Raw]) {
    var storage: [UInt8] = []
    storage.reserveCapacity(integers.count * MemoryLayout<Raw>.size)
    for integer in integers { storage.append(littleEndian: integer) }
    self.init(elementType: type, count: integers.count, storage: storage, range: 0..<storage.count)
  }

  /// An array of 8-bit numbers without sign.
  public init(uint8 values: [UInt8]) { self.init(.uint8, integers: values) }
  /// An array of 8-bit numbers.
  public init(int8 values: [Int8]) { self.init(.int8, integers: values) }
  /// An array of 16-bit numbers without sign.
  public init(uint16 values: [UInt16]) { self.init(.uint16, integers: values) }
  /// An array of 16-bit numbers.
  public init(int16 values: [Int16]) { self.init(.int16, integers: values) }
  /// An array of 32-bit numbers without sign.
  public init(uint32 values: [UInt32]) { self.init(.uint32, integers: values) }
  /// An array of 32-bit numbers.
  public init(int32 values: [Int32]) { self.init(.int32, integers: values) }
  /// An array of 64-bit numbers without sign.
  public init(uint64 values: [UInt64]) { self.init(.uint64, integers: values) }
  /// An array of 64-bit numbers.
  public init(int64 values: [Int64]) { self.init(.int64, integers: values) }
  /// An array of single-precision numbers.
  public init(float32 values: [Float]) { self.init(.float32, integers: values.map(\.bitPattern)) }
  /// An array of double-precision numbers.
  public init(float64 values: [Double]) { self.init(.float64, integers: values.map(\.bitPattern)) }
  /// An array of truth values.
  public init(bools values: [Bool]) { self.init(.bool, integers: values.map { UInt8($0 ? 1 : 0) }) }

  /// An array of strings.
  public init(strings values: [String]) {
    var storage: [UInt8] = []
    for value in values { storage.append(counted: value) }
    self.init(elementType: .string, count: values.count, storage: storage, range: 0..<storage.count)
  }

  /// An array of strings that need not be UTF-8.
  public init(byteStrings values: [[UInt8]]) {
    var storage: [UInt8] = []
    for value in values {
      storage.append(littleEndian: UInt64(value.count))
      storage += value
    }
    self.init(elementType: .string, count: values.count, storage: storage, range: 0..<storage.count)
  }

  /// An array of arrays.
  public init(arrays values: [GGUFArray]) {
    var storage: [UInt8] = []
    for value in values { value.append(to: &storage) }
    self.init(elementType: .array, count: values.count, storage: storage, range: 0..<storage.count)
  }

  /// Appends kind, count and elements as they stand in a file.
  func append(to bytes: inout [UInt8]) {
    bytes.append(littleEndian: elementType.rawValue)
    bytes.append(littleEndian: UInt64(count))
    bytes += storage[range]
  }
}
