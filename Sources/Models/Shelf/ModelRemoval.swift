import Foundation

/// Takes away what `facet pull` fetched, and nothing else.
public struct ModelRemoval: Sendable, Equatable {
  /// The model's folder.
  public let folder: String
  /// The files that go.
  public let files: [String]
  /// Bytes that they take.
  public let bytes: Int
  /// What lists the files; it goes last, so that what was not taken away can be tried again.
  private let origin: String?

  /// Why nothing is taken away.
  public enum Refusal: Error, Sendable, Equatable {
    /// The model belongs to another program.
    case notOurs(name: String, place: ShelfPlace, path: String)
    /// The model lies in facet's folder, but somebody else put it there.
    case notPulled(name: String, path: String)
    /// Another run of the program is fetching into the folder.
    case beingPulled(folder: String)
    /// A file cannot be taken away.
    case failed(path: String, reason: String)
  }

  /// What would go with a model.
  ///
  /// - Throws: ``Refusal`` for a model that facet did not fetch.
  public init(_ find: ModelShelf.Find) throws(Refusal) {
    guard find.place == .facet else {
      throw .notOurs(name: find.name, place: find.place, path: find.path)
    }
    folder = PathText.folder(of: find.path)
    guard let origin = ModelOrigin(folder: folder),
      origin.files.contains(where: { $0.name == PathText.name(of: find.path) })
    else { throw .notPulled(name: find.name, path: find.path) }
    let folder = folder
    files =
      origin.files.map { folder + "/" + $0.name }.filter { FileIdentity($0) != nil }
      // What came of a newer upload would otherwise stay, and no model would show it.
      + (UnfinishedPull(folder: folder)?.files ?? [])
    bytes = Self.bytes(of: files)
    self.origin = folder + "/" + ModelOrigin.fileName
  }

  /// What goes of a pull that was broken off.
  public init(_ unfinished: UnfinishedPull) {
    (folder, files, origin) = (unfinished.folder, unfinished.files, nil)
    bytes = Self.bytes(of: files)
  }

  private static func bytes(of files: [String]) -> Int { files.reduce(0) { $0 + (FileIdentity($1)?.bytes ?? 0) } }

  /// Takes the files away, and the folder if nothing else lies there.
  ///
  /// - Throws: ``Refusal/failed(path:reason:)``, after which it can be tried again; ``Refusal/beingPulled(folder:)``.
  public func perform() throws(Refusal) {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    for path in files + (origin.map { [$0] } ?? []) where unlink(path) != 0 && errno != ENOENT {
      throw .failed(path: path, reason: String(cString: strerror(errno)))
    }
    // Where somebody keeps something there, it stays.
    rmdir(folder)
  }

  private func lock() throws(Refusal) -> FolderLock? {
    do throws(PullError) {
      return try FolderLock(folder)
    } catch {
      if case .beingPulled = error { throw .beingPulled(folder: folder) }
      // What else is wrong with the folder shows itself with its files.
      return nil
    }
  }
}

extension ModelRemoval.Refusal: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .notOurs(let name, .configured, let path):
      "“\(name)” was not fetched by facet; to remove it, delete \(path)"
    case .notOurs(let name, let place, let path):
      "“\(name)” belongs to \(place.title); to remove it, \(place.removal(name: name, path: path))"
    case .notPulled(let name, let path):
      "“\(name)” lies in facet's folder, but was not fetched by facet pull; to remove it, delete \(path)"
    case .beingPulled(let folder):
      "facet pull is writing into \(folder); stop it, or wait until it is done, and type the same again"
    case .failed(let path, let reason):
      "\(path) cannot be deleted (\(reason)); check the permissions of its folder"
    }
  }
}
