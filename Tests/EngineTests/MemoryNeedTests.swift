import Engine
import GGUF
import Gemma
import TestSupport
import Testing

@Suite struct MemoryNeedTests {
  private func need(context: Int = 4_096) throws -> MemoryNeed {
    var model = TinyModel()
    model.context = context
    let file = try GGUFFile(bytes: model.bytes(), name: "tiny.gguf")
    return MemoryNeed(try ModelConfiguration(file), files: [file])
  }

  @Test(arguments: [100, 1_000, 3_000])
  func theLargestContextFitsAndOneMoreBlockDoesNot(_ context: Int) throws {
    let need = try need()
    let available = need.bytes(context: context)
    let largest = need.largestContext(available: available)
    #expect(largest >= context)
    #expect(need.bytes(context: largest) <= available)
    #expect(need.bytes(context: largest + 1) > available)
  }

  @Test func theModelAndTheMemoryLimitIt() throws {
    let need = try need()
    #expect(need.largestContext(available: .max) == 4_096)
    #expect(need.largestContext(available: need.weights) == 0)
    #expect(need.weights > 0 && need.scratch > 0)
  }

  @Test func keysAndValuesOfEightBitsLeaveRoomForMore() throws {
    let file = try GGUFFile(bytes: TinyModel().bytes(), name: "tiny.gguf")
    let needs = try [KVCache.Format.f16, .q8].map {
      MemoryNeed(try ModelConfiguration(file), files: [file], kvFormat: $0)
    }
    let available = needs[0].bytes(context: 2_000)
    #expect(needs[1].largestContext(available: available) > needs[0].largestContext(available: available))
  }

  @Test func theUsualContextIsHalvedUntilItFits() throws {
    let need = try need(context: 65_536)
    #expect(need.context(usual: 32_768, available: .max) == 32_768)
    #expect(need.context(usual: 32_768, available: need.bytes(context: 10_000)) == 8_192)
    #expect(need.context(usual: 32_768, available: 0) == 2_048)
    #expect(need.context(usual: 100_000, available: .max) == 65_536)
  }

  @Test func theContextThatFitsIsARoundNumber() throws {
    let need = try need(context: 65_536)
    #expect(need.roundContext(available: need.bytes(context: 10_000)) == 9_216)
    #expect(need.roundContext(available: need.bytes(context: 900)) % 64 == 0)
    #expect(need.roundContext(available: need.weights) == 0)
    #expect(need.roundContext(available: .max) == 65_536)
  }

  @Test func whatDoesNotFitIsRefusedWithTheContextThatDoes() throws {
    let need = try need(context: 65_536)
    let available = need.bytes(context: 10_000)
    try need.check(context: 10_000, available: available, model: "m")
    #expect(
      throws: EngineError.notEnoughMemory(
        model: "m", context: 20_000, needed: need.bytes(context: 20_000), available: available, fitting: 9_216)
    ) { try need.check(context: 20_000, available: available, model: "m") }
  }
}
