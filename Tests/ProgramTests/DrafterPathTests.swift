import Engine
import Foundation
import TestSupport
import Testing

@testable import facet

/// Where the drafter is looked for.
@Suite struct DrafterPathTests {
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = folder.path + "/tiny.gguf"
    try TinyModel().write(to: model)
  }

  private func surroundings(_ environment: [String: String]) -> Surroundings {
    Surroundings(
      environment: environment, isInputTerminal: true, output: TerminalTraits(), errors: TerminalTraits())
  }

  private func arguments(_ values: [OptionName: [String]] = [:]) -> ParsedArguments {
    ParsedArguments(values: values)
  }

  private func drafter(
    _ options: [OptionName: [String]] = [:], _ environment: [String: String] = [:], model: ModelSource? = nil
  ) throws -> ModelSource? {
    let surroundings = surroundings(environment)
    return try ModelPaths.drafter(
      arguments(options), surroundings, ModelPaths.configuration(surroundings), model: model ?? .file(self.model))
  }

  @Test func theOneThatFitsTheModelIsFoundBesideIt() throws {
    #expect(try drafter() == nil)
    let fitting = folder.path + "/Tiny-Assistant.gguf"
    try TinyDrafter().write(to: fitting)
    var other = TinyDrafter()
    other.targetHidden = 96
    try other.write(to: folder.path + "/other-drafter.gguf")
    try folder.write(Data("no drafter".utf8), named: "mtp.gguf")
    #expect(try drafter() == .file(fitting))
    #expect(try ChatCommand.launch(arguments([.model: [model]]), surroundings([:])).drafter == .file(fitting))
    // Of several the name decides, and where it does not, nothing is guessed.
    try TinyDrafter().write(to: folder.path + "/second-drafter.gguf")
    #expect(try drafter() == .file(fitting))
    try TinyDrafter().write(to: folder.path + "/tiny-second-drafter.gguf")
    #expect(try drafter() == nil)
  }

  @Test func oneThatIsNamedComesBeforeIt() throws {
    try TinyDrafter().write(to: folder.path + "/drafter.gguf")
    try folder.write(Data("{drafter: '/configured.gguf'}".utf8), named: "facet/config.json5")
    var environment = ["XDG_CONFIG_HOME": folder.path]
    #expect(try drafter([:], environment) == .file("/configured.gguf"))
    environment["FACET_DRAFTER"] = "env.gguf"
    #expect(try drafter([:], environment) == .file("env.gguf"))
    #expect(try drafter([.drafter: ["option.gguf"]], environment) == .file("option.gguf"))
  }

  @Test func noneIsTakenWhereNobodyIsToGuess() throws {
    try TinyDrafter().write(to: folder.path + "/drafter.gguf")
    #expect(try drafter([.noDraft: [""]]) == nil)
    let launch = try ChatCommand.launch(arguments([.model: [model], .noDraft: [""]]), surroundings([:]))
    #expect(launch.drafter == nil && !launch.engine.isDrafting)
    #expect(try drafter([:], ["FACET_DRAFTER": "env.gguf"], model: .guide) == nil)
    #expect(throws: ArgumentError.drafterWithoutModel) { try drafter([.drafter: ["x.gguf"]], model: .guide) }
  }
}
