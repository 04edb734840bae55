import GGUF
import TestSupport

/// A model of two layers with random weights: it says nonsense, at once, and never stops by itself.
enum TinyModel {
  private static let hidden = 32
  private static let feedForward = 64
  private static let heads = 2
  private static let headSize = 32

  /// Writes the model into a folder and gives its path.
  static func write(to folder: TemporaryFolder, named name: String = "tiny.gguf") throws -> String {
    var writer = TinyVocabulary.writer()
    let vocabulary = try GGUFFile(bytes: writer.serialized(), name: "vocabulary")
    let tokens = vocabulary.metadata["tokenizer.ggml.tokens"]?.array?.count ?? 0
    describe(&writer)
    let stops = TinyVocabulary.markers.indices.filter {
      ["<eos>", "<turn|>", "<|tool_response>"].contains(TinyVocabulary.markers[$0].name)
    }
    writer.set("tokenizer.ggml.suppress_tokens", .array(GGUFArray(int32: stops.map { Int32($0) })))

    var weights = Weights(seed: 5)
    try writer.add(name: "token_embd.weight", shape: [hidden, tokens], floats: weights.next(hidden * tokens))
    try writer.add(name: "output_norm.weight", shape: [hidden], floats: weights.ones(hidden))
    let pairs = headSize / 2
    let divisors = (0..<pairs).map { $0 < pairs / 4 ? Float(1) : 1e30 }
    try writer.add(name: "rope_freqs.weight", shape: [pairs], floats: divisors)
    for layer in 0..<2 { try addLayer(layer, to: &writer, &weights) }
    let path = folder.path + "/" + name
    try writer.write(to: path)
    return path
  }

  private static func describe(_ writer: inout GGUFWriter) {
    writer.set("general.name", .string("Tiny"))
    let numbers = [
      "block_count": 2, "context_length": 262_144, "embedding_length": hidden, "feed_forward_length": feedForward,
      "attention.head_count": heads, "attention.sliding_window": 16, "attention.key_length": headSize,
      "attention.value_length": headSize, "attention.key_length_swa": headSize,
      "attention.value_length_swa": headSize, "rope.dimension_count": headSize, "rope.dimension_count_swa": headSize,
    ]
    for (key, number) in numbers.sorted(by: { $0.key < $1.key }) {
      writer.set("gemma4." + key, .uint32(UInt32(number)))
    }
    writer.set("gemma4.attention.head_count_kv", .array(GGUFArray(int32: [1, 1])))
    writer.set("gemma4.attention.sliding_window_pattern", .array(GGUFArray(bools: [true, false])))
    writer.set("gemma4.attention.layer_norm_rms_epsilon", .float32(1e-6))
    writer.set("gemma4.rope.freq_base", .float32(1e6))
    writer.set("gemma4.rope.freq_base_swa", .float32(1e4))
    writer.set("gemma4.final_logit_softcapping", .float32(30))
  }

  private static func addLayer(_ layer: Int, to writer: inout GGUFWriter, _ weights: inout Weights) throws {
    let queries = heads * headSize
    var shapes = [
      ("attn_q", [hidden, queries]), ("attn_k", [hidden, headSize]), ("attn_output", [queries, hidden]),
      ("ffn_gate", [hidden, feedForward]), ("ffn_up", [hidden, feedForward]), ("ffn_down", [feedForward, hidden]),
    ]
    // Full layers take their values from the keys.
    if layer == 0 { shapes.append(("attn_v", [hidden, headSize])) }
    for (name, shape) in shapes {
      try writer.add(name: "blk.\(layer).\(name).weight", shape: shape, floats: weights.next(shape[0] * shape[1]))
    }
    let norms = [
      ("attn_norm", hidden), ("post_attention_norm", hidden), ("ffn_norm", hidden), ("post_ffw_norm", hidden),
      ("attn_q_norm", headSize), ("attn_k_norm", headSize), ("layer_output_scale", 1),
    ]
    for (name, count) in norms {
      try writer.add(name: "blk.\(layer).\(name).weight", shape: [count], floats: weights.ones(count))
    }
  }
}

/// Random weights, the same for the same seed.
private struct Weights {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      // Knuth's linear congruential generator; its high bits are good.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24) * 0.6 - 0.3
    }
  }

  func ones(_ count: Int) -> [Float] { [Float](repeating: 1, count: count) }
}
