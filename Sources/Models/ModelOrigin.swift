import Chat
import Foundation

/// Where the files of a pulled model come from: `origin.json` in the model's folder.
///
/// It is written when all of the files are there, and lists no file that was not checked.
public struct ModelOrigin: Sendable, Equatable {
  /// What a file is to the model.
  public enum Role: String, Sendable, CaseIterable {
    /// The weights.
    case model
    /// The embedders of pictures and sound.
    case projector
    /// The small model that guesses ahead.
    case drafter
  }

  /// One file of the model.
  public struct File: Sendable, Equatable {
    /// Its name in the model's folder.
    public let name: String
    /// How large it is.
    public let bytes: Int
    /// The SHA-256 of its contents, 64 lowercase hexadecimal digits.
    public let sha256: String
    /// What it is to the model.
    public let role: Role
    /// The repository that it comes from, where that is another one than the model's.
    public let repository: String?
    /// The commit of that repository.
    public let revision: String?

    /// A file of these properties.
    public init(
      name: String, bytes: Int, sha256: String, role: Role, repository: String? = nil, revision: String? = nil
    ) {
      self.name = name
      self.bytes = bytes
      self.sha256 = sha256
      self.role = role
      self.repository = repository
      self.revision = revision
    }
  }

  /// The name of the file that holds this.
  public static let fileName = "origin.json"

  /// The model's name, which is also that of its folder: of the catalogue, or `owner--repository`.
  public var name: String
  /// The repository on the hub, `owner/repository`.
  public var repository: String
  /// The commit of the repository.
  public var revision: String
  /// The hub: `https://huggingface.co`.
  public var endpoint: String
  /// The files.
  public var files: [File]

  /// An origin of these properties.
  public init(name: String, repository: String, revision: String, endpoint: String, files: [File]) {
    self.name = name
    self.repository = repository
    self.revision = revision
    self.endpoint = endpoint
    self.files = files
  }

  /// The file that is this to the model, nil where the model has none.
  public func file(_ role: Role) -> File? { files.first { $0.role == role } }
}

extension ModelOrigin {
  /// As JSON: `{"name", "repository", "revision", "endpoint", "files": [{"file", "bytes", "sha256", "role"}]}`.
  ///
  /// A file that comes from another repository also has `"repository"` and `"revision"`.
  public var json: JSONValue {
    [
      "name": .string(name), "repository": .string(repository), "revision": .string(revision),
      "endpoint": .string(endpoint), "files": .array(files.map(\.json)),
    ]
  }

  /// Reads what ``json`` gives; nil where something is missing, or where a file's name would lead out of the folder.
  public init?(json: JSONValue) {
    guard let name = json["name"]?.asString, let repository = json["repository"]?.asString,
      let revision = json["revision"]?.asString, let endpoint = json["endpoint"]?.asString,
      let entries = json["files"]?.asArray
    else { return nil }
    var files: [File] = []
    for entry in entries {
      guard let file = entry["file"]?.asString, !file.isEmpty, ![".", ".."].contains(file),
        !file.utf8.contains(UInt8(ascii: "/")), !file.utf8.contains(0),
        let bytes = entry["bytes"]?.asInteger, bytes >= 0,
        let sha256 = entry["sha256"]?.asString, let role = entry["role"]?.asString.flatMap(Role.init)
      else { return nil }
      files.append(
        File(
          name: file, bytes: bytes, sha256: sha256, role: role, repository: entry["repository"]?.asString,
          revision: entry["revision"]?.asString))
    }
    self.init(name: name, repository: repository, revision: revision, endpoint: endpoint, files: files)
  }

  /// Reads `origin.json` in a model's folder; nil where there is none, or none that can be understood.
  public init?(folder: String) {
    guard let data = FileManager.default.contents(atPath: folder + "/" + Self.fileName), data.count < 1 << 20,
      let json = try? JSONValue(parsing: data)
    else { return nil }
    self.init(json: json)
  }

  /// Writes `origin.json` into a model's folder, in the place of an older one.
  ///
  /// - Throws: `CocoaError` where the folder cannot be written to.
  public func write(folder: String) throws {
    let url = URL(fileURLWithPath: folder + "/" + Self.fileName)
    try Data((json.text + "\n").utf8).write(to: url, options: .atomic)
  }
}

extension ModelOrigin.File {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "file": .string(name), "bytes": .integer(bytes), "sha256": .string(sha256), "role": .string(role.rawValue),
    ]
    object["repository"] = repository.map { .string($0) }
    object["revision"] = revision.map { .string($0) }
    return .object(object)
  }
}
