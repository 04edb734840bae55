import Chat
import Engine
import Foundation
import GGUF
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

  private struct State {
    var assistant: (any Assistant)?
    /// What was to be loaded last.
    var wanted: ModelSource?
    var isLoading = false
    /// Counts loads, so that one that was overtaken says nothing more.
    var generation = 0
    var loading: Task<Void, Never>?
    var preparing: Task<Void, Never>?
    /// Keeping and taking up what was read, one after the other.
    var keeping: Task<Void, Never>?
    var replying: Task<Void, Never>?
    var waitingPreparation: Conversation?
    var waitingReading: String?
    var waitingReply: (message: Int, conversation: Conversation, options: ReplyOptions)?
  }

  private let state = Mutex(State())
  private let loader: Loader
  private let post: @Sendable (ChatEvent) -> Void
  /// Whether what could not be loaded is tried again when somebody wants a reply: a server may be there by then.
  private let triesAgain: Bool

  init(loader: @escaping Loader, triesAgain: Bool = false, post: @escaping @Sendable (ChatEvent) -> Void) {
    (self.loader, self.triesAgain, self.post) = (loader, triesAgain, post)
  }

  /// Loads a model in the place of the present one, whose memory is given back first.
  func load(_ model: ModelSource?) {
    let (generation, old, users) = state.withLock { state in
      state.generation += 1
      state.wanted = model
      state.assistant?.stop()
      state.assistant = nil
      state.isLoading = true
      state.preparing?.cancel()
      return (state.generation, state.loading, [state.preparing, state.replying, state.keeping])
    }
    old?.cancel()
    post(.modelLoading(0))
    let task = Task { [self] in
      await old?.value
      // Two models may be more than the memory holds.
      for user in users { await user?.value }
      do {
        let loaded = try await loader(model) { [self] share in
          if isCurrent(generation) { post(.modelLoading(share)) }
        }
        // Before anybody can ask for a reply: that would only read it again.
        while let reading = waitingReading(generation) { await takeReading(from: reading, loaded.assistant) }
        guard let waiting = take(loaded.assistant, generation) else { return }
        post(.modelReady(loaded.facts))
        if let reply = waiting.reply {
          self.reply(reply.message, reply.conversation, reply.options)
        } else if let conversation = waiting.preparation {
          prepare(conversation)
        }
      } catch is CancellationError {
      } catch {
        fail(Failure(error).sentence, generation)
      }
    }
    state.withLock { $0.loading = task }
  }

  private func isCurrent(_ generation: Int) -> Bool { state.withLock { $0.generation == generation } }

  private func waitingReading(_ generation: Int) -> String? {
    state.withLock { state in
      guard state.generation == generation else { return nil }
      defer { state.waitingReading = nil }
      return state.waitingReading
    }
  }

  private func take(_ assistant: any Assistant, _ generation: Int) -> (
    reply: (message: Int, conversation: Conversation, options: ReplyOptions)?, preparation: Conversation?
  )? {
    state.withLock { state in
      guard state.generation == generation else { return nil }
      (state.assistant, state.isLoading) = (assistant, false)
      defer { (state.waitingReply, state.waitingPreparation) = (nil, nil) }
      return (state.waitingReply, state.waitingPreparation)
    }
  }

  private func fail(_ sentence: String, _ generation: Int) {
    let reply = state.withLock { state -> Int?? in
      guard state.generation == generation else { return nil }
      state.isLoading = false
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

  /// Keeps what was read in a file, and calls `done` when it is there.
  func keepReading(in path: String, done: @escaping @Sendable () -> Void) {
    state.withLock { state in
      guard let assistant = state.assistant else { return }
      let (post, before) = (post, state.keeping)
      state.keeping = Task {
        await before?.value
        do {
          if try await assistant.keepReading(in: path) != nil { done() }
        } catch {
          post(.problem("what was read is not kept: \(Failure(error).sentence)"))
        }
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
      state.keeping = Task { [self] in
        await before?.value
        await takeReading(from: path, assistant)
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

  /// Replies, once the model is there.
  func reply(_ message: Int, _ conversation: Conversation, _ options: ReplyOptions) {
    let (assistant, waits) = state.withLock { state -> ((any Assistant)?, Bool) in
      guard state.assistant == nil, state.isLoading else { return (state.assistant, false) }
      state.waitingReply = (message, conversation, options)
      return (nil, true)
    }
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

extension AssistantWorker {
  /// Loads models of this machine.
  static func local(_ launch: ChatLaunch) -> Loader {
    { model, progress in
      guard let model else { throw launch.modelProblem ?? .modelNotKnown(reason: "no model is named") }
      var options = launch.engine
      var (projector, drafter) = (launch.projector, launch.drafter)
      if model == .guide {
        (projector, drafter) = (.guideProjector, nil)
        // What was said for another model is more than this one knows.
        (options.usualContext, options.context) = (options.context ?? options.usualContext, nil)
      } else if model != launch.model, case .file(let path) = model {
        // Another model needs its own projector and drafter.
        projector = ModelPaths.onlyProjector(beside: path).map { .file($0) }
        drafter = options.isDrafting ? ModelPaths.onlyDrafter(beside: path).map { .file($0) } : nil
      }
      let assistant = try await LocalAssistant.load(
        model: model, projector: projector, drafter: drafter, options: options, progress: progress)
      return (
        assistant,
        ModelFacts(
          name: assistant.name, context: assistant.contextLength, hasProjector: projector != nil,
          largestBudget: assistant.largestBudget, temperature: assistant.sampling.temperature,
          isGuide: model == .guide)
      )
    }
  }
}
