import Chat
import Engine
import Foundation
import GGUF
import Gemma

/// Finds the model, its projector and its drafter by arguments, environment, configuration and folder; where none is named it is the guide.
enum ModelPaths {
  /// The configuration, where models may be named.
  static func configuration(_ surroundings: Surroundings) -> ConfigurationFile {
    ConfigurationFile.load(path: ConfigurationFile.standardPath(environment: surroundings.environment))
  }

  /// The model: `--model`, otherwise `FACET_MODEL`, otherwise what is configured, otherwise the guide.
  ///
  /// - Throws: `InputError.modelNotKnown` where the configuration may name one, but cannot be read that far: the guide takes nobody's place.
  static func model(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile
  ) throws(InputError) -> ModelSource {
    let named =
      arguments.text(.model) ?? surroundings.variable("FACET_MODEL")
      ?? expanded(file.configuration.model, surroundings)
    if let named { return .file(named) }
    if let problem = file.problem(hiding: "model") { throw .modelNotKnown(reason: problem.description) }
    return .guide
  }

  /// As above, with the person's configuration.
  static func model(
    _ arguments: ParsedArguments, _ surroundings: Surroundings
  ) throws(InputError) -> ModelSource {
    try model(arguments, surroundings, configuration(surroundings))
  }

  /// A path with `~` taken for the home folder.
  static func expanded(_ path: String?, _ surroundings: Surroundings) -> String? {
    guard let path, path.hasPrefix("~/"), let home = surroundings.variable("HOME") else { return path }
    return home + path.dropFirst()
  }

  /// The projector for one question.
  ///
  /// That is `--projector`; where there are media also `FACET_PROJECTOR`, what is configured, or the one beside the model. The guide has its own.
  static func projector(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, model: ModelSource, hasMedia: Bool
  ) throws(ArgumentError) -> ModelSource? {
    guard case .file(let path) = model else {
      if arguments.has(.projector) { throw .projectorWithoutModel }
      return hasMedia ? .guideProjector : nil
    }
    if let path = arguments.text(.projector) { return .file(path) }
    // Without media it would only cost time and memory.
    guard hasMedia else { return nil }
    if let named = named(arguments, surroundings, configuration(surroundings)) { return .file(named) }
    let found = projectors(beside: path)
    guard let first = found.first else { throw .noProjector(model: path) }
    guard found.count == 1 else { throw .severalProjectors(found) }
    return .file(first)
  }

  /// The projector for a conversation, in which pictures and recordings may come at any time; nil where none is found.
  static func projector(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile, model: ModelSource?
  ) throws(ArgumentError) -> ModelSource? {
    switch model {
    case .file(let path)?:
      (named(arguments, surroundings, file) ?? onlyProjector(beside: path)).map { .file($0) }
    case .program?:
      if arguments.has(.projector) { throw .projectorWithoutModel } else { .guideProjector }
    case nil: nil
    }
  }

  private static func named(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile
  ) -> String? {
    arguments.text(.projector) ?? surroundings.variable("FACET_PROJECTOR")
      ?? expanded(file.configuration.projector, surroundings)
  }

  /// The projector in the folder of the model, where there is exactly one.
  static func onlyProjector(beside model: String) -> String? {
    let found = projectors(beside: model)
    return found.count == 1 ? found[0] : nil
  }

  /// The `*mmproj*.gguf` files in the folder of the model, in order.
  static func projectors(beside model: String) -> [String] {
    files(beside: model) { $0.contains("mmproj") }
  }

  /// The drafter: `--drafter`, otherwise `FACET_DRAFTER`, otherwise what is configured, otherwise the one beside the model.
  ///
  /// None with `--no-draft`, and none for the guide.
  static func drafter(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile, model: ModelSource?
  ) throws(ArgumentError) -> ModelSource? {
    guard case .file(let path)? = model else {
      if arguments.has(.drafter), model != nil { throw .drafterWithoutModel }
      return nil
    }
    if arguments.has(.noDraft) { return nil }
    let named =
      arguments.text(.drafter) ?? surroundings.variable("FACET_DRAFTER")
      ?? expanded(file.configuration.drafter, surroundings)
    return (named ?? onlyDrafter(beside: path)).map { .file($0) }
  }

  /// The drafter in the folder of the model, where there is exactly one that fits it.
  static func onlyDrafter(beside model: String) -> String? {
    let candidates = files(beside: model) { name in ["drafter", "assistant", "mtp"].contains { name.contains($0) } }
    guard !candidates.isEmpty, let target = try? ModelConfiguration(GGUFFile(path: model)) else { return nil }
    let fitting = candidates.filter { (try? Drafter.checkHeader(GGUFFile(path: $0), target: target)) != nil }
    return fitting.count == 1 ? fitting[0] : nil
  }

  /// The `.gguf` files in the folder of the model whose names in lower case are as is asked for, in order.
  private static func files(beside model: String, where isWanted: (String) -> Bool) -> [String] {
    let folder = model.lastIndex(of: "/").map { String(model[...$0]) } ?? ""
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let wanted = names.filter { $0.lowercased().hasSuffix(".gguf") && isWanted($0.lowercased()) }
    return wanted.sorted().map { folder + $0 }
  }
}
