import Chat

/// Writes messages in OpenAI's chat format.
enum MessageWriter {
  /// A message as one object or, where it holds the answers of tools as well, several.
  ///
  /// Text alone is a string, which every server takes; with pictures and recordings it is a list of parts. Documents stand in the text as the engine on
  /// this machine puts them into its prompt. What was thought before an answer is not given back.
  static func values(of message: Message, media: (Attachment) throws -> JSONValue) rethrows -> [JSONValue] {
    switch message.role {
    case .tool: return [answer(message)]
    case .assistant: return assistant(message)
    // Few templates know the newer name.
    case .system, .developer: return [["role": "system", "content": .string(text(of: message.parts))]]
    case .user: return [["role": "user", "content": try content(message.parts, media: media)]]
    }
  }

  private static func assistant(_ message: Message) -> [JSONValue] {
    let said = withoutThought(text(of: message.parts))
    var object: JSONObject = ["role": "assistant", "content": .string(said)]
    if !message.toolCalls.isEmpty {
      if said.isEmpty { object["content"] = .null }
      object["tool_calls"] = .array(
        message.toolCalls.enumerated().map { number, call in
          [
            "id": .string(call.id ?? name(ofCall: number)), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(arguments(call))],
          ]
        })
    }
    let answers = message.toolResponses.enumerated().map { number, response -> JSONValue in
      let id = message.toolCalls.indices.contains(number) ? message.toolCalls[number].id : nil
      return [
        "role": "tool", "tool_call_id": .string(id ?? name(ofCall: number)), "name": .string(response.name),
        "content": .string(response.response.asString ?? response.response.text),
      ]
    }
    return [.object(object)] + answers
  }

  private static func answer(_ message: Message) -> JSONValue {
    var object: JSONObject = [
      "role": "tool", "tool_call_id": .string(message.toolCallID ?? name(ofCall: 0)),
      "content": .string(message.result.map { $0.asString ?? $0.text } ?? text(of: message.parts)),
    ]
    object["name"] = message.name.map { .string($0) }
    return .object(object)
  }

  private static func name(ofCall number: Int) -> String { "call_\(number + 1)" }

  private static func arguments(_ call: ToolCall) -> String {
    switch call.arguments {
    case .string(let text): text
    case .null: "{}"
    default: call.arguments.text
    }
  }

  /// An earlier answer whose text still holds its thought.
  private static func withoutThought(_ text: String) -> String {
    var splitter = ThoughtSplitter()
    return (splitter.append(text) + splitter.finish()).reduce(into: "") { result, event in
      if case .answer(let text) = event { result += text }
    }
  }

  // MARK: Content

  private static func content(
    _ parts: [Message.Part], media: (Attachment) throws -> JSONValue
  ) rethrows -> JSONValue {
    var items: [JSONValue] = []
    var words: [Message.Part] = []
    func close() {
      let text = text(of: words)
      if !text.isEmpty { items.append(["type": "text", "text": .string(text)]) }
      words = []
    }
    var hasMedia = false
    for part in parts {
      if case .attachment(let attachment) = part, attachment.kind != .document {
        close()
        items.append(try media(attachment))
        hasMedia = true
      } else {
        words.append(part)
      }
    }
    guard hasMedia else { return .string(text(of: words)) }
    close()
    return .array(items)
  }

  /// Texts and documents as one text, with an empty line around a document.
  private static func text(of parts: [Message.Part]) -> String {
    var result = ""
    var afterDocument = false
    for part in parts {
      switch part {
      case .text(let text):
        guard !text.isEmpty else { continue }
        result += (afterDocument ? DocumentText.separator : "") + text
        afterDocument = false
      case .attachment(let attachment):
        guard let block = DocumentText.block(of: attachment) else { continue }
        result += (result.isEmpty ? "" : DocumentText.separator) + block
        afterDocument = true
      }
    }
    return result
  }
}
