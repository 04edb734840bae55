import GGUF

/// A projector of random weights for ``TinyModel``: it makes soft tokens of pictures and of sound.
public struct TinyProjector: Sendable {
  /// Values of a picture's patch, and samples of a frame of sound.
  private static let patchValues = 48 * 48 * 3, frameSamples = 640

  /// The width of the model's embeddings.
  public var hidden = TinyModel().hidden
  /// Patches along the longest side of a picture.
  public var maximumSide = 1_120

  /// A projector that fits a `TinyModel` as it comes.
  public init() {}

  /// Writes the projector.
  public func write(to path: String) throws {
    var writer = GGUFWriter()
    writer.set("general.architecture", .string("clip"))
    writer.set("general.type", .string("mmproj"))
    writer.set("general.name", .string("Tiny"))
    for (kind, type) in [("vision", "gemma4uv"), ("audio", "gemma4ua")] {
      writer.set("clip.has_\(kind)_encoder", .bool(true))
      writer.set("clip.\(kind).projector_type", .string(type))
      writer.set("clip.\(kind).projection_dim", .uint32(UInt32(hidden)))
    }
    var random = SeededRandom(seed: 11)
    func add(_ name: String, _ shape: [Int], spread: Float, around mean: Float = 0) throws {
      let values = (0..<shape.reduce(1, *)).map { _ in mean + spread * random.symmetric() }
      try writer.add(name: name, type: .f32, shape: shape, bytes: values.withUnsafeBytes { Array($0) })
    }
    func matrix(_ name: String, columns: Int) throws {
      try add(name, [columns, hidden], spread: 1.7 / Float(columns).squareRoot())
    }
    try matrix("mm.a.input_projection.weight", columns: Self.frameSamples)
    try matrix("mm.input_projection.weight", columns: hidden)
    try matrix("v.patch_embd.weight", columns: Self.patchValues)
    try add("v.patch_embd.bias", [hidden], spread: 0.1)
    for (number, count) in [Self.patchValues, hidden, hidden].enumerated() {
      try add("v.patch_norm.\(number + 1).weight", [count], spread: 0.2, around: 1)
      try add("v.patch_norm.\(number + 1).bias", [count], spread: 0.1)
    }
    try add("v.position_embd.weight", [hidden, maximumSide, 2], spread: 0.1)
    try writer.write(to: path)
  }
}
