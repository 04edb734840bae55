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
    let kinds = try Self.kinds(file, hidden: hidden)
    let loader = TensorLoader(file, team: arithmetic.team)
    pictures = kinds.pictures ? try PictureEmbedder(loader, hidden: hidden, arithmetic: arithmetic) : nil
    sounds = kinds.sounds ? try SoundEmbedder(loader, hidden: hidden, arithmetic: arithmetic) : nil
  }
}
