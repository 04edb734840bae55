import Chat
import Foundation
import Screen

public struct TextPage: Sendable {
  var title: String; var lines: [String]
  enum Outcome { case open, closed }
  static func help(bindings: KeyBindings, keymap: ComposerContext.Keymap) -> TextPage {
    TextPage(title: "keys", lines: bindings.helpText.split(separator: "\n").map(String.init))
  }
  mutating func handle(_ e: InputEvent, bindings: KeyBindings) -> Outcome { .closed }
  func height(width: Int, limit: Int) -> Int { min(limit, lines.count) }
  mutating func render(into f: inout Frame, rect: Rect, isASCII: Bool) {
    for (i, l) in lines.prefix(rect.height).enumerated() {
      f.put(SafeText(oneLine: l), at: Point(x: 0, y: rect.minY + i), Style(.text), clip: rect)
    }
  }
}
struct ConversationPicker: Sendable {
  var query: String, isDeep = false
  init(query: String, current: String?, now: Date, timeZone: TimeZone) { self.query = query }
  enum Outcome: Equatable {
    case stay, closed, query(String), deepQuery(String), open(String), rename(String, String), delete(String, String),
      undo
    var keepsOpen: Bool { self != .closed }
  }
  mutating func setList(_ s: [ConversationSummary], query: String) {}
  mutating func handle(_ e: InputEvent, bindings: KeyBindings) -> Outcome { .closed }
  func height(width: Int, limit: Int) -> Int { 3 }
  mutating func render(into f: inout Frame, rect: Rect, isASCII: Bool) {}
}
struct FileBrowser: Sendable {
  init(folder: String, list: (String) -> [PathEntry]) {}
  enum Outcome { case open, closed, attach([String]) }
  mutating func handle(_ e: InputEvent, bindings: KeyBindings, list: (String) -> [PathEntry]) -> Outcome { .closed }
  func height(width: Int, limit: Int) -> Int { 3 }
  mutating func render(into f: inout Frame, rect: Rect, isASCII: Bool) {}
}
struct SearchLine: Sendable {
  var status: Transcript.SearchStatus?
  init(_ t: String) {}
  enum Outcome { case open, query(String), next, previous, closed }
  mutating func handle(_ e: InputEvent, bindings: KeyBindings) -> Outcome { .closed }
  func height(width: Int, limit: Int) -> Int { 3 }
  mutating func render(into f: inout Frame, rect: Rect, isASCII: Bool) {}
}
struct Question: Sendable {
  init(_ t: String, answers: [(String, String)], keep: String) {}
  enum Outcome { case open, closed, answered(Int) }
  mutating func handle(_ e: InputEvent, bindings: KeyBindings) -> Outcome { .closed }
  func height(width: Int, limit: Int) -> Int { 3 }
  mutating func render(into f: inout Frame, rect: Rect, isASCII: Bool) {}
}
enum LayerFrame {
  static func render(
    title: String, keys: String, into f: inout Frame, rect: Rect, isASCII: Bool, body: (inout Frame, Rect) -> Void
  ) { body(&f, rect) }
}
