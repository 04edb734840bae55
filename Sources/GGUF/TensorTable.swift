/// The list of tensors of one file as its header has it, before it is known where the weights start.
struct TensorTable {
  private struct Entry {
    let name: String
    let type: GGUFType
    let shape: [Int]
    let byteCount: Int
    /// From the start of the weights.
    let offset: UInt64
  }

  private var entries: [Entry] = []
  private let path: String
  private static let dimensionLimit: UInt32 = 4

  init(_ reader: inout HeaderReader, count: Int, path: String) throws(GGUFError) {
    self.path = path
    var seen: Set<String> = []
    for _ in 0..<count {
      let entry = try Self.entry(&reader, path: path)
      guard seen.insert(entry.name).inserted else { throw .duplicateTensor(path: path, tensor: entry.name) }
      entries.append(entry)
    }
  }

  private static func entry(_ reader: inout HeaderReader, path: String) throws(GGUFError) -> Entry {
    let name = try reader.text(.tensorName, limit: HeaderReader.tensorNameLimit)
    let dimensions = try reader.integer(UInt32.self)
    guard dimensions <= dimensionLimit else {
      throw .tooManyDimensions(path: path, tensor: name, found: dimensions)
    }
    var sizes: [UInt64] = []
    for _ in 0..<dimensions { sizes.append(try reader.integer(UInt64.self)) }
    let rawType = try reader.integer(UInt32.self)
    guard let type = GGUFType(rawValue: rawType) else {
      throw .unknownTensorType(path: path, tensor: name, found: rawType)
    }
    let shape = sizes.isEmpty ? [1] : sizes.compactMap { Int(exactly: $0) }
    guard let byteCount = byteCount(type: type, shape: shape), shape.count == max(sizes.count, 1) else {
      throw .badShape(path: path, tensor: name, type: type, shape: sizes)
    }
    return Entry(
      name: name, type: type, shape: shape, byteCount: byteCount, offset: try reader.integer(UInt64.self))
  }

  /// Bytes of a tensor; nil if a size is zero, rows do not hold whole blocks or a product overflows.
  static func byteCount(type: GGUFType, shape: [Int]) -> Int? {
    guard let columns = shape.first, columns.isMultiple(of: type.blockSize) else { return nil }
    var elements = 1
    for size in shape {
      let (product, overflow) = elements.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow else { return nil }
      elements = product
    }
    return type.byteCount(elements: elements)
  }

  /// The tensors with their places in the file, each of them checked to lie in it.
  func located(
    in source: ByteSource, part: Int, headerEnd: Int, alignment: Int
  ) throws(GGUFError) -> [GGUFTensor] {
    let start = roundedUp(headerEnd, to: alignment) ?? Int.max
    var tensors: [GGUFTensor] = []
    tensors.reserveCapacity(entries.count)
    // Where the weights end if they follow each other as a writer lays them out.
    var plainEnd = start
    for entry in entries {
      guard entry.offset % UInt64(alignment) == 0 else {
        throw .misalignedTensor(path: path, tensor: entry.name, offset: entry.offset, alignment: alignment)
      }
      guard let offset = sum(start, Int(exactly: entry.offset)), sum(offset, entry.byteCount) != nil else {
        throw outsideFile(entry)
      }
      tensors.append(
        GGUFTensor(
          name: entry.name, type: entry.type, shape: entry.shape, byteCount: entry.byteCount, part: part,
          offset: offset))
      plainEnd = sum(plainEnd, roundedUp(entry.byteCount, to: alignment)) ?? Int.max
    }
    let end = tensors.map { $0.offset + $0.byteCount }.max() ?? min(start, source.byteCount)
    if end > source.byteCount {
      for (entry, tensor) in zip(entries, tensors) where tensor.offset + tensor.byteCount > plainEnd {
        throw outsideFile(entry)
      }
      throw .truncated(
        path: path, offset: source.byteCount, missing: end - source.byteCount, isAtLeast: false)
    }
    try checkOverlaps(tensors)
    let padded = roundedUp(max(end, headerEnd), to: alignment) ?? end
    guard source.byteCount <= padded else {
      throw .tooLong(path: path, expected: end, found: source.byteCount)
    }
    return tensors
  }

  private func checkOverlaps(_ tensors: [GGUFTensor]) throws(GGUFError) {
    let sorted = tensors.sorted { $0.offset < $1.offset }
    for (first, second) in zip(sorted, sorted.dropFirst()) where first.offset + first.byteCount > second.offset {
      throw .overlappingTensors(path: path, first: first.name, second: second.name)
    }
  }

  private func outsideFile(_ entry: Entry) -> GGUFError {
    .tensorOutsideFile(path: path, tensor: entry.name, offset: entry.offset, byteCount: entry.byteCount)
  }
}

/// The sum of two sizes; nil if there is no second one or the sum overflows.
private func sum(_ first: Int, _ second: Int?) -> Int? {
  guard let second else { return nil }
  let (sum, overflow) = first.addingReportingOverflow(second)
  return overflow ? nil : sum
}
