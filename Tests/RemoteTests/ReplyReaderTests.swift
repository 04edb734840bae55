import Chat
import TestSupport
import Testing

@testable import Remote

@Suite struct ReplyReaderTests {
  static let address = ServerAddress("http://gpu-box:8000")

  /// The events of a body, neighbouring texts joined; with a cut after every `piece` bytes.
  static func read(_ body: [UInt8], piece: Int = .max, hasTokenLimit: Bool = false) throws -> [ReplyEvent] {
    var reader = ReplyReader(try #require(address), hasTokenLimit: hasTokenLimit)
    var events: [ReplyEvent] = []
    var rest = body[...]
    while !rest.isEmpty {
      events += try reader.append(rest.prefix(piece))
      rest = rest.dropFirst(min(piece, rest.count))
    }
    return joined(events + (try reader.finish()))
  }

  static func read(_ text: String) throws -> [ReplyEvent] { try read(Array(text.utf8)) }

  static func joined(_ events: [ReplyEvent]) -> [ReplyEvent] {
    events.reduce(into: []) { result, event in
      switch (result.last, event) {
      case (.thought(let before)?, .thought(let text)): result[result.count - 1] = .thought(before + text)
      case (.answer(let before)?, .answer(let text)): result[result.count - 1] = .answer(before + text)
      default: result.append(event)
      }
    }
  }

  /// A stream of these deltas.
  static func stream(_ deltas: [String], end: String = "stop", usage: Bool = true, isDone: Bool = true) -> String {
    var text = deltas.map { "data: {\"choices\":[{\"index\":0,\"delta\":\($0)}]}\n\n" }.joined()
    if !end.isEmpty { text += "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"\(end)\"}]}\n\n" }
    if usage {
      text +=
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":7,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":10}}}\n\n"
    }
    return text + (isDone ? "data: [DONE]\n\n" : "")
  }

  private func content(_ text: String) -> String { "{\"content\":\(JSONValue.string(text).text)}" }

  private func end(_ events: [ReplyEvent]) -> (FinishReason, ReplyFigures)? {
    if case .finished(let reason, let figures)? = events.last { (reason, figures) } else { nil }
  }

  @Test func anAnswerComesInPiecesWithItsFigures() throws {
    let events = try Self.read(
      Self.stream(["{\"role\":\"assistant\",\"content\":\"\"}", content("Fo"), content("ur.")]))
    #expect(events.first == .answer("Four."))
    let (reason, figures) = try #require(end(events))
    #expect(reason == .endOfTurn)
    #expect((figures.promptTokens, figures.reusedTokens, figures.evaluatedTokens) == (30, 10, 20))
    #expect(figures.generatedTokens == 7 && !figures.endsInsideThought)
  }

  @Test(arguments: ["reasoning_content", "reasoning"])
  func thoughtsHaveTwoNames(_ name: String) throws {
    let events = try Self.read(
      Self.stream(["{\"\(name)\":\"\\nHm. \"}", "{\"\(name)\":\"Yes.\\n\"}", content("\n\nFour.")]))
    #expect(events.dropLast() == [.thought("Hm. Yes."), .answer("Four.")])
  }

  @Test(arguments: [
    ("<think>\nHm.\n</think>\n\nFour.", "Hm.", "Four."), ("<|channel>thought\nHm.\n<channel|>Four.", "Hm.", "Four."),
    (" \n<think>a</think>b", "a", "b"), ("<think></think>b", "", "b"), ("<thin ice", "", "<thin ice"),
    ("Say <think>x</think>", "", "Say <think>x</think>"), ("<think>a</thi</think>b", "a</thi", "b"),
    ("<think>🦊 é</think>é", "🦊 é", "é"),
  ])
  func thoughtsInTheTextAreToldApart(text: String, thought: String, answer: String) throws {
    let expected = (thought.isEmpty ? [] : [ReplyEvent.thought(thought)]) + [.answer(answer)]
    #expect(try Self.read(Self.stream([content(text)])).dropLast() == expected[...])
    let letters = text.map { content(String($0)) }
    #expect(try Self.read(Self.stream(letters)).dropLast() == expected[...])
  }

  @Test func aReplyThatEndsInAThoughtSaysSo() throws {
    #expect(try #require(end(Self.read(Self.stream([content("<think>Hm")], end: "length")))).1.endsInsideThought)
    #expect(try #require(end(Self.read(Self.stream(["{\"reasoning\":\"Hm\"}"])))).1.endsInsideThought)
  }

  @Test func toolCallsArePutTogetherByTheirNumber() throws {
    let events = try Self.read(
      Self.stream(
        [
          #"{"tool_calls":[{"index":0,"id":"c1","function":{"name":"look","arguments":""}}]}"#,
          #"{"tool_calls":[{"index":1,"id":"c2","function":{"name":"hear","arguments":"{\"a\""}}]}"#,
          #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]}"#,
          #"{"tool_calls":[{"index":1,"function":{"arguments":":2}"}},{"index":0,"function":{"arguments":"1}"}}]}"#,
        ], end: "tool_calls"))
    #expect(
      events.dropLast() == [
        .toolCall(ToolCall(id: "c1", name: "look", arguments: ["x": 1])),
        .toolCall(ToolCall(id: "c2", name: "hear", arguments: ["a": 2])),
      ])
    #expect(try #require(end(events)).0 == .toolCall)
  }

  @Test(arguments: [
    #"{"tool_calls":[{"id":"c1","function":{"name":"look","arguments":{"x":1}}}]}"#,
    #"{"tool_calls":[{"function":{"name":"look","arguments":"{\"x\":1}"}}]}"#,
  ])
  func wholeCallsNeedNoNumber(_ delta: String) throws {
    let events = try Self.read(Self.stream([delta]))
    guard case .toolCall(let call)? = events.first else { throw TestFailure("no call in \(events)") }
    #expect(call.name == "look" && call.arguments == ["x": 1])
    #expect(try #require(end(events)).0 == .toolCall)
  }

  @Test(arguments: [
    #"{"name":"look","arguments":"{\"x\":"}"#, #"{"name":"","arguments":"{}"}"#, #"{"name":"a","arguments":"[1]"}"#,
  ])
  func aCallThatCannotBeReadIsAnEvent(_ function: String) throws {
    let events = try Self.read(Self.stream(["{\"tool_calls\":[{\"index\":0,\"function\":\(function)}]}"]))
    guard case .brokenToolCall(let call)? = events.first else { throw TestFailure("no broken call in \(events)") }
    #expect(!call.reason.isEmpty)
  }

  @Test(arguments: [
    ("stop", false, FinishReason.endOfTurn), ("length", true, .maximumTokens), ("length", false, .contextFull),
    ("eos", false, .endOfTurn), ("abort", false, .cancelled), ("content_filter", false, .endOfTurn),
  ])
  func theReasonsOfTheEndAreTold(word: String, hasLimit: Bool, reason: FinishReason) throws {
    let body = Array(Self.stream([content("a")], end: word).utf8)
    #expect(try #require(end(Self.read(body, hasTokenLimit: hasLimit))).0 == reason)
  }

  @Test func withoutUsageThePiecesAreCounted() throws {
    let events = try Self.read(Self.stream([content("a"), content("b"), "{\"reasoning\":\"x\"}"], usage: false))
    #expect(try #require(end(events)).1.generatedTokens == 3)
  }

  @Test func theMarkOfTheEndMayBeMissing() throws {
    let events = try Self.read(Self.stream([content("a")], isDone: false))
    #expect(events.first == .answer("a") && events.count == 2)
    // And so may the reason, where the mark is there.
    #expect(try Self.read(Self.stream([content("a")], end: "")).first == .answer("a"))
  }

  @Test func whatComesAfterTheEndIsPassedOver() throws {
    let events = try Self.read(Self.stream([content("a")]) + "data: {broken\n\n")
    #expect(events.first == .answer("a") && events.count == 2)
  }

  @Test func aServerThatDoesNotStreamIsUnderstood() throws {
    let events = try Self.read(
      #" {"object":"chat.completion","choices":[{"message":{"role":"assistant","content":"Four.","reasoning_content":"Hm."},"#
        + #""finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#)
    #expect(events.dropLast() == [.thought("Hm."), .answer("Four.")])
    #expect(try #require(end(events)).1.promptTokens == 3)
  }

  @Test func aStreamWithoutAnEndIsCut() throws {
    let text = Self.stream([content("a")], end: "", usage: false, isDone: false)
    #expect(throws: RemoteError.cut(server: "gpu-box:8000")) { try Self.read(text) }
  }

  @Test(arguments: [
    ("", RemoteError.empty(server: "gpu-box:8000")), (" \n", .empty(server: "gpu-box:8000")),
    (": ping\n\n", .empty(server: "gpu-box:8000")), ("data: [DONE]\n\n", .empty(server: "gpu-box:8000")),
    ("<!DOCTYPE html><p>Hi", .notAServer(address: "http://gpu-box:8000/v1")),
    ("data: {oops}\n\n", .garbled(server: "gpu-box:8000", text: "{oops}")),
    ("{\"hello\": 1}", .garbled(server: "gpu-box:8000", text: "{\"hello\":1}")),
    ("{\"hello\": ", .garbled(server: "gpu-box:8000", text: "{\"hello\":")),
    ("{\"error\":{\"message\":\"no\\nmemory.\"}}", .reported(server: "gpu-box:8000", message: "no memory")),
    ("data: {\"error\":{\"message\":\"no\"}}\n\n", .reported(server: "gpu-box:8000", message: "no")),
    ("data: {\"error\":\"no\"}\n\n", .reported(server: "gpu-box:8000", message: "no")),
    ("event: error\ndata: {\"message\":\"no\"}\n\n", .reported(server: "gpu-box:8000", message: "no")),
    ("error: {\"message\":\"no\"}\n\n", .reported(server: "gpu-box:8000", message: "no")),
    ("data: {\"object\":\"error\",\"message\":\"no\"}\n\n", .reported(server: "gpu-box:8000", message: "no")),
  ])
  func whatIsNoReplyIsToldAsWhatItIs(body: String, error: RemoteError) {
    #expect(throws: error) { try Self.read(body) }
  }

  @Test func anErrorInTheMiddleComesAfterWhatWasWritten() throws {
    var reader = ReplyReader(try #require(Self.address))
    let body = Self.stream([content("a")], end: "", usage: false, isDone: false)
    #expect(try reader.append(Array(body.utf8)) == [.answer("a")])
    #expect(throws: RemoteError.reported(server: "gpu-box:8000", message: "out of memory")) {
      _ = try reader.append(Array("data: {\"error\":{\"message\":\"out of memory\"}}\n\n".utf8))
    }
  }

  @Test func anAnswerWithoutEndIsRefusedAtTheLimit() throws {
    var limits = RemoteLimits()
    limits.answerBytes = 1000
    var reader = ReplyReader(try #require(Self.address), limits: limits)
    #expect(throws: RemoteError.tooLong(server: "gpu-box:8000", bytes: 1000)) {
      for _ in 0..<100 { _ = try reader.append(Array("data: {\"choices\":[]}\n\n".utf8)) }
    }
  }

  // MARK: Properties

  private static let samples = [
    stream(["{\"content\":\"<think>Hä 🦊</think>\\nJa.\"}", "{\"content\":\" é\"}"]),
    stream(["{\"reasoning_content\":\"Hm\\n\\n\"}", "{\"reasoning_content\":\"so\"}", "{\"content\":\"\\n\\nFour\"}"]),
    stream(
      [#"{"tool_calls":[{"index":0,"id":"c","function":{"name":"look","arguments":"{\"x\":1}"}}]}"#], end: "tool_calls"),
    stream(["{\"content\":\"<|channel>thought\\nA\\n<channel|>B\"}"], isDone: false).replacing("\n", with: "\r\n"),
    #"{"choices":[{"message":{"content":"Four."},"finish_reason":"stop"}]}"#,
    ": ping\r\rdata: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\r\rdata: [DONE]\r\r",
  ]

  @Test(arguments: samples) func howTheBytesAreCutDoesNotMatter(_ sample: String) throws {
    let expected = try Self.read(sample)
    for piece in 1...40 { #expect(try Self.read(Array(sample.utf8), piece: piece) == expected) }
  }

  @Test func changedBytesGiveEventsOrAnErrorAndTheSameHoweverTheyAreCut() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<1500 {
      var bytes = Array((Self.samples.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
        }
      }
      #expect(outcome(bytes, piece: .max) == outcome(bytes, piece: Int.random(in: 1...9, using: &random)))
    }
  }

  /// The events until the end or an error, and the error.
  private func outcome(_ bytes: [UInt8], piece: Int) -> [String] {
    guard let address = Self.address else { return [] }
    var reader = ReplyReader(address)
    var events: [ReplyEvent] = []
    var failure = "none"
    var rest = bytes[...]
    do {
      while !rest.isEmpty {
        events += try reader.append(rest.prefix(piece))
        rest = rest.dropFirst(min(piece, rest.count))
      }
      events += try reader.finish()
    } catch {
      failure = "\(error)"
      // Events of the same piece as an error are not given.
      events = []
    }
    return Self.joined(events).map { "\($0)" } + [failure]
  }
}

/// Why a test cannot go on.
struct TestFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
