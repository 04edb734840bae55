import Chat

/// Reads the body of an answer as events of a reply: a stream of `chat.completion.chunk`, or one `chat.completion` where a server does not stream.
///
/// ```text
/// data: {"choices":[{"delta":{"content":"Four."}}]}      →  .answer("Four.")
/// data: {"choices":[{"delta":{},"finish_reason":"stop"}]}
/// data: {"choices":[],"usage":{"prompt_tokens":9,…}}
/// data: [DONE]                                           →  .finished(.endOfTurn, …)
/// ```
/// However the bytes are cut, the events are the same once neighbouring thoughts and answers are joined. Nothing of a reply but the calls of tools is
/// kept.
package struct ReplyReader: Sendable {
  private enum Body: Sendable {
    /// Nothing but white space so far.
    case unknown
    case events
    /// One JSON text, of which this has come.
    case whole([UInt8])
  }

  /// Whether all is there; what comes after it is of no interest.
  package private(set) var isDone = false
  /// Whether a thought, a word or a call has come.
  package private(set) var hasBegun = false
  /// Tokens as the server counts them; where it does not, as many as there were pieces.
  package private(set) var figures = ReplyFigures()

  private let address: ServerAddress
  private let limits: RemoteLimits
  /// Whether a limit of the reply's tokens was asked for, which an end for its length then means.
  private let hasTokenLimit: Bool

  private var body = Body.unknown
  private var stream: EventStream
  private var splitter = ThoughtSplitter()
  private var calls = ToolCallCollector()
  private var reason: FinishReason?
  private var hasUsage = false
  private var pieces = 0
  private var bytes = 0
  private var hasThought = false
  private var hasAnswer = false
  /// White space at the end of a thought, which belongs to it only if more comes.
  private var heldSpace = ""

  /// A reader at the beginning of a body.
  package init(_ address: ServerAddress, limits: RemoteLimits = RemoteLimits(), hasTokenLimit: Bool = false) {
    (self.address, self.limits, self.hasTokenLimit) = (address, limits, hasTokenLimit)
    stream = EventStream(limit: limits.eventBytes)
  }

  private var server: String { address.name }

  /// Whether the server has said why the reply is over.
  package var hasEnd: Bool { reason != nil }

  /// Takes bytes of the body in.
  ///
  /// - Throws: ``RemoteError`` for what is no such body, and for an error that the server reports in it. What was given before stays true.
  package mutating func append(_ piece: some Collection<UInt8>) throws(RemoteError) -> [ReplyEvent] {
    guard !isDone else { return [] }
    bytes += piece.count
    guard bytes <= limits.answerBytes else { throw .tooLong(server: server, bytes: limits.answerBytes) }
    if case .unknown = body, let first = piece.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
      switch first {
      case UInt8(ascii: "{"): body = .whole([])
      case UInt8(ascii: "<"): throw .notAServer(address: address.url.absoluteString)
      default: body = .events
      }
    }
    switch body {
    case .unknown: return []
    case .whole(var text):
      // Not copied: nobody else has it meanwhile.
      body = .unknown
      text += piece
      body = .whole(text)
      return []
    case .events:
      let found: [EventStream.Event]
      do {
        found = try stream.append(piece)
      } catch {
        throw .tooLong(server: server, bytes: limits.eventBytes)
      }
      return try read(found)
    }
  }

  /// Ends the body, which may lack its proper end.
  ///
  /// - Throws: ``RemoteError``; `.cut` where the server has not said that the reply is over.
  package mutating func finish() throws(RemoteError) -> [ReplyEvent] {
    guard !isDone else { return [] }
    switch body {
    case .unknown: throw .empty(server: server)
    case .whole(let text):
      guard let value = try? JSONValue(parsing: text) else {
        throw .garbled(
          server: server, text: ServerMessage.oneLine(String(decoding: text.prefix(400), as: UTF8.self), limit: 80))
      }
      var events = try read(value, isError: false)
      reason = reason ?? (hasBegun ? .endOfTurn : nil)
      guard reason != nil else { throw .garbled(server: server, text: ServerMessage.oneLine(value.text, limit: 80)) }
      events += end()
      return events
    case .events:
      var events = try read(stream.finish())
      if isDone { return events }
      guard reason != nil else {
        events += splitter.finish()
        throw hasBegun || !events.isEmpty ? .cut(server: server) : .empty(server: server)
      }
      events += end()
      return events
    }
  }

  private mutating func read(_ found: [EventStream.Event]) throws(RemoteError) -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    for event in found where !isDone {
      let text = event.data.drop { $0 == 0x20 }
      if text.elementsEqual("[DONE]".utf8) {
        guard hasBegun || reason != nil else { throw .empty(server: server) }
        reason = reason ?? .endOfTurn
        events += end()
      } else if !text.isEmpty {
        guard let value = try? JSONValue(parsing: Array(text)) else {
          let shown = ServerMessage.oneLine(String(decoding: text.prefix(400), as: UTF8.self), limit: 80)
          throw event.name == "error"
            ? .reported(server: server, message: shown) : .garbled(server: server, text: shown)
        }
        events += try read(value, isError: event.name == "error")
      }
    }
    return events
  }

  /// Reads one chunk, or a whole answer.
  private mutating func read(_ value: JSONValue, isError: Bool) throws(RemoteError) -> [ReplyEvent] {
    let hasError = value["error"].map { !$0.isNull } ?? false
    let isErrorObject = value["object"]?.asString == "error"
    if isError || hasError || isErrorObject {
      throw .reported(server: server, message: ServerMessage.text(of: value) ?? ServerMessage.oneLine(value.text))
    }
    take(usage: value["usage"])
    guard let choice = value["choices"]?.asArray?.first else { return [] }
    var events: [ReplyEvent] = []
    let delta = choice["delta"] ?? choice["message"] ?? .null
    // Both names are in use, by some servers at once.
    let thoughts = ["reasoning_content", "reasoning", "thinking"].lazy.compactMap { delta[$0]?.asString }
    if let thought = thoughts.first(where: { !$0.isEmpty }) { events += think(thought) }
    let text = Self.text(delta["content"]) + (choice["text"]?.asString ?? "")
    if !text.isEmpty {
      pieces += 1
      for event in splitter.append(text) { events += settled(event) }
    }
    if let piece = delta["tool_calls"], !piece.isNull {
      guard calls.append(piece) else { throw .tooLong(server: server, bytes: ToolCallCollector.byteLimit) }
      hasBegun = hasBegun || !calls.isEmpty
    }
    if let word = choice["finish_reason"]?.asString { reason = finishReason(word) }
    return events
  }

  private static func text(_ content: JSONValue?) -> String {
    switch content {
    case .string(let text)?: text
    case .array(let parts)?: parts.compactMap { $0["text"]?.asString }.joined()
    default: ""
    }
  }

  private func finishReason(_ word: String) -> FinishReason {
    switch word {
    case "length", "max_tokens": hasTokenLimit ? .maximumTokens : .contextFull
    case "tool_calls", "function_call": .toolCall
    case "abort", "cancelled": .cancelled
    default: .endOfTurn
    }
  }

  // MARK: Thoughts and words

  private mutating func settled(_ event: ReplyEvent) -> [ReplyEvent] {
    switch event {
    case .thought(let text): return think(text, isCounted: true)
    case .answer(let text): return answer(text)
    default: return [event]
    }
  }

  /// White space around a thought is no part of it.
  private mutating func think(_ text: String, isCounted: Bool = false) -> [ReplyEvent] {
    if !isCounted { pieces += 1 }
    var thought = heldSpace + text
    if !hasThought { thought = String(thought.unicodeScalars.drop { $0.properties.isWhitespace }) }
    let kept = thought.unicodeScalars.reversed().prefix { $0.properties.isWhitespace }.count
    heldSpace = String(String.UnicodeScalarView(thought.unicodeScalars.suffix(kept)))
    let shown = String(String.UnicodeScalarView(thought.unicodeScalars.dropLast(kept)))
    guard !shown.isEmpty else { return [] }
    (hasThought, hasBegun) = (true, true)
    return [.thought(shown)]
  }

  /// White space before the answer is no part of it.
  private mutating func answer(_ text: String) -> [ReplyEvent] {
    var text = text
    if !hasAnswer { text = String(String.UnicodeScalarView(text.unicodeScalars.drop { $0.properties.isWhitespace })) }
    guard !text.isEmpty else { return [] }
    heldSpace = ""
    (hasAnswer, hasBegun) = (true, true)
    return [.answer(text)]
  }

  // MARK: The end

  private mutating func take(usage: JSONValue?) {
    guard let usage, !usage.isNull else { return }
    func count(_ value: JSONValue?) -> Int? { value?.asInteger.map { max(0, min($0, 1 << 40)) } }
    guard let prompt = count(usage["prompt_tokens"]) else { return }
    hasUsage = true
    figures.promptTokens = prompt
    figures.reusedTokens = min(prompt, count(usage["prompt_tokens_details"]?["cached_tokens"]) ?? 0)
    figures.evaluatedTokens = prompt - figures.reusedTokens
    figures.generatedTokens = count(usage["completion_tokens"]) ?? pieces
  }

  private mutating func end() -> [ReplyEvent] {
    isDone = true
    figures.endsInsideThought = splitter.isInsideThought || (hasThought && !hasAnswer && calls.isEmpty)
    var events: [ReplyEvent] = []
    for event in splitter.finish() { events += settled(event) }
    let called = calls.events()
    if !hasUsage { figures.generatedTokens = pieces }
    let reason = called.isEmpty ? self.reason ?? .endOfTurn : .toolCall
    return events + called + [.finished(reason, figures)]
  }

  /// The figures of a reply that ends before its end.
  var figuresSoFar: ReplyFigures {
    var figures = figures
    if !hasUsage { figures.generatedTokens = pieces }
    figures.endsInsideThought = hasThought && !hasAnswer
    return figures
  }
}
