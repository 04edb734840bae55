/// What can be wrong with a model file.
///
/// The sentence for people is `description`.
public enum GGUFError: Error, Equatable, Sendable {
  case notFound(path: String)
  case notAFile(path: String, isDirectory: Bool)
  case unreadable(path: String, code: Int32)
  case empty(path: String)
  case notGGUF(path: String, looksLike: ForeignFormat?)
  case bigEndian(path: String)
  case unsupportedVersion(path: String, found: UInt32)

  /// The file ends at `offset` though `missing` more bytes must follow, or more if `isAtLeast`.
  case truncated(path: String, offset: Int, missing: Int, isAtLeast: Bool)
  /// The file goes on after its last weights.
  case tooLong(path: String, expected: Int, found: Int)
  /// The file became shorter after it was opened.
  case shortened(path: String, offset: Int)

  case countTooLarge(path: String, item: GGUFItem, offset: Int, found: UInt64)
  case lengthTooLarge(path: String, item: GGUFItem, offset: Int, found: UInt64, limit: Int)
  case unknownValueType(path: String, offset: Int, found: UInt32)
  case arraysTooDeep(path: String, offset: Int, limit: Int)
  case invalidBool(path: String, offset: Int, found: UInt8)
  case duplicateKey(path: String, key: String)
  case badAlignment(path: String, found: GGUFValue)

  case duplicateTensor(path: String, tensor: String)
  case unknownTensorType(path: String, tensor: String, found: UInt32)
  case tooManyDimensions(path: String, tensor: String, found: UInt32)
  case badShape(path: String, tensor: String, type: GGUFType, shape: [UInt64])
  case misalignedTensor(path: String, tensor: String, offset: UInt64, alignment: Int)
  case tensorOutsideFile(path: String, tensor: String, offset: UInt64, byteCount: Int)
  case overlappingTensors(path: String, first: String, second: String)

  /// The file belongs to a split model, but its name does not say which part it is.
  case unnamedPart(path: String, part: Int, count: Int)
  case missingPart(path: String, part: Int, count: Int)
  /// A key of a part does not say what its name says.
  case wrongPart(path: String, key: String, expected: Int, found: Int?)
  case wrongTensorTotal(path: String, expected: Int, found: Int)

  /// A caller asked for bytes that a tensor does not have, or has no room for them.
  case badRange(path: String, tensor: String, range: Range<Int>, byteCount: Int, room: Int)
  /// A writer was given weights that do not fill the shape.
  case wrongByteCount(tensor: String, expected: Int?, found: Int)
  case unwritable(path: String, code: Int32)
}

/// What a count or a length in a header counts.
public enum GGUFItem: String, Sendable {
  case keys
  case tensors
  case arrayElements = "array elements"
  case key
  case tensorName = "tensor name"
  case string
}
