import Chat
import Engine
import Foundation
import GGUF
import Guide
import Synchronization
import Testing

/// A conversation as the chat leads it: whatever was read stays read.
@Suite struct ReuseTests {
  private static let questions = [
    "hello", "how do I attach a screenshot?", "what do you see?", "where is my data stored?", "how do I stop a reply?",
    "can I change the theme?", "how do I record?", "does anything leave my machine?", "how do I search?",
    "how do I leave?", "and this one?", "how do I copy the last answer?", "what does it cost?", "who are you?",
    "how do I get Gemma 4?", "how do I start a new conversation?", "how do I write it again?", "thanks",
    "how do I paste a picture?", "bye",
  ]

  /// What the pause after a reply evaluates, and where the prompt then stands.
  private func pause(_ assistant: LocalAssistant, _ conversation: Conversation) async -> (evaluated: Int, total: Int) {
    let seen = Mutex<(first: Int, total: Int)?>(nil)
    await assistant.prepare(conversation) { progress in
      seen.withLock { $0 = ($0?.first ?? progress.done, progress.total) }
    }
    return seen.withLock { seen in seen.map { ($0.total - $0.first, $0.total) } ?? (0, 0) }
  }

  @Test func twentyTurnsWithThoughtsAndPicturesAreReadOnce() async throws {
    let assistant = try await LocalAssistant.load(
      model: .program(ProgramBytes(Guide.model), name: Guide.name),
      projector: .program(ProgramBytes(Guide.projector), name: Guide.name), options: EngineOptions(threads: 2)
    ) { _ in }
    let goldens = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    var conversation = Conversation(isThinking: true)
    var (known, sent, generated, evaluated, thoughts) = (0, 0, 0, 0, 0)
    for (number, question) in Self.questions.enumerated() {
      let pictures = [2: "picture-1.png", 10: "picture-3.png"][number].map { goldens.appending(path: $0).path }
      let attachments = try pictures.map { [try Attachment(.picture, path: $0)] } ?? []
      conversation.messages.append(.user(question, attachments: attachments))
      var (thought, answer, figures) = ("", "", ReplyFigures())
      for try await event in assistant.reply(
        to: conversation, options: ReplyOptions(temperature: 0, maximumTokens: 250))
      {
        switch event {
        case .thought(let piece): thought += piece
        case .answer(let piece): answer += piece
        case .finished(_, let last): figures = last
        default: break
        }
      }
      thoughts += thought.isEmpty ? 0 : 1
      let new = figures.promptTokens - known
      #expect(Double(figures.evaluatedTokens) <= 1.1 * Double(new), "turn \(number)")
      conversation.messages.append(Message(.assistant, parts: [.text(answer)], thought: thought))
      let pause = await pause(assistant, conversation)
      #expect(pause.evaluated <= figures.generatedTokens, "turn \(number)")
      known = pause.total
      sent += new
      generated += figures.generatedTokens
      evaluated += figures.evaluatedTokens + figures.generatedTokens + pause.evaluated
    }
    #expect(thoughts > 0)
    #expect(Double(evaluated) <= 1.6 * Double(sent + generated), "\(evaluated) for \(sent) and \(generated)")
  }
}
