/// What stands before the weights of one file.
struct Header {
  let version: UInt32
  let alignment: Int
  let metadata: GGUFMetadata
  let tensors: [GGUFTensor]

  static let defaultAlignment = 32
  static let alignmentLimit = 1 << 20
  static let alignmentKey = "general.alignment"

  /// Reads and checks the header of a part, and that all weights that it names are there.
  init(_ source: ByteSource, part: Int) throws(GGUFError) {
    try Self.checkMagic(source)
    var reader = HeaderReader(source: source)
    _ = try reader.integer(UInt32.self)
    version = try Self.version(&reader, path: source.path)
    // A tensor takes its name's length, the number of its dimensions, its type and its offset; a key its length, its
    // value's type and a byte at least.
    let tensorCount = try reader.count(of: .tensors, leastBytes: 8 + 4 + 4 + 8)
    let keyCount = try reader.count(of: .keys, leastBytes: 8 + 4 + 1)
    metadata = try Self.metadata(&reader, count: keyCount, path: source.path)
    alignment = try Self.alignment(metadata, path: source.path)
    tensors = try TensorTable(&reader, count: tensorCount, path: source.path)
      .located(in: source, part: part, headerEnd: reader.position, alignment: alignment)
  }

  private static func checkMagic(_ source: ByteSource) throws(GGUFError) {
    guard source.byteCount > 0 else { throw .empty(path: source.path) }
    var start: [UInt8] = []
    try source.append(0..<min(source.byteCount, 1024), to: &start)
    let magic = Array("GGUF".utf8)
    guard start.starts(with: magic) else {
      if start.count < magic.count, magic.starts(with: start) {
        throw .truncated(path: source.path, offset: start.count, missing: 24 - start.count, isAtLeast: true)
      }
      throw .notGGUF(path: source.path, looksLike: ForeignFormat(start))
    }
  }

  private static func version(_ reader: inout HeaderReader, path: String) throws(GGUFError) -> UInt32 {
    let version = try reader.integer(UInt32.self)
    if version != 0, version & 0xFFFF == 0 { throw .bigEndian(path: path) }
    guard version == 2 || version == 3 else { throw .unsupportedVersion(path: path, found: version) }
    return version
  }

  private static func metadata(
    _ reader: inout HeaderReader, count: Int, path: String
  ) throws(GGUFError) -> GGUFMetadata {
    var keys: [(key: String, type: GGUFValueType, offset: Int)] = []
    var seen: Set<String> = []
    for _ in 0..<count {
      let key = try reader.text(.key, limit: HeaderReader.keyLimit)
      guard seen.insert(key).inserted else { throw .duplicateKey(path: path, key: key) }
      let type = try reader.valueType()
      keys.append((key, type, reader.position))
      try reader.skipValue(type)
    }
    // Values share the reader's bytes, so they are made only when those no longer grow.
    var values = HeaderReader(bytes: reader.bytes, at: 0)
    var entries: [(key: String, value: GGUFValue)] = []
    entries.reserveCapacity(keys.count)
    for (key, type, offset) in keys {
      values.position = offset
      entries.append((key, try values.value(type)))
    }
    return GGUFMetadata(entries: entries)
  }

  private static func alignment(_ metadata: GGUFMetadata, path: String) throws(GGUFError) -> Int {
    guard let value = metadata[alignmentKey] else { return defaultAlignment }
    guard let alignment = value.int, alignment > 0, alignment <= alignmentLimit, alignment & (alignment - 1) == 0
    else {
      throw .badAlignment(path: path, found: value)
    }
    return alignment
  }
}
