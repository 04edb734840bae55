import Foundation

/// Tells names of models from paths.
public enum ModelName {
  /// Whether a text is a path: it has a slash, ends as models do, or there is a file of this name in the present folder.
  ///
  /// - Parameter looks: Whether the present folder counts: not for what a configuration says.
  public static func isPath(_ text: String, looks: Bool = true) -> Bool {
    if text.contains("/") || ShelfWalk.isModelFile(text) { return true }
    return looks && FileIdentity(text)?.isFile == true
  }
}

extension ModelShelf {
  /// The path of a model that is named by its name or its path.
  ///
  /// - Parameters:
  ///   - text: A name or a path.
  ///   - looks: Whether a file in the present folder goes before a name.
  /// - Throws: ``UnknownModel`` for a name that no model has.
  public func path(of text: String, looks: Bool = true) throws(UnknownModel) -> String {
    if ModelName.isPath(text, looks: looks) { return text }
    let finds = finds()
    if let find = Self.find(text, in: finds) { return find.path }
    let models = finds.filter { !Pairing.isPart($0.path) }
    throw UnknownModel(text, among: models.map(\.name), known: Self.known)
  }

  /// As above, with what the shelf knows of the file; one that is on no shelf is called by its file's name.
  public func find(_ text: String, looks: Bool = true) throws(UnknownModel) -> Find {
    let path = try path(of: text, looks: looks)
    return finds().first { $0.path == path } ?? Find(name: PathText.name(of: path), place: .configured, path: path)
  }

  /// Names that `facet pull` knows.
  static var known: [String] { Catalogue.builtIn.entries.map(\.name) }

  static func find(_ name: String, in finds: [Find]) -> Find? {
    finds.first { $0.name == name } ?? finds.first { $0.name.caseInsensitiveCompare(name) == .orderedSame }
  }
}
