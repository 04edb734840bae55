/// A value of a JSON5 file.
enum JSON5Value: Decodable {
  case null, bool(Bool), number(Double), string(String), array([JSON5Value]), object([String: JSON5Value])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON5Value].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON5Value].self))
    }
  }
}

/// Finds places in JSON5 text, since a decoder does not tell them.
enum JSON5Source {
  /// The line, from 1, on which the last key of a path stands.
  static func line(of path: [String], in text: String) -> Int? {
    var scanner = Scanner(text)
    return path.isEmpty ? nil : scanner.line(of: path)
  }

  /// Walks over keys; the text was decoded before, so that its syntax is right.
  private struct Scanner {
    private let scalars: [Unicode.Scalar]
    private var at = 0
    private var line = 1

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func line(of path: [String]) -> Int? {
      var depth = 0
      var matched = 0
      var expectsKey = false
      while at < scalars.count {
        switch scalars[at] {
        case "{", "[":
          depth += 1
          expectsKey = scalars[at] == "{"
          at += 1
        case "}", "]":
          depth -= 1
          if depth <= matched { matched = min(matched, max(0, depth - 1)) }
          expectsKey = false
          at += 1
        case ",":
          // After a comma in an object a key follows; in a list what follows is no key because no colon does.
          expectsKey = true
          at += 1
        case "/" where at + 1 < scalars.count && (scalars[at + 1] == "/" || scalars[at + 1] == "*"): skipComment()
        case "\"", "'":
          let start = line
          let word = quoted()
          if expectsKey, depth == matched + 1, word == path[matched] {
            matched += 1
            if matched == path.count { return start }
          }
          expectsKey = false
        case let scalar where scalar.properties.isWhitespace || scalar == ":": advance()
        default:
          let word = bareWord()
          if expectsKey, depth == matched + 1, word == path[matched] {
            matched += 1
            if matched == path.count { return line }
          }
          expectsKey = false
        }
      }
      return nil
    }

    private mutating func advance() {
      if scalars[at] == "\n" { line += 1 }
      at += 1
    }

    private mutating func skipComment() {
      let isLine = scalars[at + 1] == "/"
      at += 2
      while at < scalars.count {
        if isLine, scalars[at] == "\n" { return }
        if !isLine, scalars[at] == "*", at + 1 < scalars.count, scalars[at + 1] == "/" {
          at += 2
          return
        }
        advance()
      }
    }

    private mutating func quoted() -> String {
      let quote = scalars[at]
      var word = String.UnicodeScalarView()
      at += 1
      while at < scalars.count, scalars[at] != quote {
        if scalars[at] == "\\", at + 1 < scalars.count { advance() }
        word.append(scalars[at])
        advance()
      }
      at += 1
      return String(word)
    }

    private mutating func bareWord() -> String {
      var word = String.UnicodeScalarView()
      while at < scalars.count, !scalars[at].properties.isWhitespace, !"{}[]:,\"'/".unicodeScalars.contains(scalars[at])
      {
        word.append(scalars[at])
        at += 1
      }
      if word.isEmpty { at += 1 }
      return String(word)
    }
  }
}
