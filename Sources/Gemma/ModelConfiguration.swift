import GGUF

/// The shape of a Gemma 4 text model, read from the metadata of its file.
public struct ModelConfiguration: Sendable, Equatable {
  /// What differs from layer to layer.
  public struct Layer: Sendable, Equatable {
    /// Whether queries see only the last `window` positions.
    public let isSliding: Bool
    /// Query heads.
    public let heads: Int
    /// Key and value heads; each serves `heads / keyValueHeads` query heads.
    public let keyValueHeads: Int
    /// Dimensions of a head.
    public let headSize: Int
    /// Width of the layer's feed-forward part.
    public let feedForward: Int
    /// Base of the rotation's frequencies.
    public let ropeBase: Float
  }

  /// Name for people, from `general.name`.
  public let name: String
  /// Width of the residual stream.
  public let hidden: Int
  /// Tokens in the vocabulary.
  public let vocabulary: Int
  /// Positions that the model was trained for.
  public let contextLength: Int
  /// Positions that a query of a sliding layer sees, itself included.
  public let window: Int
  /// Added to the mean square in every RMS norm.
  public let normEpsilon: Float
  /// Logits become `cap · tanh(logits / cap)`; nil for none.
  public let logitCap: Float?
  /// The layers, from the embedding upwards.
  public let layers: [Layer]

  static let architecture = "gemma4"

  /// Reads the shape.
  ///
  /// - Throws: ``ModelError``.
  public init(_ file: GGUFFile) throws {
    try self.init(file, architecture: Self.architecture, called: "a Gemma 4 model")
  }

  /// Reads the shape of a file of this architecture, which people know under another name.
  init(_ file: GGUFFile, architecture: String, called name: String) throws {
    let reader = MetadataReader(file)
    let found = try reader.string("general.architecture")
    guard found == architecture else {
      throw ModelError.wrongArchitecture(path: file.path, found: found, expected: name)
    }
    func key(_ name: String) -> String { "\(architecture).\(name)" }
    let hasOwnKeys = architecture == Self.architecture
    for (name, feature) in [
      ("expert_count", "a mixture of experts"), ("embedding_length_per_layer_input", "embeddings per layer"),
      ("attention.shared_kv_layers", "layers that share keys and values"),
    ] where (file.metadata[key(name)]?.int ?? 0) != 0 {
      // A drafter's layers all use the keys and values of its target.
      if !hasOwnKeys, name == "attention.shared_kv_layers" { continue }
      throw ModelError.unsupportedFeature(path: file.path, feature: feature)
    }
    self.name = file.metadata["general.name"]?.string ?? "Gemma 4"
    hidden = try reader.int(key("embedding_length"), in: 32...65_536, multipleOf: 32)
    let count = try reader.int(key("block_count"), in: 1...1_024)
    contextLength = try reader.int(key("context_length"), in: 1...16_777_216)
    window = try reader.int(key("attention.sliding_window"), in: 1...1_048_576)
    normEpsilon = try reader.float(key("attention.layer_norm_rms_epsilon"), in: 0...0.1)
    let cap = file.metadata[key("final_logit_softcapping")]?.double ?? 0
    logitCap = cap > 0 ? Float(cap) : nil

    let sliding = try reader.bools(key("attention.sliding_window_pattern"), count: count)
    let heads = try reader.ints(key("attention.head_count"), count: count, in: 1...1_024)
    let keyValueHeads = try reader.ints(key("attention.head_count_kv"), count: count, in: 1...1_024)
    let feedForward = try reader.ints(key("feed_forward_length"), count: count, in: 32...1_048_576, multipleOf: 32)
    let fullSize = try reader.int(key("attention.key_length"), in: 16...4_096, multipleOf: 32)
    let slidingSize = try reader.int(key("attention.key_length_swa"), in: 16...4_096, multipleOf: 32)
    let fullBase = try reader.float(key("rope.freq_base"), in: 1...1e12)
    let slidingBase = try reader.float(key("rope.freq_base_swa"), in: 1...1e12)
    for (name, size) in [
      ("attention.value_length", fullSize), ("attention.value_length_swa", slidingSize),
      ("rope.dimension_count", fullSize), ("rope.dimension_count_swa", slidingSize),
    ] {
      if let found = file.metadata[key(name)]?.int, found != size {
        throw ModelError.badValue(
          path: file.path, key: key(name), found: "\(found)", expected: "\(size), the size of a key")
      }
    }
    layers = try (0..<count).map { index in
      guard heads[index] % keyValueHeads[index] == 0 else {
        throw ModelError.badValue(
          path: file.path, key: key("attention.head_count_kv"), found: "\(keyValueHeads[index])",
          expected: "a divisor of the \(heads[index]) query heads")
      }
      return Layer(
        isSliding: sliding[index], heads: heads[index], keyValueHeads: keyValueHeads[index],
        headSize: sliding[index] ? slidingSize : fullSize, feedForward: feedForward[index],
        ropeBase: sliding[index] ? slidingBase : fullBase)
    }
    guard let embedding = file.tensor("token_embd.weight"), embedding.shape.count == 2 else {
      throw ModelError.missingTensor(path: file.path, tensor: "token_embd.weight")
    }
    vocabulary = embedding.shape[1]
  }
}
