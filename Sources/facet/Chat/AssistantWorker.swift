import Chat
import Engine
import Foundation
import Guide
import Interface
import Synchronization

/// Lets the model work for the chat: loads it, reads ahead, replies; says what comes of it.
///
/// What is asked before the model is there waits for it.
final class AssistantWorker: Sendable {
  /// A model that is ready, and what there is to say of it.
  typealias Loaded = (assistant: any Assistant, facts: ModelFacts)
  /// Loads a model, saying how far it is; without one it says why it is not known which.
  typealias Loader =
    @Sendable (_ model: ModelSource?, _ progress: @escaping @Sendable (Double) -> Void) async throws -> Loaded

  /// Whether another model fits into the memory.
  enum Room: Sendable {
    /// Beside the present one, or not even without it: nothing is won by letting that go.
    case beside
    /// In its place alone.
    case inPlace
  }

  /// A model that is there.
  private struct Present {
    var source: ModelSource?
    var assistant: any Assistant
    var facts: ModelFacts
  }

  private struct State {
    var present: Present?
    /// The one before, as long as the next is not there.
    var spare: Present?
    /// The one before that had to be let go to make room.
    var lost: ModelSource?
    /// What is present or comes to be.
    var source: ModelSource?
    /// What was to be loaded last.
    var wanted: ModelSource?
    var isLoading = false
    /// Counts loads, so that one that was overtaken says nothing more.
    var generation = 0
    var loading: Task<Void, Never>?
    var preparing: Task<Void, Never>?
    /// Keeping and taking up what was read, one after the other.
    var keeping: Task<Void, Never>?
    /// How many of these are not done yet.
    var keepings = 0
    var replying: Task<Void, Never>?
    var waitingPreparation: Conversation?
    var waitingReading: String?
    var waitingReply: (message: Int, conversation: Conversation, options: ReplyOptions)?

    var assistant: (any Assistant)? { present?.assistant }
  }

  private let state = Mutex(State())
  private let loader: Loader
  private let room: @Sendable (ModelSource) -> Room
  private let post: @Sendable (ChatEvent) -> Void
  /// Whether what could not be loaded is tried again when somebody wants a reply: a server may be there by then.
  private let triesAgain: Bool

  /// A worker that has no model yet.
  ///
  /// - Parameters:
  ///   - room: Whether a model fits beside the present one.
  ///   - triesAgain: Whether what could not be loaded is tried again when somebody wants a reply.
  init(
    loader: @escaping Loader, room: @escaping @Sendable (ModelSource) -> Room = { _ in .beside },
    triesAgain: Bool = false, post: @escaping @Sendable (ChatEvent) -> Void
  ) {
    (self.loader, self.room, self.triesAgain, self.post) = (loader, room, triesAgain, post)
  }

  /// The model that is there or being loaded.
  var source: ModelSource? { state.withLock { $0.source } }

  /// Loads a model in the place of the present one, which is kept until the new one is there, if the memory holds both.
  ///
  /// Whatever becomes of the new one, there is a model afterwards if there was one: where the present one had to be let go, it is loaded again.
  func load(_ model: ModelSource?) {
    let (generation, old, users) = state.withLock { state in
      state.generation += 1
      state.wanted = model
      state.assistant?.stop()
      if let present = state.present { state.spare = present }
      (state.present, state.source) = (nil, model)
      state.isLoading = true
      state.preparing?.cancel()
      return (state.generation, state.loading, [state.preparing, state.replying, state.keeping])
    }
    old?.cancel()
    post(.modelLoading(0))
    let task = Task { [self] in
      await old?.value
      for user in users { await user?.value }
      guard isCurrent(generation) else { return }
      if let model, hasSpare, room(model) == .inPlace { letGo() }
      do {
        let loaded = try await load(model, generation)
        await settle(loaded, model, generation)
      } catch is CancellationError {
      } catch {
        await fall(back: Failure(error).sentence, model, generation)
      }
    }
    state.withLock { $0.loading = task }
  }

  private func load(_ model: ModelSource?, _ generation: Int) async throws -> Loaded {
    try await loader(model) { [self] share in
      if isCurrent(generation) { post(.modelLoading(share)) }
    }
  }

  private var hasSpare: Bool { state.withLock { $0.spare != nil } }

  /// Gives the memory of the model before back.
  private func letGo() {
    state.withLock { state in
      state.lost = state.spare?.source
      state.spare = nil
    }
  }

  /// Takes a loaded model up, and does what waited for it.
  private func settle(_ loaded: Loaded, _ model: ModelSource?, problem: String? = nil, _ generation: Int) async {
    // Before anybody can ask for a reply: that would only read it again.
    while let reading = waitingReading(generation) { await takeReading(from: reading, loaded.assistant) }
    let present = Present(source: model, assistant: loaded.assistant, facts: loaded.facts)
    guard let waiting = take(present, generation) else { return }
    post(.modelReady(loaded.facts))
    if let problem { post(.problem(problem)) }
    if let reply = waiting.reply {
      self.reply(reply.message, reply.conversation, reply.options)
    } else if let conversation = waiting.preparation {
      prepare(conversation)
    }
  }

  /// Goes back to the model before, since the new one cannot be loaded.
  private func fall(back reason: String, _ model: ModelSource?, _ generation: Int) async {
    let (spare, lost) = state.withLock { state -> (Present?, ModelSource?) in
      guard state.generation == generation else { return (nil, nil) }
      defer { (state.spare, state.lost) = (nil, nil) }
      return (state.spare, state.lost)
    }
    if let spare {
      let problem = "\(spare.facts.name) goes on, since the other model cannot be loaded: \(reason)"
      await settle((spare.assistant, spare.facts), spare.source, problem: problem, generation)
    } else if let lost {
      do {
        let loaded = try await load(lost, generation)
        let problem =
          "\(loaded.facts.name), which had been let go to make room, is loaded again, since the other model cannot be: "
          + reason
        await settle(loaded, lost, problem: problem, generation)
      } catch is CancellationError {
        // Who overtook this may fail as well.
        state.withLock { $0.lost = lost }
      } catch {
        fail("\(reason); and the model before cannot be loaded again: \(Failure(error).sentence)", generation)
      }
    } else {
      fail(reason, generation)
    }
  }

  private func isCurrent(_ generation: Int) -> Bool { state.withLock { $0.generation == generation } }

  private func waitingReading(_ generation: Int) -> String? {
    state.withLock { state in
      guard state.generation == generation else { return nil }
      defer { state.waitingReading = nil }
      return state.waitingReading
    }
  }

  private func take(_ present: Present, _ generation: Int) -> (
    reply: (message: Int, conversation: Conversation, options: ReplyOptions)?, preparation: Conversation?
  )? {
    state.withLock { state in
      guard state.generation == generation else { return nil }
      (state.present, state.source, state.isLoading) = (present, present.source, false)
      (state.spare, state.lost) = (nil, nil)
      defer { (state.waitingReply, state.waitingPreparation) = (nil, nil) }
      return (state.waitingReply, state.waitingPreparation)
    }
  }

  private func fail(_ sentence: String, _ generation: Int) {
    let reply = state.withLock { state -> Int?? in
      guard state.generation == generation else { return nil }
      (state.isLoading, state.source) = (false, nil)
      // Before anybody can be told that there is no model.
      post(.modelFailed(sentence))
      defer { state.waitingReply = nil }
      return .some(state.waitingReply?.message)
    }
    guard let reply else { return }
    if let message = reply { post(.replyFailed(message: message, sentence)) }
  }

  /// Reads ahead; a later conversation takes the place of this one, which the assistant sees to.
  func prepare(_ conversation: Conversation) {
    state.withLock { state in
      guard let assistant = state.assistant else {
        state.waitingPreparation = conversation
        return
      }
      let (post, before) = (post, state.keeping)
      state.preparing = Task {
        await before?.value
        await assistant.prepare(conversation) { progress in
          if !Task.isCancelled { post(.prepared(progress)) }
        }
      }
    }
  }

  /// Reads no further ahead.
  func stopPreparing() {
    state.withLock { state in
      state.waitingPreparation = nil
      state.preparing?.cancel()
    }
  }

  /// Keeps what was read in a file, and calls `done` when it is there.
  func keepReading(in path: String, done: @escaping @Sendable () -> Void) {
    state.withLock { state in
      guard let assistant = state.assistant else { return }
      let (post, before) = (post, state.keeping)
      state.keepings += 1
      state.keeping = Task { [self] in
        await before?.value
        do {
          if try await assistant.keepReading(in: path) != nil { done() }
        } catch {
          post(.problem("what was read is not kept: \(Failure(error).sentence)"))
        }
        self.state.withLock { $0.keepings -= 1 }
      }
    }
  }

  /// Takes up what was kept, once the model is there.
  func takeReading(from path: String) {
    state.withLock { state in
      guard let assistant = state.assistant else {
        state.waitingReading = path
        return
      }
      let before = state.keeping
      state.keepings += 1
      state.keeping = Task { [self] in
        await before?.value
        await takeReading(from: path, assistant)
        self.state.withLock { $0.keepings -= 1 }
      }
    }
  }

  private func takeReading(from path: String, _ assistant: any Assistant) async {
    let tokens = await assistant.takeReading(from: path)
    let bytes = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    if tokens > 0 { post(.readingTaken(tokens: tokens, bytes: bytes)) }
  }

  /// Waits until what was read is kept, but not for ever: a disk may hang.
  func flush(seconds: Double) {
    guard let keeping = state.withLock({ $0.keeping }) else { return }
    let semaphore = DispatchSemaphore(value: 0)
    Task {
      await keeping.value
      semaphore.signal()
    }
    _ = semaphore.wait(timeout: .now() + seconds)
  }

  /// Replies, once the model is there, and what was read of the conversation in another session: it would be read again, and then taken up in vain.
  func reply(_ message: Int, _ conversation: Conversation, _ options: ReplyOptions) {
    let (assistant, waits, keeping) = state.withLock { state -> ((any Assistant)?, Bool, Task<Void, Never>?) in
      let keeping = state.keepings > 0 ? state.keeping : nil
      guard state.assistant == nil && state.isLoading || keeping != nil else { return (state.assistant, false, nil) }
      state.waitingReply = (message, conversation, options)
      return (nil, true, keeping)
    }
    if let keeping { replyLater(after: keeping) }
    guard !waits else { return }
    if assistant == nil, triesAgain { return loadAgain(for: (message, conversation, options)) }
    guard let assistant else {
      let sentence =
        "there is no model to reply; /model PATH loads one, /model none the \(Guide.name); then /regenerate answers"
      post(.replyFailed(message: message, sentence))
      return
    }
    let post = post
    // Begun here and not in the task, so that a stop that follows at once finds it.
    let events = assistant.reply(to: conversation, options: options)
    let task = Task {
      do {
        for try await event in events { post(.reply(message: message, event)) }
      } catch EngineError.promptTooLong(let tokens, let context) {
        let sentence =
          "the conversation has \(tokens) tokens, and the context holds \(context): delete messages, begin a new one "
          + "with /new, or start facet with a larger --context"
        post(.replyFailed(message: message, sentence))
      } catch {
        post(.replyFailed(message: message, Failure(error).sentence))
      }
    }
    state.withLock { $0.replying = task }
  }

  private func replyLater(after keeping: Task<Void, Never>) {
    Task { [self] in
      await keeping.value
      let reply = state.withLock { state in
        // A model that comes answers what waits.
        guard !state.isLoading else { return nil as (message: Int, conversation: Conversation, options: ReplyOptions)? }
        defer { state.waitingReply = nil }
        return state.waitingReply
      }
      if let reply { self.reply(reply.message, reply.conversation, reply.options) }
    }
  }

  /// Loads once more what could not be loaded, for a reply that waits for it.
  private func loadAgain(for reply: (message: Int, conversation: Conversation, options: ReplyOptions)) {
    let wanted = state.withLock { state in
      state.waitingReply = reply
      return state.wanted
    }
    load(wanted)
  }

  /// Ends the reply under way, or the one that waits for the model.
  func stop() {
    let (waiting, assistant) = state.withLock { state in
      defer { state.waitingReply = nil }
      return (state.waitingReply?.message, state.assistant)
    }
    if let waiting { post(.reply(message: waiting, .finished(.cancelled, ReplyFigures()))) }
    assistant?.stop()
  }
}
