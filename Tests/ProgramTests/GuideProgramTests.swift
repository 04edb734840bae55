import Engine
import Foundation
import GGUF
import Guide
import Testing

@testable import facet

/// The program where nobody has named a model.
@Suite struct GuideProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var environment: [String: String] {
    [
      "HOME": folder.path, "XDG_CONFIG_HOME": folder.path + "/config", "XDG_DATA_HOME": folder.path + "/data",
      "XDG_RUNTIME_DIR": folder.path, "TERM": "dumb",
    ]
  }

  private func configure(_ text: String) throws {
    try folder.write(Data(text.utf8), named: "config/facet/config.json5")
  }

  private func run(_ arguments: [String], input: String = "") async throws -> RunningProgram.Result {
    try await BuiltProgram.run(arguments, input: Data(input.utf8), environment: environment)
  }

  @Test func theGuideAnswers() async throws {
    let result = try await run(["run", "-n", "8", "--json", "Hello"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors == "")
    #expect(result.output.contains(#""model":"built-in guide""#))
  }

  @Test func itHearsAndSees() async throws {
    let sound = try folder.write(WaveFile.silence(seconds: 0.5), named: "sound.wav")
    let picture = try folder.write(Self.picture, named: "picture.png")
    let result = try await run(["run", "-n", "2", "--budget", "1120", "-i", picture, "-a", sound, "--json", "What?"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(#""event":"finished""#))
  }

  @Test func itsTokensAndLogitsAreThere() async throws {
    let numbers = try await run(["tokenize", "--json", "Hello"])
    #expect(numbers.status == 0, "\(numbers.errors)")
    let tokens = try folder.write(Data(numbers.output.utf8), named: "tokens.json")
    let result = try await run(["logits", "--tokens", tokens, "-o", folder.path + "/logits.f32"])
    #expect(result.status == 0, "\(result.errors)")
    let count = try JSONDecoder().decode([Int].self, from: Data(numbers.output.utf8)).count
    let rows = try #require(ModelSource.guide.open().tensor("token_embd.weight")?.shape.last)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/logits.f32")).count == 4 * rows * count)
  }

  @Test func theChatTalksWithItWhateverContextIsConfigured() async throws {
    try configure("{ maximumTokens: 4, context: 1048576 }")
    let result = try await run(["--plain"], input: "Hello\n/model\n/temperature\n")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("facet: \(Guide.name), "), "\(result.errors)")
    #expect(result.errors.contains("/model PATH loads another"))
    #expect(result.errors.contains("the model's own"))
  }

  @Test func noneBringsItBack() async throws {
    try configure("{ maximumTokens: 4 }")
    let model = try TalkativeModel.write(to: folder)
    let result = try await run(
      ["--plain"], input: "Hello\n/model \(model)\nHello\n/model\n/model none\nHello\n/model\n")
    #expect(result.status == 0, "\(result.errors)")
    let said = result.errors.split(separator: "\n").filter { $0.contains("tokens of context") }
    #expect(said.count == 2, "\(result.errors)")
    #expect(said.first?.contains("Tiny") == true && said.first?.contains("/model none goes back to") == true)
    #expect(said.last?.hasPrefix("facet: \(Guide.name), ") == true)
  }

  @Test(arguments: ["{model: '/nowhere/m.gguf'}", "{model: 'm.gguf'}", "{model: "])
  func aNamedModelThatCannotBeHadIsAnError(_ configuration: String) async throws {
    try configure(configuration)
    for arguments in [["run", "Hello"], ["tokenize", "Hello"], ["--plain"]] {
      let result = try await run(arguments, input: "Hello\n")
      #expect(result.status == 1)
      #expect(result.output == "")
      #expect(["m.gguf", "config.json5"].contains { result.errors.contains($0) }, "\(result.errors)")
    }
  }

  /// A picture of 64 × 1 pixels: one that is as wide as can be.
  private static let picture =
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAEAAAAABCAIAAADhDz9AAAAAzElEQVR42gHBAD7/AAAAAAQEBAgICAwMDBAQEBQUFB"
        + "gYGBwcHCAgICQkJCgoKCwsLDAwMDQ0NDg4ODw8PEBAQEREREhISExMTFBQUFRUVFhYWFxcXGBgYGRkZGhoaGxsbHBw"
        + "cHR0dHh4eHx8fICAgISEhIiIiIyMjJCQkJSUlJiYmJycnKCgoKSkpKioqKysrLCwsLS0tLi4uLy8vMDAwMTExMjIyM"
        + "zMzNDQ0NTU1NjY2Nzc3ODg4OTk5Ojo6Ozs7PDw8PT09Pj4+Pz8/KIaXoG/u01iAAAAAElFTkSuQmCC") ?? Data()
}
