import Foundation
import Screen
import Testing

/// A whole screen as a file beside the tests: its text, where the cursor is, and how every cell looks under three themes.
enum ScreenSnapshot {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The themes, each with a depth of colour of its own.
  private static let themes: [(name: String, depth: ColorDepth)] = [
    ("dark", .trueColor), ("high-contrast", .ansi16), ("monochrome", .none),
  ]

  /// Expects a frame to equal the file `Snapshots/screen-NAME.txt`; with `FACET_RECORD=1` writes the file instead.
  static func expect(_ frame: Frame, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let library = ThemeLibrary(folders: [root.appendingPathComponent("themes").path])
    var lines = frame.snapshot.map { "|" + $0.padding(toWidth: frame.size.width) + "|" }
    lines.append(frame.cursor.map { "cursor \($0.x),\($0.y)" } ?? "no cursor")
    for (theme, depth) in themes {
      lines.append("")
      lines.append("theme \(theme), \(depth)")
      lines += looks(frame, try library.theme(named: theme), depth)
    }
    let text = lines.joined(separator: "\n") + "\n"
    let file = root.appendingPathComponent("Tests/InterfaceTests/Snapshots/screen-\(name).txt")
    if ProcessInfo.processInfo.environment["FACET_RECORD"] != nil {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "FACET_RECORD=1 swift test records anew", sourceLocation: sourceLocation)
  }

  /// Runs of cells that look alike, row by row; what looks like nothing special is left out.
  private static func looks(_ frame: Frame, _ theme: Theme, _ depth: ColorDepth) -> [String] {
    let plain = theme.style(for: Style(.text), depth: depth)
    return (0..<frame.size.height).compactMap { y in
      var runs: [String] = []
      var start = 0
      while start < frame.size.width {
        let look = theme.style(for: frame[Point(x: start, y: y)].style, depth: depth)
        var end = start + 1
        while end < frame.size.width, theme.style(for: frame[Point(x: end, y: y)].style, depth: depth) == look {
          end += 1
        }
        if look != plain { runs.append("\(start)–\(end - 1) \(describe(look))") }
        start = end
      }
      return runs.isEmpty ? nil : "\(y): " + runs.joined(separator: ", ")
    }
  }

  private static func describe(_ look: Theme.Resolved) -> String {
    var words: [String] = []
    if look.foreground != .standard { words.append(describe(look.foreground)) }
    if look.background != .standard { words.append("on " + describe(look.background)) }
    let emphases: [(Style.Emphasis, String)] = [
      (.bold, "bold"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
      (.strikethrough, "struck"), (.dim, "dim"),
    ]
    words += emphases.filter { look.emphasis.contains($0.0) }.map(\.1)
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }

  private static func describe(_ color: TerminalColor) -> String {
    switch color {
    case .standard: "default"
    case .indexed(let index): "\(index)"
    case .rgb(let color): "#" + [color.red, color.green, color.blue].map { String(format: "%02x", $0) }.joined()
    }
  }
}

extension String {
  fileprivate func padding(toWidth width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - TextWidth.of(self)))
  }
}
