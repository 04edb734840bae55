import Foundation

/// The folder with the reference implementation's answers, named by the environment variable `FACET_REFERENCE`.
public enum Reference {
  /// Why tests that need the folder are skipped.
  public static let reason = "set FACET_REFERENCE to the folder with the reference answers"

  /// The folder; nil if the variable is not set.
  public static var folder: URL? {
    ProcessInfo.processInfo.environment["FACET_REFERENCE"].map { URL(fileURLWithPath: $0, isDirectory: true) }
  }

  /// Whether the folder is there.
  public static var isThere: Bool { folder.map { FileManager.default.fileExists(atPath: $0.path) } ?? false }

  /// The folder of the recorded tiny model.
  public static var tiny: URL {
    (folder ?? URL(fileURLWithPath: "/")).appendingPathComponent("tiny", isDirectory: true)
  }

  /// A file of little-endian floats.
  public static func floats(_ url: URL) throws -> [Float] {
    try Data(contentsOf: url).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }
}
