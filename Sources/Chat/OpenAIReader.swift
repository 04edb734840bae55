import Foundation

/// A conversation in OpenAI's chat format, with what the format says beside it.
public struct OpenAIRequest: Sendable, Equatable {
  /// The messages, the tools (`tools`) and whether the model thinks (`enable_thinking`).
  public var conversation: Conversation
  /// Whether the prompt ends where the model goes on (`add_generation_prompt`).
  public var addGenerationPrompt: Bool
}

extension OpenAIRequest {
  /// Turns a path that a message names into an attachment.
  public typealias Attach = (
    _ kind: Attachment.Kind, _ path: String, _ budget: Int?
  ) throws(AttachmentError) -> Attachment

  /// Reads a file that holds such a conversation.
  public init(
    parsing data: Data, attach: @escaping Attach = OpenAIRequest.attachFile
  ) throws(ConversationError) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: data)
    } catch {
      throw .notJSON(error)
    }
    try self.init(value, attach: attach)
  }

  /// Reads an object with `messages` and perhaps `tools`, `enable_thinking` and `add_generation_prompt`, or just the list of messages.
  ///
  /// `attach` is asked for every picture, recording and document that a message names by path or `file:` address; media named by neither become
  /// placeholders.
  public init(
    _ value: JSONValue, attach: @escaping Attach = OpenAIRequest.attachFile
  ) throws(ConversationError) {
    var reader = OpenAIReader(attach: attach)
    self = try reader.request(value)
  }

  /// Attaches the file at a path.
  public static func attachFile(
    _ kind: Attachment.Kind, path: String, budget: Int?
  ) throws(AttachmentError) -> Attachment {
    try Attachment(kind, path: path, budget: budget)
  }
}

extension Conversation {
  /// Reads a conversation in OpenAI's chat format; see `OpenAIRequest`.
  public init(openAI value: JSONValue) throws(ConversationError) {
    self = try OpenAIRequest(value).conversation
  }

  /// Reads a conversation in OpenAI's chat format from JSON text; see `OpenAIRequest`.
  public init(openAI data: Data) throws(ConversationError) {
    self = try OpenAIRequest(parsing: data).conversation
  }
}

/// Why a value is no conversation in OpenAI's chat format; `at` is where, such as `messages[2].content[0].type`.
public enum ConversationError: Error, Equatable, Sendable {
  case notJSON(JSONError)
  case missing(at: String)
  case wrongKind(at: String, expected: String, found: String)
  case unknown(at: String, found: String, known: [String])
  case empty(at: String)
  case unsupported(at: String, what: Unsupported)
  case attachment(at: String, AttachmentError)

  /// What the format allows and facet does not read.
  public enum Unsupported: Equatable, Sendable {
    case embeddedData, address(String), video
  }
}

/// Walks over the value; each error carries the place that it was reached by.
private struct OpenAIReader {
  let attach: OpenAIRequest.Attach
  private var placeholders = 0

  init(attach: @escaping OpenAIRequest.Attach) {
    self.attach = attach
  }

  mutating func request(_ value: JSONValue) throws(ConversationError) -> OpenAIRequest {
    let place = Place(path: "")
    if let list = value.asArray {
      return OpenAIRequest(
        conversation: Conversation(try messages(list, Place(path: "messages"))), addGenerationPrompt: true)
    }
    let object = try place.object(value, expected: "an object with “messages”")
    let messagesPlace = place.key("messages")
    guard let found = object["messages"] else { throw .missing(at: messagesPlace.path) }
    let list = try messagesPlace.array(found, expected: "a list of messages")
    var conversation = Conversation(try messages(list, messagesPlace))
    conversation.tools = try tools(object["tools"], place.key("tools"))
    conversation.isThinking = try place.bool("enable_thinking", of: object) ?? false
    let addsPrompt = try place.bool("add_generation_prompt", of: object) ?? true
    return OpenAIRequest(conversation: conversation, addGenerationPrompt: addsPrompt)
  }

  private mutating func messages(_ list: [JSONValue], _ place: Place) throws(ConversationError) -> [Message] {
    guard !list.isEmpty else { throw .empty(at: place.path) }
    var result: [Message] = []
    for (index, value) in list.enumerated() {
      result.append(try message(value, place.index(index)))
    }
    return result
  }

  private mutating func message(_ value: JSONValue, _ place: Place) throws(ConversationError) -> Message {
    let object = try place.object(value, expected: "a message object")
    let roleName = try place.requiredString("role", of: object)
    guard let role = Message.Role(rawValue: roleName == "model" ? "assistant" : roleName) else {
      let known = Message.Role.allCases.map(\.rawValue)
      throw .unknown(at: place.key("role").path, found: roleName, known: known)
    }
    var message = Message(role)
    let content = object["content"]
    if role == .tool, content?.asString == nil, content?.asArray == nil {
      message.result = content ?? .null
    } else {
      message.parts = try parts(content, place.key("content"))
    }
    // The first that says something counts.
    let reasoning = try place.string("reasoning", of: object) ?? ""
    message.thought = reasoning.isEmpty ? try place.string("reasoning_content", of: object) : reasoning
    if message.thought == "" { message.thought = nil }
    message.toolCalls = try toolCalls(object["tool_calls"], place.key("tool_calls"))
    message.toolResponses = try toolResponses(object["tool_responses"], place.key("tool_responses"))
    message.toolCallID = try place.string("tool_call_id", of: object)
    message.name = try place.string("name", of: object)
    return message
  }

  private mutating func parts(_ content: JSONValue?, _ place: Place) throws(ConversationError) -> [Message.Part] {
    switch content {
    case nil, .null: return []
    case .string(let text): return text.isEmpty ? [] : [.text(text)]
    case .array(let items):
      var result: [Message.Part] = []
      for (index, item) in items.enumerated() {
        result.append(try part(item, place.index(index)))
      }
      return result
    case .some(let other):
      throw .wrongKind(at: place.path, expected: "a string or a list of parts", found: other.kind)
    }
  }

  private mutating func part(_ value: JSONValue, _ place: Place) throws(ConversationError) -> Message.Part {
    let object = try place.object(value, expected: "an object with “type”")
    let type = try place.requiredString("type", of: object)
    switch type {
    case "text", "input_text": return .text(try place.requiredString("text", of: object))
    case "image", "image_url", "input_image": return .attachment(try media(.picture, type, object, place))
    case "audio", "input_audio", "audio_url": return .attachment(try media(.recording, type, object, place))
    case "file", "document": return .attachment(try media(.document, type, object, place))
    case "video", "video_url": throw .unsupported(at: place.key("type").path, what: .video)
    default:
      let known = ["text", "image", "image_url", "audio", "input_audio", "file"]
      throw .unknown(at: place.key("type").path, found: type, known: known)
    }
  }

  /// The attachment that a part names: by `path`, `url` or the part's own type, there or one object further in.
  private mutating func media(
    _ kind: Attachment.Kind, _ type: String, _ object: JSONObject, _ place: Place
  ) throws(ConversationError) -> Attachment {
    var (holder, place) = (object, place)
    if let inner = object[type], !inner.isNull {
      place = place.key(type)
      // {"image_url": "a.png"} and {"image_url": {"url": "a.png"}}
      if let address = inner.asString { return try attachment(kind, address, object, place) }
      holder = try place.object(inner, expected: "an address or an object with “url” or “path”")
    }
    for key in ["path", "url"] {
      if let address = try place.string(key, of: holder) {
        return try attachment(kind, address, object, place.key(key))
      }
    }
    for key in ["data", "file_data"] where holder[key] != nil {
      throw .unsupported(at: place.key(key).path, what: .embeddedData)
    }
    guard kind != .document else { throw .missing(at: place.key("path").path) }
    placeholders += 1
    return .placeholder(kind, number: placeholders)
  }

  private func attachment(
    _ kind: Attachment.Kind, _ address: String, _ object: JSONObject, _ place: Place
  ) throws(ConversationError) -> Attachment {
    let scheme = address.prefix { $0 != ":" }.lowercased()
    var path = address
    switch scheme {
    case "data": throw .unsupported(at: place.path, what: .embeddedData)
    case "http", "https": throw .unsupported(at: place.path, what: .address(address))
    case "file":
      guard let url = URL(string: address), !url.path.isEmpty else {
        throw .unsupported(at: place.path, what: .address(address))
      }
      path = url.path
    default: break
    }
    guard !path.isEmpty else { throw .empty(at: place.path) }
    do {
      return try attach(kind, path, object["budget"]?.asInteger)
    } catch {
      throw .attachment(at: place.path, error)
    }
  }

  private func toolCalls(_ value: JSONValue?, _ place: Place) throws(ConversationError) -> [ToolCall] {
    guard let value, !value.isNull else { return [] }
    var result: [ToolCall] = []
    for (index, item) in try place.array(value, expected: "a list of calls").enumerated() {
      let call = place.index(index)
      let object = try call.object(item, expected: "a call object")
      let inner = call.key("function")
      guard let found = object["function"] else { throw .missing(at: inner.path) }
      let function = try inner.object(found, expected: "an object with “name” and “arguments”")
      let arguments = function["arguments"] ?? .null
      switch arguments {
      case .object, .string, .null: break
      default:
        let expected = "an object or its JSON text"
        throw .wrongKind(at: inner.key("arguments").path, expected: expected, found: arguments.kind)
      }
      let name = try inner.requiredString("name", of: function)
      result.append(ToolCall(id: try call.string("id", of: object), name: name, arguments: arguments))
    }
    return result
  }

  private func toolResponses(_ value: JSONValue?, _ place: Place) throws(ConversationError) -> [ToolResponse] {
    guard let value, !value.isNull else { return [] }
    var result: [ToolResponse] = []
    for (index, item) in try place.array(value, expected: "a list of responses").enumerated() {
      let response = place.index(index)
      let object = try response.object(item, expected: "a response object")
      let name = try response.string("name", of: object) ?? "unknown"
      guard let value = object["response"] else { throw .missing(at: response.key("response").path) }
      result.append(ToolResponse(name: name, response: value))
    }
    return result
  }

  private func tools(_ value: JSONValue?, _ place: Place) throws(ConversationError) -> [ToolDeclaration] {
    guard let value, !value.isNull else { return [] }
    var result: [ToolDeclaration] = []
    for (index, item) in try place.array(value, expected: "a list of tools").enumerated() {
      let tool = place.index(index)
      let object = try tool.object(item, expected: "an object with “function”")
      let inner = tool.key("function")
      guard let found = object["function"] else { throw .missing(at: inner.path) }
      let function = try inner.object(found, expected: "an object with “name”")
      _ = try inner.requiredString("name", of: function)
      result.append(ToolDeclaration(function: function))
    }
    return result
  }
}

/// Where in the value something stands, and checked access from there.
private struct Place {
  let path: String

  func key(_ key: String) -> Place {
    Place(path: path.isEmpty ? key : path + "." + key)
  }

  func index(_ index: Int) -> Place {
    Place(path: path + "[\(index)]")
  }

  func object(_ value: JSONValue, expected: String) throws(ConversationError) -> JSONObject {
    guard let object = value.asObject else { throw .wrongKind(at: path, expected: expected, found: value.kind) }
    return object
  }

  func array(_ value: JSONValue, expected: String) throws(ConversationError) -> [JSONValue] {
    guard let array = value.asArray else { throw .wrongKind(at: path, expected: expected, found: value.kind) }
    return array
  }

  /// The string at a key; nil when it is missing or null.
  func string(_ name: String, of object: JSONObject) throws(ConversationError) -> String? {
    guard let value = object[name], !value.isNull else { return nil }
    guard let string = value.asString else {
      throw .wrongKind(at: key(name).path, expected: "a string", found: value.kind)
    }
    return string
  }

  func requiredString(_ name: String, of object: JSONObject) throws(ConversationError) -> String {
    guard object[name] != nil else { throw .missing(at: key(name).path) }
    guard let string = try string(name, of: object) else {
      throw .wrongKind(at: key(name).path, expected: "a string", found: "null")
    }
    return string
  }

  /// The truth value at a key; nil when it is missing or null.
  func bool(_ name: String, of object: JSONObject) throws(ConversationError) -> Bool? {
    guard let value = object[name], !value.isNull else { return nil }
    guard let bool = value.asBool else {
      throw .wrongKind(at: key(name).path, expected: "true or false", found: value.kind)
    }
    return bool
  }
}
