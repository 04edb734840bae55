import Chat
import Foundation
import GGUF
import TestSupport
import Testing

@testable import Engine

@Suite struct SamplingSettingsTests {
  private func settings(_ values: [(String, GGUFValue)]) throws -> SamplingSettings {
    var writer = GGUFWriter()
    for (key, value) in values { writer.set("general.sampling.\(key)", value) }
    let folder = try TestFolder()
    try writer.write(to: folder.path + "/m.gguf")
    return SamplingSettings(try GGUFFile(path: folder.path + "/m.gguf").metadata)
  }

  @Test func aFileThatSaysNothingIsTakenForGemma() throws {
    let settings = try settings([])
    #expect(settings == SamplingSettings())
    #expect(settings.temperature == 1 && settings.topK == 64 && settings.topP == 0.95 && settings.minP == 0)
  }

  @Test func aFileMayRecommendOthers() throws {
    let settings = try settings([
      ("temp", .float32(0.7)), ("top_k", .int32(20)), ("top_p", .float32(0.8)), ("min_p", .float64(0.05)),
    ])
    #expect(settings.temperature == 0.7 && settings.topK == 20 && settings.topP == 0.8 && settings.minP == 0.05)
  }

  @Test func aWholeNumberIsATemperatureToo() throws {
    #expect(try settings([("temp", .int32(0))]).temperature == 0)
  }

  @Test func whatIsNoSuchNumberCountsAsNotSaid() throws {
    let settings = try settings([
      ("temp", .float32(.nan)), ("top_k", .int32(-1)), ("top_p", .float32(1.5)), ("min_p", .string("0.1")),
    ])
    #expect(settings == SamplingSettings())
  }

  @Test func whatAPersonSaysGoesBeforeTheFile() throws {
    let file = try settings([("temp", .float32(0)), ("top_k", .int32(3))])
    let said = file.changed(by: ReplyOptions(temperature: 0.5, minP: 0.2))
    #expect(said.temperature == 0.5 && said.topK == 3 && said.topP == 0.95 && said.minP == 0.2)
  }

  @Test func theSamplerTakesTheFilesWhereNothingIsSaid() throws {
    var logits: [Float] = [1, 2, 3, 2]
    let file = try settings([("temp", .float32(0))])
    #expect(Sampler(ReplyOptions(), defaults: file).probabilities(&logits).entries.map(\.token) == [2])
    #expect(Sampler(ReplyOptions(temperature: 1), defaults: file).probabilities(&logits).entries.count > 1)
  }
}
