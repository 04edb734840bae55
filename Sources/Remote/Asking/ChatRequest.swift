import Chat

/// A question in OpenAI's chat format, as it is sent.
struct ChatRequest: Sendable {
  /// What servers of another make or age may not know and answer well without; it is left out once they refuse it.
  static let dispensable = ["chat_template_kwargs", "enable_thinking", "stream_options", "include_usage"]

  private var object: JSONObject

  /// The question for the next reply of a conversation; `media` gives what stands for pictures and recordings.
  init(
    _ conversation: Conversation, model: String, options: ReplyOptions,
    media: (Attachment) throws -> JSONValue
  ) rethrows {
    var messages: [JSONValue] = []
    for message in conversation.messages { messages += try MessageWriter.values(of: message, media: media) }
    object = [
      "model": .string(model), "messages": .array(messages), "stream": true, "stream_options": ["include_usage": true],
    ]
    if !conversation.tools.isEmpty {
      object["tools"] = .array(
        conversation.tools.map { tool in ["type": "function", "function": tool.function] })
    }
    if conversation.isThinking { object["chat_template_kwargs"] = ["enable_thinking": true] }
    write(options)
  }

  /// Only what somebody asked for: the rest is the server's to decide.
  private mutating func write(_ options: ReplyOptions) {
    object["temperature"] = options.temperature.map { .number($0) }
    object["top_p"] = options.topP.map { .number($0) }
    object["top_k"] = options.topK.map { .integer($0) }
    object["min_p"] = options.minP.map { .number($0) }
    object["seed"] = options.seed.map { Int(exactly: $0).map { .integer($0) } ?? .hugeInteger(String($0)) }
    object["max_tokens"] = options.maximumTokens.map { .integer($0) }
    if options.repeatPenalty != 1 {
      // llama.cpp's name and vLLM's.
      object["repeat_penalty"] = .number(options.repeatPenalty)
      object["repetition_penalty"] = .number(options.repeatPenalty)
    }
  }

  /// The question as JSON.
  var text: String { JSONValue.object(object).text }

  /// Adapts the question to a server that refuses a part of it; false where nothing can be done about that.
  mutating func adapt(to refusal: Refusal) -> Bool {
    // Newer services have another name for the same.
    if let limit = object["max_tokens"], refusal.refusedField(among: ["max_completion_tokens"]) != nil {
      object["max_tokens"] = nil
      object["max_completion_tokens"] = limit
      return true
    }
    if object["repeat_penalty"] != nil, object["repetition_penalty"] != nil,
      let field = refusal.refusedField(among: ["repeat_penalty", "repetition_penalty"])
    {
      object[field] = nil
      return true
    }
    switch refusal.refusedField(among: Self.dispensable) {
    case "chat_template_kwargs"?, "enable_thinking"?: return remove("chat_template_kwargs")
    case "stream_options"?, "include_usage"?: return remove("stream_options")
    default: return false
    }
  }

  private mutating func remove(_ field: String) -> Bool {
    guard object[field] != nil else { return false }
    object[field] = nil
    return true
  }
}
