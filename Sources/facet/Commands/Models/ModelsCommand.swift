import Chat
import Engine
import Foundation
import Models
import Remote

/// `facet models`: the models on this machine.
enum ModelsCommand {
  /// What may stand behind `facet models`.
  enum Word: String, CaseIterable {
    case list
    case show
    case `default`
    case verify
    case remove

    /// Whether a name must follow.
    var needsName: Bool {
      switch self {
      case .list, .verify: false
      case .show, .default, .remove: true
      }
    }
  }

  /// What a subcommand needs to know of the machine.
  struct Scene {
    var surroundings: Surroundings
    var configuration: ConfigurationFile
    var shelf: ModelShelf
    /// Bytes that are free; nil where the system does not tell.
    var available: Int?
    var isJSON: Bool
    /// Whether nothing is asked.
    var isSure: Bool
  }

  /// Does it, and gives the exit status.
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) async throws -> CInt {
    let word = arguments.operands.first ?? Word.list.rawValue
    guard let what = Word(rawValue: word) else {
      throw ArgumentError.notAChoice(option: "facet models", text: word, words: Word.allCases.map(\.rawValue))
    }
    let name = arguments.operands.dropFirst().first
    if what == .list, let name { throw ArgumentError.extraOperand(.models, name) }
    if what.needsName, name == nil { throw ArgumentError.missingModelName(word) }
    let file = ModelPaths.configuration(surroundings)
    let scene = Scene(
      surroundings: surroundings, configuration: file, shelf: ModelPaths.shelf(surroundings, file),
      available: SystemMemory.available, isJSON: arguments.has(.json), isSure: arguments.has(.yes))
    switch (what, name) {
    case (.show, let name?): try ModelsShow.run(name, scene)
    case (.default, let name?): try ModelsDefault.run(name, scene)
    case (.remove, let name?): return try ModelsRemove.run(name, scene)
    case (.verify, let name): return try ModelsVerify.run(name, scene)
    default: try ModelsList.run(scene)
    }
    return 0
  }
}

extension ModelsCommand.Scene {
  /// The model of this name or path, without its header.
  func find(_ name: String) throws(InputError) -> ModelShelf.Find {
    do throws(UnknownModel) {
      return try shelf.find(name)
    } catch {
      throw .unknownModel(error)
    }
  }

  /// The server that answers in the place of that model; nil where none does.
  var server: ServerAddress? {
    surroundings.variable("FACET_MODEL") == nil ? ServerChoice.configured(configuration) : nil
  }

  /// The path of the model that facet loads by itself; nil for the guide, and where that cannot be known.
  var defaultPath: String? {
    guard case .file(let path)? = try? ModelPaths.model(ParsedArguments(), surroundings, configuration) else {
      return nil
    }
    return path
  }
}
