import GGUF

/// What one decode step reads from memory: divided by the memory's bandwidth it is the least time that the step can take.
extension Model {
  /// Bytes of weights that a step reads: all but the token embeddings where the head has weights of its own, since of those it takes one row.
  package static func stepBytes(_ file: GGUFFile) -> Int {
    let hasOwnHead = file.tensor("output.weight") != nil
    return file.tensors.reduce(0) { sum, tensor in
      hasOwnHead && tensor.name == "token_embd.weight" ? sum : sum + tensor.byteCount
    }
  }
}

extension KVCache {
  /// Bytes of keys and values that a step sees after so many positions.
  package static func stepBytes(
    _ configuration: ModelConfiguration, depth: Int, format: Format = .usual
  ) -> Int {
    configuration.layers.reduce(0) { sum, layer in
      sum + (layer.isSliding ? min(depth, configuration.window) : depth) * LayerCache.positionBytes(layer, format)
    }
  }
}
