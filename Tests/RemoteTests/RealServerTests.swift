import Chat
import Foundation
import TestSupport
import Testing

@testable import Remote

/// A real server, where one is named: `FACET_SERVER=http://127.0.0.1:8000 swift test --filter RealServerTests`.
///
/// `FACET_SERVER_MODEL` names one of several models, and `FACET_SERVER_MEDIA=picture,recording` says what it takes besides text; what it does not take
/// must be told as such.
@Suite(.enabled(if: RealServer.address != nil, "FACET_SERVER names no server"), .serialized)
struct RealServerTests {
  private func assistant() async throws -> RemoteAssistant {
    try await RemoteAssistant.connect(
      to: #require(RealServer.address), model: RealServer.variable("FACET_SERVER_MODEL"), key: nil)
  }

  @Test func aConversationGoesOn() async throws {
    let assistant = try await assistant()
    var conversation = Conversation([Message(.system, "Be brief."), Message(.user, "How do I attach a screenshot?")])
    for question in ["And a recording?", "Thanks."] {
      var answer = ""
      var last: ReplyEvent?
      for try await event in assistant.reply(to: conversation, options: ReplyOptions(temperature: 0, maximumTokens: 40))
      {
        if case .answer(let text) = event { answer += text }
        last = event
      }
      guard case .finished(let reason, let figures)? = last else { throw TestFailure("no end") }
      #expect([.endOfTurn, .maximumTokens].contains(reason))
      #expect(figures.generatedTokens > 0 && !answer.isEmpty)
      conversation.messages += [Message(.assistant, answer), Message(.user, question)]
    }
  }

  @Test func itStopsInTheMiddle() async throws {
    let assistant = try await assistant()
    var events: [ReplyEvent] = []
    for try await event in assistant.reply(
      to: Conversation([Message(.user, "Tell me all that you know.")]), options: ReplyOptions(maximumTokens: 400))
    {
      events.append(event)
      if events.count == 2 { assistant.stop() }
    }
    #expect(events.reason == .cancelled || events.count <= 3)
    // And answers again after that.
    #expect(try await assistant.ask(Message(.user, "Hello"), options: ReplyOptions(maximumTokens: 8)).reason != nil)
  }

  @Test(
    .enabled(if: RealServer.variable("FACET_SERVER_MEDIA") != nil, "FACET_SERVER_MEDIA is not set"),
    arguments: [Chat.Attachment.Kind.picture, .recording])
  func itLooksAndListensOrSaysThatItDoesNot(_ kind: Chat.Attachment.Kind) async throws {
    let folder = try TestFolder()
    let assistant = try await assistant()
    let message = Message.user("What is this?", attachments: [try Sample.attachment(kind, in: folder)])
    let isTaken = RealServer.variable("FACET_SERVER_MEDIA")?.contains(kind.rawValue) ?? false
    do {
      #expect(try await assistant.ask(message, options: ReplyOptions(maximumTokens: 20)).reason != nil)
      #expect(isTaken)
    } catch RemoteError.mediaRefused(_, let word, _) where !isTaken {
      #expect(word == (kind == .picture ? "pictures" : "sound"))
    }
  }
}

/// The server that the environment names.
enum RealServer {
  static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
  static let address = variable("FACET_SERVER").flatMap { ServerAddress($0) }
}
