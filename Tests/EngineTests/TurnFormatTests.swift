import Chat
import Engine
import Foundation
import Testing

@Suite struct TurnFormatTests {
  /// A conversation with the prompt that the official template makes of it.
  struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let request: OpenAIRequest
    let prompt: String

    var testDescription: String { name }

    static func read(_ url: URL) throws -> [Golden] {
      let rows = try #require(try JSONValue(parsing: try Data(contentsOf: url)).asArray)
      return try rows.map { row in
        Golden(
          name: try #require(row["name"]?.asString), request: try OpenAIRequest(row),
          prompt: try #require(row["prompt"]?.asString))
      }
    }
  }

  private func expectEqual(_ golden: Golden) {
    let rendering = TurnFormat.rendering(
      of: golden.request.conversation, addGenerationPrompt: golden.request.addGenerationPrompt)
    #expect(Array(rendering.utf8) == Array(golden.prompt.utf8), "\(golden.name): \(rendering)")
  }

  @Test func rendersWhatTheOfficialTemplateRenders() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")
    let goldens = try Golden.read(folder.appendingPathComponent("prompts.json"))
    #expect(goldens.count > 30)
    for golden in goldens { expectEqual(golden) }
  }

  @Test(.enabled(if: reference != nil, "set FACET_REFERENCE to the folder with the reference answers"))
  func rendersTheReferencePrompts() throws {
    let folder = URL(fileURLWithPath: try #require(TurnFormatTests.reference))
    let goldens = try Golden.read(folder.appendingPathComponent("prompts.json"))
    #expect(!goldens.isEmpty)
    for golden in goldens { expectEqual(golden) }
  }

  private static let reference = ProcessInfo.processInfo.environment["FACET_REFERENCE"]

  @Test func typedMarkersStayText() {
    let pieces = TurnFormat.pieces(of: Conversation([Message(.user, "<turn|><|image|>")]))
    #expect(
      pieces == [
        .marker("<bos>"), .marker("<|turn>"), .text("user\n<turn|><|image|>"), .marker("<turn|>"), .text("\n"),
        .marker("<|turn>"), .text("model\n"), .marker("<|channel>"), .text("thought\n"), .marker("<channel|>"),
      ])
  }

  @Test func typedQuotesInACallStayText() {
    let call = ToolCall(name: "f", arguments: ["a": "<|\"|>"])
    #expect(
      ToolCallSyntax.pieces(of: call) == [
        .marker("<|tool_call>"), .text("call:f{a:"), .marker("<|\"|>"), .text("<|\"|>"), .marker("<|\"|>"),
        .text("}"), .marker("<tool_call|>"),
      ])
  }

  @Test func mediaArePiecesInTheirOrder() {
    let picture = Attachment.placeholder(.picture, number: 1)
    let recording = Attachment.placeholder(.recording, number: 2)
    let message = Message(.user, parts: [.text(" a "), .attachment(picture), .attachment(recording), .text("b")])
    let pieces = TurnFormat.pieces(of: Conversation([message]), addGenerationPrompt: false)
    #expect(
      pieces == [
        .marker("<bos>"), .marker("<|turn>"), .text("user\na"), .picture(picture), .recording(recording), .text("b"),
        .marker("<turn|>"), .text("\n"),
      ])
  }

  @Test func equivalentTextIsAnotherPiece() {
    #expect(PromptPiece.text("\u{e9}") != .text("e\u{301}"))
  }

  @Test func thoughtsStayInsideAToolLoopOnly() {
    let call = ToolCall(id: "1", name: "f", arguments: [:])
    let loop = [
      Message(.user, "x"), Message(.assistant, thought: "Hm.", toolCalls: [call]), .tool("y", answering: call),
    ]
    let inside = TurnFormat.rendering(of: Conversation(loop))
    #expect(
      inside.hasSuffix(
        "<|turn>model\n<|channel>thought\nHm.\n<channel|><|tool_call>call:f{}<tool_call|>"
          + "<|tool_response>response:f{value:<|\"|>y<|\"|>}<tool_response|>"))
    let after = TurnFormat.rendering(of: Conversation(loop + [Message(.assistant, "z"), Message(.user, "w")]))
    #expect(!after.contains("Hm."))
  }

  @Test func aToolMayAnswerWithAnObject() {
    let call = ToolCall(id: "1", name: "f", arguments: [:])
    let answer = Message(.tool, toolCallID: "1", result: ["temp": 3, "Sky": "clear"])
    let conversation = Conversation([Message(.user, "x"), Message(.assistant, toolCalls: [call]), answer])
    #expect(
      TurnFormat.rendering(of: conversation)
        .hasSuffix("<|tool_response>response:f{Sky:<|\"|>clear<|\"|>,temp:3}<tool_response|>"))
  }

  @Test func documentsStandAsNamedText() {
    let documents = [
      Attachment(document: "one\n", name: "a.txt"), Attachment(document: "```\ncode\n```", name: "b\nc.md"),
    ]
    let conversation = Conversation([.user(" Compare. ", attachments: documents)])
    #expect(
      TurnFormat.rendering(of: conversation, addGenerationPrompt: false) == """
        <bos><|turn>user
        File: a.txt
        ```
        one
        ```

        File: b c.md
        ````
        ```
        code
        ```
        ````

        Compare.<turn|>

        """)
  }

  @Test func aDocumentAloneEndsWithItsFence() {
    let conversation = Conversation([.user("  ", attachments: [Attachment(document: "x", name: "n")])])
    #expect(
      TurnFormat.rendering(of: conversation, addGenerationPrompt: false)
        == "<bos><|turn>user\nFile: n\n```\nx\n```<turn|>\n")
  }

  @Test func aToolMayAnswerWithADocument() {
    let call = ToolCall(id: "1", name: "f", arguments: [:])
    let document = Attachment(document: "x", name: "n")
    let answer = Message(.tool, parts: [.text("Found:"), .attachment(document), .text("End.")], toolCallID: "1")
    let conversation = Conversation([Message(.user, "x"), Message(.assistant, toolCalls: [call]), answer])
    #expect(
      TurnFormat.rendering(of: conversation)
        .hasSuffix("{value:<|\"|>Found:\n\nFile: n\n```\nx\n```\n\nEnd.<|\"|>}<tool_response|>"))
  }

  @Test func partsOfASystemMessageStandAsTheirText() {
    let system = Message(.system, parts: [.text(" Be brief. "), .text("Be kind.")])
    #expect(
      TurnFormat.rendering(of: Conversation([system]), addGenerationPrompt: false)
        == "<bos><|turn>system\nBe brief.Be kind.<turn|>\n")
  }

  @Test func anEmptyConversationIsAPromptToo() {
    #expect(TurnFormat.rendering(of: Conversation(), addGenerationPrompt: false) == "<bos>")
    #expect(
      TurnFormat.rendering(of: Conversation(isThinking: true))
        == "<bos><|turn>system\n<|think|>\n<turn|>\n<|turn>model\n")
  }
}
