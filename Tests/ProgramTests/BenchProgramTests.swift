import Chat
import Foundation
import TestSupport
import Testing

@testable import facet

/// `facet bench` on a tiny model: what it measures means nothing here, what it prints does.
@Suite struct BenchProgramTests {
  private let folder: TemporaryFolder
  private let model: String
  private static let short = ["--prompt", "20", "--generate", "3", "--rounds", "2", "--threads", "2"]

  init() throws {
    folder = try TemporaryFolder()
    model = folder.path + "/tiny.gguf"
    try TinyModel(weights: .q4_0).write(to: model)
    try TinyProjector().write(to: folder.path + "/mmproj-tiny.gguf")
    try TinyDrafter().write(to: folder.path + "/drafter-tiny.gguf")
  }

  private func bench(_ more: String...) async throws -> RunningProgram.Result {
    try await BuiltProgram.run(["bench", "-m", model] + Self.short + more)
  }

  @Test func everythingIsMeasuredInEachRound() async throws {
    let result = try await bench("--json", "--depth", "0", "--depth", "700")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.isEmpty)
    let report = try #require(try BenchReport(JSONValue(parsing: result.output)))
    let twice: [BenchItem] =
      [.loading, .picture, .speech] + (1...8).map { .verify(columns: $0) } + [1, 3, 7].map { .round(drafts: $0) }
      + [0, 700].flatMap { [BenchItem.prompt(depth: $0), .generation(depth: $0)] }
    for item in twice {
      // One token at once is what the others are held against.
      if item == .verify(columns: 1) { continue }
      let samples = try #require(report.samples(item), "\(item)")
      #expect(samples.values.count == 2 && samples.least > 0, "\(item)")
    }
    #expect(report.samples(.bandwidth)?.values.count == 4)
    #expect((report.samples(.memory)?.median ?? 0) > 1e6)
    #expect(report.setting.model == "Tiny" && report.setting.threads == 2)
    #expect(report.setting.pictureTokens > 200 && report.setting.speechTokens == 250)
    #expect(report.skipped.map(\.what) == ["generation's share of the bandwidth"])
    #expect(!report.isInterrupted)
  }

  @Test func anEarlierRunIsCompared() async throws {
    let first = try await bench("--json", "--depth", "0")
    let file = try folder.write(Data(first.output.utf8), named: "before.json")
    let table = try await bench("--compare", file)
    #expect(table.status == 0, "\(table.errors)")
    for words in ["prompt, 20 tokens", "generation, 3 tokens", "4 tokens at once", "ratio", "A ratio above 1"] {
      #expect(table.output.contains(words))
    }
    #expect(table.output.contains("depth 4096 (it takes 4116 tokens, and the model knows 4096)"))
    let json = try await bench("--json", "--depth", "0", "--compare", file)
    #expect(try JSONValue(parsing: json.output)["comparison"]?["ratios"]?.asArray?.isEmpty == false)
  }

  @Test func anotherSetOfKernelsCanBeMeasured() async throws {
    let result = try await bench("--json", "--depth", "0", "--kernels", "portable")
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONValue(parsing: result.output)
    #expect(report["matrix_kernels"]?.asString == "portable" && report["other_kernels"]?.asString == "portable")
    let refused = try await bench("--kernels", "abacus")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("portable, not “abacus”"))
  }

  @Test func whatCannotBeComparedIsToldAtOnce() async throws {
    let file = try folder.write(Data("{}".utf8), named: "other.json")
    let result = try await bench("--compare", file)
    #expect(result.status == 1)
    #expect(result.errors.contains("holds no figures of facet bench"))
  }

  @Test func aDepthBeyondTheModelIsAnError() async throws {
    let result = try await bench("--depth", "5000")
    #expect(result.status == 1)
    #expect(result.errors.contains("the model knows 4096"))
  }

  @Test func interruptedItPrintsWhatThereIs() async throws {
    let program = try BuiltProgram.start(["bench", "-m", model, "--rounds", "1000", "--depth", "0", "--json"])
    try await Task.sleep(for: .seconds(4))
    program.send(SIGINT)
    let result = try await program.result()
    #expect(result.status == 130)
    let report = try #require(try BenchReport(JSONValue(parsing: result.output)))
    #expect(report.isInterrupted)
    #expect(report.samples(.loading) != nil)
  }
}
