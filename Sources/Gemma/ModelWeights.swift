import Compute
import GGUF

/// The weights of one layer, under the names of the model's paper.
struct LayerWeights: Sendable {
  let attentionNorm: [Float]
  let query: Matrix
  /// nil in a drafter, which looks at its target's keys.
  let key: Matrix?
  /// nil where values are taken from the key projection (full layers).
  let value: Matrix?
  let queryNorm: [Float]
  let keyNorm: [Float]
  let output: Matrix
  let postAttentionNorm: [Float]
  let feedForwardNorm: [Float]
  let gate: Matrix
  let up: Matrix
  let down: Matrix
  let postFeedForwardNorm: [Float]
  /// The whole residual stream is multiplied by this after the layer.
  let outputScale: Float

  /// - Parameter hasKeys: Whether the layer makes keys and values of its own.
  init(
    _ loader: TensorLoader, index: Int, _ layer: ModelConfiguration.Layer, hidden: Int, hasKeys: Bool = true
  ) throws {
    func name(_ part: String) -> String { "blk.\(index).\(part).weight" }
    let queries = layer.heads * layer.headSize
    let keys = layer.keyValueHeads * layer.headSize
    attentionNorm = try loader.floats(name("attn_norm"), shape: [hidden])
    query = try loader.matrix(name("attn_q"), rows: queries, columns: hidden)
    key = hasKeys ? try loader.matrix(name("attn_k"), rows: keys, columns: hidden) : nil
    let hasValue = hasKeys && loader.file.tensor(name("attn_v")) != nil
    if hasKeys, layer.isSliding, !hasValue {
      throw ModelError.missingTensor(path: loader.file.path, tensor: name("attn_v"))
    }
    value = hasValue ? try loader.matrix(name("attn_v"), rows: keys, columns: hidden) : nil
    queryNorm = try loader.floats(name("attn_q_norm"), shape: [layer.headSize])
    keyNorm = hasKeys ? try loader.floats(name("attn_k_norm"), shape: [layer.headSize]) : []
    output = try loader.matrix(name("attn_output"), rows: hidden, columns: queries)
    postAttentionNorm = try loader.floats(name("post_attention_norm"), shape: [hidden])
    feedForwardNorm = try loader.floats(name("ffn_norm"), shape: [hidden])
    gate = try loader.matrix(name("ffn_gate"), rows: layer.feedForward, columns: hidden)
    up = try loader.matrix(name("ffn_up"), rows: layer.feedForward, columns: hidden)
    down = try loader.matrix(name("ffn_down"), rows: hidden, columns: layer.feedForward)
    postFeedForwardNorm = try loader.floats(name("post_ffw_norm"), shape: [hidden])
    outputScale = try loader.floats(name("layer_output_scale"), shape: [1])[0]
  }
}

/// All weights of a text model.
struct ModelWeights: Sendable {
  /// Rows of token embeddings, and the head that gives logits.
  let embedding: Matrix
  /// The head, where a file has one of its own.
  let head: Matrix
  let layers: [LayerWeights]
  let outputNorm: [Float]
  /// What the frequencies of the full layers' rotation are divided by, one a pair.
  let ropeDivisors: [Float]?

  init(_ loader: TensorLoader, _ configuration: ModelConfiguration) throws {
    let hidden = configuration.hidden
    embedding = try loader.matrix("token_embd.weight", rows: configuration.vocabulary, columns: hidden)
    head =
      loader.file.tensor("output.weight") == nil
      ? embedding : try loader.matrix("output.weight", rows: configuration.vocabulary, columns: hidden)
    layers = try configuration.layers.enumerated().map { index, layer in
      try LayerWeights(loader, index: index, layer, hidden: hidden)
    }
    outputNorm = try loader.floats("output_norm.weight", shape: [hidden])
    if let full = configuration.layers.first(where: { !$0.isSliding }), loader.file.tensor("rope_freqs.weight") != nil {
      ropeDivisors = try loader.floats("rope_freqs.weight", shape: [full.headSize / 2])
    } else {
      ropeDivisors = nil
    }
  }
}
