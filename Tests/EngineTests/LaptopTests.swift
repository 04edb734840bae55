import GGUF
import Gemma
import TestSupport
import Testing

@testable import Engine

/// What Gemma 4 12B takes on the machines that people have.
@Suite struct LaptopTests {
  private func need() throws -> MemoryNeed {
    let folder = try TestFolder()
    let path = folder.path + "/12b.gguf"
    try TwelveBillion.write(to: path)
    let weights = TwelveBillion.weights
    return MemoryNeed(
      try ModelConfiguration(GGUFFile(path: path)), weights: weights.model + weights.projector + weights.drafter)
  }

  /// A chat begins with 32,768 tokens where that fits, and otherwise with half of it, as often as need be.
  @Test(arguments: [(13_000_000_000, 32_768), (8_300_000_000, 32_768), (7_900_000_000, 4_096), (7_000_000_000, 2_048)])
  func theDefaultsFitALaptop(available: Int, context: Int) throws {
    #expect(try need().context(usual: 32_768, available: available) == context)
  }

  @Test func withThirteenGigabytesFreeEvenTheWholeContextFits() throws {
    let need = try need()
    try need.check(context: 262_144, available: 13_000_000_000, model: "12b")
    #expect(need.bytes(context: 32_768) < 8_300_000_000)
  }

  @Test func aContextThatDoesNotFitNamesTheOneThatDoes() throws {
    let need = try need()
    let available = 8_000_000_000
    let error = #expect(throws: EngineError.self) {
      try need.check(context: 131_072, available: available, model: "12b")
    }
    guard case .notEnoughMemory(_, 131_072, _, available, let fitting)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fitting % 1_024 == 0 && fitting >= 4_096)
    try need.check(context: fitting, available: available, model: "12b")
  }
}
