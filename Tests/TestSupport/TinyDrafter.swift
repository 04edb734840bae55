import GGUF

/// A drafter of random weights for ``TinyModel``: two layers, one sliding and one full.
public struct TinyDrafter: Sendable {
  /// The width of the model's hidden states.
  public var targetHidden = TinyModel().hidden
  /// Rows of its head.
  public var vocabulary = TinyModel().vocabulary
  /// Dimensions of a head in its full layer.
  public var fullHeadSize = 64
  /// What the file says that it is.
  public var architecture = "gemma4-assistant"
  /// Tensors that the file lacks.
  public var missing: Set<String> = []

  /// A drafter that fits a `TinyModel` as it comes.
  public init() {}

  /// The file, open in memory.
  public func file() throws -> GGUFFile { try GGUFFile(bytes: writer().serialized(), name: "drafter.gguf") }

  /// Writes the drafter.
  public func write(to path: String) throws { try writer().write(to: path) }

  private func writer() throws -> GGUFWriter {
    let (hidden, feedForward) = (32, 64)
    var writer = GGUFWriter()
    writer.set("general.architecture", .string(architecture))
    let numbers: [(String, Int)] = [
      ("block_count", 2), ("context_length", 4_096), ("embedding_length", hidden),
      ("embedding_length_out", targetHidden), ("feed_forward_length", feedForward), ("attention.head_count", 4),
      ("attention.sliding_window", 32), ("attention.shared_kv_layers", 2), ("attention.key_length", fullHeadSize),
      ("attention.value_length", fullHeadSize), ("attention.key_length_swa", 32), ("attention.value_length_swa", 32),
    ]
    for (key, value) in numbers { writer.set("\(architecture).\(key)", .uint32(UInt32(value))) }
    writer.set("\(architecture).attention.head_count_kv", .array(GGUFArray(int32: [2, 1])))
    writer.set("\(architecture).attention.sliding_window_pattern", .array(GGUFArray(bools: [true, false])))
    writer.set("\(architecture).rope.freq_base", .float32(1e6))
    writer.set("\(architecture).rope.freq_base_swa", .float32(1e4))
    writer.set("\(architecture).attention.layer_norm_rms_epsilon", .float32(1e-6))

    var random = SeededRandom(seed: 13)
    let weights = TinyModel(weights: .f32)
    func matrix(_ name: String, rows: Int, columns: Int) throws {
      guard !missing.contains(name) else { return }
      try weights.addMatrix(&writer, name, rows: rows, columns: columns, &random)
    }
    try matrix("token_embd.weight", rows: vocabulary, columns: hidden)
    try matrix("nextn.pre_projection.weight", rows: hidden, columns: 2 * targetHidden)
    try matrix("nextn.post_projection.weight", rows: targetHidden, columns: hidden)
    try weights.addVector(&writer, "output_norm.weight", hidden, around: 1, &random)
    for layer in 0..<2 {
      let size = layer == 0 ? 32 : fullHeadSize
      func name(_ part: String) -> String { "blk.\(layer).\(part).weight" }
      for part in ["attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"] {
        try weights.addVector(&writer, name(part), hidden, around: 1, &random)
      }
      try weights.addVector(&writer, name("attn_q_norm"), size, around: 0.5, &random)
      try weights.addVector(&writer, name("layer_output_scale"), 1, around: 0.8, &random)
      try matrix(name("attn_q"), rows: 4 * size, columns: hidden)
      try matrix(name("attn_output"), rows: hidden, columns: 4 * size)
      try matrix(name("ffn_gate"), rows: feedForward, columns: hidden)
      try matrix(name("ffn_up"), rows: feedForward, columns: hidden)
      try matrix(name("ffn_down"), rows: hidden, columns: feedForward)
    }
    return writer
  }
}
