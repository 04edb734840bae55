import Foundation
import TestSupport
import Testing

@testable import Models

/// Whether files are what was fetched.
@Suite struct ModelVerificationTests {
  @Test func pulledFilesAreHeldAgainstTheirOrigin() throws {
    let home = try ShelfHome()
    let origin = try home.pulled("gemma")
    let folder = home.path + "/.local/share/facet/models/gemma"
    let verification = ModelVerification(model: folder + "/gemma-q4_0.gguf")
    #expect(verification.items.map(\.sha256) == origin.files.map(\.sha256))
    var read = 0
    for item in verification.items { #expect(try ModelVerification.check(item) { read += $0 } == .sound) }
    #expect(read == verification.byteCount && read == origin.files.reduce(0) { $0 + $1.bytes })
  }

  @Test func everyChangedByteShows() throws {
    let home = try ShelfHome()
    let origin = try home.pulled("gemma")
    let path = home.path + "/.local/share/facet/models/gemma/gemma-q4_0.gguf"
    let item = try #require(ModelVerification(model: path).items.first)
    var random = SeededRandom(seed: 5)
    let sound = try Data(contentsOf: URL(fileURLWithPath: path))
    for _ in 0..<10 {
      var data = sound
      data[Int.random(in: 0..<data.count, using: &random)] ^= 1
      try data.write(to: URL(fileURLWithPath: path))
      guard case .wrongHash(_, origin.files[0].sha256) = try ModelVerification.check(item) else {
        Issue.record("a change was not seen")
        return
      }
    }
    try sound.dropLast().write(to: URL(fileURLWithPath: path))
    #expect(
      try ModelVerification.check(item) == .wrongSize(found: sound.count - 1, expected: sound.count))
    try FileManager.default.removeItem(atPath: path)
    guard case .unreadable = try ModelVerification.check(item) else {
      Issue.record("it was read")
      return
    }
  }

  @Test func blobsCarryTheirHashInTheirNames() throws {
    let home = try ShelfHome()
    let digest = try home.blob(home.model("a.gguf"))
    try home.manifest("registry.ollama.ai/library/gemma4/12b", model: digest)
    let find = try #require(home.shelf.finds().first)
    let item = try #require(ModelVerification(model: find.path).items.first)
    #expect("sha256:" + item.sha256 == digest)
    #expect(try ModelVerification.check(item) == .sound)
    let loose = try home.model("m/loose.gguf")
    #expect(ModelVerification(model: loose).items.isEmpty)
  }

  @Test func itCanBeStopped() throws {
    let home = try ShelfHome()
    _ = try home.pulled("gemma")
    let path = home.path + "/.local/share/facet/models/gemma/gemma-q4_0.gguf"
    let item = try #require(ModelVerification(model: path).items.first)
    #expect(throws: CancellationError.self) { try ModelVerification.check(item) { _ in throw CancellationError() } }
  }
}

/// Taking away what was fetched, and nothing else.
@Suite struct ModelRemovalTests {
  @Test func whatWasPulledGoesAndTheFolderWithIt() throws {
    let home = try ShelfHome()
    let origin = try home.pulled("gemma")
    _ = try home.pulled("other")
    let removal = try ModelRemoval(home.shelf.find("gemma"))
    #expect(removal.bytes == origin.files.reduce(0) { $0 + $1.bytes } && removal.files.count == 2)
    try removal.perform()
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path + "/.local/share/facet/models") == ["other"])
  }

  @Test func whatSomebodyElseKeepsThereStays() throws {
    let home = try ShelfHome()
    _ = try home.pulled("gemma")
    try home.write("mine", ".local/share/facet/models/gemma/notes.txt")
    try ModelRemoval(home.shelf.find("gemma")).perform()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.path + "/.local/share/facet/models/gemma") == [
        "notes.txt"
      ])
  }

  @Test func whatAnotherPullBeganGoesAsWell() throws {
    let home = try ShelfHome()
    let origin = try home.pulled("gemma")
    let folder = ".local/share/facet/models/gemma"
    try home.write(String(repeating: "x", count: 1_000), folder + "/gemma-new.gguf.part")
    try home.write("{}", folder + "/gemma-new.gguf.part.json")
    let removal = try ModelRemoval(home.shelf.find("gemma"))
    #expect(removal.bytes == origin.files.reduce(1_002) { $0 + $1.bytes } && removal.files.count == 4)
    try removal.perform()
    #expect(!FileManager.default.fileExists(atPath: home.path + "/" + folder))
  }

  @Test func whatIsBeingFetchedStays() throws {
    let home = try ShelfHome()
    let folder = home.path + "/.local/share/facet/models/begun"
    try home.write("x", ".local/share/facet/models/begun/gemma.gguf.part")
    try home.write("mine", ".local/share/facet/models/begun/notes.txt")
    let begun = try #require(home.shelf.unfinished().first)
    #expect(begun.name == "begun" && begun.bytes == 1 && home.shelf.list().unfinished == [begun])
    let pull = try FolderLock(folder)
    #expect(throws: ModelRemoval.Refusal.beingPulled(folder: folder)) { try ModelRemoval(begun).perform() }
    withExtendedLifetime(pull) {}
    #expect(FileManager.default.fileExists(atPath: folder + "/gemma.gguf.part"))
  }

  @Test func filesOfOtherProgramsNeverGo() throws {
    let home = try ShelfHome()
    try home.manifest("registry.ollama.ai/library/gemma4/12b", model: home.blob(home.model("a.gguf")))
    try home.model(".local/share/facet/models/mine.gguf", hidden: 96)
    try home.model(".cache/huggingface/hub/models--o--r/snapshots/abc/hub.gguf", hidden: 128)
    let sentences = try ["ollama:gemma4:12b", "mine", "hub"].map { name -> String in
      let find = try home.shelf.find(name)
      let refusal = #expect(throws: ModelRemoval.Refusal.self) { try ModelRemoval(find) }
      #expect(FileManager.default.fileExists(atPath: find.path))
      return refusal?.description ?? ""
    }
    #expect(sentences[0] == "“ollama:gemma4:12b” belongs to Ollama; to remove it, write ollama rm gemma4:12b")
    #expect(sentences[1].hasSuffix("to remove it, delete \(home.path)/.local/share/facet/models/mine.gguf"))
    #expect(sentences[2].hasSuffix("write hf cache rm model/o/r"))
  }
}
