import Foundation
import Testing

/// Compares texts with files beside the tests.
enum Snapshot {
  /// Expects `text` to equal the file `Snapshots/NAME.txt`; with `FACET_RECORD=1` writes the file instead.
  static func expect(_ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["FACET_RECORD"] != nil {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "FACET_RECORD=1 swift test records anew", sourceLocation: sourceLocation)
  }
}
