/// What is wrong with the configuration file; whatever it is, the rest of the file counts.
public enum ConfigurationProblem: Error, Equatable, Sendable {
  case unreadable(path: String, reason: String)
  /// A change cannot be saved.
  case notWritten(path: String, reason: String)
  case tooLong(path: String, bytes: Int, limit: Int)
  case notUTF8(path: String)
  /// Nothing of the file counts.
  case syntax(path: String, line: Int, column: Int, expected: String)
  case notAnObject(path: String)
  case unknownKey(path: String, line: Int, key: String, nearest: String?)
  case repeatedKey(path: String, line: Int, key: String)
  case wrongValue(path: String, line: Int, key: String, expected: String, found: String)
  case unknownAction(path: String, line: Int, action: String, nearest: String?)
  case notAChord(path: String, line: Int, action: String, found: String)
  case wrongChord(path: String, line: Int, action: String, reason: String)
  case chordTwice(path: String, line: Int, chord: String, actions: [String])
}

extension ConfigurationProblem: CustomStringConvertible {
  /// What is wrong in which line, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason)); check its permissions, until then the defaults count"
    case .notWritten(let path, let reason):
      "\(path): cannot be written (\(reason)), so all stays as it was; check its permissions and the disk"
    case .tooLong(let path, let bytes, let limit):
      "\(path): \(bytes) bytes are more than the \(limit) of a configuration; until it is shorter the defaults count"
    case .notUTF8(let path):
      "\(path): not UTF-8; save it in that encoding, until then the defaults count"
    case .syntax(let path, let line, let column, let expected):
      "\(path), line \(line), column \(column): expected \(expected); until then the defaults count"
    case .notAnObject(let path):
      "\(path): expected { key: value, … }; until then the defaults count"
    case .unknownKey(let path, let line, let key, let nearest?):
      "\(path), line \(line): there is no key “\(key)”; did you mean “\(nearest)”?"
    case .unknownKey(let path, let line, let key, nil):
      "\(path), line \(line): there is no key “\(key)”; remove it, facet config lists them all"
    case .repeatedKey(let path, let line, let key):
      "\(path), line \(line): “\(key)” stands twice; remove one of them"
    case .wrongValue(let path, let line, let key, let expected, let found):
      "\(path), line \(line): “\(key)” is \(found); write \(expected)"
    case .unknownAction(let path, let line, let action, let nearest?):
      "\(path), line \(line): there is no action “\(action)”; did you mean “\(nearest)”?"
    case .unknownAction(let path, let line, let action, nil):
      "\(path), line \(line): there is no action “\(action)”; F1 in the chat lists them"
    case .notAChord(let path, let line, let action, let found):
      "\(path), line \(line): \(found) for “\(action)” is no key; write one such as \"ctrl-g\", \"alt-enter\" or \"f9\""
    case .wrongChord(let path, let line, let action, let reason):
      "\(path), line \(line): “\(action)”: \(reason)"
    case .chordTwice(let path, let line, let chord, let actions):
      "\(path), line \(line): \(chord) is the key of \(actions.joined(separator: " and ")); only the first has it, choose another"
    }
  }
}
