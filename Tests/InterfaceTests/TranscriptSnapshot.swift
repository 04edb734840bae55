import Foundation
import Screen
import Testing

/// Compares frames with files beside the tests.
enum TranscriptSnapshot {
  /// Expects a frame to equal the file `Snapshots/NAME.txt`; with `FACET_RECORD=1` writes the file instead.
  static func expect(_ frame: Frame, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let text = text(frame) + "\n" + roles(frame)
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["FACET_RECORD"] != nil {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "FACET_RECORD=1 swift test records anew", sourceLocation: sourceLocation)
  }

  /// The cells' text, without the spaces at the ends of lines.
  static func text(_ frame: Frame) -> String {
    lines(frame) { $0.text }
  }

  /// The cells' roles, a letter each: a capital letter is bold; empty cells stay empty.
  static func roles(_ frame: Frame) -> String {
    lines(frame) { cell in
      guard cell.text != " " || cell.style.emphasis.contains(.reverse) else { return " " }
      let letter = letters[cell.style.role] ?? "?"
      return cell.style.emphasis.contains(.bold) ? letter.uppercased() : letter
    }
  }

  private static func lines(_ frame: Frame, _ cell: (Frame.Cell) -> String) -> String {
    (0..<frame.size.height).map { y in
      var line = (0..<frame.size.width).map { cell(frame[Point(x: $0, y: y)]) }.joined()
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static let letters: [Role: String] = [
    .text: "t", .dim: "d", .accent: "a", .you: "y", .facet: "f", .thought: "h", .code: "c", .codeKeyword: "k",
    .codeString: "s", .codeNumber: "n", .codeComment: "m", .codeType: "e", .chip: "i", .rule: "r", .ok: "o",
    .warning: "w", .error: "x", .recording: "g", .selection: "l", .search: "q",
  ]
}
