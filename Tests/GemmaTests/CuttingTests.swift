import Compute
import GGUF
import TestSupport
import Testing

@testable import Gemma

/// Logits do not depend on how a prompt was cut, and a rewound cache is as good as a fresh one.
@Suite struct CuttingTests {
  static let prompt = (0..<150).map { ($0 * 7919 + 13) % 300 + 30 }

  static func logits(_ model: Model, _ cache: KVCache, _ tokens: [Int], chunk: Int) throws -> [Float] {
    var all: [Float] = []
    for start in stride(from: 0, to: tokens.count, by: chunk) {
      var batch = Batch()
      batch.append(tokens[start..<min(tokens.count, start + chunk)])
      try model.evaluate(batch, cache: cache)
      try model.logits(0..<batch.count) { all += $0 }
    }
    return all
  }

  static func model(_ type: TinyModel.Weights, kernels: String? = nil) throws -> Model {
    let file = try GGUFFile(bytes: TinyModel(weights: type).bytes(), name: "tiny.gguf")
    return try Model(file, arithmetic: Arithmetic(threads: 2, kernels: kernels))
  }

  @Test(arguments: [1, 7, 64, 512], KVCache.Format.allCases)
  func anyChunkSizeGivesTheSameLogits(chunk: Int, format: KVCache.Format) throws {
    for kernels in Arithmetic.supportedKernelNames {
      for weights in TinyModel.Weights.allCases {
        let model = try Self.model(weights, kernels: kernels)
        func logits(_ chunk: Int) throws -> [Float] {
          let cache = try KVCache(model.configuration, context: 512, format: format)
          return try Self.logits(model, cache, Self.prompt, chunk: chunk)
        }
        let (whole, cut) = (try logits(150), try logits(chunk))
        // 8-bit activations and keys of 8 or 16 bits would turn the last bit of a sum into more, so nothing may differ at all.
        #expect(whole == cut, "\(weights) in chunks of \(chunk) with \(kernels), \(format)")
      }
    }
  }

  @Test(arguments: [1, 37, 256], KVCache.Format.allCases)
  func aRingThatWrapsGivesTheSameLogits(chunk: Int, format: KVCache.Format) throws {
    let model = try Self.model(.q8_0)
    let tokens = (0..<900).map { ($0 * 7919 + 13) % 300 + 30 }
    // With one batch of 900 the ring never wraps; with small ones it holds 384 positions.
    func logits(_ chunk: Int) throws -> [Float] {
      let cache = try KVCache(model.configuration, context: 1_024, format: format)
      return try Self.logits(model, cache, tokens, chunk: chunk)
    }
    #expect(try logits(900) == logits(chunk))
  }

  @Test(arguments: [0, 1, 31, 32, 33, 100, 149], KVCache.Format.allCases)
  func aRewoundCacheGivesTheSameLogits(position: Int, format: KVCache.Format) throws {
    let model = try Self.model(.q8_0)
    func cache() throws -> KVCache { try KVCache(model.configuration, context: 512, format: format) }
    let whole = try Self.logits(model, cache(), Self.prompt, chunk: 150)
    let cache = try cache()
    let other = Self.prompt[..<position] + (position..<180).map { ($0 * 31) % 300 + 30 }
    _ = try Self.logits(model, cache, Array(other), chunk: 64)
    #expect(cache.canRewind(to: position))
    cache.rewind(to: position)
    let rest = try Self.logits(model, cache, Array(Self.prompt[position...]), chunk: 20)
    #expect(rest == Array(whole[(position * model.configuration.vocabulary)...]))
  }

  @Test func aRingThatHasMovedOnRefusesToRewindTooFar() throws {
    let model = try Self.model(.f32)
    let cache = try KVCache(model.configuration, context: 4_096)
    let tokens = (0..<600).map { $0 % 300 + 30 }
    _ = try Self.logits(model, cache, tokens, chunk: 100)
    // The ring holds the window and 320 positions more, rounded up to 64.
    #expect(cache.canRewind(to: 400))
    #expect(!cache.canRewind(to: 100))
    #expect(cache.canRewind(to: 0))
  }

  /// What the rings have overwritten comes back bit by bit.
  @Test(arguments: KVCache.Format.allCases)
  func aPlaceThatIsKeptCanBeComeBackTo(format: KVCache.Format) throws {
    let model = try Self.model(.q8_0)
    let tokens = (0..<900).map { ($0 * 7919 + 13) % 300 + 30 }
    let cache = try KVCache(model.configuration, context: 4_096, format: format)
    cache.keep([200])
    _ = try Self.logits(model, cache, tokens, chunk: 100)
    #expect(cache.canRewind(to: 200) && !cache.canRewind(to: 400))
    cache.rewind(to: 200)
    let other = (0..<50).map { ($0 * 31) % 300 + 30 }
    let got = try Self.logits(model, cache, other, chunk: 50)
    let fresh = try self.fresh(model, format, Array(tokens[..<200]))
    #expect(try got == Self.logits(model, fresh, other, chunk: 50))
  }

  private func fresh(_ model: Model, _ format: KVCache.Format, _ tokens: [Int]) throws -> KVCache {
    let cache = try KVCache(model.configuration, context: 4_096, format: format)
    _ = try Self.logits(model, cache, tokens, chunk: 100)
    return cache
  }

  @Test(arguments: KVCache.Format.allCases)
  func aPictureLongerThanTheRingMakesItGrow(format: KVCache.Format) throws {
    let model = try Self.model(.f32)
    let width = model.configuration.hidden
    let soft = SoftTokens(values: (0..<600 * width).map { Float(($0 * 37) % 101) / 50 - 1 }, width: width)
    func logits(before: Int) throws -> [Float] {
      let cache = try KVCache(model.configuration, context: 4_096, format: format)
      _ = try Self.logits(model, cache, (0..<200).map { $0 % 300 + 30 }, chunk: before)
      var batch = Batch()
      batch.append(picture: soft)
      try model.evaluate(batch, cache: cache)
      var result: [Float] = []
      try model.logits(0..<600) { result += $0 }
      return result
    }
    #expect(try logits(before: 3) == logits(before: 200))
  }
}
