import Chat

/// Reads `call:NAME{key:value,…}` from the bytes of a `ToolCallBuffer`, kindly.
///
/// Besides what the chat template writes it takes spaces between things, keys and strings in JSON's quotation marks, bare strings, a trailing comma,
/// and arguments that are a JSON object inside the braces.
struct ToolCallReader {
  static let depthLimit = 64

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func call(id: String?) throws(ToolCallError) -> ToolCall {
    skipSpace()
    _ = take("call:")
    skipSpace()
    let name = try functionName()
    skipSpace()
    guard peek == UInt8(ascii: "{") else { throw unexpected("“{” after the function's name") }
    let arguments = try callArguments()
    skipSpace()
    guard position == bytes.count else { throw unexpected("the end of the call") }
    return ToolCall(id: id, name: name, arguments: .object(arguments))
  }

  private mutating func functionName() throws(ToolCallError) -> String {
    let start = position
    while let byte = peek, isNameByte(byte) { position += 1 }
    guard position > start, position - start <= 256 else {
      position = start
      throw unexpected("the function's name")
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !"{}[]\",".utf8.contains(byte) || byte >= 0x80 && byte != ToolCallBuffer.quoteByte
  }

  /// `{…}`, or `{{…}}` as it comes from arguments that were given as JSON text.
  private mutating func callArguments() throws(ToolCallError) -> JSONObject {
    let start = position
    position += 1
    skipSpace()
    guard peek == UInt8(ascii: "{") else {
      position = start
      return try object()
    }
    let inner = try object()
    skipSpace()
    guard take("}") else { throw unexpected("“}”") }
    return inner
  }

  private mutating func object() throws(ToolCallError) -> JSONObject {
    try enter()
    defer { depth -= 1 }
    var pairs: [(String, JSONValue)] = []
    while true {
      skipSpace()
      if take("}") { return JSONObject(pairs) }
      let key = try key()
      skipSpace()
      guard take(":") else { throw unexpected("“:” after a key") }
      pairs.append((key, try value()))
      skipSpace()
      if take("}") { return JSONObject(pairs) }
      guard take(",") else { throw unexpected("“,” or “}”") }
    }
  }

  private mutating func array() throws(ToolCallError) -> [JSONValue] {
    try enter()
    defer { depth -= 1 }
    var elements: [JSONValue] = []
    while true {
      skipSpace()
      if take("]") { return elements }
      elements.append(try value())
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw unexpected("“,” or “]”") }
    }
  }

  private mutating func enter() throws(ToolCallError) {
    depth += 1
    guard depth <= ToolCallReader.depthLimit else { throw .tooDeep(limit: ToolCallReader.depthLimit) }
    position += 1
  }

  private mutating func key() throws(ToolCallError) -> String {
    if peek == ToolCallBuffer.quoteByte { return try markedString() }
    if let string = jsonString(before: ":") { return string }
    return bare(until: ":{}[],")
  }

  private mutating func value() throws(ToolCallError) -> JSONValue {
    skipSpace()
    switch peek {
    case ToolCallBuffer.quoteByte: return .string(try markedString())
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    default: break
    }
    if let string = jsonString(before: ",}]") { return .string(string) }
    let start = position
    let text = bare(until: ",}]")
    guard !text.isEmpty else {
      position = start
      throw unexpected("a value")
    }
    return ToolCallReader.value(ofBare: text)
  }

  /// What text without marks means: the words and numbers of JSON or Python, anything else is a string.
  private static func value(ofBare text: String) -> JSONValue {
    switch text {
    case "true", "True": return .bool(true)
    case "false", "False": return .bool(false)
    case "null", "None": return .null
    default: break
    }
    guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else {
      return .string(text)
    }
    // JSON's parser knows which texts are numbers and which are not, such as 007.
    return (try? JSONValue(parsing: text)) ?? .string(text)
  }

  /// The text between two `<|"|>`.
  private mutating func markedString() throws(ToolCallError) -> String {
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: ToolCallBuffer.quoteByte) else {
      position = bytes.count
      throw unexpected("the closing mark of a string")
    }
    position = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// A string in JSON's quotation marks, if there is one and one of `followers` or the end comes after it.
  private mutating func jsonString(before followers: StaticString) -> String? {
    guard peek == UInt8(ascii: "\"") else { return nil }
    let start = position
    var end = start + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != ToolCallBuffer.quoteByte {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
    guard let string = (try? JSONValue(parsing: Array(bytes[start...end])))?.asString else { return nil }
    position = end + 1
    skipSpace()
    guard let next = peek, !isIn(followers, next) else { return string }
    position = start
    return nil
  }

  /// Text up to one of `stops`, without the space around it.
  private mutating func bare(until stops: StaticString) -> String {
    let start = position
    while let byte = peek, !isIn(stops, byte), byte != ToolCallBuffer.quoteByte { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self).strippedForTemplate
  }

  private func isIn(_ set: StaticString, _ byte: UInt8) -> Bool {
    set.withUTF8Buffer { $0.contains(byte) }
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
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

  private func unexpected(_ expected: String) -> ToolCallError {
    .unexpected(offset: position, expected: expected)
  }
}
