#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension GGUFError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path) does not exist: check the path"
    case .notAFile(let path, let isDirectory):
      isDirectory
        ? "\(path) is a directory: name the .gguf file inside it" : "\(path) is not a regular file: name a .gguf file"
    case .unreadable(let path, let code):
      code == EACCES || code == EPERM
        ? "\(path) cannot be read, permission is denied: change its permissions"
        : "\(path) cannot be read: \(systemText(code))"
    case .empty(let path):
      "\(path) is empty: fetch it again"
    case .notGGUF(let path, let format):
      foreign(path, format)
    case .bigEndian(let path):
      "\(path) is a big-endian GGUF file: fetch or convert the little-endian one"
    case .unsupportedVersion(let path, let found):
      "\(path) is GGUF version \(found), but versions 2 and 3 are understood: fetch or convert a newer file"
    case .truncated(let path, _, let missing, let isAtLeast):
      "\(path) ends too early, \(isAtLeast ? "at least " : "")\(bytes(missing)) missing: "
        + "the download is probably incomplete; fetch it again"
    case .tooLong(let path, let expected, let found):
      "\(path) should end after \(bytes(expected)) but has \(found): it is damaged; fetch it again"
    case .shortened(let path, let offset):
      "\(path) became shorter while it was read (at byte \(offset)): is it being written? fetch it again"
    case .countTooLarge(let path, let item, let offset, let found):
      damaged(path, "\(found) \(item.rawValue) at byte \(offset) cannot be")
    case .lengthTooLarge(let path, let item, let offset, let found, let limit):
      damaged(path, "a \(item.rawValue) of \(found) bytes at byte \(offset) is longer than \(limit)")
    case .unknownValueType(let path, let offset, let found):
      damaged(path, "there is no kind \(found) of metadata (at byte \(offset))")
    case .arraysTooDeep(let path, let offset, let limit):
      damaged(path, "arrays at byte \(offset) are nested more than \(limit) deep")
    case .invalidBool(let path, let offset, let found):
      damaged(path, "the truth value at byte \(offset) is \(found) instead of 0 or 1")
    case .duplicateKey(let path, let key):
      damaged(path, "the key \(quoted(key)) stands there twice")
    case .badAlignment(let path, let found):
      damaged(path, "general.alignment is \(text(found)) instead of a power of two up to \(Header.alignmentLimit)")
    default:
      tensorDescription
    }
  }

  private var tensorDescription: String {
    switch self {
    case .duplicateTensor(let path, let tensor):
      damaged(path, "the tensor \(quoted(tensor)) stands there twice")
    case .unknownTensorType(let path, let tensor, let found):
      "\(path) stores \(quoted(tensor)) in the unknown format \(found): fetch the model in another quantisation"
    case .tooManyDimensions(let path, let tensor, let found):
      damaged(path, "the tensor \(quoted(tensor)) has \(found) dimensions instead of at most 4")
    case .badShape(let path, let tensor, let type, let shape):
      damaged(path, "\(shape) is no shape for the \(type.name) tensor \(quoted(tensor))")
    case .misalignedTensor(let path, let tensor, let offset, let alignment):
      damaged(path, "the tensor \(quoted(tensor)) starts at \(offset), not at a multiple of \(alignment)")
    case .tensorOutsideFile(let path, let tensor, let offset, let byteCount):
      damaged(path, "the tensor \(quoted(tensor)) (\(bytes(byteCount)) from \(offset) on) lies outside of the file")
    case .overlappingTensors(let path, let first, let second):
      damaged(path, "the tensors \(quoted(first)) and \(quoted(second)) overlap")
    case .unnamedPart(let path, let part, let count):
      "\(path) is part \(part) of \(count) of a split model, but its name does not say so: "
        + "name the parts …-00001-of-\(SplitName.digits(count)).gguf and so on"
    case .missingPart(let path, let part, let count):
      "\(path) is missing, part \(part) of \(count) of the model: fetch it into the same folder"
    case .wrongPart(let path, let key, let expected, let found):
      "\(path) does not belong to this split model, its \(key) is \(found.map(String.init) ?? "absent") instead of "
        + "\(expected): fetch all parts again"
    case .wrongTensorTotal(let path, let expected, let found):
      "\(path) and its other parts have \(found) tensors instead of \(expected): fetch all parts again"
    case .badRange(let path, let tensor, let range, let byteCount, let room):
      "bytes \(range.lowerBound) to \(range.upperBound) of the tensor \(quoted(tensor)) in \(path) cannot be read: "
        + "it has \(byteCount), and there is room for \(room)"
    case .wrongByteCount(let tensor, let expected, let found):
      expected.map { "the tensor \(quoted(tensor)) needs \(bytes($0)), not \(found)" }
        ?? "the tensor \(quoted(tensor)) has a shape that its type cannot have"
    case .unwritable(let path, let code):
      "\(path) cannot be written: \(systemText(code))"
    default:
      "the model file is wrong"
    }
  }
}

private func foreign(_ path: String, _ format: ForeignFormat?) -> String {
  guard let format else { return "\(path) is not a GGUF file: name a model file that ends in .gguf" }
  return "\(path) is not a GGUF file but \(format.rawValue): \(format.remedy)"
}

private func damaged(_ path: String, _ what: String) -> String {
  "\(path) is damaged, \(what): fetch it again"
}

/// A name from a file, cut when it is long.
private func quoted(_ name: String) -> String {
  name.count > 80 ? "\"\(name.prefix(77))...\"" : "\"\(name)\""
}

private func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

private func text(_ value: GGUFValue) -> String {
  value.int.map(String.init) ?? value.double.map { "\($0)" } ?? "no number"
}

private func systemText(_ code: Int32) -> String { String(cString: strerror(code)) }
