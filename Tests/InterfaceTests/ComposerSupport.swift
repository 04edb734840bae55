import Chat
import Foundation
import Screen
import Testing

@testable import Interface

/// Someone at the keys: a composer with what it is told of the world.
struct Typist {
  var composer = Composer()
  var context = ComposerContext()
  /// All that the composer asked for, but for `changed`.
  var actions: [ComposerAction] = []

  init(_ text: String = "", files: [String: FileStatus] = [:], vi: Bool = false) {
    context.home = "/home/me"
    context.status = { files[$0] ?? .missing }
    context.keymap = vi ? .vi : .emacs
    if !text.isEmpty { composer.draft = ComposerDraft(ComposedText(text)) }
  }

  var text: String { composer.content.plainText }
  var cursor: Int { composer.buffer.cursor }

  mutating func send(_ event: InputEvent) {
    context.time += 1
    actions += composer.handle(event, context: context).filter { $0 != .changed }
  }

  mutating func type(_ text: String) {
    for character in text { send(.text(String(character))) }
  }

  /// Presses chords by their names, as the configuration writes them.
  mutating func press(_ names: String...) throws {
    for name in names {
      if name.count == 1 {
        type(name)
      } else if name.hasPrefix("shift-"), let chord = try? KeyChord(String(name.dropFirst(6))) {
        send(.key(chord.key, chord.modifiers.union(.shift)))
      } else {
        let chord = try KeyChord(name)
        send(.key(chord.key, chord.modifiers))
      }
    }
  }

  mutating func frame(width: Int, height: Int, limit: Int = 8, isASCII: Bool = false) -> Frame {
    var frame = Frame(Size(width: width, height: height))
    let rows = composer.height(width: width, limit: limit)
    let menu = composer.menuHeight(limit: max(0, height - rows))
    composer.renderMenu(
      into: &frame, rect: Rect(x: 0, y: height - rows - menu, width: width, height: menu), isASCII: isASCII)
    composer.render(into: &frame, rect: Rect(x: 0, y: height - rows, width: width, height: rows), isASCII: isASCII)
    return frame
  }
}

/// Numbers that look random and are the same in every run.
struct SteadyRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var mixed = state
    mixed ^= mixed >> 33
    mixed = mixed &* 0xFF51_AFD7_ED55_8CCD
    return mixed ^ mixed >> 33
  }
}

/// Frames as texts beside the tests.
enum ComposerSnapshot {
  /// Expects a frame to equal the file `Snapshots/NAME.txt`; with `FACET_RECORD=1` writes the file instead.
  static func expect(_ frame: Frame, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expect(text(frame), named: name, sourceLocation: sourceLocation)
  }

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

  /// The rows, then the roles of those rows that are more than text, then the cursor.
  static func text(_ frame: Frame) -> String {
    var lines: [String] = []
    var roles: [String] = []
    for y in 0..<frame.size.height {
      let cells = (0..<frame.size.width).map { frame[Point(x: $0, y: y)] }
      lines.append("|" + cells.map(\.text).joined() + "|")
      var runs: [String] = []
      for (x, cell) in cells.enumerated() where cell.style.role != .text {
        if x == 0 || cells[x - 1].style.role != cell.style.role { runs.append("\(cell.style.role.rawValue) \(x)") }
      }
      if !runs.isEmpty { roles.append("row \(y): " + runs.joined(separator: ", ")) }
    }
    let cursor = frame.cursor.map { "cursor \($0.x),\($0.y)" } ?? "no cursor"
    return (lines + roles + [cursor, ""]).joined(separator: "\n")
  }
}
