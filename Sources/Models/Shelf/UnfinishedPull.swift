import Foundation

/// What has come of a model whose pull was broken off: the `.part` files of a folder in facet's own.
public struct UnfinishedPull: Sendable, Equatable {
  /// That of the folder.
  public let name: String
  /// The folder.
  public let folder: String
  /// The parts, and the notes beside them.
  public let files: [String]
  /// Bytes that have come.
  public let bytes: Int

  /// Looks into a folder; nil where everything is complete.
  init?(folder: String) {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    func files(_ ending: String) -> [String] {
      names.filter { $0.lowercased().hasSuffix(".gguf" + ending) }.map { folder + "/" + $0 }
        .filter { FileIdentity($0)?.isFile == true }
    }
    let parts = files(".part")
    guard !parts.isEmpty else { return nil }
    name = PathText.name(of: folder)
    self.folder = folder
    self.files = parts + files(".part.json")
    bytes = parts.reduce(0) { $0 + (FileIdentity($1)?.bytes ?? 0) }
  }

  /// All of a folder that holds one for each model, by name.
  static func all(in models: String) -> [UnfinishedPull] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: models)) ?? []).sorted()
    return names.prefix(ShelfWalk.entriesLimit).filter { !$0.hasPrefix(".") }.compactMap {
      UnfinishedPull(folder: models + "/" + $0)
    }
  }
}
