import Foundation

/// A folder for the drawings and recordings that are attached.
final class MediaFolder: Sendable {
  private let path: String
  private let keeps: Bool

  /// A folder that keeps its files at `path`, or a temporary one.
  init(keeping path: String?) throws(EvaluationError) {
    self.path = path ?? NSTemporaryDirectory() + "facet-evaluation-" + UUID().uuidString
    keeps = path != nil
    do {
      try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    } catch {
      throw .unreadable(path: self.path, reason: error.localizedDescription)
    }
  }

  deinit {
    if !keeps { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Writes a file, for as long as `body` runs unless files are kept.
  func with<Result>(_ bytes: Data, named name: String, _ body: (String) async throws -> Result) async throws -> Result {
    let file = path + "/" + name
    try bytes.write(to: URL(fileURLWithPath: file))
    defer { if !keeps { try? FileManager.default.removeItem(atPath: file) } }
    return try await body(file)
  }
}
