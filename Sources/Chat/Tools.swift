/// A function that the model may call, as OpenAI's chat format declares it.
public struct ToolDeclaration: Sendable, Codable, Equatable {
  /// The function: `name`, `description`, `parameters` (a JSON schema) and perhaps `response`.
  public let function: JSONValue

  /// The function's name; empty when the declaration has none.
  public var name: String { function["name"]?.asString ?? "" }

  /// A declaration that holds this object as it is.
  public init(function: JSONObject) {
    self.function = .object(function)
  }

  /// A declaration from its parts; `parameters` and `response` are JSON schemas.
  public init(name: String, description: String, parameters: JSONValue? = nil, response: JSONValue? = nil) {
    var function: JSONObject = ["name": .string(name), "description": .string(description)]
    function["parameters"] = parameters
    function["response"] = response
    self.init(function: function)
  }
}

/// A call of a function by the model.
public struct ToolCall: Sendable, Codable, Equatable {
  /// Connects the call with its answer; nil when nobody gave one.
  public var id: String?
  /// The function's name.
  public var name: String
  /// An object; a string where they were given as text, `null` where there are none.
  public var arguments: JSONValue

  /// A call of a function.
  public init(id: String? = nil, name: String, arguments: JSONValue) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }

  /// The arguments as an object, read from their JSON text where they were given as text; nil when they are neither.
  public var argumentsObject: JSONObject? {
    switch arguments {
    case .object(let object): object
    case .string(let text): (try? JSONValue(parsing: text))?.asObject
    case .null: JSONObject()
    default: nil
    }
  }
}

/// The answer to a call.
public struct ToolResponse: Sendable, Codable, Equatable {
  /// The function's name.
  public var name: String
  /// What it gave back.
  public var response: JSONValue

  /// An answer of a function.
  public init(name: String, response: JSONValue) {
    self.name = name
    self.response = response
  }
}

/// Something that the model wrote as a call and that cannot be read as one.
public struct BrokenToolCall: Sendable, Equatable {
  /// What the model wrote, cut when it is very long.
  public let text: String
  /// What is wrong with it, a sentence.
  public let reason: String

  /// A call that cannot be read.
  public init(text: String, reason: String) {
    self.text = text
    self.reason = reason
  }
}
