import Chat
import GGUF

/// Writes metadata for people and for programs; long arrays and texts are cut, with their length.
enum MetadataText {
  /// Longer arrays are cut in both forms.
  static let arrayLimit = 64
  /// How many elements are shown of an array that is cut.
  static let shownElements = 4
  /// Longer texts are cut for people.
  static let textLimit = 100

  /// The kind of a value: `uint32`, `string[262144]`.
  static func type(_ value: GGUFValue) -> String {
    guard let array = value.array else { return "\(value.type)" }
    return "\(array.elementType)[\(array.count)]"
  }

  /// A value on one line.
  static func short(_ value: GGUFValue) -> String {
    switch value {
    case .string(let text):
      let start = text.prefix(textLimit)
      let isCut = start.utf8.count < text.utf8.count
      return JSONValue.string(String(start)).text + (isCut ? "… (\(text.utf8.count) bytes)" : "")
    case .array(let array):
      let shown = array.count <= 2 * shownElements ? array.count : shownElements
      let elements = elements(array, upTo: shown).map(\.text).joined(separator: ", ")
      return "[\(elements)\(shown < array.count ? ", …" : "")]"
    default: return json(value).text
    }
  }

  /// A value as JSON; of a long array only the kind, the length and the first elements.
  static func json(_ value: GGUFValue) -> JSONValue {
    switch value {
    case .string(let text): return .string(text)
    case .bool(let value): return .bool(value)
    // By its own digits: as a Double, 1e-06 would become 9.999999974752427e-07.
    case .float32(let value): return .number(Double(value.description) ?? Double(value))
    case .float64(let value): return .number(value)
    case .uint64(let value): return Int(exactly: value).map { .integer($0) } ?? .hugeInteger(String(value))
    case .array(let array): return json(array)
    default: return value.int.map { .integer($0) } ?? .null
    }
  }

  private static func json(_ array: GGUFArray) -> JSONValue {
    if array.count <= arrayLimit { return .array(elements(array, upTo: array.count)) }
    return [
      "type": .string("\(array.elementType)"), "count": .integer(array.count),
      "first": .array(elements(array, upTo: shownElements)),
    ]
  }

  private static func elements(_ array: GGUFArray, upTo count: Int) -> [JSONValue] {
    if let strings = array.strings { return (0..<count).map { .string(strings[$0]) } }
    if let bools = array.bools { return bools.prefix(count).map { .bool($0) } }
    if let ints = array.ints { return ints.prefix(count).map { .integer($0) } }
    if array.elementType == .float32, let doubles = array.doubles {
      return doubles.prefix(count).map { .number(Double(Float($0).description) ?? $0) }
    }
    if let doubles = array.doubles { return doubles.prefix(count).map { .number($0) } }
    // Arrays of arrays, which no model is known to hold, are shown by their kind alone.
    return (array.arrays ?? []).prefix(count).map { .string("\($0.elementType)[\($0.count)]") }
  }
}
