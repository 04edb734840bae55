import Foundation

/// The configuration with where each part of it comes from.
///
/// ```swift
/// let file = ConfigurationFile.load(path: ConfigurationFile.standardPath())
/// file.configuration.theme   // "dark" unless the file says otherwise
/// file.problems              // sentences with line and remedy
/// ```
public struct ConfigurationFile: Sendable, Equatable {
  /// The longest file that is read.
  public static let limit = 1 << 16

  /// The file; nil where there is no place for one.
  public var path: String?
  /// Whether the file is there.
  public var exists = false
  /// What counts.
  public var configuration = Configuration()
  /// What is wrong with the file, in the order of its lines.
  public var problems: [ConfigurationProblem] = []
  /// The lines of the keys that the file sets.
  public var lines: [String: Int] = [:]

  /// `$XDG_CONFIG_HOME/facet/config.json5`, or `~/.config/facet/config.json5`; nil when neither folder is named.
  ///
  /// A relative path does not count: it would lead into the current folder.
  public static func standardPath(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/facet/config.json5" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.config/facet/config.json5"
  }

  /// Reads a file; where there is none, the defaults count.
  ///
  /// - Parameter keys: what `keys` may hold; nil accepts everything.
  public static func load(path: String?, keys: KeyNames? = nil) -> ConfigurationFile {
    var file = ConfigurationFile()
    file.path = path
    guard let path else { return file }
    do throws(StoreError) {
      let bytes = try PrivateFiles.read(path, limit: limit)
      file.exists = true
      guard let text = String(validating: bytes, as: UTF8.self) else {
        file.problems = [.notUTF8(path: path)]
        return file
      }
      file.read(text, path: path, names: keys)
    } catch {
      switch error {
      case .notRead(_, ENOENT), .notRead(_, ENOTDIR): break
      case .notRead(_, let code): file.problems = [.unreadable(path: path, reason: String(cString: strerror(code)))]
      case .tooLong(_, let bytes, let limit): file.problems = [.tooLong(path: path, bytes: bytes, limit: limit)]
      default: file.problems = [.unreadable(path: path, reason: "\(error)")]
      }
    }
    return file
  }

  /// Reads a text as if it stood in the file at `path`.
  public init(_ text: String, path: String, keys: KeyNames? = nil) {
    self.path = path
    exists = true
    read(text, path: path, names: keys)
  }

  private init() {}

  /// The problem because of which nobody knows what the file says of a key; nil where that is plain.
  public func problem(hiding key: String) -> ConfigurationProblem? {
    problems.first { problem in
      switch problem {
      case .unreadable, .tooLong, .notUTF8, .syntax, .notAnObject: true
      case .notWritten: false
      case .wrongValue(_, _, let name, _, _): name == key
      case .unknownKey(_, _, _, let nearest): nearest == key
      case .repeatedKey, .unknownAction, .notAChord, .wrongChord, .chordTwice: false
      }
    }
  }

  private mutating func read(_ text: String, path: String, names: KeyNames?) {
    let outline = JSON5Outline(text)
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    // A file with comments only says nothing, which is all right.
    if let fault = outline.fault, fault.expected.hasPrefix("a value, such"), Self.isBlank(text) { return }
    // Foundation reads past the end of a text that ends with a number, and now and then stops the program there; a byte more keeps it
    // inside.
    let data = Data(text.utf8) + [0x0A]
    guard outline.fault == nil, let value = try? decoder.decode(ConfigurationValue.self, from: data) else {
      let fault = outline.fault ?? .init(line: 1, column: 1, expected: "JSON5: { key: value, … }")
      problems = [.syntax(path: path, line: fault.line, column: fault.column, expected: fault.expected)]
      return
    }
    guard case .object(let object) = value else {
      problems = [.notAnObject(path: path)]
      return
    }
    var found: [(line: Int, problem: ConfigurationProblem)] = outline.repeated.map { key in
      (key.line, .repeatedKey(path: path, line: key.line, key: key.path.replacing("/", with: ".")))
    }
    for (key, value) in object {
      let line = outline.lines[key] ?? 1
      if key == Setting.keysName {
        found += take(keys: value, line: line, path: path, outline: outline, names: names)
      } else if let setting = Setting.all.first(where: { $0.name == key }) {
        if setting.take(value, &configuration) {
          lines[key] = line
        } else {
          found.append(
            (line, .wrongValue(path: path, line: line, key: key, expected: setting.expected, found: value.words)))
        }
      } else {
        let nearest = NearestName.of(key, among: Setting.all.map(\.name) + [Setting.keysName])
        found.append((line, .unknownKey(path: path, line: line, key: key, nearest: nearest)))
      }
    }
    problems = found.sorted { $0.line < $1.line }.map(\.problem)
  }

  private mutating func take(
    keys value: ConfigurationValue, line: Int, path: String, outline: JSON5Outline, names: KeyNames?
  ) -> [(line: Int, problem: ConfigurationProblem)] {
    guard case .object(let object) = value else {
      let expected = "{ action: \"key\", … }"
      return [
        (line, .wrongValue(path: path, line: line, key: Setting.keysName, expected: expected, found: value.words))
      ]
    }
    lines[Setting.keysName] = line
    var problems: [(line: Int, problem: ConfigurationProblem)] = []
    var owners: [String: String] = [:]
    let byLine = object.map { (action: $0.key, value: $0.value, line: outline.lines["keys/" + $0.key] ?? line) }
    for (action, value, line) in byLine.sorted(by: { ($0.line, $0.action) < ($1.line, $1.action) }) {
      if let names, !names.actions.contains(action) {
        let nearest = NearestName.of(action, among: names.actions)
        problems.append((line, .unknownAction(path: path, line: line, action: action, nearest: nearest)))
        continue
      }
      var chords: [String] = []
      for item in Self.items(value) {
        guard case .string(let text) = item else {
          problems.append((line, .notAChord(path: path, line: line, action: action, found: item.words)))
          continue
        }
        let chord: String
        do throws(KeyNames.Problem) {
          chord = try names?.spelling(text) ?? text
        } catch {
          problems.append((line, .wrongChord(path: path, line: line, action: action, reason: error.sentence)))
          continue
        }
        if let owner = owners[chord], owner != action {
          let actions = [owner, action]
          problems.append((line, .chordTwice(path: path, line: line, chord: chord, actions: actions)))
          continue
        }
        owners[chord] = action
        chords.append(chord)
      }
      if !chords.isEmpty || Self.items(value).isEmpty { configuration.keys[action] = chords }
    }
    return problems
  }

  private static func items(_ value: ConfigurationValue) -> [ConfigurationValue] {
    switch value {
    case .list(let list): list
    case .null: []
    default: [value]
    }
  }

  static func isBlank(_ text: String) -> Bool {
    JSON5Outline(text + "\n{}").fault == nil
  }
}

extension ConfigurationFile {
  /// The effective configuration as JSON5 that can be saved and read again, each key with what it means and where it comes from.
  public var text: String {
    var lines: [String] = []
    switch path {
    case nil: lines.append("// There is no configuration file: neither XDG_CONFIG_HOME nor HOME names a folder.")
    case let path? where exists: lines.append("// The configuration in effect, with \(Self.comment(path))")
    case let path?: lines.append("// The defaults; save this as \(Self.comment(path)) and change what you like.")
    }
    lines += problems.map { "// Problem: \(Self.comment($0.description))" }
    lines.append("{")
    for setting in Setting.all {
      lines.append("  // \(setting.summary) (\(origin(setting.name)))")
      lines.append("  \(setting.name): \(setting.text(configuration)),")
    }
    lines.append("  // \(Setting.keysSummary) (\(origin(Setting.keysName)))")
    if configuration.keys.isEmpty {
      lines.append("  \(Setting.keysName): {},")
    } else {
      lines.append("  \(Setting.keysName): {")
      for (action, chords) in configuration.keys.sorted(by: { $0.key < $1.key }) {
        let list = chords.map { JSONValue.string($0).text }
        let text = list.count == 1 ? list[0] : "[\(list.joined(separator: ", "))]"
        lines.append("    \(JSONValue.string(action).text): \(text),")
      }
      lines.append("  },")
    }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  private func origin(_ key: String) -> String {
    lines[key].map { "line \($0)" } ?? "default"
  }

  /// Text that cannot end the comment it stands in.
  private static func comment(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: " ")
  }
}
