import GGUF
import Testing

@Suite struct MalformedTests {
  /// The sentence that parsing the bytes gives.
  private func sentence(_ bytes: [UInt8]) -> String {
    parseError(bytes)?.description ?? "no error"
  }

  @Test func versionsOtherThanTwoAndThreeAreRefused() {
    #expect(
      sentence(RawHeader(version: 1).bytes)
        == "m.gguf is GGUF version 1, but versions 2 and 3 are understood: fetch or convert a newer file")
    #expect(parseError(RawHeader(version: 4).bytes) == .unsupportedVersion(path: "m.gguf", found: 4))
    #expect(parseError(RawHeader(version: 0).bytes) == .unsupportedVersion(path: "m.gguf", found: 0))
    #expect(
      sentence(RawHeader(version: UInt32(3).byteSwapped).bytes)
        == "m.gguf is a big-endian GGUF file: fetch or convert the little-endian one")
  }

  @Test func countsThatCannotBeAreRefused() {
    for count in [UInt64.max, UInt64(Int.max), 1 << 40] {
      #expect(
        parseError(RawHeader(tensors: count).bytes)
          == .countTooLarge(path: "m.gguf", item: .tensors, offset: 8, found: count))
      #expect(
        parseError(RawHeader(keys: count).bytes)
          == .countTooLarge(path: "m.gguf", item: .keys, offset: 16, found: count))
    }
    var array = RawHeader(keys: 1)
    array.key("a", .array)
    array.number(GGUFValueType.uint64.rawValue)
    array.number(UInt64(1) << 61)
    #expect(
      sentence(array.bytes)
        == "m.gguf is damaged, \(UInt64(1) << 61) array elements at byte 41 cannot be: fetch it again")
  }

  @Test func plausibleCountsInAShortFileMeanAnIncompleteDownload() {
    #expect(
      sentence(RawHeader(tensors: 100).bytes)
        == "m.gguf ends too early, at least 2392 bytes missing: "
        + "the download is probably incomplete; fetch it again")
  }

  @Test func lengthsThatCannotBeAreRefused() {
    var key = RawHeader(keys: 1)
    key.number(UInt64(65_536))
    key.weights(70_000)
    #expect(
      sentence(key.bytes)
        == "m.gguf is damaged, a key of 65536 bytes at byte 24 is longer than 65535: fetch it again")

    var string = RawHeader(keys: 1)
    string.key("s", .string)
    string.number(UInt64.max)
    #expect(
      parseError(string.bytes)
        == .lengthTooLarge(path: "m.gguf", item: .string, offset: 37, found: .max, limit: 1 << 30))

    var name = RawHeader(tensors: 1)
    name.tensor(String(repeating: "n", count: 257), [1])
    name.weights(32)
    #expect(
      sentence(name.bytes)
        == "m.gguf is damaged, a tensor name of 257 bytes at byte 24 is longer than 256: fetch it again")
  }

  @Test func aStringBeyondTheEndMeansAnIncompleteDownload() {
    var string = RawHeader(keys: 1)
    string.key("s", .string)
    string.number(UInt64(10))
    string.number(UInt32(0))
    #expect(parseError(string.bytes) == .truncated(path: "m.gguf", offset: 49, missing: 6, isAtLeast: true))
  }

  @Test func unknownKindsOfValuesAreRefused() {
    var header = RawHeader(keys: 1)
    header.text("key")
    header.number(UInt32(13))
    header.number(UInt64(0))
    #expect(sentence(header.bytes) == "m.gguf is damaged, there is no kind 13 of metadata (at byte 35): fetch it again")
  }

  @Test func deeplyNestedArraysAreRefused() {
    func nested(_ depth: Int) -> [UInt8] {
      var header = RawHeader(keys: 1)
      header.key("a", .array)
      for _ in 1..<depth {
        header.number(GGUFValueType.array.rawValue)
        header.number(UInt64(1))
      }
      header.number(GGUFValueType.uint8.rawValue)
      header.number(UInt64(0))
      return header.bytes
    }
    #expect(parseError(nested(8)) == nil)
    #expect(sentence(nested(9)) == "m.gguf is damaged, arrays at byte 133 are nested more than 8 deep: fetch it again")
    #expect(parseError(nested(100_000)) == .arraysTooDeep(path: "m.gguf", offset: 133, limit: 8))
  }

  @Test func truthValuesAreZeroOrOne() {
    var header = RawHeader(keys: 1)
    header.key("b", .bool)
    header.number(UInt8(2))
    #expect(
      sentence(header.bytes)
        == "m.gguf is damaged, the truth value at byte 37 is 2 instead of 0 or 1: fetch it again")
    var array = RawHeader(keys: 1)
    array.key("b", .array)
    array.number(GGUFValueType.bool.rawValue)
    array.number(UInt64(3))
    for byte in [0, 1, 7] as [UInt8] { array.number(byte) }
    #expect(parseError(array.bytes) == .invalidBool(path: "m.gguf", offset: 51, found: 7))
  }

  @Test func duplicateNamesAreRefused() {
    var keys = RawHeader(keys: 2)
    for _ in 0..<2 {
      keys.key("same", .uint8)
      keys.number(UInt8(1))
    }
    #expect(sentence(keys.bytes) == "m.gguf is damaged, the key \"same\" stands there twice: fetch it again")

    var tensors = RawHeader(tensors: 2)
    tensors.tensor("same", [8])
    tensors.tensor("same", [8], offset: 32)
    tensors.weights(64)
    #expect(sentence(tensors.bytes) == "m.gguf is damaged, the tensor \"same\" stands there twice: fetch it again")
  }

  @Test(arguments: [0, 3, 24, 1 << 21, -32])
  func alignmentsMustBePowersOfTwo(alignment: Int) {
    let bytes = GGUFWriter(alignment: alignment).serialized()
    let shown = UInt32(truncatingIfNeeded: alignment)
    #expect(parseError(bytes) == .badAlignment(path: "m.gguf", found: .uint32(shown)))
    #expect(
      sentence(bytes)
        == "m.gguf is damaged, general.alignment is \(shown) instead of a power of two up to 1048576: fetch it again")
  }

  @Test func anAlignmentThatIsNoNumberIsRefused() {
    var writer = GGUFWriter()
    writer.set("general.alignment", .string("32"))
    #expect(
      sentence(writer.serialized())
        == "m.gguf is damaged, general.alignment is no number instead of a power of two up to 1048576: fetch it again")
  }

  @Test func unknownTypesOfTensorsAreRefused() {
    for type in [4, 5, 31, 36, 99, UInt32.max] {
      var header = RawHeader(tensors: 1)
      header.tensor("t", [32], type: type)
      header.weights(128)
      #expect(
        sentence(header.bytes)
          == "m.gguf stores \"t\" in the unknown format \(type): fetch the model in another quantisation")
    }
  }

  @Test func shapesThatCannotBeAreRefused() {
    func tensor(_ shape: [UInt64], _ type: GGUFType = .f32) -> [UInt8] {
      var header = RawHeader(tensors: 1)
      header.tensor("t", shape, type: type.rawValue)
      header.weights(128)
      return header.bytes
    }
    #expect(
      sentence(tensor([1, 1, 1, 1, 1]))
        == "m.gguf is damaged, the tensor \"t\" has 5 dimensions instead of at most 4: fetch it again")
    #expect(parseError(tensor([2, 4, 1, 4])) == nil)
    #expect(
      sentence(tensor([4, 0])) == "m.gguf is damaged, [4, 0] is no shape for the F32 tensor \"t\": fetch it again")
    for shape in [[0], [UInt64.max], [1 << 62, 4], [1 << 32, 1 << 32], [1 << 31, 1 << 31, 1]] as [[UInt64]] {
      #expect(parseError(tensor(shape)) == .badShape(path: "m.gguf", tensor: "t", type: .f32, shape: shape))
    }
    #expect(
      sentence(tensor([16, 2], .q4_0))
        == "m.gguf is damaged, [16, 2] is no shape for the Q4_0 tensor \"t\": fetch it again")
  }

  @Test func placesThatCannotBeAreRefused() {
    func tensors(_ offsets: [UInt64], weights: Int = 96) -> [UInt8] {
      var header = RawHeader(tensors: UInt64(offsets.count))
      for (index, offset) in offsets.enumerated() { header.tensor("t\(index)", [8], offset: offset) }
      header.weights(weights)
      return header.bytes
    }
    #expect(parseError(tensors([0, 32, 64])) == nil)
    #expect(parseError(tensors([64, 0, 32])) == nil)
    #expect(
      sentence(tensors([0, 8, 64]))
        == "m.gguf is damaged, the tensor \"t1\" starts at 8, not at a multiple of 32: fetch it again")
    #expect(
      sentence(tensors([0, 0, 64])) == "m.gguf is damaged, the tensors \"t0\" and \"t1\" overlap: fetch it again")
    #expect(
      sentence(tensors([0, 32, 1 << 40]))
        == "m.gguf is damaged, the tensor \"t2\" (32 bytes from \(1 << 40) on) lies outside of the file: fetch it again"
    )
    for offset in [UInt64.max - 31, 1 << 63, UInt64(Int.max) - 31] {
      #expect(
        parseError(tensors([0, 32, offset]))
          == .tensorOutsideFile(path: "m.gguf", tensor: "t2", offset: offset, byteCount: 32))
    }
  }

  @Test func missingWeightsMeanAnIncompleteDownload() {
    var header = RawHeader(tensors: 2)
    header.tensor("a", [8])
    header.tensor("b", [8], offset: 32)
    header.weights(63)
    #expect(
      sentence(header.bytes)
        == "m.gguf ends too early, 1 byte missing: the download is probably incomplete; fetch it again")
    #expect(
      parseError(Array(header.bytes.dropLast(20)))
        == .truncated(path: "m.gguf", offset: header.bytes.count - 20, missing: 21, isAtLeast: false))
  }

  @Test func bytesBehindTheLastWeightsAreRefused() {
    var header = RawHeader(tensors: 1)
    header.tensor("a", [2])
    header.weights(8)
    let expected = header.bytes.count
    #expect(parseError(header.bytes) == nil)
    #expect(parseError(header.bytes + [UInt8](repeating: 0, count: 24)) == nil)
    #expect(
      sentence(header.bytes + [UInt8](repeating: 0, count: 25))
        == "m.gguf should end after \(expected) bytes but has \(expected + 25): it is damaged; fetch it again")
    #expect(parseError(RawHeader().bytes + [UInt8](repeating: 0, count: 8)) == nil)
    #expect(parseError(RawHeader().bytes + [0, 0, 0, 0, 0, 0, 0, 0, 0]) != nil)
  }

  @Test func longNamesAreCutInSentences() {
    let name = String(repeating: "n", count: 200)
    let error = GGUFError.duplicateKey(path: "m.gguf", key: name)
    #expect(error.description.contains("\"" + name.prefix(77) + "...\""))
  }
}
