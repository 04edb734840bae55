import Foundation
import Screen

@testable import Chat
@testable import Interface

/// What the tests of dialogs share.
enum Dialog {
  static let now = Date(timeIntervalSince1970: 1_795_356_120)  // 2026-11-22 14:02 UTC
  static let timeZone = TimeZone(secondsFromGMT: 0) ?? .current

  /// The sizes of snapshots.
  static let sizes = [Size(width: 80, height: 24), Size(width: 40, height: 10), Size(width: 200, height: 50)]

  /// The event of a key by its name; a single character is typed.
  static func event(_ name: String) throws -> InputEvent {
    if name.count == 1 { return .text(name) }
    let chord = try KeyChord(name)
    return .key(chord.key, chord.modifiers)
  }

  /// A dialog alone on a screen.
  static func frame(_ width: Int, _ height: Int, _ draw: (inout Frame, Rect) -> Void) -> Frame {
    var frame = Frame(Size(width: width, height: height))
    draw(&frame, Rect(x: 0, y: 0, width: width, height: height))
    return frame
  }

  static func summary(_ number: Int, _ title: String, ago seconds: Double, messages: Int = 4) -> ConversationSummary {
    ConversationSummary(
      id: "c\(number)", title: title, opening: "How do I \(title)?", created: now.addingTimeInterval(-seconds),
      updated: now.addingTimeInterval(-seconds), messageCount: messages, bytes: 1000, excerpt: nil)
  }

  static let conversations = [
    summary(1, "the red build", ago: 60, messages: 12), summary(2, "caching swift builds", ago: 20_000),
    summary(3, "日本語の文章", ago: 90_000, messages: 1), summary(4, "evil \u{1B}[2J title", ago: 9_000_000),
    summary(5, "a very long title that somebody gave to it, and goes on", ago: 90_000_000, messages: 1234),
  ]

  static let files = [
    PathEntry("notes.md"), PathEntry("ci.png"), PathEntry("Zebra", isFolder: true), PathEntry(".hidden"),
    PathEntry("drawings", isFolder: true), PathEntry("evil\u{1B}[2J\nname.png"), PathEntry("core.bin"),
    PathEntry("my shot.PNG"), PathEntry("日本語.wav"),
  ]

  /// A small tree of folders.
  static func list(_ folder: String) -> [PathEntry] {
    switch folder {
    case "/home/me/work": files
    case "/home/me/work/drawings": [PathEntry("plan.svg")]
    case "/home/me": [PathEntry("work", isFolder: true), PathEntry("play", isFolder: true)]
    case "/": [PathEntry("home", isFolder: true)]
    default: []
    }
  }
}
