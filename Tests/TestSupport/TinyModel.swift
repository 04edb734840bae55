import Foundation
import GGUF

/// A Gemma 4 model of random weights, small enough to be made in a test: three layers (sliding, sliding, full), window 32.
public struct TinyModel: Sendable {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// How the matrices are written down.
  public enum Weights: String, Sendable, CaseIterable {
    case f32, q4_0, q8_0
  }

  /// How the matrices are written down.
  public var weights: Weights
  /// Width of the residual stream.
  public var hidden = 64
  /// Tokens in the vocabulary: the markers, 256 bytes, and letters.
  public var vocabulary: Int { Self.tokens.count }
  /// The context in the metadata.
  public var context = 4_096

  /// A model with such matrices.
  public init(weights: Weights = .f32) { self.weights = weights }

  /// The markers in the order of their ids.
  public static let markers = [
    "<pad>", "<eos>", "<bos>", "<unk>", "<|tool>", "<tool|>", "<|tool_call>", "<tool_call|>", "<|tool_response>",
    "<tool_response|>", "<|\"|>", "<|think|>", "<|channel>", "<channel|>", "<|turn>", "<turn|>", "<|image>", "<|audio>",
    "<|image|>", "<|audio|>", "<image|>", "<audio|>",
  ]
  static let tokens =
    markers + (0..<256).map { String(format: "<0x%02X>", $0) } + (33..<127).map { String(UnicodeScalar($0)) } + [
      "▁", "\n", "th", "the", "▁the",
    ]

  /// The file's bytes.
  public func bytes() throws -> [UInt8] {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("tiny-\(UUID().uuidString).gguf")
    defer { try? FileManager.default.removeItem(at: url) }
    try write(to: url.path)
    return [UInt8](try Data(contentsOf: url))
  }

  /// Writes the model.
  public func write(to path: String) throws {
    var writer = GGUFWriter()
    writer.set("general.architecture", .string("gemma4"))
    writer.set("general.name", .string("Tiny"))
    let numbers: [(String, Int)] = [
      ("block_count", 3), ("context_length", context), ("embedding_length", hidden), ("feed_forward_length", 128),
      ("attention.head_count", 4), ("attention.sliding_window", 32), ("attention.key_length", 64),
      ("attention.value_length", 64), ("attention.key_length_swa", 32), ("attention.value_length_swa", 32),
      ("rope.dimension_count", 64), ("rope.dimension_count_swa", 32),
    ]
    for (key, value) in numbers { writer.set("gemma4.\(key)", .uint32(UInt32(value))) }
    writer.set("gemma4.attention.head_count_kv", .array(GGUFArray(int32: [2, 2, 1])))
    writer.set("gemma4.attention.sliding_window_pattern", .array(GGUFArray(bools: [true, true, false])))
    writer.set("gemma4.rope.freq_base", .float32(1e6))
    writer.set("gemma4.rope.freq_base_swa", .float32(1e4))
    writer.set("gemma4.attention.layer_norm_rms_epsilon", .float32(1e-6))
    writer.set("gemma4.final_logit_softcapping", .float32(30))
    setTokenizer(&writer)

    var random = SeededRandom(seed: 7)
    try addMatrix(&writer, "token_embd.weight", rows: vocabulary, columns: hidden, spread: 0.1, &random)
    try addVector(&writer, "output_norm.weight", hidden, around: 6, &random)
    try addVector(&writer, "rope_freqs.weight", 32, around: 1, spread: 0, &random)
    for layer in 0..<3 {
      let size = layer == 2 ? 64 : 32
      let keyHeads = layer == 2 ? 1 : 2
      func name(_ part: String) -> String { "blk.\(layer).\(part).weight" }
      for part in ["attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"] {
        try addVector(&writer, name(part), hidden, around: 1, &random)
      }
      try addVector(&writer, name("attn_q_norm"), size, around: 0.5, &random)
      try addVector(&writer, name("attn_k_norm"), size, around: 0.5, &random)
      try addVector(&writer, name("layer_output_scale"), 1, around: 0.8, &random)
      try addMatrix(&writer, name("attn_q"), rows: 4 * size, columns: hidden, &random)
      try addMatrix(&writer, name("attn_k"), rows: keyHeads * size, columns: hidden, &random)
      if layer < 2 { try addMatrix(&writer, name("attn_v"), rows: keyHeads * size, columns: hidden, &random) }
      try addMatrix(&writer, name("attn_output"), rows: hidden, columns: 4 * size, &random)
      try addMatrix(&writer, name("ffn_gate"), rows: 128, columns: hidden, &random)
      try addMatrix(&writer, name("ffn_up"), rows: 128, columns: hidden, &random)
      try addMatrix(&writer, name("ffn_down"), rows: hidden, columns: 128, &random)
    }
    try writer.write(to: path)
  }

  private func setTokenizer(_ writer: inout GGUFWriter) {
    let tokens = Self.tokens
    let kinds = tokens.indices.map { index -> Int32 in
      if index < Self.markers.count { return 3 }
      return index < Self.markers.count + 256 ? 6 : 1
    }
    writer.set("tokenizer.ggml.model", .string("gemma4"))
    writer.set("tokenizer.ggml.tokens", .array(GGUFArray(strings: tokens)))
    writer.set("tokenizer.ggml.scores", .array(GGUFArray(float32: tokens.map { _ in 0 })))
    writer.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: kinds)))
    writer.set("tokenizer.ggml.merges", .array(GGUFArray(strings: ["t h", "th e", "▁ the"])))
    writer.set("tokenizer.ggml.bos_token_id", .uint32(2))
    writer.set("tokenizer.ggml.eos_token_id", .uint32(1))
    writer.set("tokenizer.ggml.unknown_token_id", .uint32(3))
  }

  func addVector(
    _ writer: inout GGUFWriter, _ name: String, _ count: Int, around mean: Float, spread: Float = 0.2,
    _ random: inout SeededRandom
  ) throws {
    let values = (0..<count).map { _ in mean * (1 + spread * random.symmetric()) }
    try writer.add(name: name, type: .f32, shape: [count], bytes: values.withUnsafeBytes { Array($0) })
  }

  func addMatrix(
    _ writer: inout GGUFWriter, _ name: String, rows: Int, columns: Int, spread: Float? = nil,
    _ random: inout SeededRandom
  ) throws {
    let spread = spread ?? 1.7 / Float(columns).squareRoot()
    let values = (0..<rows * columns).map { _ in spread * random.symmetric() }
    let bytes: [UInt8]
    let type: GGUFType
    switch weights {
    case .f32: (type, bytes) = (.f32, values.withUnsafeBytes { Array($0) })
    case .q8_0: (type, bytes) = (.q8_0, blocks(values, levels: 127) { $0.map { UInt8(bitPattern: Int8($0)) } })
    case .q4_0:
      (type, bytes) = (
        .q4_0,
        blocks(values, levels: 7) { q in (0..<16).map { UInt8(q[$0] + 8) | UInt8(q[$0 + 16] + 8) << 4 } }
      )
    }
    try writer.add(name: name, type: type, shape: [columns, rows], bytes: bytes)
  }

  /// Blocks of 32: a half-precision scale and the levels as `pack` writes them.
  private func blocks(_ values: [Float], levels: Float, _ pack: ([Int]) -> [UInt8]) -> [UInt8] {
    stride(from: 0, to: values.count, by: 32).flatMap { start -> [UInt8] in
      let block = values[start..<start + 32]
      let scale = (block.map(abs).max() ?? 0) / levels
      // A power of two is exact in half precision.
      let exponent = max(-14, Int(ceil(log2(Double(max(scale, 1e-6))))))
      let step = Float(exp2(Double(exponent)))
      let half = UInt16(exponent + 15) << 10
      let q = block.map { Int(max(-levels, min(levels, ($0 / step).rounded()))) }
      return [UInt8(half & 255), UInt8(half >> 8)] + pack(q)
    }
  }
}

/// A small generator with the same numbers on every machine.
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts from a seed.
  public init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  /// The next 64 bits (SplitMix64).
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from −1 to 1.
  public mutating func symmetric() -> Float { Float(Int32(truncatingIfNeeded: next() >> 32)) / 2_147_483_648 }
}
