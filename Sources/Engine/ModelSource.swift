import GGUF

/// Where the file of a model, or of a projector, is.
public enum ModelSource: Sendable, Equatable {
  /// On the disk, at this path.
  case file(String)
  /// In the program itself, with what it is called.
  case program(ProgramBytes, name: String)

  /// What errors call it: its path, or its name.
  public var label: String {
    switch self {
    case .file(let path): path
    case .program(_, let name): name
    }
  }

  /// Opens it and checks its header.
  ///
  /// - Throws: `GGUFError`.
  public func open() throws -> GGUFFile {
    switch self {
    case .file(let path): try GGUFFile(path: path)
    case .program(let bytes, let name): try GGUFFile(bytes: bytes, name: name)
    }
  }
}
