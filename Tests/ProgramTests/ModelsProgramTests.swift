import Chat
import Foundation
import Models
import TestSupport
import Testing

@testable import facet

/// `facet models`, as a person calls it.
@Suite struct ModelsProgramTests {
  private let folder: TemporaryFolder
  private let pulled: String

  init() throws {
    folder = try TemporaryFolder()
    pulled = folder.path + "/.local/share/facet/models/gemma-tiny"
    try FileManager.default.createDirectory(atPath: pulled, withIntermediateDirectories: true)
    try TinyModel(weights: .q4_0).write(to: pulled + "/tiny.gguf")
    try TinyProjector().write(to: pulled + "/mmproj.gguf")
    let files = try [("tiny.gguf", ModelOrigin.Role.model), ("mmproj.gguf", .projector)].map { name, role in
      let data = try Data(contentsOf: URL(fileURLWithPath: pulled + "/" + name))
      return ModelOrigin.File(name: name, bytes: data.count, sha256: SHA256.hex(of: [UInt8](data)), role: role)
    }
    try ModelOrigin(
      name: "gemma-tiny", repository: "o/r", revision: "1", endpoint: "https://example.org", files: files
    ).write(folder: pulled)
    try folder.write(Data("no model".utf8), named: ".cache/llama.cpp/broken\u{1B}[2J.gguf")
  }

  private func facet(_ arguments: String...) async throws -> RunningProgram.Result {
    try await BuiltProgram.run(
      arguments,
      environment: [
        "HOME": folder.path, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "", "FACET_MODEL": "", "OLLAMA_MODELS": "",
        "HF_HOME": "", "HF_HUB_CACHE": "", "LLAMA_CACHE": "",
      ])
  }

  @Test func theListNamesWhatIsThereAndWhatIsBroken() async throws {
    let result = try await facet("models")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("gemma-tiny  Q4_0, "))
    #expect(result.output.contains("text, pictures, sound"))
    #expect(result.output.contains("Cannot be used:") && !result.output.contains("\u{1B}"))
    let json = try JSONValue(parsing: try await facet("models", "list", "--json").output)
    #expect(json["models"]?.asArray?.count == 1 && json["broken"]?.asArray?.count == 1)
    #expect(json["models"]?.asArray?[0]["default"]?.asBool == false)
  }

  @Test func showTellsShapeAndMemory() async throws {
    let result = try await facet("models", "show", "gemma-tiny")
    #expect(result.status == 0, "\(result.errors)")
    for words in ["3 layers (2 sliding over 32 tokens)", "4096 tokens known", "mmproj.gguf", "4k tokens", "fits"] {
      #expect(result.output.contains(words), "\(words)")
    }
    // A path does as well.
    let json = try JSONValue(parsing: try await facet("models", "show", pulled + "/tiny.gguf", "--json").output)
    #expect(json["name"]?.asString == "gemma-tiny" && json["layers"]?.asInteger == 3)
    #expect(json["memory"]?.asArray?.first?["fits"]?.asBool == true)
  }

  @Test func anUnknownNameAndAnUnknownWordAreOneSentence() async throws {
    let name = try await facet("models", "show", "gemma-tinny")
    #expect(name.status == 2 && name.errors.contains("did you mean “gemma-tiny”?"))
    let word = try await facet("models", "shwo", "x")
    #expect(word.status == 2 && word.errors.contains("list, show, default, verify or remove"))
    let missing = try await facet("models", "show")
    #expect(missing.status == 2 && missing.errors.contains("needs the NAME"))
  }

  @Test func theDefaultAnswersFromThenOn() async throws {
    try folder.write(Data("{\n  // dark\n  theme: 'dark',\n}\n".utf8), named: ".config/facet/config.json5")
    let result = try await facet("models", "default", "gemma-tiny")
    #expect(result.status == 0, "\(result.errors)")
    let file = folder.path + "/.config/facet/config.json5"
    #expect(
      try String(contentsOfFile: file, encoding: .utf8)
        == "{\n  model: \"gemma-tiny\",\n  // dark\n  theme: 'dark',\n}\n")
    #expect(try await facet("models").output.contains("* gemma-tiny"))
    #expect(try await facet("tokenize", "a").status == 0)
    #expect(try await facet("models", "default", "guide").status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).contains("model: null,"))
  }

  @Test(arguments: ["gemma-tiny", "guide"]) func noModelAnswersWhereAServerIsConfigured(name: String) async throws {
    try folder.write(Data("{server: 'http://127.0.0.1:9'}".utf8), named: ".config/facet/config.json5")
    let result = try await facet("models", "default", name)
    #expect(result.status == 0 && !result.output.contains("answers from now on"), "\(result.output)")
    #expect(result.errors.contains("127.0.0.1:9") && result.errors.contains("--no-server"), "\(result.errors)")
    let list = try await facet("models").output
    #expect(list.contains("127.0.0.1:9") && list.contains("with --no-server the"), "\(list)")
    #expect(!list.contains("* answers") && !list.contains("guide answers"), "\(list)")
  }

  @Test func nothingGoesWithoutBeingAsked() async throws {
    let result = try await facet("models", "remove", "gemma-tiny")
    #expect(result.status == 1 && result.errors.contains("--yes"))
    #expect(FileManager.default.fileExists(atPath: pulled + "/tiny.gguf"))
    let sure = try await facet("models", "remove", "gemma-tiny", "--yes")
    #expect(sure.status == 0 && sure.output.hasPrefix("Deleted gemma-tiny"), "\(sure.errors)")
    #expect(!FileManager.default.fileExists(atPath: pulled))
  }

  @Test func aPullThatWasBrokenOffIsListedAndCanBeRemoved() async throws {
    let begun = ".local/share/facet/models/ada--gemma\u{1B}[2J"
    try folder.write(Data(repeating: 7, count: 12_345), named: begun + "/gemma.gguf.part")
    try folder.write(Data("{}".utf8), named: begun + "/gemma.gguf.part.json")
    let list = try await facet("models").output
    #expect(list.contains("Not complete:") && list.contains("12.3 kB") && !list.contains("\u{1B}"), "\(list)")
    let json = try JSONValue(parsing: try await facet("models", "--json").output)["unfinished"]?.asArray
    #expect(json?.count == 1 && json?.first?["bytes"]?.asInteger == 12_345)
    let asked = try await facet("models", "remove", "ada--gemma\u{1B}[2J")
    #expect(asked.status == 1 && asked.errors.contains("--yes"))
    let sure = try await facet("models", "remove", "ADA--gemma\u{1B}[2J", "--yes")
    #expect(sure.status == 0 && sure.output.contains("12.3 kB"), "\(sure.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/" + begun))
    #expect(FileManager.default.fileExists(atPath: pulled + "/tiny.gguf"))
  }

  @Test func verifyFindsAChangedByte() async throws {
    let sound = try await facet("models", "verify")
    #expect(sound.status == 0 && sound.output.contains("tiny.gguf: sound"), "\(sound.output)\(sound.errors)")
    var data = try Data(contentsOf: URL(fileURLWithPath: pulled + "/tiny.gguf"))
    data[data.count / 2] ^= 4
    try data.write(to: URL(fileURLWithPath: pulled + "/tiny.gguf"))
    let changed = try await facet("models", "verify", "gemma-tiny")
    #expect(changed.status == 1 && changed.output.contains("WRONG: its content has changed"))
    let json = try JSONValue(parsing: try await facet("models", "verify", "--json").output)
    #expect(json.asArray?.map { $0["sound"]?.asBool } == [false, true])
  }
}
