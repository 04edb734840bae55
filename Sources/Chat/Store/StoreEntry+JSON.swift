import Foundation

/// Finds what an attachment of a stored message stands for.
public typealias AttachmentResolver = (
  _ kind: Attachment.Kind, _ id: String, _ name: String, _ budget: Int?, _ path: String?
) -> Attachment

extension StoreEntry {
  /// The line without its end.
  public var json: JSONValue {
    switch self {
    case .header(let header):
      var object: JSONObject = [
        "type": "header", "format": .integer(header.format), "id": .string(header.id),
        "created": Self.time(header.created),
      ]
      object["forkedFrom"] = header.forkedFrom.map { .string($0) }
      return .object(object)
    case .message(let stored):
      return .object(Self.object(stored))
    case .more(let message, let thought, let answer):
      var object: JSONObject = ["type": "more", "id": .integer(message)]
      if !thought.isEmpty { object["thought"] = .string(thought) }
      if !answer.isEmpty { object["answer"] = .string(answer) }
      return .object(object)
    case .finished(let message, let reason, let figures, let calls):
      var object: JSONObject = [
        "type": "finished", "id": .integer(message), "reason": .string(reason.rawValue), "figures": figures.json,
      ]
      if !calls.isEmpty { object["calls"] = .array(calls.map(\.json)) }
      return .object(object)
    case .deleted(let message): return ["type": "deleted", "id": .integer(message)]
    case .restored(let message): return ["type": "restored", "id": .integer(message)]
    case .title(let title): return ["type": "title", "title": .string(title)]
    case .forked(let message, let other):
      return ["type": "forked", "id": .integer(message), "into": .string(other)]
    case .thinking(let isOn): return ["type": "thinking", "on": .bool(isOn)]
    }
  }

  /// The line's bytes, its end included.
  public var line: [UInt8] { Array(json.text.utf8) + [0x0A] }

  /// What a line says; nil when it is of no known kind or lacks what its kind needs.
  public init?(_ json: JSONValue, resolve: AttachmentResolver) {
    guard let object = json.asObject, let type = object["type"]?.asString else { return nil }
    let id = object["id"]?.asInteger
    switch (type, id) {
    case ("header", _):
      guard let name = object["id"]?.asString else { return nil }
      var header = ConversationHeader(
        id: name, created: Self.date(object["created"]), forkedFrom: object["forkedFrom"]?.asString)
      header.format = object["format"]?.asInteger ?? 0
      self = .header(header)
    case ("message", let id?):
      guard let message = StoredMessage(id: id, object, resolve: resolve) else { return nil }
      self = .message(message)
    case ("more", let id?):
      self = .more(
        message: id, thought: object["thought"]?.asString ?? "", answer: object["answer"]?.asString ?? "")
    case ("finished", let id?):
      guard let reason = object["reason"]?.asString.flatMap(FinishReason.init(rawValue:)) else { return nil }
      let calls = (object["calls"]?.asArray ?? []).compactMap(ToolCall.init(stored:))
      self = .finished(message: id, reason, ReplyFigures(stored: object["figures"]), calls)
    case ("deleted", let id?): self = .deleted(message: id)
    case ("restored", let id?): self = .restored(message: id)
    case ("title", _):
      guard let title = object["title"]?.asString else { return nil }
      self = .title(title)
    case ("forked", let id?):
      self = .forked(message: id, into: object["into"]?.asString ?? "")
    case ("thinking", _):
      guard let isOn = object["on"]?.asBool else { return nil }
      self = .thinking(isOn)
    default: return nil
    }
  }

  private static func object(_ stored: StoredMessage) -> JSONObject {
    let message = stored.message
    var object: JSONObject = [
      "type": "message", "id": .integer(stored.id), "time": time(stored.time), "role": .string(message.role.rawValue),
      "parts": .array(message.parts.map(\.json)),
    ]
    object["thought"] = message.thought.map { .string($0) }
    if !message.toolCalls.isEmpty { object["calls"] = .array(message.toolCalls.map(\.json)) }
    if !message.toolResponses.isEmpty {
      object["responses"] = .array(
        message.toolResponses.map { ["name": .string($0.name), "response": $0.response] })
    }
    object["call"] = message.toolCallID.map { .string($0) }
    object["name"] = message.name.map { .string($0) }
    object["result"] = message.result
    if stored.isStreaming { object["streaming"] = true }
    object["reason"] = stored.reason.map { .string($0.rawValue) }
    object["figures"] = stored.figures?.json
    return object
  }

  /// Seconds since 1970, in whole milliseconds.
  private static func time(_ date: Date) -> JSONValue {
    .number((date.timeIntervalSince1970 * 1000).rounded() / 1000)
  }

  fileprivate static func date(_ value: JSONValue?) -> Date {
    Date(timeIntervalSince1970: value?.asDouble ?? 0)
  }
}

extension StoredMessage {
  fileprivate init?(id: Int, _ object: JSONObject, resolve: AttachmentResolver) {
    guard let role = object["role"]?.asString.flatMap(Message.Role.init(rawValue:)) else { return nil }
    let parts = (object["parts"]?.asArray ?? []).compactMap { Message.Part(stored: $0, resolve: resolve) }
    let calls = (object["calls"]?.asArray ?? []).compactMap(ToolCall.init(stored:))
    let responses = (object["responses"]?.asArray ?? []).compactMap { value -> ToolResponse? in
      guard let name = value["name"]?.asString, let response = value["response"] else { return nil }
      return ToolResponse(name: name, response: response)
    }
    let message = Message(
      role, parts: parts, thought: object["thought"]?.asString, toolCalls: calls, toolResponses: responses,
      toolCallID: object["call"]?.asString, name: object["name"]?.asString, result: object["result"])
    self.init(
      id: id, time: StoreEntry.date(object["time"]), message: message,
      isStreaming: object["streaming"]?.asBool ?? false,
      reason: object["reason"]?.asString.flatMap(FinishReason.init(rawValue:)),
      figures: object["figures"].map { ReplyFigures(stored: $0) })
  }
}

extension Message.Part {
  fileprivate var json: JSONValue {
    switch self {
    case .text(let text): return .string(text)
    case .attachment(let attachment):
      var object: JSONObject = [
        "kind": .string(attachment.kind.rawValue), "id": .string(attachment.id), "name": .string(attachment.name),
      ]
      object["budget"] = attachment.budget.map { .integer($0) }
      // Empty for what lies in the store: its place follows from the id, wherever the folder is moved.
      if !attachment.path.isEmpty { object["path"] = .string(attachment.path) }
      return .object(object)
    }
  }

  fileprivate init?(stored value: JSONValue, resolve: AttachmentResolver) {
    if let text = value.asString {
      self = .text(text)
      return
    }
    guard let object = value.asObject, let kind = object["kind"]?.asString.flatMap(Attachment.Kind.init(rawValue:)),
      let id = object["id"]?.asString
    else { return nil }
    self = .attachment(
      resolve(kind, id, object["name"]?.asString ?? "", object["budget"]?.asInteger, object["path"]?.asString))
  }
}

extension ToolCall {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["name": .string(name), "arguments": arguments]
    object["id"] = id.map { .string($0) }
    return .object(object)
  }

  fileprivate init?(stored value: JSONValue) {
    guard let name = value["name"]?.asString else { return nil }
    self.init(id: value["id"]?.asString, name: name, arguments: value["arguments"] ?? .null)
  }
}

extension ReplyFigures {
  fileprivate var json: JSONValue {
    [
      "prompt": .integer(promptTokens), "reused": .integer(reusedTokens), "evaluated": .integer(evaluatedTokens),
      "generated": .integer(generatedTokens), "drafted": .integer(draftedTokens),
      "accepted": .integer(acceptedTokens), "reading": .number(readingSeconds),
      "generating": .number(generatingSeconds), "inThought": .bool(endsInsideThought),
    ]
  }

  fileprivate init(stored value: JSONValue?) {
    self.init()
    promptTokens = value?["prompt"]?.asInteger ?? 0
    reusedTokens = value?["reused"]?.asInteger ?? 0
    evaluatedTokens = value?["evaluated"]?.asInteger ?? 0
    generatedTokens = value?["generated"]?.asInteger ?? 0
    draftedTokens = value?["drafted"]?.asInteger ?? 0
    acceptedTokens = value?["accepted"]?.asInteger ?? 0
    readingSeconds = value?["reading"]?.asDouble ?? 0
    generatingSeconds = value?["generating"]?.asDouble ?? 0
    endsInsideThought = value?["inThought"]?.asBool ?? false
  }
}
