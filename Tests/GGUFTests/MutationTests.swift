import GGUF
import Testing

/// Whatever the bytes are, reading ends with a file or with an error.
@Suite struct MutationTests {
  /// A small file with values of all kinds whose last tensor fills the file to its end.
  private static func sample() throws -> [UInt8] {
    var writer = GGUFWriter()
    for (index, value) in RoundTripTests.values.enumerated() { writer.set("k\(index)", value) }
    try writer.add(name: "a.weight", type: .q4_0, shape: [32, 2], bytes: [UInt8](repeating: 3, count: 36))
    try writer.add(name: "b.weight", shape: [4, 4], floats: [Float](repeating: 1, count: 16))
    return writer.serialized()
  }

  /// Uses all that a file offers; false for errors other than `GGUFError`.
  private static func survives(_ bytes: [UInt8]) -> Bool {
    do {
      let file = try GGUFFile(bytes: bytes, name: "m.gguf")
      for (_, value) in file.metadata.entries { touch(value) }
      for tensor in file.tensors { _ = try file.read(tensor) }
      return true
    } catch {
      return (error as? GGUFError)?.description.isEmpty == false
    }
  }

  private static func touch(_ value: GGUFValue) {
    _ = (value.int, value.double, value.bool, value.string)
    guard let array = value.array else { return }
    _ = (array.ints, array.doubles, array.bools)
    if let strings = array.strings {
      for index in 0..<strings.count { _ = strings[index] }
    }
    for inner in array.arrays ?? [] { touch(.array(inner)) }
  }

  @Test func everyTruncationIsAnError() throws {
    let bytes = try Self.sample()
    #expect(parseError(bytes) == nil)
    for count in 0..<bytes.count {
      let error = try #require(parseError(Array(bytes[..<count])))
      if count == 0 {
        #expect(error == .empty(path: "m.gguf"))
      } else {
        guard case .truncated(_, let offset, let missing, _) = error else {
          Issue.record("\(count) bytes give \(error)")
          continue
        }
        #expect(offset == count)
        #expect(missing > 0 && missing <= bytes.count - count)
      }
    }
  }

  @Test func flippedBytesNeverCrash() throws {
    let bytes = try Self.sample()
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      var mutated = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        mutated[Int.random(in: 0..<mutated.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      #expect(Self.survives(mutated))
    }
  }

  @Test func extremeNumbersNeverCrash() throws {
    let bytes = try Self.sample()
    let extremes: [UInt64] = [0, 1, .max, .max - 1, UInt64(Int.max), 1 << 63, 1 << 32, 1 << 31, 1 << 16]
    for offset in stride(from: 8, to: bytes.count - 8, by: 3) {
      for extreme in extremes {
        var mutated = bytes
        withUnsafeBytes(of: extreme.littleEndian) { mutated.replaceSubrange(offset..<offset + 8, with: $0) }
        #expect(Self.survives(mutated))
      }
    }
  }

  @Test func splicedBytesNeverCrash() throws {
    let bytes = try Self.sample()
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<3_000 {
      var mutated = bytes
      let start = Int.random(in: 0..<mutated.count, using: &generator)
      let end = min(mutated.count, start + Int.random(in: 0...40, using: &generator))
      if Bool.random(using: &generator) {
        mutated.removeSubrange(start..<end)
      } else {
        mutated.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0..<mutated.count, using: &generator))
      }
      #expect(Self.survives(mutated))
    }
  }
}
