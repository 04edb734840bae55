import Chat
import Foundation
import GGUF
import Gemma
import Models
import Remote

/// `facet models default`: writes into the configuration which model facet loads by itself.
enum ModelsDefault {
  static func run(_ name: String, _ scene: ModelsCommand.Scene) throws {
    guard let path = scene.configuration.path else { throw ModelsProblem.noConfiguration }
    if name == ModelPaths.guideName, !ModelName.isPath(name) {
      try ConfigurationFile.set("model", to: .null, path: path)
      try tell("The built-in guide", scene, path)
      return
    }
    let find = try scene.find(name)
    // What cannot be used shall not be what the chat opens with.
    let model = try Model.checkHeader(GGUFFile(path: find.path))
    // A name outlives a move of the file; what has none on the shelf goes by its whole path.
    let value = find.place == .configured ? absolute(find.path) : find.name
    try ConfigurationFile.set("model", to: .string(value), path: path)
    try tell(value, scene, path)
    for (key, file) in [
      ("projector", scene.configuration.configuration.projector),
      ("drafter", scene.configuration.configuration.drafter),
    ] {
      guard let file = ModelPaths.expanded(file, scene.surroundings), !fits(file, key, model) else { continue }
      scene.surroundings.note(
        "the configuration's \(key) does not fit this model; take the key “\(key)” out of \(path)")
    }
  }

  /// Says that it is done, and what goes before a model of the configuration all the same.
  private static func tell(_ name: String, _ scene: ModelsCommand.Scene, _ path: String) throws {
    let server = ServerChoice.configured(scene.configuration)
    let isOvertaken = scene.surroundings.variable("FACET_MODEL") != nil
    try scene.surroundings.print(
      server == nil && !isOvertaken
        ? "\(name) answers from now on (\(path)).\n" : "\(name) is now the default on this machine (\(path)).\n")
    if isOvertaken {
      scene.surroundings.note("FACET_MODEL names another model and goes before the configuration; unset it")
    }
    if let server {
      scene.surroundings.note(
        "the server \(server.name) goes before it, and gets what you write; take the key “server” out of \(path), or give "
          + "--no-server each time")
    }
  }

  private static func fits(_ path: String, _ key: String, _ model: ModelConfiguration) -> Bool {
    do {
      let file = try GGUFFile(path: path)
      if key == "projector" {
        _ = try Projector.checkHeader(file, hidden: model.hidden)
      } else {
        try Drafter.checkHeader(file, target: model)
      }
      return true
    } catch {
      return false
    }
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : URL(fileURLWithPath: path).path
  }
}

/// What can be wrong with a change to the models.
enum ModelsProblem: Error, Equatable {
  /// There is no place for a configuration.
  case noConfiguration
  /// Nobody can be asked.
  case notSure(name: String)
  /// Nothing is known that files could be held against.
  case nothingToVerify(name: String)
}

extension ModelsProblem: CustomStringConvertible {
  var description: String {
    switch self {
    case .noConfiguration:
      "there is no place for a configuration: neither XDG_CONFIG_HOME nor HOME names a folder; set HOME"
    case .notSure(let name):
      "nobody can be asked whether “\(name)” shall go; write facet models remove \(name) --yes if so"
    case .nothingToVerify(let name):
      "nothing is known that the files of “\(name)” could be held against: facet did not fetch it"
    }
  }
}
