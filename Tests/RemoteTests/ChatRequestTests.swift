import Chat
import Testing

@testable import Remote

@Suite struct ChatRequestTests {
  private func request(
    _ conversation: Conversation, _ options: ReplyOptions = ReplyOptions()
  ) throws -> JSONValue {
    let request = ChatRequest(conversation, model: "m", options: options) { .string("<\($0.name)>") }
    return try JSONValue(parsing: request.text)
  }

  private func messages(_ messages: Message...) throws -> [JSONValue] {
    try #require(try request(Conversation(messages))["messages"]?.asArray)
  }

  @Test func onlyWhatWasAskedForIsSaid() throws {
    #expect(
      try request(Conversation([Message(.user, "Hi")])) == [
        "model": "m", "messages": [["role": "user", "content": "Hi"]], "stream": true,
        "stream_options": ["include_usage": true],
      ])
  }

  @Test func optionsHaveTheFieldsOfTheFormat() throws {
    let options = ReplyOptions(
      temperature: 0.5, topK: 3, topP: 0.9, minP: 0.1, repeatPenalty: 1.25, seed: UInt64.max, maximumTokens: 9)
    let value = try request(Conversation([Message(.user, "Hi")], isThinking: true), options)
    #expect(value["temperature"] == 0.5 && value["top_k"] == 3 && value["top_p"] == 0.9 && value["min_p"] == 0.1)
    #expect(value["repeat_penalty"] == 1.25 && value["repetition_penalty"] == 1.25 && value["max_tokens"] == 9)
    #expect(value["seed"] == .hugeInteger("18446744073709551615"))
    #expect(value["chat_template_kwargs"] == ["enable_thinking": true])
  }

  @Test func thoughtsAreNotGivenBack() throws {
    let sent = try messages(
      Message(.user, "Hi"), Message(.assistant, parts: [.text("<think>secret</think>Four.")], thought: "secret"))
    #expect(!sent.contains { $0.text.contains("secret") })
    #expect(sent.last == ["role": "assistant", "content": "Four."])
  }

  @Test func documentsStandInTheTextAsOnThisMachine() throws {
    let document = Chat.Attachment(document: "a ``` b", name: "n.txt")
    let message = Message.user("What is it?", attachments: [document])
    let expected = try #require(DocumentText.block(of: document)) + "\n\nWhat is it?"
    #expect(try messages(message) == [["role": "user", "content": .string(expected)]])
  }

  @Test func mediaMakeAListOfParts() throws {
    let picture = Chat.Attachment.placeholder(.picture, number: 1)
    let sound = Chat.Attachment.placeholder(.recording, number: 2)
    let document = Chat.Attachment(document: "x\n", name: "n")
    let sent = try messages(.user("And?", attachments: [document, sound, picture]))
    #expect(
      sent.first?["content"] == [
        "<recording 2>", "<picture 1>", ["type": "text", "text": "File: n\n```\nx\n```\n\nAnd?"],
      ])
  }

  @Test func callsAndTheirAnswersAreConnected() throws {
    let call = ToolCall(id: "c7", name: "look", arguments: ["x": 1])
    let sent = try messages(
      Message(.user, "Look"), Message(.assistant, toolCalls: [call]), .tool("seen", answering: call),
      Message(.tool, name: "look", result: ["a": [1, 2.0]]))
    #expect(
      sent[1] == [
        "role": "assistant", "content": nil,
        "tool_calls": [["id": "c7", "type": "function", "function": ["name": "look", "arguments": "{\"x\":1}"]]],
      ])
    #expect(sent[2] == ["role": "tool", "tool_call_id": "c7", "content": "seen", "name": "look"])
    #expect(sent[3]["content"] == "{\"a\":[1,2.0]}")
  }

  @Test func toolsAreDeclared() throws {
    let tool = ToolDeclaration(name: "look", description: "Looks", parameters: ["type": "object"])
    let value = try request(Conversation([Message(.user, "Hi")], tools: [tool]))
    #expect(value["tools"]?.asArray?.first?["function"]?["name"] == "look")
    #expect(value["tools"]?.asArray?.first?["type"] == "function")
  }

  @Test func theNewerRoleOfAServerIsTheOlderOne() throws {
    #expect(try messages(Message(.developer, "Be brief."), Message(.user, "Hi"))[0]["role"] == "system")
  }
}
