import Foundation
import GGUF
import Testing

@Suite struct FileTests {
  private func sentence(_ path: String) -> String {
    do {
      _ = try GGUFFile(path: path)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func pathsThatAreNoFilesGetASentence() throws {
    try withTemporaryFolder { folder in
      #expect(sentence(folder + "/none.gguf") == "\(folder)/none.gguf does not exist: check the path")
      #expect(sentence(folder) == "\(folder) is a directory: name the .gguf file inside it")
      #expect(sentence("/dev/null") == "/dev/null is not a regular file: name a .gguf file")
      try Data().write(to: URL(filePath: folder + "/empty.gguf"))
      #expect(sentence(folder + "/empty.gguf") == "\(folder)/empty.gguf is empty: fetch it again")
      #expect(sentence(folder + "/empty.gguf/x.gguf") == "\(folder)/empty.gguf/x.gguf does not exist: check the path")
      let long = folder + "/" + String(repeating: "x", count: 300)
      #expect(sentence(long) == "\(long) cannot be read: File name too long")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func aFileWithoutPermissionGetsASentence() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/m.gguf"
      try GGUFWriter().write(to: path)
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      #expect(sentence(path) == "\(path) cannot be read, permission is denied: change its permissions")
    }
  }

  @Test func permissionErrorsSayWhatToDo() {
    #expect(
      GGUFError.unreadable(path: "m.gguf", code: EACCES).description
        == "m.gguf cannot be read, permission is denied: change its permissions")
    #expect(GGUFError.unreadable(path: "m.gguf", code: EIO).description == "m.gguf cannot be read: Input/output error")
  }

  static let foreign: [(start: String, what: String)] = [
    ("<!DOCTYPE html><html>", "a web page"), ("\n  <html>", "a web page"),
    ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "a Git LFS pointer"),
    ("PK\u{3}\u{4}....", "a zip archive or PyTorch file"), ("{\"error\": 1}", "JSON text"),
    ("Entry not found", "plain text"), ("tjgg\u{1}\0\0\0", "an old GGML file"), ("FUGG....", "a big-endian GGUF file"),
    ("\u{10}\0\0\0\0\0\0\0{\"a\":0}", "a safetensors file"), ("\0\0\0\0\0\0\0\0", "filled with zeros"),
  ]

  @Test(arguments: foreign.indices)
  func otherFormatsAreNamed(index: Int) {
    let (start, what) = Self.foreign[index]
    let sentence = parseError(Array(start.utf8))?.description ?? ""
    #expect(sentence.hasPrefix("m.gguf is not a GGUF file but \(what): "))
  }

  @Test func bytesOfTheProgramAreReadWhereTheyAre() throws {
    try withTemporaryFolder { folder in
      var writer = GGUFWriter()
      writer.set("general.name", .string("inside"))
      try writer.add(name: "t", shape: [2, 32], floats: (0..<64).map { Float($0) })
      try writer.write(to: folder + "/m.gguf")
      let bytes = try [UInt8](Data(contentsOf: URL(filePath: folder + "/m.gguf")))
      // Never given back, as those of the program are not.
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
      memory.copyBytes(from: bytes)
      let file = try GGUFFile(bytes: ProgramBytes(UnsafeRawBufferPointer(memory)), name: "the one inside")
      #expect(file.path == "the one inside")
      #expect(file.byteCount == bytes.count)
      #expect(file.metadata["general.name"]?.string == "inside")
      let written = try GGUFFile(path: folder + "/m.gguf")
      #expect(try file.read(file.tensors[0]) == written.read(written.tensors[0]))
      // What is read comes from there, and from no copy.
      memory[file.tensors[0].offset] ^= 1
      #expect(try file.read(file.tensors[0]) != written.read(written.tensors[0]))
      let cut = ProgramBytes(UnsafeRawBufferPointer(rebasing: memory[..<(bytes.count - 100)]))
      #expect(throws: GGUFError.self) { try GGUFFile(bytes: cut, name: "cut") }
    }
  }

  @Test func unknownFormatsAreNotGuessed() {
    #expect(parseError([0x1F, 0x8B, 8, 0])?.description == "m.gguf is not a GGUF file but a gzip archive: unpack it")
    #expect(
      parseError([1, 2, 3, 4, 5, 6, 7, 8])?.description
        == "m.gguf is not a GGUF file: name a model file that ends in .gguf")
    #expect(parseError(Array("GG".utf8)) == .truncated(path: "m.gguf", offset: 2, missing: 22, isAtLeast: true))
  }

  @Test func aFileThatShrinksWhileItIsReadGetsASentence() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/m.gguf"
      var writer = GGUFWriter()
      try writer.add(name: "t", shape: [64], floats: [Float](repeating: 1, count: 64))
      try writer.write(to: path)
      let file = try GGUFFile(path: path)
      #expect(truncate(path, 200) == 0)
      #expect(throws: GGUFError.shortened(path: path, offset: 200)) { try file.read(file.tensors[0]) }
    }
  }

  @Test func aHeaderLongerThanTheFirstChunkIsRead() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/m.gguf"
      var writer = GGUFWriter()
      let texts = (0..<100_000).map { "token number \($0)" }
      writer.set("first", .array(GGUFArray(strings: texts)))
      writer.set("second", .array(GGUFArray(int32: (0..<900_000).map { Int32($0) })))
      writer.set("third", .string(String(repeating: "x", count: 3_000_000)))
      try writer.add(name: "t", shape: [2], floats: [1, 2])
      try writer.write(to: path)
      let file = try GGUFFile(path: path)
      let strings = try #require(file.metadata["first"]?.array?.strings)
      #expect(strings.count == 100_000)
      #expect(strings[99_999] == "token number 99999")
      #expect(file.metadata["second"]?.array?.ints?.last == 899_999)
      #expect(file.metadata["third"]?.string?.utf8.count == 3_000_000)
      #expect(try file.read(file.tensors[0]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40])
    }
  }
}
