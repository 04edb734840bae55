import Compute
import GGUF

/// Looking at a file without loading it.
extension Model {
  /// Reads the shape, and makes sure that there are kernels for all matrices.
  ///
  /// - Throws: ``ModelError`` as loading would.
  public static func checkHeader(_ file: GGUFFile) throws -> ModelConfiguration {
    let configuration = try ModelConfiguration(file)
    try checkTypes(file)
    return configuration
  }

  static func checkTypes(_ file: GGUFFile) throws {
    let matrices = file.tensors.filter { $0.shape.count > 1 && $0.name.hasSuffix(".weight") }
    if let tensor = matrices.first(where: { WeightType($0.type) == nil }) {
      throw ModelError.unsupportedType(path: file.path, tensor: tensor.name, type: tensor.type.name)
    }
  }
}

extension Projector {
  /// Makes sure that a file is a projector for embeddings of this width, and says what it takes.
  ///
  /// - Throws: ``ModelError`` as loading would.
  public static func checkHeader(_ file: GGUFFile, hidden: Int) throws -> (pictures: Bool, sounds: Bool) {
    let kinds = try kinds(file, hidden: hidden)
    try Model.checkTypes(file)
    return kinds
  }

  /// The kinds of media that a file has embedders for.
  static func kinds(_ file: GGUFFile, hidden: Int) throws -> (pictures: Bool, sounds: Bool) {
    let architecture = file.metadata["general.architecture"]?.string ?? "nothing"
    guard architecture == "clip" else {
      throw ModelError.wrongArchitecture(path: file.path, found: architecture, expected: "a projector (mmproj)")
    }
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
    return (try isPresent("vision", "gemma4uv"), try isPresent("audio", "gemma4ua"))
  }
}
