import Compute
import GGUF

/// The embedders of pictures and sound, read from an mmproj file.
public final class Projector {
  /// The file.
  public let path: String
  /// The picture embedder; nil if the file has none.
  public let pictures: PictureEmbedder?
  /// The sound embedder; nil if the file has none.
  public let sounds: SoundEmbedder?

  /// Loads a projector.
  ///
  /// - Parameters:
  ///   - file: The mmproj file.
  ///   - hidden: The width of the model's embeddings.
  ///   - arithmetic: Kernels and threads.
  /// - Throws: ``ModelError``, `GGUFError`, `ComputeError`.
  public init(_ file: GGUFFile, hidden: Int, arithmetic: Arithmetic) throws {
    path = file.path
    let architecture = file.metadata["general.architecture"]?.string ?? "nothing"
    guard architecture == "clip" else {
      throw ModelError.wrongArchitecture(path: file.path, found: architecture, expected: "a projector (mmproj)")
    }
    let loader = TensorLoader(file, team: arithmetic.team)
    func isPresent(_ kind: String, _ expected: String) throws -> Bool {
      guard file.metadata["clip.has_\(kind)_encoder"]?.bool == true else { return false }
      let type = file.metadata["clip.\(kind).projector_type"]?.string ?? "nothing"
      guard type == expected else {
        throw ModelError.wrongArchitecture(
          path: file.path, found: type, expected: "a projector of the kind \(expected)")
      }
      if let width = file.metadata["clip.\(kind).projection_dim"]?.int, width != hidden {
        throw ModelError.wrongProjectorWidth(path: file.path, found: width, expected: hidden)
      }
      return true
    }
    pictures =
      try isPresent("vision", "gemma4uv") ? PictureEmbedder(loader, hidden: hidden, arithmetic: arithmetic) : nil
    sounds = try isPresent("audio", "gemma4ua") ? SoundEmbedder(loader, hidden: hidden, arithmetic: arithmetic) : nil
  }
}
