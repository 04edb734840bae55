/// An open model file, or all parts of a split one: its metadata and its tensors, whose weights are read on request.
///
/// ```swift
/// let file = try GGUFFile(path: "gemma-4-12b-Q4_K_M.gguf")
/// file.metadata["general.architecture"]?.string  // "gemma4"
/// let weights = try file.read(file.tensors[0])
/// ```
public final class GGUFFile: Sendable {
  /// The path that was opened; of a split model that of its first part.
  public let path: String

  /// The paths of all parts, one for a model that is not split.
  public var paths: [String] { sources.map(\.path) }

  /// The format's version, 2 or 3.
  public let version: UInt32

  /// What the starts of the tensors are multiples of, in bytes.
  public let alignment: Int

  /// The metadata; of a split model that of its first part.
  public let metadata: GGUFMetadata

  /// All tensors, in the order of the file.
  public let tensors: [GGUFTensor]

  private let sources: [ByteSource]
  private let indices: [String: Int]

  private static let partCountKey = "split.count"
  private static let partNumberKey = "split.no"
  private static let tensorTotalKey = "split.tensors.count"

  /// Opens a file and checks its header.
  ///
  /// Named one part of a split model (`-00001-of-00003.gguf`), it opens all of them.
  ///
  /// - Throws: `GGUFError`.
  public convenience init(path: String) throws {
    guard let name = SplitName(path: path), name.count > 1 else {
      try self.init(single: ByteSource(path: path))
      return
    }
    try self.init(split: name, named: path)
  }

  /// Parses a file that is already in memory; `name` stands for its path in errors.
  public convenience init(bytes: [UInt8], name: String) throws {
    try self.init(single: ByteSource(bytes: bytes, name: name))
  }

  /// Parses a file that is part of the program, of which nothing is copied; `name` stands for its path in errors.
  public convenience init(bytes: ProgramBytes, name: String) throws {
    try self.init(single: ByteSource(bytes, name: name))
  }

  private convenience init(single source: ByteSource) throws(GGUFError) {
    let header = try Header(source, part: 0)
    if let count = header.metadata[Self.partCountKey]?.int, count > 1 {
      let part = header.metadata[Self.partNumberKey]?.int ?? 0
      throw .unnamedPart(path: source.path, part: part &+ 1, count: count)
    }
    try self.init(headers: [header], sources: [source])
  }

  private convenience init(split name: SplitName, named path: String) throws(GGUFError) {
    var headers: [Header] = []
    var sources: [ByteSource] = []
    for part in 1...name.count {
      let partPath = name.path(part: part)
      let source: ByteSource
      do {
        source = try ByteSource(path: partPath)
      } catch .notFound where partPath != path {
        throw .missingPart(path: partPath, part: part, count: name.count)
      }
      let header = try Header(source, part: part - 1)
      let expected = [(Self.partCountKey, name.count), (Self.partNumberKey, part - 1)]
      for (key, expected) in expected where header.metadata[key]?.int != expected {
        throw .wrongPart(path: partPath, key: key, expected: expected, found: header.metadata[key]?.int)
      }
      headers.append(header)
      sources.append(source)
    }
    let total = headers.reduce(0) { $0 + $1.tensors.count }
    if let expected = headers[0].metadata[Self.tensorTotalKey]?.int, expected != total {
      throw .wrongTensorTotal(path: sources[0].path, expected: expected, found: total)
    }
    try self.init(headers: headers, sources: sources)
  }

  private init(headers: [Header], sources: [ByteSource]) throws(GGUFError) {
    path = sources[0].path
    version = headers[0].version
    alignment = headers[0].alignment
    metadata = headers[0].metadata
    tensors = headers.flatMap(\.tensors)
    self.sources = sources
    var indices: [String: Int] = [:]
    for (index, tensor) in tensors.enumerated() where indices.updateValue(index, forKey: tensor.name) != nil {
      throw .duplicateTensor(path: sources[tensor.part].path, tensor: tensor.name)
    }
    self.indices = indices
  }

  /// The size of all parts together, in bytes.
  public var byteCount: Int { sources.reduce(0) { $0 + $1.byteCount } }

  /// The tensor of that name; nil if there is none.
  public func tensor(_ name: String) -> GGUFTensor? {
    indices[name].map { tensors[$0] }
  }

  /// Reads a range of a tensor's bytes to the start of `buffer`.
  ///
  /// Any number of threads may read at once.
  ///
  /// - Throws: `GGUFError.badRange` if the tensor does not have these bytes or `buffer` is smaller, other errors if the
  ///   file cannot be read.
  public func read(
    _ tensor: GGUFTensor, bytes range: Range<Int>, into buffer: UnsafeMutableRawBufferPointer
  ) throws {
    guard range.lowerBound >= 0, range.upperBound <= tensor.byteCount, range.count <= buffer.count,
      sources.indices.contains(tensor.part)
    else {
      throw GGUFError.badRange(
        path: path, tensor: tensor.name, range: range, byteCount: tensor.byteCount, room: buffer.count)
    }
    try sources[tensor.part].read(
      at: tensor.offset + range.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<range.count]))
  }

  /// Reads all bytes of a tensor.
  public func read(_ tensor: GGUFTensor) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: tensor.byteCount)
    try bytes.withUnsafeMutableBytes { try read(tensor, bytes: 0..<tensor.byteCount, into: $0) }
    return bytes
  }
}
