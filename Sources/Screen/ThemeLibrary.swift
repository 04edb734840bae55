import Foundation

/// The themes in some folders, files whose names end in `.json` or `.json5`, and those that are built in.
public struct ThemeLibrary: Sendable {
  /// Where themes are looked for; an earlier folder wins, and every folder over what is built in.
  public let folders: [String]

  /// A library of these folders; one that does not exist is passed over.
  public init(folders: [String]) {
    self.folders = folders
  }

  /// The names of all themes, sorted.
  public var names: [String] {
    var names = Set(BuiltInThemes.all.keys)
    for folder in folders { names.formUnion(ThemeLibrary.files(in: folder).map(\.name)) }
    return names.sorted()
  }

  /// The theme of a name: its file's name without the ending.
  public func theme(named name: String) throws(ThemeError) -> Theme {
    for folder in folders {
      guard let file = ThemeLibrary.files(in: folder).first(where: { $0.name == name }) else { continue }
      return try ThemeLibrary.read(file.path)
    }
    guard let bytes = BuiltInThemes.all[name] else {
      throw .notFound(name: SafeText(oneLine: name).string, folders: folders, available: names)
    }
    return try Theme(json: Data(bytes), file: "the built-in theme \(name)")
  }

  /// Reads a theme's file.
  public static func read(_ path: String) throws(ThemeError) -> Theme {
    let limit = 1 << 20
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      let data = try handle.read(upToCount: limit + 1) ?? Data()
      guard data.count <= limit else { throw ThemeError.unreadable(file: path, reason: "it is larger than a megabyte") }
      return try Theme(json: data, file: path)
    } catch let error as ThemeError {
      throw error
    } catch {
      throw .unreadable(file: path, reason: (error as NSError).localizedDescription)
    }
  }

  private static func files(in folder: String) -> [(name: String, path: String)] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return entries.sorted().compactMap { entry in
      for ending in [".json", ".json5"] where entry.hasSuffix(ending) && !entry.hasPrefix(".") {
        return (String(entry.dropLast(ending.count)), folder + "/" + entry)
      }
      return nil
    }
  }
}
