import Chat

/// Writes the turns of one conversation.
struct TurnWriter {
  /// What was written last in the last message, as far as the end of the turn and the generation prompt depend on it.
  private enum Last {
    case toolCall, toolResponse, other
  }

  var list = PieceList()
  private var last = Last.other

  mutating func write(_ conversation: Conversation) {
    list.marker(.beginning)
    var messages = conversation.messages[...]
    let opening = messages.first.flatMap { $0.role == .system || $0.role == .developer ? $0 : nil }
    if opening != nil { messages = messages.dropFirst() }
    if conversation.isThinking || !conversation.tools.isEmpty || opening != nil {
      writeSystemTurn(opening, conversation)
    }

    let lastUser = messages.lastIndex { $0.role == .user }
    var previousRole: Message.Role?
    for index in messages.indices where messages[index].role != .tool {
      let message = messages[index]
      last = .other
      if message.role != .assistant || previousRole != .assistant {
        list.marker(.turnStart)
        list.text((message.role == .assistant ? "model" : message.role.rawValue) + "\n")
      }
      previousRole = message.role
      let answers = messages[(index + 1)...].prefix { $0.role == .tool }
      write(message, answers: Array(answers), keepsThought: lastUser.map { index > $0 } ?? true)
    }
  }

  /// What stands before the model's next words: nothing where it goes on after a call or its answer.
  mutating func writeGenerationPrompt(isThinking: Bool) {
    guard last == .other else { return }
    list.marker(.turnStart)
    list.text("model\n")
    if !isThinking {
      list.marker(.channelStart)
      list.text("thought\n")
      list.marker(.channelEnd)
    }
  }

  private mutating func writeSystemTurn(_ message: Message?, _ conversation: Conversation) {
    list.marker(.turnStart)
    list.text("system\n")
    if conversation.isThinking {
      list.marker(.think)
      list.text("\n")
    }
    if let message { writeContent(of: message) }
    for tool in conversation.tools {
      list.marker(.toolStart)
      DeclarationWriter.write(tool, to: &list)
      list.marker(.toolEnd)
    }
    endTurn()
  }

  private mutating func write(_ message: Message, answers: [Message], keepsThought: Bool) {
    if let thought = message.thought, !thought.isEmpty, keepsThought, !message.toolCalls.isEmpty {
      list.marker(.channelStart)
      list.text("thought\n" + thought + "\n")
      list.marker(.channelEnd)
    }
    for call in message.toolCalls {
      ToolCallSyntax.write(call, to: &list)
      last = .toolCall
    }
    let responses = self.responses(to: message, answers: answers)
    for response in responses {
      ToolCallSyntax.write(response, to: &list)
      last = .toolResponse
    }
    writeContent(of: message)
    if last == .toolCall {
      list.marker(.responseStart)
    } else if responses.isEmpty || !message.parts.isEmpty {
      endTurn()
    }
  }

  private func responses(to message: Message, answers: [Message]) -> [ToolResponse] {
    guard message.toolResponses.isEmpty else { return message.toolResponses }
    guard !message.toolCalls.isEmpty else { return [] }
    return answers.map { answer in
      let call = message.toolCalls.last { $0.id == answer.toolCallID }
      let value = answer.result ?? .string(toolText(of: answer))
      return ToolResponse(name: call?.name ?? answer.name ?? "unknown", response: value)
    }
  }

  /// The text of a tool's answer, documents included; it is not trimmed.
  private func toolText(of message: Message) -> String {
    var text = ""
    var previous: Message.Part?
    for part in message.parts {
      switch part {
      case .text(let piece):
        text += (isDocument(previous) ? DocumentText.separator : "") + piece
      case .attachment(let attachment):
        guard let block = DocumentText.block(of: attachment) else { continue }
        text += (previous == nil ? "" : DocumentText.separator) + block
      }
      previous = part
    }
    return text
  }

  private mutating func writeContent(of message: Message) {
    var previous: Message.Part?
    for part in message.parts {
      switch part {
      case .text(let text):
        let visible = message.role == .assistant ? TurnWriter.withoutThoughts(text) : text.strippedForTemplate
        guard !visible.isEmpty else { continue }
        if isDocument(previous) { list.text(DocumentText.separator) }
        list.text(visible)
      case .attachment(let attachment):
        write(attachment, after: previous)
      }
      previous = part
    }
  }

  private mutating func write(_ attachment: Attachment, after previous: Message.Part?) {
    switch attachment.kind {
    case .picture:
      list.media(.picture(attachment))
      last = .other
    case .recording:
      list.media(.recording(attachment))
      last = .other
    case .document:
      guard let block = DocumentText.block(of: attachment) else { return }
      if isText(previous) || isDocument(previous) { list.text(DocumentText.separator) }
      list.text(block)
    }
  }

  private func isText(_ part: Message.Part?) -> Bool {
    if case .text = part { true } else { false }
  }

  private func isDocument(_ part: Message.Part?) -> Bool {
    if case .attachment(let attachment) = part { attachment.kind == .document } else { false }
  }

  private mutating func endTurn() {
    list.marker(.turnEnd)
    list.text("\n")
  }

  /// An earlier answer without the thoughts that stand in its text.
  private static func withoutThoughts(_ text: String) -> String {
    let parts = text.splitForTemplate(by: Marker.channelEnd.rawValue)
    return parts.map { $0.splitForTemplate(by: Marker.channelStart.rawValue)[0] }.joined().strippedForTemplate
  }
}
