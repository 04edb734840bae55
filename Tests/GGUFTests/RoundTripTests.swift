import Foundation
import GGUF
import Testing

@Suite struct RoundTripTests {
  /// A value of every kind, and arrays of every kind.
  static let values: [GGUFValue] = [
    .uint8(.max), .int8(.min), .uint16(.max), .int16(.min), .uint32(.max), .int32(.min), .uint64(.max), .int64(.min),
    .float32(-1.5), .float64(.pi), .bool(true), .bool(false), .string(""), .string("héllo\0🦙"),
    .array(GGUFArray(uint8: [0, .max])), .array(GGUFArray(int8: [.min, .max])), .array(GGUFArray(uint16: [.max])),
    .array(GGUFArray(int16: [.min])), .array(GGUFArray(uint32: [1, .max])), .array(GGUFArray(int32: [.min, -1])),
    .array(GGUFArray(uint64: [.max])), .array(GGUFArray(int64: [.min])), .array(GGUFArray(float32: [.infinity, 0.1])),
    .array(GGUFArray(float64: [1e300])), .array(GGUFArray(bools: [true, false, true])),
    .array(GGUFArray(strings: ["a", "", "▁the"])), .array(GGUFArray(byteStrings: [[0xFF, 0xC0], []])),
    .array(GGUFArray(arrays: [GGUFArray(int32: [1, 2]), GGUFArray(strings: ["x"]), GGUFArray(arrays: [])])),
    .array(GGUFArray(strings: [])),
  ]

  @Test(arguments: [2, 3] as [UInt32], [1, 8, 32, 64, 4096])
  func everyKindOfValueSurvives(version: UInt32, alignment: Int) throws {
    var writer = GGUFWriter(version: version, alignment: alignment)
    for (index, value) in Self.values.enumerated() { writer.set("key.\(index)", value) }
    let file = try GGUFFile(bytes: writer.serialized(), name: "m.gguf")
    #expect(file.version == version)
    #expect(file.alignment == alignment)
    for (index, value) in Self.values.enumerated() { #expect(file.metadata["key.\(index)"] == value) }
    #expect(file.metadata["absent"] == nil)
    #expect(
      file.metadata.entries.map(\.key).suffix(2) == ["key.\(Self.values.count - 2)", "key.\(Self.values.count - 1)"])
  }

  @Test func tensorsOfEveryTypeSurvive() throws {
    var generator = SeededGenerator(seed: 1)
    var writer = GGUFWriter()
    var expected: [String: [UInt8]] = [:]
    for type in GGUFType.allCases {
      let shape = [type.blockSize * 2, 3]
      let count = try #require(type.byteCount(elements: type.blockSize * 6))
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      try writer.add(name: type.name, type: type, shape: shape, bytes: bytes)
      expected[type.name] = bytes
    }
    try withTemporaryFolder { folder in
      let path = folder + "/m.gguf"
      try writer.write(to: path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["m.gguf"])
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(writer.serialized()))
      let file = try GGUFFile(path: path)
      #expect(file.tensors.map(\.name) == GGUFType.allCases.map(\.name))
      for type in GGUFType.allCases {
        let tensor = try #require(file.tensor(type.name))
        #expect(tensor.type == type)
        #expect(tensor.shape == [type.blockSize * 2, 3])
        #expect(tensor.elementCount == type.blockSize * 6)
        #expect(tensor.offset.isMultiple(of: 32))
        #expect(try file.read(tensor) == expected[type.name])
      }
      #expect(file.byteCount == writer.serialized().count)
    }
  }

  @Test func rangesOfATensorAreReadFromManyThreads() async throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    var writer = GGUFWriter()
    try writer.add(name: "a", type: .i8, shape: [10], bytes: Array(bytes[..<10]))
    try writer.add(name: "b", type: .i8, shape: [100_000], bytes: bytes)
    let folder = FileManager.default.temporaryDirectory.appending(path: "facet-gguf-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "m.gguf").path
    try writer.write(to: path)
    let file = try GGUFFile(path: path)
    let tensor = try #require(file.tensor("b"))
    let right = try await withThrowingTaskGroup(of: Bool.self) { group in
      for start in stride(from: 0, to: 90_000, by: 1_000) {
        group.addTask {
          var part = [UInt8](repeating: 0, count: 5_000)
          try part.withUnsafeMutableBytes { try file.read(tensor, bytes: start..<start + 5_000, into: $0) }
          return part.elementsEqual(bytes[start..<start + 5_000])
        }
      }
      return try await group.allSatisfy { $0 }
    }
    #expect(right)
  }

  @Test func rangesOutsideOfATensorAreRefused() throws {
    var writer = GGUFWriter()
    try writer.add(name: "a", shape: [4], floats: [1, 2, 3, 4])
    let file = try GGUFFile(bytes: writer.serialized(), name: "m.gguf")
    let tensor = file.tensors[0]
    var room = [UInt8](repeating: 0, count: 32)
    for range in [0..<17, -1..<4, 16..<17] {
      #expect(throws: GGUFError.badRange(path: "m.gguf", tensor: "a", range: range, byteCount: 16, room: 32)) {
        try room.withUnsafeMutableBytes { try file.read(tensor, bytes: range, into: $0) }
      }
    }
    var small = [UInt8](repeating: 0, count: 3)
    #expect(throws: GGUFError.badRange(path: "m.gguf", tensor: "a", range: 0..<4, byteCount: 16, room: 3)) {
      try small.withUnsafeMutableBytes { try file.read(tensor, bytes: 0..<4, into: $0) }
    }
    try room.withUnsafeMutableBytes { try file.read(tensor, bytes: 4..<8, into: $0) }
    #expect(room.prefix(5) == [0, 0, 0, 0x40, 0])
    try room.withUnsafeMutableBytes { try file.read(tensor, bytes: 16..<16, into: $0) }
  }

  @Test func randomMetadataSurvives() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<200 {
      var writer = GGUFWriter(version: Bool.random(using: &generator) ? 2 : 3)
      var expected: [(String, GGUFValue)] = []
      for index in 0..<Int.random(in: 0...8, using: &generator) {
        let value = Self.randomValue(depth: 0, &generator)
        writer.set("k\(index)", value)
        expected.append(("k\(index)", value))
      }
      let file = try GGUFFile(bytes: writer.serialized(), name: "m.gguf")
      #expect(file.metadata.count == expected.count)
      for (key, value) in expected { #expect(file.metadata[key] == value) }
    }
  }

  @Test func settingAKeyTwiceReplacesItsValue() throws {
    var writer = GGUFWriter()
    writer.set("a", .bool(false))
    writer.set("b", .uint8(1))
    writer.set("a", .string("x"))
    let metadata = try GGUFFile(bytes: writer.serialized(), name: "m.gguf").metadata
    #expect(metadata.entries.map(\.key) == ["a", "b"])
    #expect(metadata["a"]?.string == "x")
  }

  @Test func aScalarHasTheShapeOne() throws {
    var writer = GGUFWriter()
    var raw = RawHeader(tensors: 1)
    raw.tensor("scalar", [])
    raw.weights(4)
    let file = try GGUFFile(bytes: raw.bytes, name: "m.gguf")
    #expect(file.tensors[0].shape == [1])
    #expect(file.tensors[0].byteCount == 4)
    try writer.add(name: "scalar", shape: [1], floats: [1])
    #expect(try GGUFFile(bytes: writer.serialized(), name: "m.gguf").tensors[0].shape == [1])
  }

  @Test func theWriterRefusesWeightsThatDoNotFillTheShape() {
    var writer = GGUFWriter()
    #expect(throws: GGUFError.wrongByteCount(tensor: "a", expected: 16, found: 12)) {
      try writer.add(name: "a", shape: [4], floats: [1, 2, 3])
    }
    #expect(throws: GGUFError.wrongByteCount(tensor: "q", expected: nil, found: 18)) {
      try writer.add(name: "q", type: .q4_0, shape: [16, 2], bytes: [UInt8](repeating: 0, count: 18))
    }
    #expect(throws: GGUFError.wrongByteCount(tensor: "z", expected: nil, found: 0)) {
      try writer.add(name: "z", shape: [0], floats: [])
    }
  }

  @Test func aFolderThatIsNotThereCannotBeWrittenTo() {
    #expect(throws: GGUFError.unwritable(path: "/nowhere/m.gguf", code: ENOENT)) {
      try GGUFWriter().write(to: "/nowhere/m.gguf")
    }
  }

  private static func randomValue(depth: Int, _ generator: inout SeededGenerator) -> GGUFValue {
    switch Int.random(in: 0...6, using: &generator) {
    case 0: .uint8(.random(in: 0 ... .max, using: &generator))
    case 1: .int64(.random(in: .min ... .max, using: &generator))
    case 2: .float32(.random(in: -1e6...1e6, using: &generator))
    case 3: .bool(.random(using: &generator))
    case 4: .string(randomText(&generator))
    case 5:
      .array(GGUFArray(strings: (0..<Int.random(in: 0...5, using: &generator)).map { _ in randomText(&generator) }))
    default: .array(randomArray(depth: depth, &generator))
    }
  }

  private static func randomArray(depth: Int, _ generator: inout SeededGenerator) -> GGUFArray {
    guard depth < 5, Bool.random(using: &generator) else {
      return GGUFArray(int16: (0..<3).map { _ in Int16.random(in: .min ... .max, using: &generator) })
    }
    return GGUFArray(
      arrays: (0..<Int.random(in: 0...3, using: &generator)).map { _ in randomArray(depth: depth + 1, &generator) })
  }

  private static func randomText(_ generator: inout SeededGenerator) -> String {
    String(
      (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in "aé▁🦙\0 ".randomElement(using: &generator) })
  }
}
