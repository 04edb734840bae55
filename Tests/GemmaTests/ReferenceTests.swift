import Compute
import Foundation
import GGUF
import TestSupport
import Testing

@testable import Gemma

/// Holds the model against what the reference implementation recorded.
@Suite(.enabled(if: Reference.isThere, "\(Reference.reason)"))
struct ReferenceTests {
  static let cases = ReferenceRecord.shared?.cases ?? []

  /// A model, its projector and what a case needs to go through them.
  final class Runner {
    let model: Model
    let projector: Projector

    init(_ file: String) throws {
      let arithmetic = try Arithmetic(threads: 2)
      model = try Model(GGUFFile(path: Reference.tiny.appendingPathComponent(file).path), arithmetic: arithmetic)
      projector = try Projector(
        GGUFFile(path: Reference.tiny.appendingPathComponent("mmproj-f32.gguf").path),
        hidden: model.configuration.hidden, arithmetic: arithmetic)
    }

    func pictures(_ test: ReferenceCase) throws -> [SoftTokens] {
      try test.images.map { image in
        let columns = (image.positions.map { $0[0] }.max() ?? 0) + 1
        return try #require(projector.pictures).embed(image.patches.values(), columns: columns)
      }
    }

    func recordings(_ test: ReferenceCase) throws -> [SoftTokens] {
      try test.audio.map { clip in
        // These recordings are plain 16-bit WAV files at 16 kHz with the usual header of 44 bytes.
        let data = try Data(contentsOf: Reference.tiny.appendingPathComponent(clip.file)).dropFirst(44)
        var samples = Data(data).withUnsafeBytes { $0.bindMemory(to: Int16.self).map { Float($0) / 32768 } }
        while samples.count % SoundEmbedder.frameSize != 0 { samples.append(0) }
        return try #require(projector.sounds).embed(samples)
      }
    }

    /// The whole prompt as one batch.
    func batch(_ test: ReferenceCase, _ special: [String: Int]) throws -> Batch {
      var (pictures, recordings) = (try pictures(test)[...], try recordings(test)[...])
      var batch = Batch()
      var index = 0
      while index < test.tokens.count {
        let token = test.tokens[index]
        if token == special["<|image|>"], let picture = pictures.popFirst() {
          batch.append(picture: picture)
          index += picture.count
        } else if token == special["<|audio|>"], let recording = recordings.popFirst() {
          batch.append(recording: recording, rows: 0..<recording.count)
          index += recording.count
        } else {
          batch.append([token])
          index += 1
        }
      }
      return batch
    }

    func logits(_ batch: Batch) throws -> [Float] {
      let cache = try KVCache(model.configuration, context: 512)
      try model.evaluate(batch, cache: cache)
      var all: [Float] = []
      try model.logits(0..<batch.count) { all += $0 }
      return all
    }
  }

  static func largestError(_ got: [Float], _ want: [Float]) -> Float {
    guard got.count == want.count, let low = want.min(), let high = want.max() else { return .infinity }
    return zip(got, want).map { abs($0 - $1) }.reduce(0, max) / (high - low)
  }

  @Test(arguments: cases, [("model-f32.gguf", Float(1e-3)), ("model-f16.gguf", 1e-2), ("model-bf16.gguf", 1e-2)])
  func floatWeightsGiveTheRecordedLogits(_ test: ReferenceCase, _ model: (file: String, bound: Float)) throws {
    let runner = try Runner(model.file)
    let special = try #require(ReferenceRecord.shared).special
    let error = Self.largestError(try runner.logits(runner.batch(test, special)), try test.logits.values())
    #expect(error <= model.bound, "\(model.file) \(test.name)")
  }

  @Test(arguments: cases)
  func embeddersGiveTheRecordedSoftTokens(_ test: ReferenceCase) throws {
    let runner = try Runner("model-f32.gguf")
    for (got, want) in zip(try runner.pictures(test), test.images) {
      #expect(got.count == want.softTokens)
      #expect(Self.largestError(got.values, try want.embeddings.values()) < 1e-3)
    }
    for (got, want) in zip(try runner.recordings(test), test.audio) {
      #expect(got.count == want.softTokens)
      #expect(Self.largestError(got.values, try want.embeddings.values()) < 1e-3)
    }
  }
}
