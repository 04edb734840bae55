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
      let cache = try KVCache(model.configuration, context: 512, format: .f16)
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

  // What was recorded used 32-bit weights: half-precision ones alone move the logits by up to a thousandth of their range.
  @Test(arguments: cases, [("model-f32.gguf", Float(1e-3)), ("model-f16.gguf", 1.5e-3), ("model-bf16.gguf", 1e-2)])
  func floatWeightsGiveTheRecordedLogits(_ test: ReferenceCase, _ model: (file: String, bound: Float)) throws {
    let runner = try Runner(model.file)
    let special = try #require(ReferenceRecord.shared).special
    let error = Self.largestError(try runner.logits(runner.batch(test, special)), try test.logits.values())
    #expect(error <= model.bound, "\(model.file) \(test.name)")
  }

  @Test(arguments: cases)
  func finalStatesAreTheRecordedOnes(_ test: ReferenceCase) throws {
    let runner = try Runner("model-f32.gguf")
    let batch = try runner.batch(test, try #require(ReferenceRecord.shared).special)
    try runner.model.evaluate(batch, cache: KVCache(runner.model.configuration, context: 512, format: .f16))
    let hidden = runner.model.configuration.hidden
    var states = [Float](repeating: 0, count: batch.count * hidden)
    states.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for row in 0..<batch.count { runner.model.finalState(row, to: base + row * hidden) }
    }
    #expect(Self.largestError(states, try test.finalHidden.values()) < 1e-3)
  }

  @Test(arguments: cases, ["model-f32.gguf", "model-f16.gguf", "model-bf16.gguf"])
  func greedyTokensAreTheRecordedOnes(_ test: ReferenceCase, _ file: String) throws {
    guard let greedy = test.greedy, let margins = test.greedyMargin else { return }
    let runner = try Runner(file)
    let special = try #require(ReferenceRecord.shared).special
    let suppressed = ["<image|>", "<audio|>"].compactMap { special[$0] }
    let cache = try KVCache(runner.model.configuration, context: 512, format: .f16)
    var batch = try runner.batch(test, special)
    for (want, margin) in zip(greedy, margins) {
      try runner.model.evaluate(batch, cache: cache)
      var best = 0
      try runner.model.logits(batch.count - 1..<batch.count) { logits in
        for token in suppressed { logits[token] = -.infinity }
        best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      }
      if margin > (file == "model-bf16.gguf" ? 0.5 : 0.05) { #expect(best == want, "\(file) \(test.name)") }
      // Go on along the recorded path, so that one close call does not decide the rest.
      batch = Batch()
      batch.append([want])
    }
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

  @Test func theDrafterGuessesTheRecordedTokens() throws {
    let record = try #require(ReferenceRecord.shared)
    let test = try #require(record.cases.first { $0.name == record.drafter.context })
    let runner = try Runner("model-f32.gguf")
    let drafter = try Drafter(
      GGUFFile(path: Reference.tiny.appendingPathComponent("drafter-f32.gguf").path),
      target: runner.model.configuration, arithmetic: runner.model.arithmetic)
    let cache = try KVCache(runner.model.configuration, context: 512, format: .f16)
    let batch = try runner.batch(test, record.special)
    try runner.model.evaluate(batch, cache: cache)
    var logits: [Float] = []
    let guesses = try drafter.draft(
      record.drafter.tokens.count, after: record.drafter.first, model: runner.model, row: batch.count - 1, cache: cache
    ) { logits += $0 }
    #expect(guesses == record.drafter.tokens)
    // Each guess goes on from the state of the one before it, so that the error of half-precision keys adds up.
    #expect(Self.largestError(logits, try record.drafter.logits.values()) < 2e-3)
  }
}
