import Foundation
import TestSupport
import Testing

@testable import Models

/// Which projector and which drafter belong to a model.
@Suite struct PairingTests {
  @Test func whatFitsIsFoundBesideTheModel() throws {
    let home = try ShelfHome()
    let model = try home.model("m/gemma.gguf")
    #expect(Pairing.projector(of: model) == .none && Pairing.drafter(of: model) == .none)
    let projector = try home.projector("m/mmproj.gguf")
    let drafter = try home.drafter("m/gemma-assistant.gguf")
    // Those of another model lie there as well.
    try home.projector("m/mmproj-other.gguf", hidden: 96)
    try home.drafter("m/other-drafter.gguf", targetHidden: 96)
    #expect(Pairing.projector(of: model) == .found(projector))
    #expect(Pairing.drafter(of: model) == .found(drafter))
  }

  @Test func whatDoesNotFitIsExplainedWithBothNumbers() throws {
    let home = try ShelfHome()
    let model = try home.model("m/gemma.gguf")
    let projector = try home.projector("m/mmproj.gguf", hidden: 96)
    try home.drafter("m/drafter.gguf", targetHidden: 96)
    guard case .unfit(let misfits) = Pairing.projector(of: model) else {
      Issue.record("fits")
      return
    }
    #expect(misfits.map(\.path) == [projector])
    #expect(misfits[0].reason.contains("width 96") && misfits[0].reason.contains("is 64"))
    guard case .unfit(let others) = Pairing.drafter(of: model) else {
      Issue.record("fits")
      return
    }
    #expect(others[0].reason.contains("96") && others[0].reason.contains("64"))
  }

  @Test func ofSeveralTheNameDecides() throws {
    let home = try ShelfHome()
    let model = try home.model("m/gemma-4-12b-it-Q4_0.gguf")
    let right = try home.projector("m/mmproj-gemma-4-12b-it-f16.gguf")
    try home.projector("m/mmproj-gemma-4-31b-it-f16.gguf")
    #expect(Pairing.projector(of: model) == .found(right))
  }

  @Test func ofTheSameInSeveralPrecisionsHalfIsTaken() throws {
    let home = try ShelfHome()
    let model = try home.model("m/gemma-4-12b.gguf")
    for precision in ["F32", "F16", "Q8_0"] { try home.projector("m/mmproj-\(precision).gguf") }
    #expect(Pairing.projector(of: model) == .found(home.path + "/m/mmproj-F16.gguf"))
    let half = try home.projector("m/mmproj-BF16.gguf")
    #expect(Pairing.projector(of: model) == .found(half))
  }

  @Test func whereNoNameDecidesNothingIsGuessed() throws {
    let home = try ShelfHome()
    let model = try home.model("m/gemma.gguf")
    let paths = try [home.projector("m/mmproj-a.gguf"), home.projector("m/mmproj-b.gguf")]
    #expect(Pairing.projector(of: model) == .several(paths))
    let drafters = try [home.drafter("m/a-drafter.gguf"), home.drafter("m/b-drafter.gguf")]
    #expect(Pairing.drafter(of: model) == .several(drafters))
  }

  @Test func whatWasFetchedTogetherBelongsTogether() throws {
    let home = try ShelfHome()
    _ = try home.pulled("gemma-4-12b")
    let folder = home.path + "/.local/share/facet/models/gemma-4-12b"
    // One that somebody put there, whose name is nearer.
    try home.projector(".local/share/facet/models/gemma-4-12b/mmproj-gemma-q4_0.gguf")
    #expect(Pairing.projector(of: folder + "/gemma-q4_0.gguf") == .found(folder + "/mmproj-gemma.gguf"))
  }

  @Test func ollamasManifestsSayWhatBelongsTogether() throws {
    let home = try ShelfHome()
    let model = try home.blob(home.model("a.gguf"))
    let projector = try home.blob(home.projector("b.gguf"))
    try home.manifest("registry.ollama.ai/library/gemma4/12b", model: model, projector: projector)
    let models = home.shelf.list().models
    #expect(models.map(\.name) == ["ollama:gemma4:12b"])
    #expect(models[0].card.seesPictures && models[0].card.hearsSound)
    #expect(models[0].card.projector.path?.hasSuffix("sha256-" + projector.dropFirst(7)) == true)
  }

  @Test func inASnapshotTheProjectorMayLieAbove() throws {
    let home = try ShelfHome()
    let snapshot = ".cache/huggingface/hub/models--o--r/snapshots/abc"
    let model = try home.model(snapshot + "/Q4_0/gemma.gguf")
    let projector = try home.projector(snapshot + "/mmproj.gguf")
    #expect(Pairing.projector(of: model) == .found(projector))
  }

  @Test func wordsOfANameLeaveOutWhatEveryPartHas() {
    #expect(Pairing.words("mmproj-Gemma-4-12b-it-bf16") == ["gemma", "4", "12b", "it"])
    #expect(Pairing.words("MMPROJ-f16").isEmpty)
  }
}
