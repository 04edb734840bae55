import Engine
import Foundation
import Models
import TestSupport
import Testing

@testable import facet

/// Models by their names, wherever a model is named.
@Suite struct ModelNamingTests {
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = try folder.write(Data(), named: ".cache/llama.cpp/gemma-tiny.gguf")
    try TinyModel().write(to: model)
  }

  private func surroundings(_ environment: [String: String] = [:]) -> Surroundings {
    Surroundings(
      environment: ["HOME": folder.path].merging(environment) { $1 }, isInputTerminal: true, output: TerminalTraits(),
      errors: TerminalTraits())
  }

  private func named(_ name: String) throws -> ModelSource {
    try ModelPaths.model(ParsedArguments(values: [.model: [name]]), surroundings())
  }

  @Test func anOptionTheEnvironmentAndTheConfigurationTakeNames() throws {
    #expect(try named("gemma-tiny") == .file(model))
    let none = ParsedArguments()
    #expect(try ModelPaths.model(none, surroundings(["FACET_MODEL": "Gemma-Tiny"])) == .file(model))
    try folder.write(Data("{model: 'gemma-tiny'}".utf8), named: ".config/facet/config.json5")
    #expect(try ModelPaths.model(none, surroundings()) == .file(model))
  }

  @Test func pathsAreTakenAsTheyAre() throws {
    #expect(try named("./gemma-tiny") == .file("./gemma-tiny"))
    #expect(try named("gemma-tiny.gguf") == .file("gemma-tiny.gguf"))
    #expect(try named("guide") == .guide)
  }

  @Test func anUnknownNameIsOneSentence() throws {
    let error = #expect(throws: InputError.self) { try named("gemma-tinny") }
    #expect(
      error?.description
        == "there is no model called “gemma-tinny”; did you mean “gemma-tiny”? facet models lists those on this machine"
    )
    // The chat opens nevertheless, and says why it has no model.
    let launch = try ChatCommand.launch(ParsedArguments(values: [.model: ["gemma-tinny"]]), surroundings())
    #expect(launch.model == nil && launch.modelProblem == error)
  }

  @Test func aProjectorThatDoesNotFitIsToldAndLeftOut() throws {
    var projector = TinyProjector()
    projector.hidden = 96
    try projector.write(to: folder.path + "/.cache/llama.cpp/mmproj.gguf")
    let launch = try ChatCommand.launch(ParsedArguments(values: [.model: [model]]), surroundings())
    #expect(launch.projector == nil)
    #expect(launch.notes.count == 1 && launch.notes[0].contains("width 96") && launch.notes[0].contains("is 64"))
  }
}
