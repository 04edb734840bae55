import Chat
import Foundation

/// Finds the files of the model by arguments, environment, configuration and folder.
enum ModelPaths {
  /// The model: `--model`, otherwise `FACET_MODEL`, otherwise what is configured.
  static func model(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws(ArgumentError) -> String {
    let path = arguments.text(.model) ?? surroundings.variable("FACET_MODEL") ?? configured(\.model, surroundings)
    guard let path else { throw .noModel }
    return path
  }

  /// A path of the configuration, `~` taken for the home folder.
  private static func configured(_ key: KeyPath<Configuration, String?>, _ surroundings: Surroundings) -> String? {
    let file = ConfigurationFile.load(path: ConfigurationFile.standardPath(environment: surroundings.environment))
    return expanded(file.configuration[keyPath: key], surroundings)
  }

  /// A path with `~` taken for the home folder.
  static func expanded(_ path: String?, _ surroundings: Surroundings) -> String? {
    guard let path, path.hasPrefix("~/"), let home = surroundings.variable("HOME") else { return path }
    return home + path.dropFirst()
  }

  /// The projector: `--projector`; where there are media also `FACET_PROJECTOR`, what is configured, or the one beside
  /// the model.
  static func projector(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, model: String, hasMedia: Bool
  ) throws(ArgumentError) -> String? {
    if let path = arguments.text(.projector) { return path }
    // Without media it would only cost time and memory.
    guard hasMedia else { return nil }
    if let path = surroundings.variable("FACET_PROJECTOR") ?? configured(\.projector, surroundings) { return path }
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
