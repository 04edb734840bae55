/// A JSON value which keeps what matters to a prompt: the order of keys and the kind of each number.
///
/// `2` is `.integer(2)` and `2.0` is `.number(2)`: the two are written differently and are not equal. Strings are compared by their bytes,
/// not by canonical equivalence.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// A whole number that does not fit `Int`, by its digits with an optional minus sign.
  case hugeInteger(String)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// Whether this is `null`.
  public var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  /// The truth value, or nil for another kind.
  public var asBool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The whole number, or nil for another kind.
  public var asInteger: Int? {
    if case .integer(let value) = self { return value }
    return nil
  }

  /// Any kind of number as a `Double`, or nil for another kind.
  public var asDouble: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .hugeInteger(let digits): Double(digits)
    case .number(let value): value
    default: nil
    }
  }

  /// The string, or nil for another kind.
  public var asString: String? {
    if case .string(let value) = self { return value }
    return nil
  }

  /// The elements, or nil for another kind.
  public var asArray: [JSONValue]? {
    if case .array(let value) = self { return value }
    return nil
  }

  /// The object, or nil for another kind.
  public var asObject: JSONObject? {
    if case .object(let value) = self { return value }
    return nil
  }

  /// The value at a key of an object; nil when the key is missing or this is no object.
  public subscript(key: String) -> JSONValue? {
    asObject?[key]
  }

  /// The kind in words, for error messages.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .hugeInteger, .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSONValue: Equatable {
  /// Whether both are the same value of the same kind.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.hugeInteger(let left), .hugeInteger(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }
}

/// A value is coded as one string that holds its JSON text: no coder keeps the order of keys or tells `2` from `2.0`.
extension JSONValue: Codable {
  /// Reads the JSON text in the coded string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      self = try JSONValue(parsing: text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
    }
  }

  /// Writes the JSON text as one string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// `null`.
  public init(nilLiteral: ()) { self = .null }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A list.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object with its keys in this order.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}

extension String {
  /// Whether the UTF-8 bytes are equal, where `==` would also accept canonically equivalent text.
  func hasSameBytes(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
