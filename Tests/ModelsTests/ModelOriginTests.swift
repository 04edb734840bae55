import Chat
import Foundation
import TestSupport
import Testing

@testable import Models

@Suite struct ModelOriginTests {
  static let origin = ModelOrigin(
    name: "gemma-4-12b", repository: "google/gemma", revision: FakeHub.commit, endpoint: "https://huggingface.co",
    files: [
      .init(name: "a.gguf", bytes: 7, sha256: SHA256.hex(of: [1]), role: .model),
      .init(
        name: "d.gguf", bytes: 0, sha256: SHA256.hex(of: []), role: .drafter, repository: "unsloth/gemma",
        revision: "main"),
    ])

  @Test func isReadAsItWasWritten() throws {
    let folder = try TestFolder()
    try Self.origin.write(folder: folder.path)
    #expect(ModelOrigin(folder: folder.path) == Self.origin)
    #expect(try folder.names() == ["origin.json"])
    #expect(ModelOrigin(folder: folder.path + "/none") == nil)
  }

  @Test(arguments: ["../a.gguf", "a/b.gguf", "", ".", "..", "a\0.gguf"])
  func aNameThatLeadsOutOfTheFolderIsNotRead(name: String) throws {
    var origin = Self.origin
    origin.files[0] = .init(name: name, bytes: 7, sha256: "", role: .model)
    #expect(ModelOrigin(json: origin.json) == nil)
  }

  @Test func mutatedTextIsReadOrRefusedAndNothingElse() throws {
    var generator = SplitMix(seed: 7)
    let text = Array(Self.origin.json.text.utf8)
    for _ in 0..<2000 {
      var mutated = text
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<mutated.count, using: &generator)
        if Bool.random(using: &generator) {
          mutated[place] = UInt8.random(in: 0...255, using: &generator)
        } else {
          mutated.remove(at: place)
        }
      }
      guard let json = try? JSONValue(parsing: mutated), let origin = ModelOrigin(json: json) else { continue }
      #expect(origin.files.allSatisfy { !$0.name.contains("/") && $0.bytes >= 0 })
      #expect(ModelOrigin(json: origin.json) == origin)
    }
  }
}

/// Numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
