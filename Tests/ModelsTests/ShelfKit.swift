import Foundation
import GGUF
import TestSupport

@testable import Models

/// A home with models in it.
struct ShelfHome {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  var path: String { folder.path }
  var environment: [String: String] { ["HOME": folder.path] }
  var shelf: ModelShelf { ModelShelf(environment: environment, sharedOllama: []) }

  /// The path of a place, whose folders are made.
  func place(_ name: String) throws -> String {
    let path = folder.path + "/" + name
    try FileManager.default.createDirectory(
      atPath: PathText.folder(of: path), withIntermediateDirectories: true)
    return path
  }

  /// A model of random weights.
  @discardableResult
  func model(_ name: String, hidden: Int = 64, weights: TinyModel.Weights = .f32) throws -> String {
    let path = try place(name)
    var model = TinyModel(weights: weights)
    model.hidden = hidden
    try model.write(to: path)
    return path
  }

  @discardableResult
  func projector(_ name: String, hidden: Int = 64) throws -> String {
    let path = try place(name)
    var projector = TinyProjector()
    projector.hidden = hidden
    try projector.write(to: path)
    return path
  }

  @discardableResult
  func drafter(_ name: String, targetHidden: Int = 64) throws -> String {
    let path = try place(name)
    var drafter = TinyDrafter()
    drafter.targetHidden = targetHidden
    try drafter.write(to: path)
    return path
  }

  /// A file that says that it is of another family.
  func foreign(_ name: String, architecture: String) throws {
    var writer = GGUFWriter()
    writer.set("general.architecture", .string(architecture))
    try writer.write(to: try place(name))
  }

  func write(_ text: String, _ name: String) throws { try folder.write(Data(text.utf8), named: name) }

  /// A file under the name that Ollama gives it, and that name's digest.
  func blob(_ path: String) throws -> String {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let hash = SHA256Hex.of(data)
    let target = try place(".ollama/models/blobs/sha256-\(hash)")
    try FileManager.default.moveItem(atPath: path, toPath: target)
    return "sha256:" + hash
  }

  /// A manifest of Ollama.
  func manifest(_ name: String, model: String, projector: String? = nil) throws {
    let layers = [("model", model)] + (projector.map { [("projector", $0)] } ?? []) + [("template", "sha256:00")]
    let text = layers.map { "{\"mediaType\": \"application/vnd.ollama.image.\($0)\", \"digest\": \"\($1)\"}" }
    try write(
      "{\"schemaVersion\": 2, \"layers\": [\(text.joined(separator: ", "))]}", ".ollama/models/manifests/\(name)")
  }

  /// A model as `facet pull` leaves it.
  func pulled(_ name: String) throws -> ModelOrigin {
    let folder = ".local/share/facet/models/\(name)"
    try model("\(folder)/gemma-q4_0.gguf")
    try projector("\(folder)/mmproj-gemma.gguf")
    let files = try [("gemma-q4_0.gguf", ModelOrigin.Role.model), ("mmproj-gemma.gguf", .projector)].map { file, role in
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(folder)/\(file)"))
      return ModelOrigin.File(name: file, bytes: data.count, sha256: SHA256Hex.of(data), role: role)
    }
    let origin = ModelOrigin(
      name: name, repository: "owner/gemma", revision: "abc", endpoint: "https://example.org", files: files)
    try origin.write(folder: "\(path)/\(folder)")
    return origin
  }
}
