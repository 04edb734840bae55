import Foundation
import TestSupport
import Testing

@testable import Models

/// Finding the models of a machine.
@Suite struct ShelfTests {
  @Test func modelsOfEveryProgramAreFoundInPlace() throws {
    let home = try ShelfHome()
    _ = try home.pulled("gemma-4-12b")
    try home.manifest("registry.ollama.ai/library/gemma4/12b", model: home.blob(home.model("a.gguf", hidden: 96)))
    try home.model(".lmstudio/models/google/gemma-GGUF/gemma-lm-Q8_0.gguf", weights: .q8_0)
    try home.model(".cache/llama.cpp/owner_gemma-llama.gguf", weights: .q4_0)
    try home.model(".cache/huggingface/hub/models--o--r/blobs/f00", hidden: 128)
    let snapshot = try home.place(".cache/huggingface/hub/models--o--r/snapshots/abc/gemma-hub.gguf")
    try FileManager.default.createSymbolicLink(atPath: snapshot, withDestinationPath: "../../blobs/f00")
    let listing = home.shelf.list()
    #expect(listing.broken.isEmpty && listing.foreign.isEmpty && !listing.isCut)
    #expect(
      listing.models.map(\.name) == [
        "gemma-4-12b", "ollama:gemma4:12b", "gemma-lm-Q8_0", "owner_gemma-llama", "gemma-hub",
      ])
    #expect(listing.models.map(\.place) == [.facet, .ollama, .lmStudio, .llamaCpp, .huggingFace])
    #expect(listing.models.map(\.card.quantisation) == ["F32", "F32", "Q8_0", "Q4_0", "F32"])
    #expect(listing.models[0].card.abilities == ["pictures", "sound"])
    #expect(try home.shelf.path(of: "GEMMA-HUB", looks: false) == snapshot)
  }

  @Test func variablesNameOtherPlaces() throws {
    let home = try ShelfHome()
    try home.model("hub/models--o--r/snapshots/abc/one.gguf")
    try home.model("llama/two.gguf", hidden: 96)
    try home.model("home/hub/models--o--r/snapshots/abc/three.gguf", hidden: 128)
    let environment = [
      "HF_HUB_CACHE": home.path + "/hub", "HF_HOME": home.path + "/home", "LLAMA_CACHE": home.path + "/llama",
    ]
    let shelf = ModelShelf(environment: environment, sharedOllama: [])
    #expect(shelf.finds().map(\.name) == ["two", "one", "three"])
    // A relative path would mean another folder each time.
    #expect(ModelShelf(environment: ["LLAMA_CACHE": "llama", "HOME": "home"], sharedOllama: []).finds().isEmpty)
  }

  @Test func theFolderForCachesMayBeAnother() throws {
    let home = try ShelfHome()
    try home.model("caches/huggingface/hub/models--o--r/snapshots/abc/one.gguf")
    try home.model("caches/llama.cpp/two.gguf", hidden: 96)
    try home.model(".cache/llama.cpp/old.gguf", hidden: 128)
    var environment = home.environment
    environment["XDG_CACHE_HOME"] = home.path + "/caches"
    #expect(ModelShelf(environment: environment, sharedOllama: []).finds().map(\.name) == ["two", "one"])
    environment["XDG_CACHE_HOME"] = "caches"
    #expect(ModelShelf(environment: environment, sharedOllama: []).finds().map(\.name) == ["old"])
  }

  @Test func aFileUnderTwoPathsIsOneModel() throws {
    let home = try ShelfHome()
    let path = try home.model(".cache/llama.cpp/gemma.gguf")
    let link = try home.place(".lmstudio/models/a/b/gemma-link.gguf")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(home.shelf.finds().map(\.name) == ["gemma-link"])
    let shelf = ModelShelf(environment: home.environment, configured: [path], sharedOllama: [])
    #expect(shelf.finds() == [.init(name: "gemma", place: .configured, path: path)])
  }

  @Test func ofEqualNamesOnlyTheFirstIsShort() throws {
    let home = try ShelfHome()
    try home.model(".lmstudio/models/a/one/gemma.gguf")
    try home.model(".lmstudio/models/b/two/Gemma.gguf", hidden: 96)
    try home.model(".cache/llama.cpp/gemma.gguf", hidden: 128)
    #expect(home.shelf.finds().map(\.name) == ["gemma", "Gemma@lm-studio", "gemma@llama.cpp"])
  }

  @Test func brokenFilesAreListedWithTheirReasonAndOthersWithTheirFamily() throws {
    let home = try ShelfHome()
    try home.write("no model", ".cache/llama.cpp/broken.gguf")
    try home.foreign(".cache/llama.cpp/llama-3.gguf", architecture: "llama")
    try home.foreign(".cache/llama.cpp/strange-gemma.gguf", architecture: "gemma4")
    try home.model(".cache/llama.cpp/sound.gguf")
    try home.manifest("registry.ollama.ai/library/lost/latest", model: "sha256:" + String(repeating: "a", count: 64))
    try home.write("{", ".ollama/models/manifests/registry.ollama.ai/library/bad/latest")
    let listing = home.shelf.list()
    #expect(listing.models.map(\.name) == ["sound"])
    #expect(listing.foreign.map(\.architecture) == ["llama"])
    #expect(
      Set(listing.broken.map(\.name)) == ["broken", "strange-gemma", "ollama:lost:latest", "ollama:bad:latest"])
    #expect(listing.broken.allSatisfy { $0.reason.count > 10 })
  }

  @Test func linksInACircleEnd() throws {
    let home = try ShelfHome()
    try home.model(".lmstudio/models/a/b/gemma.gguf")
    let circle = home.path + "/.lmstudio/models/a/b/again"
    try FileManager.default.createSymbolicLink(atPath: circle, withDestinationPath: home.path + "/.lmstudio/models")
    try FileManager.default.createSymbolicLink(
      atPath: home.path + "/.lmstudio/models/nowhere.gguf", withDestinationPath: home.path + "/not-there")
    #expect(home.shelf.finds().map(\.name) == ["gemma"])
  }

  @Test func aWalkIsBounded() throws {
    let home = try ShelfHome()
    for number in 0..<12 { try home.write("", "many/\(number % 3)/\(number).gguf") }
    try home.write("", "many/0/deep/deeper/x.gguf")
    let walk = ShelfWalk(home.path + "/many", depth: 1, limit: 7, isWanted: ShelfWalk.isModelFile)
    #expect(walk.paths.count == 7 && walk.isCut)
    let all = ShelfWalk(home.path + "/many", depth: 1, isWanted: ShelfWalk.isModelFile)
    #expect(all.paths.count == 12 && !all.isCut)
  }

  @Test func ofAModelInPartsTheFirstCounts() throws {
    let home = try ShelfHome()
    try home.write("", ".cache/llama.cpp/big-00001-of-00002.gguf")
    try home.write("", ".cache/llama.cpp/big-00002-of-00002.gguf")
    #expect(home.shelf.finds().map(\.name) == ["big"])
  }

  @Test func whatIsPutThereByHandHasTheNameOfItsFile() throws {
    let home = try ShelfHome()
    try home.model(".local/share/facet/models/mine/gemma-mine.gguf")
    try home.model(".local/share/facet/models/loose.gguf", hidden: 96)
    #expect(Set(home.shelf.finds().map(\.name)) == ["gemma-mine", "loose"])
  }
}

/// Names beside paths.
@Suite struct ModelNameTests {
  @Test(arguments: [
    ("./x", true), ("a/b", true), ("x.GGUF", true), ("gemma-4-12b", false), ("ollama:gemma4:12b", false),
  ])
  func aPathHasASlashOrItsEnding(text: String, isPath: Bool) {
    #expect(ModelName.isPath(text) == isPath)
  }

  @Test func aFileInThePresentFolderIsAPathUnlessTheConfigurationSaysIt() {
    // Tests run where the package is.
    #expect(ModelName.isPath("Package.swift"))
    #expect(!ModelName.isPath("Package.swift", looks: false))
  }

  @Test func anUnknownNameComesWithThoseThatAreNear() throws {
    let home = try ShelfHome()
    try home.model(".cache/llama.cpp/gemma-4-12b-it.gguf")
    try home.projector(".cache/llama.cpp/mmproj-gemma-4-12b-it.gguf")
    let error = #expect(throws: UnknownModel.self) { try home.shelf.path(of: "gema-4-12b-it") }
    #expect(error?.near == ["gemma-4-12b-it"])
    #expect(error?.description.contains("did you mean “gemma-4-12b-it”? facet models lists") == true)
    #expect(#expect(throws: UnknownModel.self) { try home.shelf.path(of: "12b") }?.near == ["gemma-4-12b-it"])
  }

  @Test func aFineTuneThatIsCalledAnAssistantIsAModel() throws {
    let home = try ShelfHome()
    let path = try home.place(".cache/llama.cpp/gemma-4-12b-medical-assistant.gguf")
    try home.write("", ".cache/llama.cpp/gemma-4-12b-medical-assistant.gguf")
    // Of zeros, which take no room on the disk.
    try #require(truncate(path, 3_000_000_000) == 0)
    let error = #expect(throws: UnknownModel.self) { try home.shelf.path(of: "medical-assistant") }
    #expect(error?.near == ["gemma-4-12b-medical-assistant"])
    #expect(Pairing.drafter(of: try home.model(".cache/llama.cpp/gemma.gguf")) == .none)
  }

  @Test func sentencesSayWhatToDo() {
    let known = UnknownModel("gemma-4-12b", among: ["x"], known: ["gemma-4-12b"])
    #expect(known.description == "the model “gemma-4-12b” is not on this machine; facet pull gemma-4-12b fetches it")
    #expect(UnknownModel("q", among: [], known: []).description.contains("none was found on this machine"))
    #expect(
      UnknownModel("q", among: ["gemma"], known: []).description
        == "there is no model called “q”; facet models lists those on this machine")
  }
}
