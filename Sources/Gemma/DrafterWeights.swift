import Compute

/// All weights of a drafter.
struct DrafterWeights: Sendable {
  /// `[hidden, 2 · hidden of the target]`: a token's embedding and the state before it, together.
  let preProjection: Matrix
  /// Layers without keys and values.
  let layers: [LayerWeights]
  let outputNorm: [Float]
  /// Gives the logits; the drafter's own, narrower than the target's.
  let head: Matrix
  /// `[hidden of the target, hidden]`: makes a state for the next step.
  let postProjection: Matrix
  let ropeDivisors: [Float]?

  init(_ loader: TensorLoader, _ configuration: DrafterConfiguration, target: ModelConfiguration) throws {
    let shape = configuration.shape
    head = try loader.matrix("token_embd.weight", rows: shape.vocabulary, columns: shape.hidden)
    preProjection = try loader.matrix("nextn.pre_projection.weight", rows: shape.hidden, columns: 2 * target.hidden)
    postProjection = try loader.matrix("nextn.post_projection.weight", rows: target.hidden, columns: shape.hidden)
    layers = try shape.layers.enumerated().map { index, layer in
      try LayerWeights(loader, index: index, layer, hidden: shape.hidden, hasKeys: false)
    }
    outputNorm = try loader.floats("output_norm.weight", shape: [shape.hidden])
    if let full = shape.layers.first(where: { !$0.isSliding }), loader.file.tensor("rope_freqs.weight") != nil {
      ropeDivisors = try loader.floats("rope_freqs.weight", shape: [full.headSize / 2])
    } else {
      ropeDivisors = nil
    }
  }
}
