import Chat
import Foundation

/// What Ollama has, by its manifests: `manifests/HOST/OWNER/NAME/TAG`, in which layers name files of `blobs`.
///
/// ```text
/// {"layers": [{"mediaType": "application/vnd.ollama.image.model",     "digest": "sha256:6e…"},
///             {"mediaType": "application/vnd.ollama.image.projector", "digest": "sha256:a1…"}]}
/// ```
struct OllamaManifests {
  /// One model with its files.
  struct Entry: Equatable {
    /// `NAME:TAG`.
    var name: String
    var model: String
    var projectors: [String]
  }

  /// In the order of their paths.
  private(set) var entries: [Entry] = []
  /// Manifests that cannot be understood, with the reason.
  private(set) var broken: [BrokenModel] = []

  private static let limit = 1 << 20

  /// Reads the manifests in Ollama's folder of models.
  init(folder: String) {
    // HOST/OWNER/NAME/TAG
    let manifests = folder + "/manifests"
    for path in ShelfWalk(manifests, depth: 3, isWanted: { _ in true }).paths {
      let parts = path.dropFirst(manifests.count + 1).split(separator: "/")
      guard parts.count >= 2 else { continue }
      let name = parts.suffix(2).joined(separator: ":")
      switch Self.layers(path) {
      case .success(let layers):
        func files(_ kind: String) -> [String] {
          layers.filter { $0.kind == kind }.map { "\(folder)/blobs/sha256-\($0.hash)" }
        }
        guard let model = files("model").first else { continue }
        entries.append(Entry(name: name, model: model, projectors: files("projector")))
      case .failure(let problem):
        broken.append(BrokenModel(name: "ollama:" + name, path: path, reason: problem.reason))
      }
    }
  }

  private struct Problem: Error { var reason: String }

  private static func layers(_ path: String) -> Result<[(kind: String, hash: String)], Problem> {
    guard let size = FileIdentity(path)?.bytes, size <= limit, let data = FileManager.default.contents(atPath: path)
    else { return .failure(Problem(reason: "the manifest cannot be read, or is too long for one")) }
    guard let list = (try? JSONValue(parsing: data))?["layers"]?.asArray else {
      return .failure(Problem(reason: "the manifest is none of Ollama's"))
    }
    let prefix = "application/vnd.ollama.image."
    return .success(
      list.compactMap { layer in
        guard let kind = layer["mediaType"]?.asString, kind.hasPrefix(prefix),
          let digest = layer["digest"]?.asString, let hash = hash(in: digest, after: "sha256:")
        else { return nil }
        return (String(kind.dropFirst(prefix.count)), hash)
      })
  }

  /// The 64 digits of a SHA-256 after a prefix; nil for anything else, which may be no name of a file.
  static func hash(in text: String, after prefix: String) -> String? {
    guard text.hasPrefix(prefix) else { return nil }
    let digits = text.dropFirst(prefix.count)
    guard digits.utf8.count == 64, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    return String(digits)
  }

  /// The projectors that belong to a file of `blobs`; nil for a file that lies elsewhere.
  static func projectors(of model: String) -> [String]? {
    let folder = PathText.folder(of: model)
    guard PathText.name(of: folder) == "blobs", hash(in: PathText.name(of: model), after: "sha256-") != nil else {
      return nil
    }
    let entries = OllamaManifests(folder: PathText.folder(of: folder)).entries
    let own = entries.filter { PathText.name(of: $0.model) == PathText.name(of: model) }
    return own.first { !$0.projectors.isEmpty }?.projectors ?? []
  }
}
