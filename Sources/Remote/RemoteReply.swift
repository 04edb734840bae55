import Chat
import Foundation
import Synchronization

/// One reply of a server: the question, tried again while nobody listens, and what comes back.
final class RemoteReply: Sendable {
  private struct State {
    var isStopped = false
    var exchange: HTTPExchange?
  }

  /// What came of asking once.
  private enum Outcome {
    case finished
    case refused(Refusal)
  }

  private let client: ServerClient
  private let model: String
  private let known: [String]
  private let state = Mutex(State())

  init(_ client: ServerClient, model: String, known: [String]) {
    (self.client, self.model, self.known) = (client, model, known)
  }

  /// Ends the reply and closes its connection at once; may be called before it begins.
  func stop() {
    let exchange = state.withLock { state in
      state.isStopped = true
      defer { state.exchange = nil }
      return state.exchange
    }
    exchange?.close()
  }

  private var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Asks, and gives every event to `yield`; `finished` is the last one.
  ///
  /// - Throws: ``RemoteError`` and `MediaError`.
  func run(
    _ conversation: Conversation, _ options: ReplyOptions, _ yield: @escaping @Sendable (ReplyEvent) -> Void
  ) async throws {
    let (client, model) = (client, model)
    var request = try await Self.aside {
      try ChatRequest(conversation, model: model, options: options, media: MediaWriter.value)
    }
    var progress = Progress(client, hasTokenLimit: options.maximumTokens != nil)
    var pauses = client.limits.retries[...]
    while !isStopped {
      let text = request.text
      do {
        switch try await ask(text, &progress, yield) {
        case .finished: return
        case .refused(let refusal) where refusal.isPassing && !pauses.isEmpty:
          await pause(pauses.removeFirst())
        case .refused(let refusal):
          if request.adapt(to: refusal) { continue }
          throw refusal.error(
            client.address, service: client.address.endpoint("chat/completions").absoluteString,
            hasKey: client.key != nil,
            model: model, known: known, media: Set(conversation.messages.flatMap(\.attachments).map(\.kind)),
            bytes: text.utf8.count)
        }
      } catch RemoteError.refused(let server) {
        guard let time = pauses.popFirst() else { throw RemoteError.refused(server: server) }
        await pause(time)
      }
    }
    yield(.finished(.cancelled, progress.timed(progress.reader.figuresSoFar)))
  }

  /// Waits before asking again, but not once the reply is stopped.
  private func pause(_ time: Duration) async {
    let end = ContinuousClock.now + time
    while !isStopped, ContinuousClock.now < end { try? await Task.sleep(for: min(time, .milliseconds(20))) }
  }

  /// Asks once.
  private func ask(
    _ body: String, _ progress: inout Progress, _ yield: @Sendable (ReplyEvent) -> Void
  ) async throws -> Outcome {
    let limits = client.limits
    let exchange = HTTPExchange(
      client.request("chat/completions", body: body), server: client.address, connecting: limits.connecting,
      silence: limits.firstToken, waitingLimit: limits.waitingBytes)
    let mayAsk = state.withLock { state in
      if !state.isStopped { state.exchange = exchange }
      return !state.isStopped
    }
    var head: HTTPHead?
    var refused: [UInt8] = []
    progress.begin()
    // A reply that was stopped meanwhile ends below, as one that is stopped in the middle does.
    if mayAsk { exchange.start() } else { exchange.close() }
    defer { exchange.close() }
    do {
      reading: for try await piece in exchange.pieces {
        switch piece {
        case .head(let new): head = new
        case .body(let data):
          exchange.noteRead(data.count)
          if let head, head.status >= 300 {
            refused += data.prefix(65_536)
            // The beginning tells enough.
            if refused.count >= 65_536 { break reading }
            continue
          }
          let hadBegun = progress.reader.hasBegun
          try progress.take(data, yield)
          if progress.reader.isDone { return .finished }
          if !hadBegun, progress.reader.hasBegun { exchange.allow(silence: limits.betweenTokens) }
        }
      }
    } catch RemoteError.cut where progress.reader.hasEnd {
      // Only the formalities are missing.
    }
    if isStopped {
      yield(.finished(.cancelled, progress.timed(progress.reader.figuresSoFar)))
      return .finished
    }
    try Task.checkCancellation()
    guard let head else { throw RemoteError.empty(server: client.address.name) }
    if head.status >= 300 { return .refused(Refusal(head, body: refused)) }
    try progress.finish(yield)
    return .finished
  }

  /// Runs work that may take long, such as reading pictures, on a thread that nobody waits for.
  private static func aside<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .userInitiated).async {
        continuation.resume(with: Swift.Result { try work() })
      }
    }
  }
}

/// What has come of a reply, and how long it took.
private struct Progress {
  private(set) var reader: ReplyReader
  private var asked = ContinuousClock.now
  private var first: ContinuousClock.Instant?
  private var last: ContinuousClock.Instant?

  init(_ client: ServerClient, hasTokenLimit: Bool) {
    reader = ReplyReader(client.address, limits: client.limits, hasTokenLimit: hasTokenLimit)
  }

  /// The question leaves now.
  mutating func begin() { asked = ContinuousClock.now }

  mutating func take(_ data: Data, _ yield: (ReplyEvent) -> Void) throws(RemoteError) {
    let events = try reader.append(data)
    if !events.isEmpty {
      last = ContinuousClock.now
      first = first ?? last
    }
    pass(events, yield)
  }

  mutating func finish(_ yield: (ReplyEvent) -> Void) throws(RemoteError) {
    pass(try reader.finish(), yield)
  }

  private func pass(_ events: [ReplyEvent], _ yield: (ReplyEvent) -> Void) {
    for event in events {
      if case .finished(let reason, let figures) = event {
        yield(.finished(reason, timed(figures)))
      } else {
        yield(event)
      }
    }
  }

  /// Figures with their times: until the first piece the server reads, and then it writes.
  func timed(_ figures: ReplyFigures) -> ReplyFigures {
    var figures = figures
    if let first, let last {
      figures.readingSeconds = (first - asked).inSeconds
      figures.generatingSeconds = (last - first).inSeconds
    }
    return figures
  }
}
