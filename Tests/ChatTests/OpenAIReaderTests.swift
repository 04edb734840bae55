import Chat
import Foundation
import Testing

@Suite struct OpenAIReaderTests {
  private func read(_ text: String) throws -> OpenAIRequest {
    try OpenAIRequest(parsing: Data(text.utf8)) { kind, path, budget in
      Attachment(kind: kind, id: "id of \(path)", path: path, name: path, budget: budget)
    }
  }

  private func error(_ text: String) -> ConversationError? {
    do {
      _ = try read(text)
      return nil
    } catch {
      return error as? ConversationError
    }
  }

  @Test func readsMessagesOfEveryRole() throws {
    let request = try read(
      """
      {"messages": [
        {"role": "system", "content": "s"}, {"role": "developer", "content": "d"}, {"role": "user", "content": [{"type": "text", "text": "u"}]},
        {"role": "assistant", "content": null, "reasoning": "r", "tool_calls": [
          {"id": "1", "type": "function", "function": {"name": "f", "arguments": {"a": 1}}},
          {"function": {"name": "g", "arguments": "{\\"b\\": 2}"}}, {"function": {"name": "h"}}]},
        {"role": "tool", "tool_call_id": "1", "name": "f", "content": "t"}, {"role": "tool", "content": {"x": 1}},
        {"role": "assistant", "content": "", "reasoning": "", "reasoning_content": "c"}]}
      """)
    let calls = [
      ToolCall(id: "1", name: "f", arguments: ["a": 1]), ToolCall(name: "g", arguments: .string(#"{"b": 2}"#)),
      ToolCall(name: "h", arguments: nil),
    ]
    #expect(
      request.conversation.messages == [
        Message(.system, "s"), Message(.developer, "d"), Message(.user, "u"),
        Message(.assistant, thought: "r", toolCalls: calls),
        Message(.tool, parts: [.text("t")], toolCallID: "1", name: "f"), Message(.tool, result: ["x": 1]),
        Message(.assistant, thought: "c"),
      ])
    #expect(calls.map(\.argumentsObject) == [["a": 1], ["b": 2], [:]])
    #expect(request.addGenerationPrompt)
    #expect(!request.conversation.isThinking)
  }

  @Test func readsWhatStandsBesideTheMessages() throws {
    let request = try read(
      """
      {"name": "x", "messages": [{"role": "user", "content": ""}], "enable_thinking": true, "add_generation_prompt": false,
       "tools": [{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}}]}
      """)
    #expect(request.conversation.isThinking)
    #expect(!request.addGenerationPrompt)
    #expect(
      request.conversation.tools == [ToolDeclaration(name: "f", description: "d", parameters: ["type": "object"])])
    #expect(request.conversation.tools[0].name == "f")
    #expect(request.conversation.messages == [Message(.user)])
  }

  @Test func readsABareListOfMessages() throws {
    #expect(try read(#"[{"role": "user", "content": "a"}]"#).conversation == Conversation([Message(.user, "a")]))
  }

  @Test(arguments: [
    (#"{"type": "image", "path": "/a.png", "budget": 70}"#, Attachment.Kind.picture),
    (#"{"type": "image", "image": "/a.png", "budget": 70}"#, .picture),
    (#"{"type": "image_url", "image_url": {"url": "file:///a.png"}, "budget": 70}"#, .picture),
    (#"{"type": "image_url", "image_url": "/a.png", "budget": 70}"#, .picture),
    (#"{"type": "input_audio", "input_audio": {"path": "/a.png"}, "budget": 70}"#, .recording),
    (#"{"type": "audio", "url": "/a.png", "budget": 70}"#, .recording),
    (#"{"type": "file", "path": "/a.png", "budget": 70}"#, .document),
  ])
  func findsThePathOfMedia(_ part: String, _ kind: Attachment.Kind) throws {
    let request = try read(#"[{"role": "user", "content": [\#(part)]}]"#)
    let expected = Attachment(kind: kind, id: "id of /a.png", path: "/a.png", name: "/a.png", budget: 70)
    #expect(request.conversation.messages[0].attachments == [expected])
  }

  @Test func mediaWithoutAPathAreDistinctPlaceholders() throws {
    let request = try read(
      #"[{"role": "user", "content": [{"type": "image"}, {"type": "image"}, {"type": "audio"}]}]"#)
    let attachments = request.conversation.messages[0].attachments
    #expect(attachments.map(\.kind) == [.picture, .picture, .recording])
    #expect(Set(attachments.map(\.id)).count == 3)
  }

  @Test(arguments: [
    (#"{}"#, ConversationError.missing(at: "messages")),
    (#"1"#, .wrongKind(at: "", expected: "an object with “messages”", found: "a number")),
    (#"{"messages": []}"#, .empty(at: "messages")),
    (#"[{"role": "user"}, 2]"#, .wrongKind(at: "messages[1]", expected: "a message object", found: "a number")),
    (#"[{"content": "x"}]"#, .missing(at: "messages[0].role")),
    (
      #"[{"role": "user", "content": 1}]"#,
      .wrongKind(at: "messages[0].content", expected: "a string or a list of parts", found: "a number")
    ),
    (#"[{"role": "user", "content": [{"text": ""}]}]"#, .missing(at: "messages[0].content[0].type")),
    (#"[{"role": "user", "content": [{"type": "text"}]}]"#, .missing(at: "messages[0].content[0].text")),
    (
      #"[{"role": "user", "content": [{"type": "video"}]}]"#,
      .unsupported(at: "messages[0].content[0].type", what: .video)
    ),
    (
      #"[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://x/y"}}]}]"#,
      .unsupported(at: "messages[0].content[0].image_url.url", what: .address("https://x/y"))
    ),
    (
      #"[{"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}]}]"#,
      .unsupported(at: "messages[0].content[0].input_audio.data", what: .embeddedData)
    ),
    (
      #"[{"role": "user", "content": [{"type": "image_url", "image_url": "data:image/png;base64,AA"}]}]"#,
      .unsupported(at: "messages[0].content[0].image_url", what: .embeddedData)
    ),
    (
      #"[{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": 1}}]}]"#,
      .wrongKind(
        at: "messages[0].tool_calls[0].function.arguments", expected: "an object or its JSON text", found: "a number")
    ),
    (#"[{"role": "assistant", "tool_calls": [{}]}]"#, .missing(at: "messages[0].tool_calls[0].function")),
    (
      #"[{"role": "assistant", "reasoning": 1}]"#,
      .wrongKind(at: "messages[0].reasoning", expected: "a string", found: "a number")
    ),
    (
      #"{"messages": [{"role": "user"}], "tools": [{"name": "f"}]}"#, .missing(at: "tools[0].function")
    ),
    (
      #"{"messages": [{"role": "user"}], "enable_thinking": "yes"}"#,
      .wrongKind(at: "enable_thinking", expected: "true or false", found: "a string")
    ),
  ])
  func namesThePlaceOfAnError(_ text: String, _ expected: ConversationError) {
    #expect(error(text) == expected)
  }

  @Test func saysWhatToDo() {
    let role = error(#"[{"role": "robot"}]"#)
    #expect(
      role.map { "\($0)" }
        == "messages[0].role: “robot” is unknown; use one of system, developer, user, assistant, tool")
    #expect(error("{").map { "\($0)" } == "not JSON: line 1, column 2: expected a key in quotation marks")
  }

  @Test func saysWhichFileCannotBeAttached() {
    #expect {
      try Conversation(openAI: ["messages": [["role": "user", "content": [["type": "image", "path": "/nowhere"]]]]])
    } throws: { error in
      "\(error)".hasPrefix("messages[0].content[0].path: /nowhere: cannot be read")
    }
  }
}
