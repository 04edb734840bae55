/// Walks over a header: every length is checked against the bytes that remain before it is used.
///
/// Bytes are fetched from the source in growing chunks, for a header does not say how long it is.
struct HeaderReader {
  /// The bytes read so far, from the start of the file.
  private(set) var bytes: [UInt8]
  /// Where the walk is.
  var position: Int
  private let source: ByteSource

  static let keyLimit = 65_535
  static let tensorNameLimit = 256
  static let stringLimit = 1 << 30
  static let nestingLimit = 8
  /// The longest array in bytes, for `GGUFStrings` counts in 32 bits.
  static let arrayLimit = Int(UInt32.max)
  /// The longest list of keys or tensors, in the fewest bytes that it can take.
  static let listLimit = 1 << 24

  private static let firstChunk = 1 << 20

  init(source: ByteSource) {
    self.source = source
    bytes = source.memory ?? []
    position = 0
  }

  /// Walks over bytes in memory.
  init(bytes: [UInt8], at position: Int) {
    source = ByteSource(bytes: bytes, name: "")
    self.bytes = bytes
    self.position = position
  }

  private var remaining: Int { source.byteCount - position }

  /// Makes sure that `count` bytes from the position on are in `bytes`.
  @inline(__always)
  private mutating func require(_ count: Int) throws(GGUFError) {
    if count > bytes.count - position { try fetch(count) }
  }

  @inline(never)
  private mutating func fetch(_ count: Int) throws(GGUFError) {
    guard count <= remaining else {
      throw .truncated(
        path: source.path, offset: source.byteCount, missing: count - remaining, isAtLeast: true)
    }
    let end = min(source.byteCount, max(position + count, bytes.count * 4, Self.firstChunk))
    var grown: [UInt8] = []
    grown.reserveCapacity(end)
    grown += bytes
    try source.append(bytes.count..<end, to: &grown)
    bytes = grown
  }

  mutating func integer<Number: FixedWidthInteger>(_: Number.Type) throws(GGUFError) -> Number {
    let size = MemoryLayout<Number>.size
    try require(size)
    let number = bytes.withUnsafeBytes { $0.number(at: position, as: Number.self) }
    position += size
    return number
  }

  /// The range of the bytes of a string.
  mutating func string(_ item: GGUFItem, limit: Int) throws(GGUFError) -> Range<Int> {
    let offset = position
    let length = try integer(UInt64.self)
    guard length <= limit else {
      throw .lengthTooLarge(path: source.path, item: item, offset: offset, found: length, limit: limit)
    }
    let count = Int(length)
    try require(count)
    defer { position += count }
    return position..<position + count
  }

  /// A string as text; bytes that are not UTF-8 become U+FFFD.
  mutating func text(_ item: GGUFItem, limit: Int) throws(GGUFError) -> String {
    let range = try string(item, limit: limit)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// A number of things that are still to come, each of which takes at least `leastBytes` bytes.
  ///
  /// A file that lacks bytes counts as incomplete while the number can be true, and otherwise as damaged.
  mutating func count(of item: GGUFItem, leastBytes: Int) throws(GGUFError) -> Int {
    let offset = position
    let found = try integer(UInt64.self)
    let (needed, overflow) = (Int(exactly: found) ?? Int.max).multipliedReportingOverflow(by: leastBytes)
    guard !overflow, needed <= (item == .arrayElements ? Self.arrayLimit : Self.listLimit) else {
      throw .countTooLarge(path: source.path, item: item, offset: offset, found: found)
    }
    guard needed <= remaining else {
      throw .truncated(path: source.path, offset: source.byteCount, missing: needed - remaining, isAtLeast: true)
    }
    return Int(found)
  }

  mutating func valueType() throws(GGUFError) -> GGUFValueType {
    let offset = position
    let raw = try integer(UInt32.self)
    guard let type = GGUFValueType(rawValue: raw) else {
      throw .unknownValueType(path: source.path, offset: offset, found: raw)
    }
    return type
  }

  /// Walks over a value and checks it.
  mutating func skipValue(_ type: GGUFValueType) throws(GGUFError) {
    switch type {
    case .string: _ = try string(.string, limit: Self.stringLimit)
    case .array: _ = try array(depth: 1)
    default: try skipNumbers(type, count: 1)
    }
  }

  /// Walks over an array and checks it; `range` holds its elements.
  mutating func array(depth: Int) throws(GGUFError) -> (type: GGUFValueType, count: Int, range: Range<Int>) {
    guard depth <= Self.nestingLimit else {
      throw .arraysTooDeep(path: source.path, offset: position, limit: Self.nestingLimit)
    }
    let type = try valueType()
    let countOffset = position
    let count = try count(of: .arrayElements, leastBytes: type.leastByteCount)
    let start = position
    switch type {
    case .string:
      for _ in 0..<count { _ = try string(.string, limit: Self.stringLimit) }
      guard position - start <= Self.arrayLimit else {
        throw .countTooLarge(
          path: source.path, item: .arrayElements, offset: countOffset, found: UInt64(count))
      }
    case .array:
      for _ in 0..<count { _ = try array(depth: depth + 1) }
    default:
      try skipNumbers(type, count: count)
    }
    return (type, count, start..<position)
  }

  /// Walks over `count` numbers, whose bytes `count(of:leastBytes:)` or nobody has checked.
  private mutating func skipNumbers(_ type: GGUFValueType, count: Int) throws(GGUFError) {
    let size = count * (type.byteCount ?? 1)
    try require(size)
    if type == .bool, let wrong = bytes[position..<position + size].firstIndex(where: { $0 > 1 }) {
      throw .invalidBool(path: source.path, offset: wrong, found: bytes[wrong])
    }
    position += size
  }
}
