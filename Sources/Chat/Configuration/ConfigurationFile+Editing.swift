import Foundation

extension ConfigurationFile {
  /// A text in which a key has another value; everything else, comments included, stays as it was.
  ///
  ///     text("{ // mine\n}", setting: "model", to: "gemma")  →  "{ model: \"gemma\", // mine\n}"
  ///
  /// - Parameters:
  ///   - text: What stands in the file; nothing, or comments alone, where there is none yet.
  ///   - key: A key of the outermost object.
  ///   - path: The file, for errors.
  /// - Throws: `ConfigurationProblem` where the text cannot be understood.
  public static func text(
    _ text: String, setting key: String, to value: JSONValue, path: String
  ) throws(ConfigurationProblem) -> String {
    if isBlank(text) {
      let separator = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
      return text + separator + "{\n  \(key): \(value.text),\n}\n"
    }
    for problem in ConfigurationFile(text, path: path).problems {
      switch problem {
      case .syntax, .notAnObject: throw problem
      default: break
      }
    }
    let outline = JSON5Outline(text)
    guard let start = outline.rootStart else { throw .notAnObject(path: path) }
    var scalars = Array(text.unicodeScalars)
    if let places = outline.values[key] {
      for place in places.reversed() { scalars.replaceSubrange(place, with: Array(value.text.unicodeScalars)) }
    } else {
      scalars.insert(contentsOf: Array(entry(key, value, before: scalars[start...]).unicodeScalars), at: start)
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// A new entry as the first of an object, written like those that follow: on a line of its own, or on theirs.
  private static func entry(_ key: String, _ value: JSONValue, before rest: ArraySlice<Unicode.Scalar>) -> String {
    let entry = "\(key): \(value.text)"
    let line = rest.prefix { $0 != "\n" }
    guard line.allSatisfy(\.properties.isWhitespace) else {
      return line.first == "}" ? " \(entry) " : " \(entry),"
    }
    let next = rest.dropFirst(line.count + 1).prefix { $0 == " " || $0 == "\t" }
    let indent = next.isEmpty ? "  " : String(String.UnicodeScalarView(next))
    return "\n\(indent)\(entry),"
  }

  /// Gives a key of a configuration file another value; the file is made where there is none, and is there whole or as it was.
  ///
  /// - Throws: `ConfigurationProblem` where the file cannot be read, understood or written.
  public static func set(_ key: String, to value: JSONValue, path: String) throws(ConfigurationProblem) {
    if let problem = setting(key, to: value, path: path) { throw problem }
  }

  private static func setting(_ key: String, to value: JSONValue, path: String) -> ConfigurationProblem? {
    // A link, as people keep their settings elsewhere, stays one.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    var before = stat()
    let exists = stat(target, &before) == 0
    var old = ""
    func words(_ code: Int32) -> String { String(cString: strerror(code)) }
    if exists {
      do throws(StoreError) {
        let bytes = try PrivateFiles.read(target, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else { return .notUTF8(path: path) }
        old = text
      } catch {
        return switch error {
        case .notRead(_, let code): .unreadable(path: path, reason: words(code))
        case .tooLong(_, let bytes, let limit): .tooLong(path: path, bytes: bytes, limit: limit)
        default: .unreadable(path: path, reason: "\(error)")
        }
      }
    }
    let new: String
    do throws(ConfigurationProblem) {
      new = try text(old, setting: key, to: value, path: path)
    } catch {
      return error
    }
    do throws(StoreError) {
      try PrivateFiles.replace(target, with: Array(new.utf8))
    } catch {
      guard case .notWritten(_, let code) = error else { return .notWritten(path: path, reason: "\(error)") }
      return .notWritten(path: path, reason: words(code))
    }
    if exists { chmod(target, before.st_mode & 0o7777) }
    return nil
  }
}
