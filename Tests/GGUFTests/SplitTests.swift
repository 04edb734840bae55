import Foundation
import GGUF
import Testing

@Suite struct SplitTests {
  /// Writes a model of three parts with two tensors in each; the body changes the writers first.
  private func withParts(
    _ change: (inout [GGUFWriter]) throws -> Void = { _ in }, _ body: (String) throws -> Void
  ) throws {
    var writers: [GGUFWriter] = []
    for part in 0..<3 {
      var writer = GGUFWriter()
      if part == 0 { writer.set("general.architecture", .string("gemma4")) }
      writer.set("split.no", .uint16(UInt16(part)))
      writer.set("split.count", .uint16(3))
      writer.set("split.tensors.count", .int32(6))
      for index in 0..<2 {
        try writer.add(name: "t\(part).\(index)", shape: [3], floats: [Float](repeating: Float(part), count: 3))
      }
      writers.append(writer)
    }
    try change(&writers)
    try withTemporaryFolder { folder in
      for (part, writer) in writers.enumerated() { try writer.write(to: Self.path(folder, part)) }
      try body(folder)
    }
  }

  private static func path(_ folder: String, _ part: Int) -> String { "\(folder)/model-0000\(part + 1)-of-00003.gguf" }

  @Test(arguments: 0..<3) func anyPartOpensTheWholeModel(part: Int) throws {
    try withParts { folder in
      let file = try GGUFFile(path: Self.path(folder, part))
      #expect(file.path == Self.path(folder, 0))
      #expect(file.paths == (0..<3).map { Self.path(folder, $0) })
      #expect(file.metadata["general.architecture"]?.string == "gemma4")
      #expect(file.tensors.map(\.name) == ["t0.0", "t0.1", "t1.0", "t1.1", "t2.0", "t2.1"])
      let tensor = try #require(file.tensor("t2.1"))
      #expect(tensor.part == 2)
      #expect(try file.read(tensor) == [0, 0, 0, 0x40, 0, 0, 0, 0x40, 0, 0, 0, 0x40])
    }
  }

  @Test func aMissingPartIsNamed() throws {
    try withParts { folder in
      try FileManager.default.removeItem(atPath: Self.path(folder, 1))
      let missing = Self.path(folder, 1)
      #expect(throws: GGUFError.missingPart(path: missing, part: 2, count: 3)) {
        try GGUFFile(path: Self.path(folder, 0))
      }
      #expect(throws: GGUFError.notFound(path: missing)) { try GGUFFile(path: missing) }
      #expect(
        GGUFError.missingPart(path: missing, part: 2, count: 3).description
          == "\(missing) is missing, part 2 of 3 of the model: fetch it into the same folder")
    }
  }

  @Test func aPartOfAnotherModelIsRefused() throws {
    try withParts({ $0[1].set("split.no", .uint16(2)) }) { folder in
      let error = GGUFError.wrongPart(path: Self.path(folder, 1), key: "split.no", expected: 1, found: 2)
      #expect(throws: error) { try GGUFFile(path: Self.path(folder, 0)) }
      #expect(
        error.description
          == "\(Self.path(folder, 1)) does not belong to this split model, its split.no is 2 instead of 1: "
          + "fetch all parts again")
    }
    try withParts({ $0[0] = GGUFWriter() }) { folder in
      #expect(throws: GGUFError.wrongPart(path: Self.path(folder, 0), key: "split.count", expected: 3, found: nil)) {
        try GGUFFile(path: Self.path(folder, 2))
      }
    }
    try withParts({ $0[2].set("split.count", .uint16(4)) }) { folder in
      #expect(throws: GGUFError.wrongPart(path: Self.path(folder, 2), key: "split.count", expected: 3, found: 4)) {
        try GGUFFile(path: Self.path(folder, 0))
      }
    }
  }

  @Test func tensorsMustBeCompleteAndUniqueOverAllParts() throws {
    try withParts({ $0[0].set("split.tensors.count", .int32(7)) }) { folder in
      #expect(throws: GGUFError.wrongTensorTotal(path: Self.path(folder, 0), expected: 7, found: 6)) {
        try GGUFFile(path: Self.path(folder, 0))
      }
    }
    try withParts({
      $0[0].set("split.tensors.count", .int32(7))
      try $0[2].add(name: "t0.0", shape: [1], floats: [1])
    }) { folder in
      #expect(throws: GGUFError.duplicateTensor(path: Self.path(folder, 2), tensor: "t0.0")) {
        try GGUFFile(path: Self.path(folder, 0))
      }
    }
  }

  @Test func aPartUnderAnotherNameIsRefused() throws {
    try withParts { folder in
      let renamed = folder + "/renamed.gguf"
      try FileManager.default.moveItem(atPath: Self.path(folder, 1), toPath: renamed)
      #expect(throws: GGUFError.unnamedPart(path: renamed, part: 2, count: 3)) { try GGUFFile(path: renamed) }
      #expect(
        GGUFError.unnamedPart(path: renamed, part: 2, count: 3).description
          == "\(renamed) is part 2 of 3 of a split model, but its name does not say so: "
          + "name the parts …-00001-of-00003.gguf and so on")
    }
  }

  @Test(arguments: ["m-00004-of-00003.gguf", "m-00000-of-00003.gguf", "m-1-of-3.gguf", "m-0000x-of-00003.gguf"])
  func namesThatAreNoPartsAreSingleFiles(name: String) throws {
    try withTemporaryFolder { folder in
      try GGUFWriter().write(to: "\(folder)/\(name)")
      #expect(try GGUFFile(path: "\(folder)/\(name)").paths.count == 1)
    }
  }
}
