import Foundation

/// Finds the files of the model by arguments, environment and folder.
enum ModelPaths {
  /// The model: `--model`, otherwise `FACET_MODEL`.
  static func model(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws(ArgumentError) -> String {
    guard let path = arguments.text(.model) ?? surroundings.variable("FACET_MODEL") else { throw .noModel }
    return path
  }

  /// The projector: `--projector`; where there are media also `FACET_PROJECTOR`, otherwise the one beside the model.
  static func projector(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, model: String, hasMedia: Bool
  ) throws(ArgumentError) -> String? {
    if let path = arguments.text(.projector) { return path }
    // Without media it would only cost time and memory.
    guard hasMedia else { return nil }
    if let path = surroundings.variable("FACET_PROJECTOR") { return path }
    let found = projectors(beside: model)
    guard let first = found.first else { throw .noProjector(model: model) }
    guard found.count == 1 else { throw .severalProjectors(found) }
    return first
  }

  /// The projector in the folder of the model, where there is exactly one.
  static func onlyProjector(beside model: String) -> String? {
    let found = projectors(beside: model)
    return found.count == 1 ? found[0] : nil
  }

  /// The `*mmproj*.gguf` files in the folder of the model, in order.
  static func projectors(beside model: String) -> [String] {
    let folder = (model as NSString).deletingLastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let projectors = names.filter { name in
      let name = name.lowercased()
      return name.contains("mmproj") && name.hasSuffix(".gguf")
    }
    return projectors.sorted().map { folder.isEmpty ? $0 : (folder as NSString).appendingPathComponent($0) }
  }
}
