import Chat
import Screen

/// A key with the keys held together with it, as it is written in the configuration and in the help.
///
/// ```swift
/// try KeyChord("ctrl-g")      // .character("g") with .control
/// try KeyChord("alt-enter")   // .enter with .alt
/// ```
public struct KeyChord: Sendable, Hashable {
  /// The key.
  public let key: Key
  /// What is held with it.
  public let modifiers: KeyModifiers

  /// A chord of a key.
  public init(_ key: Key, _ modifiers: KeyModifiers = []) {
    (self.key, self.modifiers) = (key, modifiers)
  }

  /// Reads a name: modifiers and a key with hyphens or plus signs between them, in any case.
  public init(_ name: String) throws(KeyChordError) {
    var rest = Substring(name)
    var modifiers: KeyModifiers = []
    while let separator = rest.dropFirst().firstIndex(where: { $0 == "-" || $0 == "+" }),
      rest.index(after: separator) < rest.endIndex
    {
      let word = String(rest[..<separator])
      guard let modifier = Self.modifier(word) else {
        // "page-up" is a key, not a modifier.
        if Self.namedKeys[rest.lowercased()] != nil { break }
        throw .unknownModifier(word, in: name)
      }
      guard !modifiers.contains(modifier) else { throw .repeatedModifier(word, in: name) }
      modifiers.insert(modifier)
      rest = rest[rest.index(after: separator)...]
    }
    guard !rest.isEmpty else { throw .empty }
    let key = try Self.key(String(rest), in: name)
    if case .character(let character) = key {
      guard !modifiers.isDisjoint(with: [.control, .alt]) else { throw .plainCharacter(name) }
      if modifiers == .control, let other = Self.twins[character] { throw .sameAs(name, other) }
    }
    if key == .space, modifiers.isDisjoint(with: [.control, .alt]) { throw .plainCharacter(name) }
    self.init(key, modifiers)
  }

  /// The name that reads back as the same chord.
  public var name: String {
    var name = ""
    if modifiers.contains(.control) { name += "ctrl-" }
    if modifiers.contains(.alt) { name += "alt-" }
    if modifiers.contains(.shift) { name += "shift-" }
    switch key {
    case .character(let character): return name + String(character)
    case .function(let number): return name + "f\(number)"
    default: return name + (Self.keyNames[key] ?? "")
    }
  }

  /// The name as people read it on keyboards: "Ctrl-G", "Alt-Enter", "F1".
  public var title: String {
    name.split(separator: "-", omittingEmptySubsequences: false).map { word in
      word.count > 1 ? word.prefix(1).uppercased() + word.dropFirst() : word.uppercased()
    }.joined(separator: "-")
      .replacing("Pageup", with: "PageUp").replacing("Pagedown", with: "PageDown").replacing("Escape", with: "Esc")
  }

  private static func modifier(_ word: String) -> KeyModifiers? {
    switch word.lowercased() {
    case "ctrl", "control", "c": .control
    case "alt", "meta", "option", "m": .alt
    case "shift", "s": .shift
    default: nil
    }
  }

  private static func key(_ word: String, in name: String) throws(KeyChordError) -> Key {
    let lower = word.lowercased()
    if let key = namedKeys[lower] { return key }
    if lower.first == "f", lower.utf8.count <= 3, let number = Int(lower.dropFirst()), (1...24).contains(number) {
      return .function(number)
    }
    if word.count == 1, let character = lower.first, lower.count == 1, !character.isWhitespace,
      SafeText(lower).string == lower
    {
      return .character(character)
    }
    throw .unknownKey(
      SafeText(oneLine: word).string, nearest: NearestName.of(lower, among: namedKeys.keys.sorted()))
  }

  /// What a terminal cannot tell from another key.
  private static let twins: [Character: String] = ["i": "tab", "m": "enter", "[": "escape"]

  private static let keyNames: [Key: String] = [
    .enter: "enter", .tab: "tab", .escape: "escape", .backspace: "backspace", .delete: "delete", .insert: "insert",
    .up: "up", .down: "down", .left: "left", .right: "right", .home: "home", .end: "end", .pageUp: "pageup",
    .pageDown: "pagedown", .space: "space",
  ]

  private static let namedKeys: [String: Key] = {
    var keys: [String: Key] = [
      "return": .enter, "esc": .escape, "del": .delete, "ins": .insert, "page-up": .pageUp, "page-down": .pageDown,
      "pgup": .pageUp, "pgdn": .pageDown,
    ]
    for (key, name) in keyNames { keys[name] = key }
    return keys
  }()
}

/// Why a name is no key.
public enum KeyChordError: Error, Equatable, Sendable {
  case empty
  case unknownModifier(String, in: String)
  case repeatedModifier(String, in: String)
  case unknownKey(String, nearest: String?)
  case plainCharacter(String)
  case sameAs(String, String)
}
