import Chat
import Gemma
import Media
import Synchronization

/// The assistant on this machine.
///
/// ```swift
/// let assistant = try await LocalAssistant.load(
///   model: .file("gemma-4-12b.gguf"), projector: .file("mmproj.gguf"), options: EngineOptions()
/// ) { _ in }
/// for try await event in assistant.reply(to: conversation, options: ReplyOptions()) { … }
/// ```
public final class LocalAssistant: Assistant {
  /// The model's name for people.
  public let name: String
  /// Tokens that a conversation and its reply may have together.
  public let contextLength: Int
  /// Names of the kernels that compute: matrices, the rest.
  public let kernels: (matrices: String, rest: String)
  /// Threads that compute.
  public let threads: Int
  /// The most soft tokens that a picture may take, as far as the projector knows positions; nil without one that takes pictures.
  public let largestBudget: Int?
  /// How replies are drawn where nobody says otherwise.
  public let sampling: SamplingSettings

  private let inference: Inference
  /// What is being prepared, so that a reply need not wait for it.
  private let preparations = Preparations()
  /// The last reply.
  private let replying = Mutex<Cancellation?>(nil)

  private init(_ inference: Inference, _ facts: Inference.Facts) {
    self.inference = inference
    name = facts.name
    contextLength = facts.context
    kernels = facts.kernels
    threads = facts.threads
    largestBudget = facts.largestBudget
    sampling = facts.sampling
  }

  /// Loads a model.
  ///
  /// - Parameters:
  ///   - model: The model's GGUF file.
  ///   - projector: The mmproj file, for pictures and sound.
  ///   - drafter: The file of the model's drafter, to write quicker.
  ///   - options: Context, threads and the like.
  ///   - progress: Called with the share that is loaded, 0…1.
  /// - Throws: ``EngineError``, `GGUFError`, `ModelError`, `TokenizerError`, `ComputeError`.
  public static func load(
    model: ModelSource, projector: ModelSource?, drafter: ModelSource? = nil, options: EngineOptions,
    progress: @escaping @Sendable (Double) -> Void
  ) async throws -> LocalAssistant {
    let inference = Inference()
    let facts = try await inference.load(
      model: model, projector: projector, drafter: drafter, options: options, drafting: nil, progress: progress)
    return LocalAssistant(inference, facts)
  }

  /// Loads a model whose tokens are guessed in this way, for tests and measurements.
  package static func load(
    model: ModelSource, drafter: ModelSource? = nil, options: EngineOptions,
    drafting: @escaping @Sendable (Drafter?) -> Drafting
  ) async throws -> LocalAssistant {
    let inference = Inference()
    let facts = try await inference.load(
      model: model, projector: nil, drafter: drafter, options: options, drafting: drafting
    ) { _ in }
    return LocalAssistant(inference, facts)
  }

  /// Reads the conversation so far; the last message may still be growing.
  public func prepare(
    _ conversation: Conversation, progress: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
  ) async {
    let next = preparations.begin(TurnFormat.openPieces(of: conversation))
    defer { preparations.end(next) }
    await withTaskCancellationHandler {
      // Whatever is wrong with the conversation shows when it is replied to.
      try? await inference.prepare(next.pieces, cancellation: next.cancellation, progress: progress)
    } onCancel: {
      preparations.cancel(upTo: next)
    }
  }

  /// Replies to the conversation's last message.
  public func reply(to conversation: Conversation, options: ReplyOptions) -> AsyncThrowingStream<ReplyEvent, any Error>
  {
    let pieces = TurnFormat.pieces(of: conversation)
    preparations.giveWay(to: pieces)
    let cancellation = Cancellation()
    replying.withLock { $0 = cancellation }
    let inference = inference
    return AsyncThrowingStream { continuation in
      continuation.onTermination = { _ in cancellation.cancel() }
      Task {
        do {
          try await inference.reply(to: pieces, options: options, cancellation: cancellation) { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
    }
  }

  /// Keeps what was read of the last conversation in a file, so that it need not be read again in another session.
  ///
  /// - Returns: The file's bytes; nil where nothing was read.
  /// - Throws: When the file cannot be written.
  public func keepReading(in path: String) async throws -> Int? {
    // Who leaves does not wait for what is still being read.
    preparations.cancel()
    return try await inference.keepReading(in: path)
  }

  /// Takes up what was read in another session.
  ///
  /// A file of another model, or none, is as good as nothing.
  ///
  /// - Returns: Tokens that need not be read again.
  public func takeReading(from path: String) async -> Int {
    preparations.cancel()
    return await inference.takeReading(from: path)
  }

  /// Ends the last reply early.
  public func stop() { replying.withLock { $0?.cancel() } }

  /// Logits of all positions of a list of token ids, soft cap applied, nothing suppressed.
  ///
  /// - Parameters:
  ///   - tokens: Token ids, in which media stand as `<|image>`, as many `<|image|>` as there are soft tokens, `<image|>`.
  ///   - pictures: The pictures in order.
  ///   - recordings: The recordings in order.
  ///   - budget: Soft tokens a picture may take.
  ///   - consume: Gets the logits of one position after the other, valid during the call.
  /// - Throws: ``EngineError``, `ComputeError`, and what `consume` throws.
  public func logits(
    tokens: [Int], pictures: [PixelImage], recordings: [Waveform], budget: Int,
    consume: @escaping @Sendable (UnsafeBufferPointer<Float>) throws -> Void
  ) async throws {
    try await inference.logits(
      tokens: tokens, pictures: pictures, recordings: recordings, budget: budget, consume: consume)
  }
}
