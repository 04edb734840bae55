import Chat
import Foundation
import Interface
import Synchronization
import Testing

@testable import facet

/// What the one who keeps the conversations says about that.
@Suite struct StoreWorkerTests {
  private let folder: TemporaryFolder
  private let worker: StoreWorker
  private let events: Events

  /// What was said so far.
  private final class Events: Sendable {
    private let all = Mutex<[ChatEvent]>([])
    func add(_ event: ChatEvent) { all.withLock { $0.append(event) } }
    var taken: [ChatEvent] {
      all.withLock { all in
        defer { all = [] }
        return all
      }
    }
  }

  init() throws {
    let (folder, events) = (try TemporaryFolder(), Events())
    (self.folder, self.events) = (folder, events)
    worker = StoreWorker(ConversationStore(folder: folder.path + "/facet")) { events.add($0) }
  }

  /// What comes of some effects.
  private func does(_ effects: Effect...) async -> [ChatEvent] {
    for effect in effects { worker.perform(effect) }
    await withCheckedContinuation { done in worker.afterwards { done.resume() } }
    return events.taken
  }

  private func begin() async -> ConversationRecord? {
    worker.begin(.new)
    return record(await does().first)
  }

  private func record(_ event: ChatEvent?) -> ConversationRecord? {
    if case .opened(let opened, _)? = event { opened.record } else { nil }
  }

  private func said(_ id: Int, _ text: String) -> StoreEntry {
    .message(StoredMessage(id: id, time: Date(timeIntervalSince1970: 0), message: Message(.user, text)))
  }

  @Test func whereAConversationCannotBeOpenedTheOldOneIsOpenAgain() async throws {
    let id = try #require(await begin()?.id)
    let draft = ComposerDraft(ComposedText("half a thought"))
    for wish in [Effect.open(id: "20260101-000000-absent"), .fork(conversation: id, after: 7)] {
      let happened = await does(.store([said(1, "one")], conversation: id), .keepDraft(draft, conversation: id), wish)
      #expect(happened.count == 2)
      guard case .opened(let opened, let kept)? = happened.first, case .problem? = happened.last else {
        Issue.record("\(happened)")
        continue
      }
      #expect(opened.record.id == id)
      #expect(opened.record.messages.map(\.message.text) == ["one"])
      #expect(kept == draft)
      // It can be written as before.
      #expect(await does(.store([said(1, "one")], conversation: id)).isEmpty)
    }
  }

  @Test func aNewConversationStaysWithItsDraftWhereNoneCanBeOpened() async throws {
    let id = try #require(await begin()?.id)
    let draft = ComposerDraft(ComposedText("half a thought"))
    let happened = await does(.keepDraft(draft, conversation: nil), .open(id: "20260101-000000-absent"))
    guard case .opened(let opened, let kept)? = happened.first else {
      Issue.record("\(happened)")
      return
    }
    #expect(opened.record.id == id)
    #expect(kept == draft)
  }

  @Test func nothingIsSaidToBeKeptThatIsNot() async throws {
    let id = try #require(await begin()?.id)
    let next = try #require(record(await does(.newConversation).first)?.id)
    #expect(next != id)
    let happened = await does(
      .store([said(1, "too late")], conversation: id), .store([said(1, "one")], conversation: next))
    #expect(happened.count == 1, "neither that it is kept in memory nor that it is saved now")
    guard case .problem(let sentence)? = happened.first else {
      Issue.record("\(happened)")
      return
    }
    #expect(sentence.contains(id))
  }
}
