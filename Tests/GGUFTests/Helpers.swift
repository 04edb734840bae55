import Foundation
import GGUF

/// The folder of reference answers; nil where there is none.
let referenceFolder = ProcessInfo.processInfo.environment["FACET_REFERENCE"]

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Puts a header together field by field, right or wrong.
struct RawHeader {
  private(set) var bytes = Array("GGUF".utf8)

  init(version: UInt32 = 3, tensors: UInt64 = 0, keys: UInt64 = 0) {
    number(version)
    number(tensors)
    number(keys)
  }

  mutating func number(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  mutating func text(_ text: String) {
    number(UInt64(text.utf8.count))
    bytes += Array(text.utf8)
  }

  mutating func key(_ key: String, _ type: GGUFValueType) {
    text(key)
    number(type.rawValue)
  }

  mutating func tensor(
    _ name: String, _ shape: [UInt64], type: UInt32 = GGUFType.f32.rawValue, offset: UInt64 = 0
  ) {
    text(name)
    number(UInt32(shape.count))
    for size in shape { number(size) }
    number(type)
    number(offset)
  }

  /// Ends the header and appends so many bytes of weights.
  mutating func weights(_ count: Int) {
    bytes += repeatElement(0, count: (32 - bytes.count % 32) % 32)
    bytes += repeatElement(1, count: count)
  }
}

/// Creates an empty folder for one test and removes it afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "facet-gguf-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

/// The error that parsing these bytes gives; nil if it succeeds.
func parseError(_ bytes: [UInt8]) -> GGUFError? {
  do {
    _ = try GGUFFile(bytes: bytes, name: "m.gguf")
    return nil
  } catch {
    return error as? GGUFError
  }
}
