import Foundation
import Models

/// `facet models remove`: takes away what `facet pull` fetched.
enum ModelsRemove {
  static func run(_ name: String, _ scene: ModelsCommand.Scene) throws -> CInt {
    let (name, removal, wasDefault) = try find(name, scene)
    if !scene.isSure {
      guard scene.surroundings.isInputTerminal, scene.surroundings.errors.isTerminal else {
        throw ModelsProblem.notSure(name: name)
      }
      let files = removal.files.count == 1 ? "1 file" : "\(removal.files.count) files"
      guard ask("Delete \(name) (\(files), \(Figures.bytes(removal.bytes)))?", scene.surroundings) else {
        scene.surroundings.note("nothing was deleted")
        return 1
      }
    }
    try removal.perform()
    try scene.surroundings.print("Deleted \(name), \(Figures.bytes(removal.bytes)).\n")
    if wasDefault {
      scene.surroundings.note("it was the default; facet models default NAME chooses another, or guide")
    }
    return 0
  }

  /// The model of this name, or what has come of one whose pull was broken off.
  private static func find(
    _ name: String, _ scene: ModelsCommand.Scene
  ) throws -> (name: String, removal: ModelRemoval, wasDefault: Bool) {
    do {
      let find = try scene.find(name)
      return (find.name, try ModelRemoval(find), find.path == scene.defaultPath)
    } catch InputError.unknownModel(let unknown) {
      let begun = scene.shelf.unfinished().first { $0.name.caseInsensitiveCompare(name) == .orderedSame }
      guard let begun else { throw InputError.unknownModel(unknown) }
      return (begun.name, ModelRemoval(begun), false)
    }
  }

  /// Asks on the terminal; anything but yes is no.
  private static func ask(_ question: String, _ surroundings: Surroundings) -> Bool {
    surroundings.note("\(question) y deletes, anything else keeps it.")
    return readLine().map { ["y", "yes"].contains($0.trimmingCharacters(in: .whitespaces).lowercased()) } ?? false
  }
}
