import Chat
import Engine
import Foundation
import GGUF
import Guide

/// The guide, asked as the chat asks it.
public struct GuideUnderTest: Sendable {
  /// What came.
  public struct Reply: Sendable, Equatable {
    /// What it thought; empty without a thought.
    public var thought = ""
    /// What it answered, without the space around it.
    public var answer = ""
    /// Whether it came to its end by itself, outside of a thought.
    public var isWhole = false

    /// A reply of nothing yet.
    public init() {}
  }

  private let assistant: any Assistant

  /// Asks this assistant.
  public init(_ assistant: any Assistant) { self.assistant = assistant }

  /// Loads the guide that is part of the program.
  public static func builtIn(threads: Int? = nil) async throws -> GuideUnderTest {
    try await load(
      model: .program(ProgramBytes(Guide.model), name: Guide.name),
      projector: .program(ProgramBytes(Guide.projector), name: Guide.name), threads: threads)
  }

  /// Loads a guide with the options that the chat begins with.
  public static func load(
    model: ModelSource, projector: ModelSource, threads: Int? = nil
  ) async throws -> GuideUnderTest {
    let options = EngineOptions(threads: threads)
    return GuideUnderTest(
      try await LocalAssistant.load(model: model, projector: projector, options: options) { _ in })
  }

  /// Replies with the likeliest words.
  ///
  /// An answer of the manual has at most some hundred tokens.
  public func reply(to conversation: Conversation) async throws -> Reply {
    var reply = Reply()
    let options = ReplyOptions(temperature: 0, maximumTokens: 250)
    for try await event in assistant.reply(to: conversation, options: options) {
      switch event {
      case .thought(let piece): reply.thought += piece
      case .answer(let piece): reply.answer += piece
      case .finished(let reason, let figures):
        reply.isWhole = reason == .endOfTurn && !figures.endsInsideThought
      case .loading, .reading, .toolCall, .brokenToolCall: break
      }
    }
    reply.thought = reply.thought.trimmingCharacters(in: .whitespacesAndNewlines)
    reply.answer = reply.answer.trimmingCharacters(in: .whitespacesAndNewlines)
    return reply
  }

  /// The answer to one message.
  public func answer(to text: String, attachments: [Attachment] = []) async throws -> String {
    try await reply(to: Conversation([.user(text, attachments: attachments)])).answer
  }
}
