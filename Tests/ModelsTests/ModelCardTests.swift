import Engine
import Foundation
import GGUF
import TestSupport
import Testing

@testable import Models

/// What is known of a model without loading it.
@Suite struct ModelCardTests {
  @Test func aCardTellsShapeAbilitiesAndMemory() throws {
    let home = try ShelfHome()
    let path = try home.model("m/tiny.gguf", weights: .q8_0)
    let alone = try ModelCard(path: path)
    #expect(alone.title == "Tiny" && alone.quantisation == "Q8_0" && alone.abilities.isEmpty)
    #expect(alone.shares.map(\.type) == ["Q8_0", "F32"])
    #expect(alone.configuration.layers.count == 3 && alone.parameters > 50_000)
    #expect(alone.bytes == FileIdentity(path)?.bytes)
    try home.projector("m/mmproj.gguf")
    try home.drafter("m/drafter.gguf")
    let whole = try ModelCard(path: path)
    #expect(whole.abilities == ["pictures", "sound", "drafts"])
    // What belongs to it takes memory as well.
    #expect(whole.need.weights > alone.need.weights)
  }

  @Test func anotherFamilyIsNoModel() throws {
    let home = try ShelfHome()
    try home.foreign("m/x.gguf", architecture: "llama")
    #expect(throws: (any Error).self) { try ModelCard(path: home.path + "/m/x.gguf") }
  }
}

/// What helps where a model does not fit.
@Suite struct FitProblemTests {
  private let home: ShelfHome
  private let models: [ShelfModel]

  init() throws {
    home = try ShelfHome()
    try home.model(".cache/llama.cpp/large.gguf")
    try home.model(".cache/llama.cpp/small.gguf", weights: .q4_0)
    models = home.shelf.list().models
  }

  private func error(fitting: Int, available: Int) -> EngineError {
    .notEnoughMemory(
      model: models[0].path, context: 32_768, needed: available + 2_000_000_000, available: available, fitting: fitting)
  }

  @Test func aSmallerContextNeedsNoOtherModel() {
    #expect(FitProblem(error(fitting: 4_096, available: .max / 2), models: models) == nil)
    #expect(FitProblem(EngineError.emptyPrompt, models: models) == nil)
  }

  @Test func theLargestThatFitsIsNamed() throws {
    let small = models[1].card.need.bytes(context: FitProblem.context)
    let problem = try #require(FitProblem(error(fitting: 0, available: small), models: models))
    #expect(problem.alternatives == [.init(name: "small", needed: small, mustBePulled: false)])
    #expect(problem.description.contains("close programs that hold 2.0 GB"))
    #expect(problem.description.hasSuffix("or choose small, which needs 0.0 GB, with --model small"))
  }

  @Test func whereNothingHereFitsWhatCanBeFetchedIsNamed() throws {
    let large = EngineError.notEnoughMemory(
      model: "/m", context: 4_096, needed: 30_000_000_000, available: 9_000_000_000, fitting: 0)
    let problem = try #require(FitProblem(large, models: []))
    let entry = try #require(Catalogue.builtIn.entry(named: problem.alternatives.first?.name ?? ""))
    #expect(problem.alternatives.count == 1 && problem.alternatives[0].mustBePulled)
    #expect((entry.bytes ?? .max) < 9_000_000_000)
    #expect(problem.description.hasSuffix("with facet pull \(entry.name)"))
  }

  @Test func whereNothingFitsThatIsSaid() throws {
    let problem = try #require(FitProblem(error(fitting: 0, available: 1_000), models: models))
    #expect(problem.alternatives.isEmpty && problem.description.hasSuffix("or choose a smaller quantisation"))
  }
}
