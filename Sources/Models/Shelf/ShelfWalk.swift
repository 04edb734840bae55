import Foundation
import GGUF

/// Finds files in a folder and those below it: so deep, so many, and no folder twice, so that links in a circle end.
struct ShelfWalk {
  /// Folders and files of one folder that are looked at.
  static let entriesLimit = 5_000

  /// The files, by folder and name.
  private(set) var paths: [String] = []
  /// Whether there were more than were to be found.
  private(set) var isCut = false

  private let limit: Int
  private let isWanted: (String) -> Bool
  private var visited: Set<FileIdentity> = []

  /// Looks through a folder.
  ///
  /// - Parameters:
  ///   - folder: Where to begin; it need not be there.
  ///   - depth: 0 for the files of the folder itself.
  ///   - limit: The most files that are found.
  ///   - isWanted: Whether a file of this name is one of them.
  init(_ folder: String, depth: Int, limit: Int = 500, isWanted: @escaping (String) -> Bool) {
    (self.limit, self.isWanted) = (limit, isWanted)
    walk(folder, depth: depth)
  }

  private mutating func walk(_ folder: String, depth: Int) {
    guard let identity = FileIdentity(folder), identity.isFolder, visited.insert(identity).inserted else { return }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    if names.count > Self.entriesLimit { isCut = true }
    for name in names.prefix(Self.entriesLimit) where !name.hasPrefix(".") {
      guard paths.count < limit else {
        isCut = true
        return
      }
      let path = folder + "/" + name
      guard let identity = FileIdentity(path) else { continue }
      if identity.isFolder {
        if depth > 0 { walk(path, depth: depth - 1) }
      } else if identity.isFile, isWanted(name) {
        paths.append(path)
      }
    }
  }

  /// Whether a name is that of a GGUF file.
  static func isModelFile(_ name: String) -> Bool { name.lowercased().hasSuffix(".gguf") }
}

/// Which file it is, whatever its path: links lead to the same one.
struct FileIdentity: Hashable {
  private let device: UInt64, number: UInt64
  let isFolder: Bool, isFile: Bool
  /// The size in bytes.
  let bytes: Int

  /// Nil where there is nothing, or a link that leads nowhere.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number, bytes) = (UInt64(status.st_dev), UInt64(status.st_ino), Int(status.st_size))
    (isFolder, isFile) = (status.st_mode & S_IFMT == S_IFDIR, status.st_mode & S_IFMT == S_IFREG)
  }
}

/// Paths by their text alone.
enum PathText {
  /// What stands before the last slash; "." for a name alone.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands after the last slash.
  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The name of a model's file without its ending, and without the number of its part.
  ///
  ///     stem(of: "/m/gemma-00001-of-00002.gguf")  →  "gemma"
  static func stem(of path: String) -> String {
    let name = name(of: path)
    let stem = ShelfWalk.isModelFile(name) ? String(name.dropLast(5)) : name
    return SplitName(path: stem + ".gguf")?.stem ?? stem
  }
}
