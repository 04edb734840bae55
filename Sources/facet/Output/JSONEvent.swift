import Chat

/// The objects that `--json` prints, one a line; each names its kind in `event`.
enum JSONEvent {
  static func loading(_ share: Double) -> JSONValue {
    ["event": "loading", "share": .number(share)]
  }

  static func error(_ sentence: String) -> JSONValue {
    ["event": "error", "message": .string(sentence)]
  }

  /// The object for an event of the reply, `finished` excepted.
  static func of(_ event: ReplyEvent) -> JSONValue? {
    switch event {
    case .loading(let share): loading(share)
    case .reading(let done, let total): ["event": "reading", "done": .integer(done), "total": .integer(total)]
    case .thought(let text): ["event": "thought", "text": .string(text)]
    case .answer(let text): ["event": "answer", "text": .string(text)]
    case .toolCall(let call):
      [
        "event": "tool_call", "id": call.id.map { .string($0) } ?? .null, "name": .string(call.name),
        "arguments": call.arguments,
      ]
    case .brokenToolCall(let call):
      ["event": "broken_tool_call", "text": .string(call.text), "reason": .string(call.reason)]
    case .finished: nil
    }
  }

  /// The last object: why the reply ended, and its figures.
  static func finished(_ summary: RunSummary) -> JSONValue {
    var object: JSONObject = [
      "event": "finished", "reason": .string(summary.reason.jsonName), "model": .string(summary.model),
    ]
    object["server"] = summary.server.map { .string($0) }
    if let figures = summary.figures {
      object["prompt_tokens"] = .integer(figures.promptTokens)
      object["reused_tokens"] = .integer(figures.reusedTokens)
      object["read_tokens"] = .integer(figures.evaluatedTokens)
      object["generated_tokens"] = .integer(figures.generatedTokens)
      object["drafted_tokens"] = .integer(figures.draftedTokens)
      object["accepted_tokens"] = .integer(figures.acceptedTokens)
      object["reading_seconds"] = .number(figures.readingSeconds)
      object["generating_seconds"] = .number(figures.generatingSeconds)
      object["ends_inside_thought"] = .bool(figures.endsInsideThought)
    }
    object["loading_seconds"] = .number(summary.loadingSeconds)
    object["first_token_seconds"] = summary.firstTokenSeconds.map { .number($0) } ?? .null
    object["peak_memory_bytes"] = Figures.peakMemory.map { .integer($0) } ?? .null
    return .object(object)
  }
}

extension FinishReason {
  /// The reason as programs read it.
  var jsonName: String {
    switch self {
    case .endOfTurn: "end_of_turn"
    case .toolCall: "tool_call"
    case .maximumTokens: "maximum_tokens"
    case .contextFull: "context_full"
    case .cancelled: "cancelled"
    }
  }
}
