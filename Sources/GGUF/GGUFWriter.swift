#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Makes a model file.
///
/// ```swift
/// var writer = GGUFWriter()
/// writer.set("general.architecture", .string("gemma4"))
/// try writer.add(name: "output_norm.weight", shape: [256], floats: weights)
/// try writer.write(to: "tiny.gguf")
/// ```
public struct GGUFWriter: Sendable {
  private struct Tensor {
    let name: String
    let type: GGUFType
    let shape: [Int]
    let bytes: [UInt8]
  }

  private let version: UInt32
  private let alignment: Int
  private var metadata: [(key: String, value: GGUFValue)] = []
  private var tensors: [Tensor] = []

  /// An empty file.
  ///
  /// `version` and `alignment` are not checked, so that tests can make wrong ones.
  public init(version: UInt32 = 3, alignment: Int = 32) {
    self.version = version
    self.alignment = alignment
    if alignment != Header.defaultAlignment {
      set(Header.alignmentKey, .uint32(UInt32(truncatingIfNeeded: alignment)))
    }
  }

  /// Sets a key, in the place of its former value if it has one.
  public mutating func set(_ key: String, _ value: GGUFValue) {
    if let index = metadata.firstIndex(where: { $0.key == key }) {
      metadata[index].value = value
    } else {
      metadata.append((key, value))
    }
  }

  /// Adds a tensor from the bytes that stand for its weights; `shape` has the fastest size first.
  ///
  /// - Throws: `GGUFError.wrongByteCount` if the bytes do not fill the shape.
  public mutating func add(name: String, type: GGUFType, shape: [Int], bytes: [UInt8]) throws {
    let expected = TensorTable.byteCount(type: type, shape: shape)
    guard expected == bytes.count else {
      throw GGUFError.wrongByteCount(tensor: name, expected: expected, found: bytes.count)
    }
    tensors.append(Tensor(name: name, type: type, shape: shape, bytes: bytes))
  }

  /// Adds a tensor of single-precision numbers; `shape` has the fastest size first.
  ///
  /// - Throws: `GGUFError.wrongByteCount` if the numbers do not fill the shape.
  public mutating func add(name: String, shape: [Int], floats: [Float]) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(floats.count * 4)
    for float in floats { bytes.append(littleEndian: float.bitPattern) }
    try add(name: name, type: .f32, shape: shape, bytes: bytes)
  }

  /// The whole file as bytes.
  public func serialized() -> [UInt8] {
    var bytes = header()
    for tensor in tensors {
      bytes += tensor.bytes
      pad(&bytes)
    }
    return bytes
  }

  /// Writes the file; a file that is there is replaced only when the new one is complete.
  ///
  /// - Throws: `GGUFError.unwritable`.
  public func write(to path: String) throws {
    let unfinished = path + ".unfinished"
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw GGUFError.unwritable(path: path, code: errno) }
    var failure: Int32?
    for bytes in [header()] + tensors.map(\.bytes) where failure == nil {
      var padded = bytes
      pad(&padded)
      failure = Self.write(padded, to: descriptor)
    }
    if close(descriptor) != 0, failure == nil { failure = errno }
    if failure == nil, rename(unfinished, path) != 0 { failure = errno }
    if let failure {
      unlink(unfinished)
      throw GGUFError.unwritable(path: path, code: failure)
    }
  }

  /// Everything before the weights, padded.
  private func header() -> [UInt8] {
    var bytes = Array("GGUF".utf8)
    bytes.append(littleEndian: version)
    bytes.append(littleEndian: UInt64(tensors.count))
    bytes.append(littleEndian: UInt64(metadata.count))
    for (key, value) in metadata {
      bytes.append(counted: key)
      bytes.append(littleEndian: value.type.rawValue)
      value.append(to: &bytes)
    }
    var offset = 0
    for tensor in tensors {
      bytes.append(counted: tensor.name)
      bytes.append(littleEndian: UInt32(tensor.shape.count))
      for size in tensor.shape { bytes.append(littleEndian: UInt64(size)) }
      bytes.append(littleEndian: tensor.type.rawValue)
      bytes.append(littleEndian: UInt64(offset))
      offset += tensor.bytes.count + padding(tensor.bytes.count)
    }
    if !tensors.isEmpty { pad(&bytes) }
    return bytes
  }

  private func padding(_ count: Int) -> Int {
    let alignment = max(alignment, 1)
    return (alignment - count % alignment) % alignment
  }

  private func pad(_ bytes: inout [UInt8]) {
    bytes += repeatElement(0, count: padding(bytes.count))
  }

  /// Writes all bytes; the error's code if that fails.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let start = buffer.baseAddress {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, start + done, buffer.count - done)
        #elseif canImport(Musl)
          let count = Musl.write(descriptor, start + done, buffer.count - done)
        #else
          let count = Darwin.write(descriptor, start + done, buffer.count - done)
        #endif
        if count >= 0 {
          done += count
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }
}

extension GGUFValue {
  /// Appends the value as it stands in a file, without its kind.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .uint8(let value): bytes.append(littleEndian: value)
    case .int8(let value): bytes.append(littleEndian: value)
    case .uint16(let value): bytes.append(littleEndian: value)
    case .int16(let value): bytes.append(littleEndian: value)
    case .uint32(let value): bytes.append(littleEndian: value)
    case .int32(let value): bytes.append(littleEndian: value)
    case .float32(let value): bytes.append(littleEndian: value.bitPattern)
    case .bool(let value): bytes.append(littleEndian: UInt8(value ? 1 : 0))
    case .string(let value): bytes.append(counted: value)
    case .array(let value): value.append(to: &bytes)
    case .uint64(let value): bytes.append(littleEndian: value)
    case .int64(let value): bytes.append(littleEndian: value)
    case .float64(let value): bytes.append(littleEndian: value.bitPattern)
    }
  }
}
