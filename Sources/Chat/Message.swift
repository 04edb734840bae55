/// One message of a conversation.
public struct Message: Sendable, Codable, Equatable {
  /// Who speaks.
  public enum Role: String, Sendable, Codable, CaseIterable {
    case system, developer, user, assistant, tool
  }

  /// A piece of a message's content.
  public enum Part: Sendable, Codable, Equatable {
    case text(String)
    case attachment(Attachment)
  }

  /// Who speaks.
  public var role: Role
  /// The content in order; none for an empty message.
  public var parts: [Part]
  /// What the model thought before it answered.
  public var thought: String?
  /// The calls that the model made.
  public var toolCalls: [ToolCall]
  /// Answers to the calls that stand in the same message; usually they are messages of their own.
  public var toolResponses: [ToolResponse]
  /// Of a tool's message: the call it answers.
  public var toolCallID: String?
  /// Of a tool's message: the tool, where no call with `toolCallID` says it.
  public var name: String?
  /// Of a tool's message: an answer that is not text; it takes the place of `parts`.
  public var result: JSONValue?

  /// A message of these parts.
  public init(
    _ role: Role, parts: [Part] = [], thought: String? = nil, toolCalls: [ToolCall] = [],
    toolResponses: [ToolResponse] = [], toolCallID: String? = nil, name: String? = nil, result: JSONValue? = nil
  ) {
    self.role = role
    self.parts = parts
    self.thought = thought
    self.toolCalls = toolCalls
    self.toolResponses = toolResponses
    self.toolCallID = toolCallID
    self.name = name
    self.result = result
  }

  /// A message of one text; empty text gives a message without parts.
  public init(_ role: Role, _ text: String) {
    self.init(role, parts: text.isEmpty ? [] : [.text(text)])
  }

  /// What a person says: pictures and recordings first, then documents, then the text, the order the model was trained on.
  public static func user(_ text: String, attachments: [Attachment] = []) -> Message {
    let media = attachments.filter { $0.kind != .document }
    let documents = attachments.filter { $0.kind == .document }
    let parts = (media + documents).map { Part.attachment($0) }
    return Message(.user, parts: parts + (text.isEmpty ? [] : [.text(text)]))
  }

  /// The answer of a tool to one call.
  public static func tool(_ text: String, answering call: ToolCall) -> Message {
    Message(.tool, parts: text.isEmpty ? [] : [.text(text)], toolCallID: call.id, name: call.name)
  }

  /// The text parts, one after the other.
  public var text: String {
    parts.reduce(into: "") { result, part in
      if case .text(let text) = part { result += text }
    }
  }

  /// The attachments in order.
  public var attachments: [Attachment] {
    parts.compactMap { part in
      if case .attachment(let attachment) = part { attachment } else { nil }
    }
  }
}
