import Foundation
import Models

/// `facet models remove`: takes away what `facet pull` fetched.
enum ModelsRemove {
  static func run(_ name: String, _ scene: ModelsCommand.Scene) throws -> CInt {
    let find = try scene.find(name)
    let removal = try ModelRemoval(find)
    let wasDefault = find.path == scene.defaultPath
    if !scene.isSure {
      guard scene.surroundings.isInputTerminal, scene.surroundings.errors.isTerminal else {
        throw ModelsProblem.notSure(name: find.name)
      }
      let files = removal.files.count == 1 ? "1 file" : "\(removal.files.count) files"
      guard ask("Delete \(find.name) (\(files), \(Figures.bytes(removal.bytes)))?", scene.surroundings) else {
        scene.surroundings.note("nothing was deleted")
        return 1
      }
    }
    try removal.perform()
    try scene.surroundings.print("Deleted \(find.name), \(Figures.bytes(removal.bytes)).\n")
    if wasDefault {
      scene.surroundings.note("it was the default; facet models default NAME chooses another, or guide")
    }
    return 0
  }

  /// Asks on the terminal; anything but yes is no.
  private static func ask(_ question: String, _ surroundings: Surroundings) -> Bool {
    surroundings.note("\(question) y deletes, anything else keeps it.")
    return readLine().map { ["y", "yes"].contains($0.trimmingCharacters(in: .whitespaces).lowercased()) } ?? false
  }
}
