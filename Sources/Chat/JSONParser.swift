import Foundation

/// Why a text is not JSON.
public enum JSONError: Error, Equatable, Sendable {
  case notUTF8
  case unexpected(line: Int, column: Int, expected: String)
  case tooDeep(line: Int, column: Int, limit: Int)
  case numberOutOfRange(line: Int, column: Int)
}

extension JSONValue {
  /// How many lists and objects may stand inside each other.
  public static let depthLimit = 128

  /// Reads one JSON text (RFC 8259); of a repeated key the last value counts.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Reads one JSON text in UTF-8, with or without a byte order mark.
  public init(parsing data: Data) throws(JSONError) {
    try self.init(parsing: [UInt8](data))
  }

  /// Reads one JSON text in UTF-8, with or without a byte order mark.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }
}

/// Recursive descent over checked UTF-8.
private struct JSONParser {
  let bytes: [UInt8]
  var position = 0
  var depth = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  mutating func document() throws(JSONError) -> JSONValue {
    let result = try value()
    skipSpace()
    guard position == bytes.count else { throw unexpected("the end of the text") }
    return result
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in .object(try parser.object()) }
    case UInt8(ascii: "["): return try nested { parser throws(JSONError) in .array(try parser.array()) }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t") where take("true"): return .bool(true)
    case UInt8(ascii: "f") where take("false"): return .bool(false)
    case UInt8(ascii: "n") where take("null"): return .null
    case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
    default: throw unexpected("a value")
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    depth += 1
    defer { depth -= 1 }
    guard depth <= JSONValue.depthLimit else {
      let (line, column) = place
      throw .tooDeep(line: line, column: column, limit: JSONValue.depthLimit)
    }
    position += 1
    return try body(&self)
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    var pairs: [(String, JSONValue)] = []
    skipSpace()
    if take("}") { return JSONObject() }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in quotation marks") }
      let key = try string()
      skipSpace()
      guard take(":") else { throw unexpected("“:” after the key") }
      pairs.append((key, try value()))
      skipSpace()
      if take("}") { return JSONObject(pairs) }
      guard take(",") else { throw unexpected("“,” or “}”") }
    }
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    skipSpace()
    if take("]") { return elements }
    while true {
      elements.append(try value())
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw unexpected("“,” or “]”") }
    }
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    var result: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        result += try escape()
      case 0..<0x20:
        throw unexpected("no control character inside a string")
      default:
        position += 1
        result.append(byte)
      }
    }
    throw unexpected("the closing quotation mark of a string")
  }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    guard let byte = peek else { throw unexpected("an escaped character") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"):
      let scalar = Unicode.Scalar(try escapedCodePoint()) ?? "\u{FFFD}"
      return Array(String(Character(scalar)).utf8)
    default:
      position -= 1
      throw unexpected("one of \" \\ / b f n r t u after “\\”")
    }
  }

  /// The code point after `\u`, of two escapes when they are a surrogate pair.
  private mutating func escapedCodePoint() throws(JSONError) -> UInt32 {
    let first = try fourHexDigits()
    guard (0xD800..<0xDC00).contains(first) else { return first }
    let afterFirst = position
    guard take("\\u") else { return first }
    let second = try fourHexDigits()
    guard (0xDC00..<0xE000).contains(second) else {
      position = afterFirst
      return first
    }
    return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
  }

  private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
    var result: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits after “\\u”")
      }
      result = result << 4 | UInt32(digit)
      position += 1
    }
    return result
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    _ = take("-")
    if !take("0") {
      guard skipDigits() else { throw unexpected("a digit") }
    }
    var isWhole = true
    if take(".") {
      isWhole = false
      guard skipDigits() else { throw unexpected("a digit after the point") }
    }
    if take("e") || take("E") {
      isWhole = false
      _ = take("+") || take("-")
      guard skipDigits() else { throw unexpected("a digit in the exponent") }
    }
    let literal = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = JSONValue(numeral: literal, isWhole: isWhole) else {
      position = start
      let (line, column) = place
      throw .numberOutOfRange(line: line, column: column)
    }
    return value
  }

  private mutating func skipDigits() -> Bool {
    let start = position
    while let byte = peek, isDigit(byte) { position += 1 }
    return position > start
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private var peek: UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func take(_ literal: StaticString) -> Bool {
    let end = position + literal.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    let isThere = literal.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
    if isThere { position = end }
    return isThere
  }

  private func unexpected(_ expected: String) -> JSONError {
    let (line, column) = place
    return .unexpected(line: line, column: column, expected: expected)
  }

  /// Line and column (in bytes) of the position, both from 1.
  private var place: (line: Int, column: Int) {
    let before = bytes[..<min(position, bytes.count)]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return (before.count { $0 == 0x0A } + 1, before.count - lineStart + 1)
  }
}

extension JSONValue {
  /// The value of a JSON number, or nil when it is too large; `isWhole` says that it has neither point nor exponent.
  public init?(numeral: String, isWhole: Bool) {
    // More digits than any identifier has: what turns them into a number elsewhere is quadratic.
    guard numeral.utf8.count <= 4096 else { return nil }
    if isWhole {
      self = Int(numeral).map { .integer($0) } ?? .hugeInteger(numeral)
    } else {
      guard let value = Double(numeral), value.isFinite else { return nil }
      self = .number(value)
    }
  }
}
