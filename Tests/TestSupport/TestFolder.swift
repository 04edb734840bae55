import Foundation

/// A folder that goes when nobody needs it any more.
public final class TestFolder: Sendable {
  /// Where it is.
  public let path: String

  /// An empty folder among the temporary files.
  public init() throws {
    path = NSTemporaryDirectory() + "facet-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, and the folders that it lies in, and gives its path.
  @discardableResult
  public func write(_ data: Data, named name: String) throws -> String {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file.path
  }

  /// The names of what is in the folder, in order.
  public func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
