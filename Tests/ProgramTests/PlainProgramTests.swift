import Foundation
import Testing

@testable import facet

/// The chat line by line, as a pipe uses it.
@Suite struct PlainProgramTests {
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = try TalkativeModel.write(to: folder)
  }

  private var environment: [String: String] {
    [
      "HOME": folder.path, "XDG_CONFIG_HOME": folder.path + "/config", "XDG_DATA_HOME": folder.path + "/data",
      "XDG_RUNTIME_DIR": folder.path, "TERM": "dumb",
    ]
  }

  /// Lets replies end after a few tokens, since the model never ends them by itself.
  private func configure(_ text: String = "{ maximumTokens: 8, temperature: 0 }") throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/config/facet", withIntermediateDirectories: true)
    try folder.write(Data(text.utf8), named: "config/facet/config.json5")
  }

  private func run(
    _ lines: String..., options: [String] = [], output: BuiltProgram.Output = .file
  ) async throws -> RunningProgram.Result {
    try await BuiltProgram.run(
      ["--plain", "-m", model] + options, input: Data(lines.map { $0 + "\n" }.joined().utf8), environment: environment,
      output: output)
  }

  @Test func whatWasReadIsKeptForTheNextTime() async throws {
    try configure("{ maximumTokens: 8, temperature: 0, keepReading: true }")
    let result = try await run("question")
    #expect(result.status == 0, "\(result.errors)")
    let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data/facet/readings")
    #expect(kept.count == 1 && kept[0].hasSuffix(".reading"))
    let next = try await run("second", options: ["--last"])
    #expect(next.status == 0, "\(next.errors)")
  }

  @Test func eachLineIsAnsweredAndSaved() async throws {
    try configure()
    let result = try await run("question", "second")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("\n"))
    #expect(!result.output.contains("> "))
    let saved = try await run("/search", options: ["--last"])
    #expect(saved.status == 0, "\(saved.errors)")
    let speakers = saved.output.split(separator: "\n").compactMap { line in
      ["you: question", "you: second", "facet: "].first { line.hasPrefix($0) }
    }
    #expect(speakers.filter { $0.hasPrefix("you") } == ["you: question", "you: second"])
    #expect(speakers.contains("facet: "))
  }

  @Test func emptyInputIsNoMessage() async throws {
    let result = try await BuiltProgram.run(["--plain", "-m", model], environment: environment)
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(result.errors == "")
  }

  @Test func aModelThatCannotBeLoadedIsOneSentence() async throws {
    let result = try await BuiltProgram.run(
      ["--plain", "-m", folder.path + "/no.gguf"], input: Data("question\n".utf8), environment: environment)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("facet: "))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func commandsAreDoneInTheirTurn() async throws {
    try configure()
    let exported = folder.path + "/out.md"
    let result = try await run("question", "/export \(exported)", "/stats")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try String(contentsOfFile: exported, encoding: .utf8).contains("question"))
    #expect(result.errors.contains("written to \(exported)"))
    #expect(result.output.contains("figures of the last reply"))
  }

  @Test func aPathAtTheBeginningOfALineIsAttached() async throws {
    try configure()
    let notes = try folder.write(Data("Notes.".utf8), named: "notes.txt")
    let result = try await run("\(notes) what is this?", "/search")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("you: what is this?\n"))
    #expect(result.output.contains("you: [Document 1: notes.txt]\n"))
  }

  @Test func nothingIsAskedAboutAFileThatIsNotThere() async throws {
    let result = try await run("\(folder.path)/no.png what is this?", "and now?")
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("no.png"))
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143)), (SIGHUP, Int32(129))])
  func aSignalEndsTheReplyAndKeepsWhatThereIsOfIt(_ signal: Int32, _ status: Int32) async throws {
    let program = try BuiltProgram.start(
      ["--plain", "-m", model, "-c", "200000"], input: Data("question\nsecond\n".utf8), environment: environment)
    try await program.waitForOutput()
    program.send(signal)
    let result = try await program.result()
    #expect(result.status == status)
    #expect(!result.output.isEmpty)
    let saved = try await run("/search", options: ["--last"])
    #expect(saved.output.contains("you: question\nfacet: "))
    #expect(!saved.output.contains("you: second"))
  }

  @Test func aReaderWhoHasGoneEndsIt() async throws {
    let result = try await run("question", options: ["-c", "200000"], output: .brokenPipe)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("facet: nobody reads standard output"))
  }

  @Test func linesThatAreNoUTF8AreReadWithAWord() async throws {
    try configure()
    let result = try await BuiltProgram.run(
      ["--plain", "-m", model], input: Data([0x61, 0xFF, 0x0A]), environment: environment)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("not valid UTF-8"))
  }
}
