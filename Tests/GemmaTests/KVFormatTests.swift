import Compute
import GGUF
import TestSupport
import Testing

@testable import Gemma

/// What is lost where keys and values are kept in 8 bits.
@Suite struct KVFormatTests {
  /// KL divergences of the next token's distribution, 8 bits from 16, at every position of a batch that follows a long past.
  static func divergences(_ model: Model, past: [Int], _ batch: [Int]) throws -> [Double] {
    let rows = try [KVCache.Format.f16, .q8].map { format in
      let cache = try KVCache(model.configuration, context: past.count + batch.count, format: format)
      _ = try CuttingTests.logits(model, cache, past, chunk: 256)
      return try CuttingTests.logits(model, cache, batch, chunk: 256)
    }
    let width = model.configuration.vocabulary
    return batch.indices.map { index in
      let row = index * width..<(index + 1) * width
      return QuantisedTests.divergence(Array(rows[0][row]), Array(rows[1][row]))
    }
  }

  @Test func eightBitsLoseLittleAfterFourThousandTokens() throws {
    // Single precision elsewhere, so that nothing but the cache makes a difference.
    let model = try CuttingTests.model(.f32)
    let tokens = (0..<4_096).map { ($0 * 7919 + $0 / 7 * 31 + 13) % 300 + 30 }
    let divergences = try Self.divergences(model, past: Array(tokens[..<3_968]), Array(tokens[3_968...]))
    let mean = divergences.reduce(0, +) / Double(divergences.count)
    // Random weights and heads of 32 and 64 dimensions are a harder case than those of the 12B, whose figure is in the article on speed.
    #expect(mean < 2e-3)
    // That something is lost shows that two formats were compared.
    #expect(mean > 0)
  }

  @Test func aPositionTakesABitMoreThanHalfTheMemory() throws {
    let configuration = try ModelConfiguration(GGUFFile(bytes: TinyModel().bytes(), name: "tiny.gguf"))
    let (f16, q8) = (
      KVCache.byteCount(configuration, context: 4_096, format: .f16),
      KVCache.byteCount(configuration, context: 4_096, format: .q8)
    )
    #expect(q8 * 32 == f16 * 17)
  }
}
