import Foundation

/// Where things stand in a JSON5 text: the line of each key, and the first place that is no JSON5.
///
/// Foundation reads the values and tells no lines; this looks only at the shape.
struct JSON5Outline {
  /// A place that is no JSON5.
  struct Fault: Error, Equatable {
    var line: Int
    var column: Int
    var expected: String
  }

  /// The line of each key, counted from 1, by its path: `keys/record`; of a repeated key the last one.
  private(set) var lines: [String: Int] = [:]
  /// Keys that stand twice in the same object, with the line of the later one.
  private(set) var repeated: [(path: String, line: Int)] = []
  /// Where the values of each key stand, by its path, as places in the text's scalars: of a repeated key all of them.
  private(set) var values: [String: [Range<Int>]] = [:]
  /// The place behind the “{” of the outermost object.
  private(set) var rootStart: Int?
  /// Nil when all is well.
  private(set) var fault: Fault?

  private let text: [Unicode.Scalar]
  private var place = 0
  private var depth = 0

  init(_ text: String) {
    self.text = Array(text.unicodeScalars)
    do throws(Fault) {
      if peek == "\u{FEFF}" { place += 1 }
      try space()
      try value(at: "")
      try space()
      if peek != nil { throw unexpected("nothing more after the value") }
    } catch {
      fault = error
    }
  }

  private var peek: Unicode.Scalar? { place < text.count ? text[place] : nil }

  private func line(of place: Int) -> Int { 1 + text[..<min(place, text.count)].count { $0 == "\n" } }

  private func unexpected(_ expected: String, at place: Int? = nil) -> Fault {
    let place = min(place ?? self.place, text.count)
    let start = text[..<place].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return Fault(line: line(of: place), column: place - start + 1, expected: expected)
  }

  private mutating func space() throws(Fault) {
    while let scalar = peek {
      if scalar == "/" {
        try comment()
      } else if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        place += 1
      } else {
        return
      }
    }
  }

  private mutating func comment() throws(Fault) {
    let start = place
    place += 1
    switch peek {
    case "/": while place < text.count, text[place] != "\n" { place += 1 }
    case "*":
      place += 1
      while place + 1 < text.count, !(text[place] == "*" && text[place + 1] == "/") { place += 1 }
      guard place + 1 < text.count else { throw unexpected("“*/” after this “/*”", at: start) }
      place += 2
    default: throw unexpected("a value; a comment starts with “//”", at: start)
    }
  }

  private mutating func value(at path: String) throws(Fault) {
    try space()
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw unexpected("fewer lists and objects inside each other") }
    switch peek {
    case "{": try object(at: path)
    case "[": try list(at: path)
    case "\"", "'": _ = try string()
    case nil: throw unexpected("a value, such as \"text\", 1 or true")
    default: try word()
    }
  }

  private mutating func object(at path: String) throws(Fault) {
    let start = place
    var seen: Set<String> = []
    place += 1
    if depth == 1 { rootStart = place }
    while true {
      try space()
      if peek == "}" { break }
      guard peek != nil else { throw unexpected("“}” for this “{”", at: start) }
      let keyPlace = place
      let key = try self.key()
      let keyPath = path.isEmpty ? key : path + "/" + key
      lines[keyPath] = line(of: keyPlace)
      if !seen.insert(key).inserted { repeated.append((keyPath, line(of: keyPlace))) }
      try space()
      guard peek == ":" else { throw unexpected("“:” after the key “\(key)”") }
      place += 1
      try space()
      let valuePlace = place
      try value(at: keyPath)
      values[keyPath, default: []].append(valuePlace..<place)
      try space()
      if peek == "," {
        place += 1
      } else if peek == nil {
        throw unexpected("“}” for this “{”", at: start)
      } else if peek != "}" {
        throw unexpected("“,” or “}” after the value of “\(key)”")
      }
    }
    place += 1
  }

  private mutating func list(at path: String) throws(Fault) {
    let start = place
    place += 1
    while true {
      try space()
      if peek == "]" { break }
      guard peek != nil else { throw unexpected("“]” for this “[”", at: start) }
      try value(at: path + "[]")
      try space()
      if peek == "," {
        place += 1
      } else if peek == nil {
        throw unexpected("“]” for this “[”", at: start)
      } else if peek != "]" {
        throw unexpected("“,” or “]” after the value")
      }
    }
    place += 1
  }

  private mutating func key() throws(Fault) -> String {
    if peek == "\"" || peek == "'" { return try string() }
    let start = place
    while let scalar = peek, Self.isWord(scalar) { place += 1 }
    guard place > start, let first = text[start].properties.numericType == nil ? text[start] : nil, first != "-" else {
      throw unexpected("a key; write it in quotation marks", at: start)
    }
    return String(String.UnicodeScalarView(text[start..<place]))
  }

  private mutating func string() throws(Fault) -> String {
    let start = place
    let mark = text[place]
    var result = String.UnicodeScalarView()
    place += 1
    while let scalar = peek, scalar != mark {
      place += scalar == "\\" ? 2 : 1
      if scalar != "\\" { result.append(scalar) }
    }
    guard peek == mark else { throw unexpected("the end of this string", at: start) }
    place += 1
    return String(result)
  }

  /// A number, `true`, `false`, `null`, `Infinity` or `NaN`.
  private mutating func word() throws(Fault) {
    let start = place
    while let scalar = peek, Self.isWord(scalar) || scalar == "+" || scalar == "." { place += 1 }
    let word = String(String.UnicodeScalarView(text[start..<place]))
    if ["true", "false", "null", "Infinity", "NaN"].contains(word) { return }
    guard let first = word.unicodeScalars.first, "+-.0123456789".unicodeScalars.contains(first) else {
      throw unexpected("a value; text needs quotation marks", at: start)
    }
    guard Self.isNumber(word) else { throw unexpected("a number of a usual size, such as 12 or 0.5", at: start) }
  }

  /// Whether a word is a number that fits easily: Foundation ends the program at some that do not.
  private static func isNumber(_ word: String) -> Bool {
    var rest = word.utf8[...]
    if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
    if ["Infinity", "NaN"].contains(where: { $0.utf8.elementsEqual(rest) }) { return true }
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    if rest.starts(with: "0x".utf8) || rest.starts(with: "0X".utf8) {
      let digits = rest.dropFirst(2)
      return (1...12).contains(digits.count) && digits.allSatisfy { isDigit($0) || (0x61...0x66).contains($0 | 0x20) }
    }
    let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
    if parts.count == 2 {
      var exponent = parts[1]
      if let sign = exponent.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        exponent = exponent.dropFirst()
      }
      guard (1...2).contains(exponent.count), exponent.allSatisfy(isDigit) else { return false }
    }
    let mantissa = parts[0]
    return mantissa.count <= 24 && mantissa.contains(where: isDigit)
      && mantissa.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
      && mantissa.count { $0 == UInt8(ascii: ".") } <= 1
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "$" || scalar == "-" || scalar.properties.isAlphabetic
      || scalar.properties.numericType != nil
  }
}
