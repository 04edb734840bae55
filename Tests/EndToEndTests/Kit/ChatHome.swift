import Foundation
import TestSupport

/// Everything that a chat of the tests needs on the disk: a home folder, a tiny model, and the program by its name.
final class ChatHome: Sendable {
  let folder: TestFolder
  /// The value of `HOME`.
  let path: String
  let model: String
  /// The folder with the program's name in it.
  var programs: String { folder.path + "/bin" }

  /// - Parameters:
  ///   - maximumTokens: How long a reply is; nil for one that does not end.
  ///   - seesAndHears: Whether there is a projector beside the model.
  ///   - tracing: A command that the program is started with, such as strace with its options.
  ///   - settings: Further lines of the configuration.
  init(
    maximumTokens: Int? = nil, seesAndHears: Bool = false, tracing: [String] = [], settings: String = ""
  ) throws {
    folder = try TestFolder()
    path = folder.path + "/home"
    model = try TalkativeModel.write(to: folder)
    if seesAndHears { try TinyProjector().write(to: folder.path + "/tiny-mmproj.gguf") }
    let limit = maximumTokens.map { "maximumTokens: \($0)," } ?? ""
    try folder.write(
      Data("{ threads: 1, context: 200000, \(limit) \(settings) }".utf8), named: "home/.config/facet/config.json5")
    // Its process id is left behind, so that a test can send signals to it and to nobody else.
    let script = """
      #!/bin/sh
      echo $$ > '\(folder.path)/pid'
      exec \(tracing.map { "'\($0)' " }.joined())'\(BuiltProgram.path)' "$@"

      """
    try folder.write(Data(script.utf8), named: "bin/facet")
    chmod(folder.path + "/bin/facet", 0o755)
  }

  /// The process that was started last.
  var processID: pid_t {
    get throws {
      let text = try String(contentsOfFile: folder.path + "/pid", encoding: .utf8)
      guard let number = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)), number > 1 else {
        throw CocoaError(.fileReadCorruptFile)
      }
      return number
    }
  }

  /// A picture of 64 × 48 pixels.
  static let picture =
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAIAAAAuKetIAAAAVklEQVR42u3XQQkAMAwDwMqpiCmZ4sqahhYGgx3kHX"
        + "LPRO5qpVa2crs/AAAAAAAAAAAAAADGgNcGdfsBAAAAAAAAAAAAAOYAjwwAAAAAAAAAAADgW8ABzOHE083UvToAAAAA"
        + "SUVORK5CYII=") ?? Data()
}
