import Chat
import Foundation
import Interface
import Synchronization

/// Keeps the conversations, one thing after the other in the order in which it was asked for.
final class StoreWorker: Sendable {
  private enum Job: Sendable {
    case effect(Effect)
    /// A list of conversations; of no use when another one was asked for since.
    case list(Effect, number: Int)
    case begin(ChatLaunch.Start)
    case retry
    case call(@Sendable () -> Void)
  }

  private let jobs: AsyncStream<Job>.Continuation
  private let consumer: Task<Void, Never>
  private let lists = ListCount()

  /// - Parameter problem: Why nothing can be kept at all; then everything is in memory only.
  init(_ store: ConversationStore, problem: StoreError? = nil, post: @escaping @Sendable (ChatEvent) -> Void) {
    let (stream, continuation) = AsyncStream<Job>.makeStream()
    jobs = continuation
    consumer = Task { [lists] in
      let keeper = Keeper(store: store, problem: problem, post: post) { continuation.yield(.retry) }
      for await job in stream {
        switch job {
        case .effect(let effect): await keeper.perform(effect)
        case .list(let effect, let number): if number == lists.latest { await keeper.perform(effect) }
        case .begin(let start): await keeper.begin(start)
        case .retry: await keeper.retry()
        case .call(let done): done()
        }
      }
    }
  }

  deinit { jobs.finish() }

  /// Opens the first conversation and brings what was sent in earlier sessions.
  func begin(_ start: ChatLaunch.Start) { jobs.yield(.begin(start)) }

  /// Does what an effect asks for, later.
  func perform(_ effect: Effect) {
    // While somebody types, each letter asks for a list, and looking through all messages takes long.
    if case .list = effect {
      jobs.yield(.list(effect, number: lists.next()))
    } else {
      jobs.yield(.effect(effect))
    }
  }

  /// Calls `done` when all that was asked for before is done.
  func afterwards(_ done: @escaping @Sendable () -> Void) { jobs.yield(.call(done)) }

  /// Waits until all that was asked for is done, but not for ever: a disk may hang.
  func flush(seconds: Double) {
    let semaphore = DispatchSemaphore(value: 0)
    jobs.yield(.call { semaphore.signal() })
    _ = semaphore.wait(timeout: .now() + seconds)
  }
}

/// How many lists were asked for.
private final class ListCount: Sendable {
  private let count = Atomic<Int>(0)

  /// The number of one more.
  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
  /// The number of the last.
  var latest: Int { count.load(ordering: .relaxed) }
}

/// The work of `StoreWorker`, done by one task.
private actor Keeper {
  private let store: ConversationStore
  private let problem: StoreError?
  private let post: @Sendable (ChatEvent) -> Void
  private let askToRetry: @Sendable () -> Void
  private var current: String?
  /// Whether something could not be written.
  private var isBehind = false

  init(
    store: ConversationStore, problem: StoreError?, post: @escaping @Sendable (ChatEvent) -> Void,
    askToRetry: @escaping @Sendable () -> Void
  ) {
    (self.store, self.problem, self.post, self.askToRetry) = (store, problem, post, askToRetry)
  }

  // MARK: Beginning

  func begin(_ start: ChatLaunch.Start) async {
    if let problem { post(.notSaved(problem.description)) }
    do throws(StoreError) {
      switch start {
      case .new: await create()
      case .last:
        if let last = try await store.list().first {
          try await open(last.id)
        } else {
          await create()
        }
      case .named(let name): try await open(try await find(name))
      }
    } catch {
      post(.problem(error.description))
      await create()
    }
    if let entries = try? store.history.entries() { post(.history(entries.map { ComposedText($0) })) }
  }

  /// A conversation by its name in the store, otherwise the last one that has this title.
  private func find(_ name: String) async throws(StoreError) -> String {
    let all = try await store.list()
    if let found = all.first(where: { $0.id == name }) { return found.id }
    if let found = all.first(where: { $0.title.caseInsensitiveCompare(name) == .orderedSame }) { return found.id }
    guard let found = try await store.list(matching: name).first else { throw .missing(id: name) }
    return found.id
  }

  private func create() async {
    await leave()
    let record = await store.create()
    current = record.id
    post(.opened(OpenedConversation(record: record), draft: await draft(for: nil)))
  }

  private func open(_ id: String) async throws(StoreError) {
    let opened = try await store.open(id)
    if id != current { await leave() }
    current = id
    post(.opened(opened, draft: await draft(for: id)))
  }

  /// Shows the conversation again that was left for one that cannot be opened.
  private func stay() async {
    guard let current, let opened = try? await store.open(current) else { return await create() }
    post(.opened(opened, draft: await draft(for: opened.record.messages.isEmpty ? nil : current)))
  }

  private func leave() async {
    // What could not be written yet stays with the store, which goes on trying.
    if let current, !isBehind { await store.close(current) }
  }

  private func draft(for id: String?) async -> ComposerDraft? {
    guard let data = await store.draft(for: id) else { return nil }
    return try? JSONDecoder().decode(ComposerDraft.self, from: data)
  }

  // MARK: What is asked for

  func perform(_ effect: Effect) async {
    do throws(StoreError) {
      try await carryOut(effect)
    } catch {
      switch effect {
      case .store: await noteUnwritten(error)
      case .keepDraft, .addHistory: if !isBehind { post(.problem(error.description)) }
      case .open, .fork:
        await stay()
        post(.problem(error.description))
      default: post(.problem(error.description))
      }
    }
  }

  private func carryOut(_ effect: Effect) async throws(StoreError) {
    switch effect {
    case .store(let entries, let id):
      try await store.append(entries, to: id)
      caughtUp()
    case .keepDraft(let draft, let id):
      if problem == nil { try await store.keepDraft(draft.flatMap { try? JSONEncoder().encode($0) }, for: id) }
    case .addHistory(let content):
      if problem == nil { try store.history.append(content.plainText) }
    case .newConversation: await create()
    case .open(let id): try await open(id)
    case .fork(let id, let message):
      let record = try await store.fork(id, after: message)
      await leave()
      current = record.id
      post(.opened(OpenedConversation(record: record), draft: nil))
      post(.note("this is a copy to go on with; the other conversation stays as it is"))
    case .list(let query, let isDeep):
      post(.listed(isDeep ? try await store.search(query) : try await store.list(matching: query), query: query))
    case .rename(let id, let title): try await store.rename(id, to: title)
    case .delete(let id, let title):
      try await store.delete(id)
      post(.deleted(id: id, title: title))
    case .undoDelete:
      _ = try await store.undoDelete()
      post(.note("the conversation is back"))
    case .export(let id, let path):
      try await store.export(id, to: path)
      post(.note("written to \(path)"))
    default: break
    }
  }

  // MARK: A disk that takes nothing

  /// What the store has taken in is written later; of what it has not, nothing of the kind can be said.
  private func noteUnwritten(_ error: StoreError) async {
    if await store.isBehind { fellBehind(error) } else { post(.problem(error.description)) }
  }

  private func fellBehind(_ error: StoreError) {
    if !isBehind { post(.notSaved((problem ?? error).description)) }
    isBehind = true
    guard problem == nil else { return }
    let askToRetry = askToRetry
    Task {
      try? await Task.sleep(for: .seconds(2))
      askToRetry()
    }
  }

  private func caughtUp() {
    if isBehind { post(.saved) }
    isBehind = false
  }

  func retry() async {
    guard isBehind else { return }
    do throws(StoreError) {
      try await store.save()
      caughtUp()
    } catch {
      fellBehind(error)
    }
  }
}
