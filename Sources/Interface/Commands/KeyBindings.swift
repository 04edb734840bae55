import Chat
import Screen

/// Which keys do what: the one table that keys are looked up in and that the help is made from.
public struct KeyBindings: Sendable, Equatable {
  private var chords: [KeyAction: [KeyChord]] = [:]
  private var actions: [KeyChord: KeyAction] = [:]
  /// Default keys that went to another action because the configuration says so.
  public private(set) var displaced: [KeyChord: KeyAction] = [:]

  /// The keys as they come.
  public static let standard = KeyBindings()

  private init() {
    for action in KeyAction.allCases {
      for case let chord? in action.defaultKeys.map({ try? KeyChord($0) }) { bind(chord, to: action) }
    }
  }

  /// The keys as they come with changes: an action's name and all keys it shall have; none takes its keys away.
  ///
  /// A key named here leaves the action that has it by default; two actions named here cannot have the same key.
  public init(changes: [(action: String, keys: [String])]) throws(KeyBindingsError) {
    var wanted: [(action: KeyAction, chords: [KeyChord])] = []
    for (name, keys) in changes {
      guard let action = KeyAction(rawValue: name) else {
        let names = KeyAction.allCases.map(\.rawValue)
        throw .unknownAction(name, nearest: NearestName.of(name, among: names))
      }
      var chords: [KeyChord] = []
      for key in keys {
        do throws(KeyChordError) {
          chords.append(try KeyChord(key))
        } catch {
          throw .key(action: name, error)
        }
      }
      wanted.append((action, chords))
    }
    self.init()
    for (action, _) in wanted { unbind(action) }
    var owners: [KeyChord: KeyAction] = [:]
    for (action, chords) in wanted {
      for chord in chords {
        if let other = owners[chord], other != action { throw .conflict(chord, other, action) }
        owners[chord] = action
        if let other = actions[chord], other != action {
          displaced[chord] = other
          self.chords[other]?.removeAll { $0 == chord }
        }
        bind(chord, to: action)
      }
    }
    // Without these nobody gets out of the chat or a message into it.
    for action in [KeyAction.send, .quit] where keys(for: action).isEmpty { throw .withoutKey(action) }
  }

  private mutating func bind(_ chord: KeyChord, to action: KeyAction) {
    actions[chord] = action
    if chords[action]?.contains(chord) != true { chords[action, default: []].append(chord) }
  }

  private mutating func unbind(_ action: KeyAction) {
    for chord in chords[action] ?? [] { actions[chord] = nil }
    chords[action] = []
  }

  /// What a key does.
  public func action(for key: Key, _ modifiers: KeyModifiers) -> KeyAction? {
    actions[KeyChord(key, modifiers)]
  }

  /// The keys of an action, the one to show first.
  public func keys(for action: KeyAction) -> [KeyChord] { chords[action] ?? [] }

  /// One line of the help.
  public struct HelpLine: Sendable, Equatable {
    /// The keys, "Ctrl-A Home"; empty for a heading.
    public let keys: String
    /// What they do, or the heading.
    public let text: String
    /// Whether it is a heading.
    public var isHeading: Bool { keys.isEmpty }
  }

  /// The help: every action that has a key, under the headings.
  public var help: [HelpLine] {
    KeyAction.Section.allCases.flatMap { section -> [HelpLine] in
      let lines = KeyAction.allCases.filter { $0.section == section }.compactMap { action -> HelpLine? in
        let keys = keys(for: action).map(\.title).joined(separator: " ")
        return keys.isEmpty ? nil : HelpLine(keys: keys, text: action.summary)
      }
      return lines.isEmpty ? [] : [HelpLine(keys: "", text: section.rawValue)] + lines
    }
  }

  /// The help as text, the keys in a column.
  public var helpText: String {
    let width = help.map { TextWidth.of($0.keys) }.max() ?? 0
    return help.map { line in
      line.isHeading
        ? line.text : "  \(line.keys)\(String(repeating: " ", count: width - line.keys.count))  \(line.text)"
    }.joined(separator: "\n")
  }
}

extension KeyNames {
  /// The keys of the chat.
  public static let chat = KeyNames(actions: KeyAction.allCases.map(\.rawValue)) { text throws(Problem) in
    do throws(KeyChordError) {
      return try KeyChord(text).name
    } catch {
      throw Problem("\(error)")
    }
  }
}

/// Why keys cannot be bound as the configuration says.
public enum KeyBindingsError: Error, Equatable, Sendable {
  case unknownAction(String, nearest: String?)
  case key(action: String, KeyChordError)
  case conflict(KeyChord, KeyAction, KeyAction)
  case withoutKey(KeyAction)
}
