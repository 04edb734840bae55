import GGUF

/// The shape of a drafter, read from the metadata of its file and held against the model that it is for.
struct DrafterConfiguration: Sendable, Equatable {
  static let architecture = "gemma4-assistant"

  /// The shape of the drafter itself; its layers have the key and value heads of the target.
  let shape: ModelConfiguration
  /// For each layer of the drafter the layer of the target whose keys and values it looks at: the last one of its kind.
  let targetLayers: [Int]

  /// Reads the shape.
  ///
  /// - Throws: ``ModelError``.
  init(_ file: GGUFFile, target: ModelConfiguration) throws {
    shape = try ModelConfiguration(file, architecture: Self.architecture, called: "a drafter for Gemma 4")
    func check(_ what: String, _ found: Int, _ expected: Int) throws {
      guard found == expected else {
        throw ModelError.wrongDrafter(path: file.path, what: what, found: found, expected: expected)
      }
    }
    let width = "\(Self.architecture).embedding_length_out"
    try check("values in its hidden state", try MetadataReader(file).int(width, in: 32...65_536), target.hidden)
    try check("tokens in its vocabulary", shape.vocabulary, target.vocabulary)
    try check("positions in its window", shape.window, target.window)
    targetLayers = try shape.layers.map { layer in
      let kind = layer.isSliding ? "sliding" : "full"
      guard let index = target.layers.lastIndex(where: { $0.isSliding == layer.isSliding }) else {
        throw ModelError.wrongDrafter(path: file.path, what: "or more \(kind) layers", found: 1, expected: 0)
      }
      let seen = target.layers[index]
      try check("dimensions in a head of its \(kind) layers", layer.headSize, seen.headSize)
      try check("key heads in its \(kind) layers", layer.keyValueHeads, seen.keyValueHeads)
      return index
    }
  }
}
