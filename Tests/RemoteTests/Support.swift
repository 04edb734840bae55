import Chat
import Foundation
import Media
import TestSupport
import Testing

@testable import Remote

extension RemoteLimits {
  /// The program's limits, with repetitions that nobody waits for.
  static var quick: RemoteLimits {
    var limits = RemoteLimits()
    limits.retries = [.milliseconds(10), .milliseconds(20)]
    return limits
  }
}

extension ScriptedServer {
  /// A server with a list of models that answers questions as told.
  static func answering(
    models: [String] = ["tiny"], _ answer: @escaping @Sendable (Request) -> Answer
  ) throws -> ScriptedServer {
    let list = JSONValue.array(models.map { ["id": .string($0), "max_model_len": 8192] }).text
    return try ScriptedServer { request in
      request.path == "/v1/models" ? .json(200, "{\"object\":\"list\",\"data\":\(list)}") : answer(request)
    }
  }

  /// A server whose answers depend on how many questions it was asked before.
  static func counting(_ answer: @escaping @Sendable (Int) -> Answer) throws -> ScriptedServer {
    let counter = Counter()
    return try answering { _ in answer(counter.next()) }
  }

  /// Host and port.
  var name: String { "127.0.0.1:\(port)" }

  func assistant(
    model: String? = nil, key: APIKey? = nil, limits: RemoteLimits = .quick
  ) async throws -> RemoteAssistant {
    try await RemoteAssistant.connect(
      to: #require(ServerAddress(address)), model: model, key: key, limits: limits)
  }

  /// Expects an error when the chat begins.
  func expectError(
    _ error: RemoteError, model: String? = nil, key: APIKey? = nil, limits: RemoteLimits = .quick,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    await #expect(throws: error, sourceLocation: sourceLocation) {
      _ = try await assistant(model: model, key: key, limits: limits)
    }
  }

  /// Expects that the other side goes before the answer's end.
  func expectBrokenOff(sourceLocation: SourceLocation = #_sourceLocation) async {
    for _ in 0..<2000 where brokenOff == 0 { try? await Task.sleep(for: .milliseconds(10)) }
    #expect(brokenOff == 1, sourceLocation: sourceLocation)
  }
}

extension ScriptedServer.Answer {
  /// A stream of events with these pieces; with `steps` it goes on with those and has no end of its own.
  static func stream(
    _ pieces: [String], thoughts: [String] = [], end: String = "stop", steps: [ScriptedServer.Step] = [],
    cutAfter: Int? = nil
  ) -> ScriptedServer.Answer {
    let deltas =
      thoughts.map { "{\"reasoning_content\":\(JSONValue.string($0).text)}" }
      + pieces.map { "{\"content\":\(JSONValue.string($0).text)}" }
    let isWhole = steps.isEmpty
    var events = deltas.map { ReplyReaderTests.stream([$0], end: "", usage: false, isDone: false) }
    if isWhole { events.append(ReplyReaderTests.stream([], end: end)) }
    return ScriptedServer.Answer(
      200, headers: [("Content-Type", "text/event-stream")], length: .chunked,
      steps: events.map { .bytes(Array($0.utf8)) } + steps, cutAfter: cutAfter)
  }
}

extension RemoteAssistant {
  func ask(
    _ message: Message, isThinking: Bool = false, options: ReplyOptions = ReplyOptions()
  ) async throws -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    for try await event in reply(to: Conversation([message], isThinking: isThinking), options: options) {
      events.append(event)
    }
    return events
  }

  func ask(_ text: String) async throws -> [ReplyEvent] { try await ask(Message(.user, text)) }

  /// What came before an error, and the error.
  func outcome(_ text: String) async -> ([ReplyEvent], RemoteError?) {
    var events: [ReplyEvent] = []
    do {
      for try await event in reply(to: Conversation([Message(.user, text)]), options: ReplyOptions()) {
        events.append(event)
      }
      return (events, nil)
    } catch {
      return (events, error as? RemoteError)
    }
  }
}

extension [ReplyEvent] {
  var reason: FinishReason? { if case .finished(let reason, _)? = last { reason } else { nil } }
  var figures: ReplyFigures? { if case .finished(_, let figures)? = last { figures } else { nil } }
}

/// Media for questions.
enum Sample {
  /// Two pixels, or a tenth of a second.
  static func attachment(_ kind: Chat.Attachment.Kind, in folder: TestFolder) throws -> Chat.Attachment {
    switch kind {
    case .picture:
      let png = try PictureWriter.png(of: PixelImage(width: 2, height: 1, rgb: [255, 0, 0, 0, 0, 255]))
      return try Chat.Attachment(.picture, path: folder.write(Data(png), named: "dot.png"))
    case .recording:
      let wave = WaveWriter.bytes(of: Waveform(samples: (0..<1600).map { Float($0 % 20) / 40 }))
      return try Chat.Attachment(.recording, path: folder.write(Data(wave), named: "beep.wav"))
    case .document: return Chat.Attachment(document: "text", name: "a.txt")
    }
  }
}
