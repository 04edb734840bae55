/// Why a theme cannot be used.
public enum ThemeError: Error, Equatable, Sendable {
  /// The file cannot be read; `reason` says why.
  case unreadable(file: String, reason: String)
  /// The file is no JSON5.
  case malformed(file: String, line: Int?, reason: String)
  /// A key that means nothing.
  case unknownKey(file: String, line: Int?, key: String, known: [String])
  /// A role that does not exist.
  case unknownRole(file: String, line: Int?, role: String)
  /// A value that is no colour.
  case badColor(file: String, line: Int?, key: String, value: String)
  /// A value of the wrong kind.
  case badValue(file: String, line: Int?, key: String, expected: String)
  /// No theme of this name; what there is.
  case notFound(name: String, folders: [String], available: [String])
}

extension ThemeError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  public var description: String {
    func place(_ file: String, _ line: Int?) -> String { line.map { "\(file):\($0)" } ?? file }
    switch self {
    case .unreadable(let file, let reason):
      return "\(file): the theme cannot be read: \(reason); check the path and its permissions."
    case .malformed(let file, let line, let reason):
      return "\(place(file, line)): this is no JSON5: \(reason); correct the line."
    case .unknownKey(let file, let line, let key, let known):
      return "\(place(file, line)): \"\(key)\" means nothing here; use one of \(known.joined(separator: ", "))."
    case .unknownRole(let file, let line, let role):
      let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
      return "\(place(file, line)): there is no role \"\(role)\"; use one of \(roles)."
    case .badColor(let file, let line, let key, let value):
      return
        "\(place(file, line)): \"\(value)\" is no colour for \(key); write \"#rrggbb\", \"#rgb\", \"default\", or a name such as "
        + "\"red\" or \"bright-red\"."
    case .badValue(let file, let line, let key, let expected):
      return "\(place(file, line)): \(key) must be \(expected); correct the value."
    case .notFound(let name, let folders, let available):
      let places = folders.isEmpty ? "no folder" : folders.joined(separator: ", ")
      return "There is no theme \"\(name)\" in \(places); choose one of \(available.joined(separator: ", "))."
    }
  }
}
