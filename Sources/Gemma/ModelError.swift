/// What can be wrong with a model, projector or drafter file whose bytes are sound.
public enum ModelError: Error, Equatable, Sendable {
  /// The file holds something else than what is asked for.
  case wrongArchitecture(path: String, found: String, expected: String)
  /// A metadata entry is not there.
  case missingKey(path: String, key: String)
  /// A metadata entry has a value that no such model has.
  case badValue(path: String, key: String, found: String, expected: String)
  /// A tensor is not there.
  case missingTensor(path: String, tensor: String)
  /// A tensor has another shape than the metadata says; shapes with the fastest dimension first.
  case wrongShape(path: String, tensor: String, found: [Int], expected: [Int])
  /// A tensor is written in a way that is not supported.
  case unsupportedType(path: String, tensor: String, type: String)
  /// The model has a part that is not supported.
  case unsupportedFeature(path: String, feature: String)
  /// The projector gives soft tokens of another width than the model's embeddings.
  case wrongProjectorWidth(path: String, found: Int, expected: Int)
  /// The drafter was made for a model of another shape; what differs, in words.
  case wrongDrafter(path: String, what: String, found: Int, expected: Int)
  /// The projector has no embedder of this kind.
  case noEmbedder(path: String, kind: String)
}

extension ModelError: CustomStringConvertible {
  /// One sentence for people: what is wrong and what to do.
  public var description: String {
    switch self {
    case .wrongArchitecture(let path, let found, let expected):
      "\(path): this file holds “\(found)”, not \(expected); choose another file."
    case .missingKey(let path, let key):
      "\(path): the metadata lacks “\(key)”; the file was made by an outdated converter, fetch a newer one."
    case .badValue(let path, let key, let found, let expected):
      "\(path): “\(key)” is \(found), but must be \(expected); the file is damaged or made for another program."
    case .missingTensor(let path, let tensor):
      "\(path): the tensor “\(tensor)” is missing; the file is incomplete, fetch it again."
    case .wrongShape(let path, let tensor, let found, let expected):
      "\(path): the tensor “\(tensor)” has the shape \(found), but the metadata asks for \(expected); fetch the file again."
    case .unsupportedType(let path, let tensor, let type):
      "\(path): the tensor “\(tensor)” is stored as \(type), which facet cannot compute with; "
        + "choose a file in Q4_0, Q4_K_M, Q6_K or Q8_0."
    case .unsupportedFeature(let path, let feature):
      "\(path): the model has \(feature), which facet does not support; choose a Gemma 4 Unified model such as the 12B."
    case .wrongProjectorWidth(let path, let found, let expected):
      "\(path): this projector is for a model of width \(found), but the model's is \(expected); "
        + "fetch the projector that belongs to the model."
    case .wrongDrafter(let path, let what, let found, let expected):
      "\(path): this drafter is for a model with \(found) \(what), but the model has \(expected); "
        + "fetch the drafter that belongs to the model, or go without one by --no-draft."
    case .noEmbedder(let path, let kind):
      "\(path): this projector has no embedder for \(kind); fetch the full projector of the model."
    }
  }
}
