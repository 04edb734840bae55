import Chat
import Foundation
import Interface
import Remote
import Synchronization
import TestSupport
import Testing

@testable import facet

/// The worker between the chat and whoever replies, where that is a server.
@Suite struct ServerWorkerTests {
  /// What a worker posted.
  private final class Events: Sendable {
    private let events = Mutex<[ChatEvent]>([])

    func post(_ event: ChatEvent) { events.withLock { $0.append(event) } }

    /// Waits until something was posted.
    func wait(_ isIt: (ChatEvent) -> Bool) async throws {
      for _ in 0..<2000 {
        if events.withLock({ $0.contains(where: isIt) }) { return }
        try await Task.sleep(for: .milliseconds(10))
      }
      Issue.record("not posted; there are \(events.withLock { $0 })")
    }
  }

  private func connection(_ server: ScriptedServer) throws -> ServerConnection {
    ServerConnection(address: try #require(ServerAddress(server.address)), model: nil, key: nil)
  }

  @Test func aServerThatWasNotReadyIsAskedAgainWithTheNextMessage() async throws {
    let isReady = Mutex(false)
    let server = try ScriptedServer { request in
      guard isReady.withLock({ $0 }) else { return .json(500, "{\"error\":\"not yet\"}") }
      if request.path == "/v1/models" { return .json(200, "{\"data\":[{\"id\":\"tiny\"}]}") }
      return .text(200, "data: {\"choices\":[{\"delta\":{\"content\":\"Yes.\"}}]}\n\ndata: [DONE]\n\n")
    }
    let events = Events()
    let worker = AssistantWorker(loader: try connection(server).loader, triesAgain: true, post: events.post)
    worker.load(nil)
    try await events.wait { if case .modelFailed(let sentence) = $0 { sentence.contains("not yet") } else { false } }
    // Nothing is asked for a draft.
    worker.prepare(Conversation([Message(.user, "a draft")]))
    let before = server.requests.count
    isReady.withLock { $0 = true }
    #expect(server.requests.count == before)
    worker.reply(2, Conversation([Message(.user, "Are you there?")]), ReplyOptions())
    try await events.wait { if case .modelReady(let facts) = $0 { facts.serverModels == ["tiny"] } else { false } }
    try await events.wait { if case .reply(2, .answer("Yes.")) = $0 { true } else { false } }
    #expect(server.requests.filter { $0.method == "POST" }.count == 1)
  }

  @Test func anotherModelOfTheServerTakesThePlaceOfTheFirst() async throws {
    let server = try ScriptedServer { request in
      request.path == "/v1/models"
        ? .json(200, "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}")
        : .text(200, "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\ndata: [DONE]\n\n")
    }
    let events = Events()
    let worker = AssistantWorker(loader: try connection(server).loader, triesAgain: true, post: events.post)
    worker.load(.file("a"))
    try await events.wait { if case .modelReady(let facts) = $0 { facts.name == "a" } else { false } }
    worker.load(.file("b"))
    try await events.wait { if case .modelReady(let facts) = $0 { facts.name == "b" } else { false } }
    worker.reply(2, Conversation([Message(.user, "Hi")]), ReplyOptions())
    try await events.wait { if case .reply(2, .finished) = $0 { true } else { false } }
    let body = try JSONValue(parsing: #require(server.requests.last).body)
    #expect(body["model"] == "b")
  }
}
