import Foundation

/// What a person has set once for all conversations.
///
/// It is read from one file in the person's configuration folder and never from the current one, where anybody's file may lie.
public struct Configuration: Sendable, Equatable {
  /// How the composer's keys work.
  public enum Editing: String, Sendable, CaseIterable {
    case emacs, vi
  }

  /// What Enter does while a reply runs.
  public enum EnterWhileReplying: String, Sendable, CaseIterable {
    case queue, interrupt
  }

  /// How pictures are shown in the terminal.
  public enum PictureDisplay: String, Sendable, CaseIterable {
    case auto, kitty, blocks, off
  }

  /// The theme's name.
  public var theme = "dark"
  /// The model's file; nil for what the command line or the environment says.
  public var model: String?
  /// The projector's file; nil for the one beside the model.
  public var projector: String?
  /// Tokens that a conversation and its reply may have together; nil leaves it to the program.
  public var context: Int?
  /// Threads that compute; nil for as many as the machine has processors.
  public var threads: Int?
  /// What the model is told before every conversation; empty for nothing.
  public var system = ""
  /// Whether the model thinks before it answers.
  public var think = false
  /// How replies are drawn.
  public var reply = ReplyOptions()
  /// Soft tokens that a picture may take; nil chooses the fewest that scale nothing down.
  public var pictureBudget: Int?
  /// How pictures are shown.
  public var pictures = PictureDisplay.auto
  /// The microphone, by the name that `facet devices` prints.
  public var device = "default"
  /// Whether a recording is sent as soon as it is closed.
  public var autoSend = false
  /// Whether a recording closes by itself after a pause.
  public var stopAtPause = false
  /// How the composer's keys work.
  public var editing = Editing.emacs
  /// What Enter does while a reply runs.
  public var enterWhileReplying = EnterWhileReplying.queue
  /// Whether the mouse is used; then the terminal's own selection needs Shift.
  public var mouse = false
  /// Whether thoughts are shown unfolded.
  public var showThoughts = false
  /// Chords by the name of what they do; an empty list takes an action's keys away.
  public var keys: [String: [ConfiguredChord]] = [:]

  /// The defaults.
  public init() {}
}

/// Keys pressed together: `ctrl-g`, `alt-enter`, `f9`.
public struct ConfiguredChord: Sendable, Hashable, CustomStringConvertible {
  /// Whether Control is held.
  public var control = false
  /// Whether Alt is held.
  public var alt = false
  /// Whether Shift is held.
  public var shift = false
  /// The key: one lower-case character, or a name of `names`.
  public var key: String

  /// The keys that are no characters.
  public static let names: Set<String> = Set(
    ["enter", "tab", "escape", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pageup"]
      + ["pagedown", "space"] + (1...24).map { "f\($0)" })

  private static let aliases = [
    "return": "enter", "esc": "escape", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown",
    "minus": "-",
  ]

  /// Reads a chord, nil for what is none.
  ///
  /// The modifiers `ctrl`, `alt` and `shift` stand before the key, with `-` or `+` between.
  public init?(_ text: String) {
    var rest = Substring(text.lowercased())
    while let place = rest.dropFirst().firstIndex(where: { $0 == "-" || $0 == "+" }) {
      switch rest[..<place] {
      case "ctrl", "control", "c": control = true
      case "alt", "meta", "m": alt = true
      case "shift", "s": shift = true
      default: return nil
      }
      rest = rest[place...].dropFirst()
    }
    let key = Self.aliases[String(rest)] ?? String(rest)
    let isCharacter = key.count == 1 && key.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    guard isCharacter || Self.names.contains(key) else { return nil }
    self.key = key
  }

  /// The chord as it is written: `ctrl-g`.
  public var description: String {
    (control ? "ctrl-" : "") + (alt ? "alt-" : "") + (shift ? "shift-" : "") + key
  }
}
