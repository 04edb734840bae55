import Chat
import Engine
import Foundation
import Models

/// Finds the model, its projector and its drafter by arguments, environment and configuration.
///
/// Models go by paths or by their names on the shelf; where none is named it is the guide. Which parts belong to a model `Pairing` knows.
enum ModelPaths {
  /// The configuration, where models may be named.
  static func configuration(_ surroundings: Surroundings) -> ConfigurationFile {
    ConfigurationFile.load(path: ConfigurationFile.standardPath(environment: surroundings.environment))
  }

  /// What `--model` and the like call the model that is part of the program.
  static let guideName = "guide"

  /// The models on this machine, those that are named anywhere among them.
  static func shelf(_ surroundings: Surroundings, _ file: ConfigurationFile) -> ModelShelf {
    let named = [surroundings.variable("FACET_MODEL"), expanded(file.configuration.model, surroundings)]
    return ModelShelf(
      environment: surroundings.environment, configured: named.compactMap { $0 }.filter { $0.hasPrefix("/") })
  }

  /// The model: `--model`, otherwise `FACET_MODEL`, otherwise what is configured, otherwise the guide.
  ///
  /// - Throws: `InputError.unknownModel` for a name that no model has, and `InputError.modelNotKnown` where the configuration may name one, but cannot
  ///   be read that far: the guide takes nobody's place.
  static func model(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile
  ) throws(InputError) -> ModelSource {
    if let named = arguments.text(.model) ?? surroundings.variable("FACET_MODEL") {
      return try model(named, surroundings, file)
    }
    if let named = expanded(file.configuration.model, surroundings) {
      // Whatever lies in the present folder, it is not what the configuration means.
      return try model(named, surroundings, file, looks: false)
    }
    if let problem = file.problem(hiding: "model") { throw .modelNotKnown(reason: problem.description) }
    return .guide
  }

  /// A model by its path or its name.
  static func model(
    _ named: String, _ surroundings: Surroundings, _ file: ConfigurationFile, looks: Bool = true
  ) throws(InputError) -> ModelSource {
    if named == guideName, !ModelName.isPath(named, looks: looks) { return .guide }
    do throws(UnknownModel) {
      return .file(try shelf(surroundings, file).path(of: named, looks: looks))
    } catch {
      throw .unknownModel(error)
    }
  }

  /// What a model is called until more is known: the name that it was asked for by, since that of a blob says nothing, or that of its file.
  static func shownName(
    of model: ModelSource?, _ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile
  ) -> String {
    let named =
      arguments.text(.model) ?? surroundings.variable("FACET_MODEL") ?? expanded(file.configuration.model, surroundings)
    guard let named, case .file(let path)? = model, path != named else { return model?.shortName ?? "" }
    return named
  }

  /// The model as above, with the person's configuration.
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
    switch Pairing.projector(of: path) {
    case .found(let found): return .file(found)
    case .none: throw .noProjector(model: path)
    case .several(let paths): throw .severalProjectors(paths)
    // Loading says what is wrong with it.
    case .unfit(let misfits): return misfits.first.map { .file($0.path) }
    }
  }

  /// The projector for a conversation, in which pictures and recordings may come at any time; nil where none is found.
  static func projector(
    _ arguments: ParsedArguments, _ surroundings: Surroundings, _ file: ConfigurationFile, model: ModelSource?
  ) throws(ArgumentError) -> ModelSource? {
    switch model {
    case .file(let path)?:
      (named(arguments, surroundings, file) ?? Pairing.projector(of: path).path).map { .file($0) }
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

  /// Why a conversation goes without a projector though there are files that may be one; nil where that is plain.
  static func projectorNote(_ model: ModelSource?) -> String? {
    guard case .file(let path)? = model else { return nil }
    switch Pairing.projector(of: path) {
    case .none, .found: return nil
    case .several(let paths): return ArgumentError.severalProjectors(paths).description
    case .unfit(let misfits): return misfits.first.map { "pictures and sound do not go: \($0.reason)" }
    }
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
    return (named ?? Pairing.drafter(of: path).path).map { .file($0) }
  }
}
