import Chat
import Engine
import Testing

@Suite struct ReplyParserTests {
  /// The events of a reply given as text with markers, neighbouring ones joined.
  private func events(_ pieces: [[UInt8]]) -> (events: [ReplyEvent], parser: ReplyParser) {
    var scanner = MarkerScanner()
    var parser = ReplyParser()
    var result: [ReplyEvent] = []
    for piece in pieces {
      for part in scanner.append(piece) { result += parser.append(part) }
    }
    for part in scanner.finish() { result += parser.append(part) }
    result += parser.finish()
    return (joined(result), parser)
  }

  private func events(_ reply: String) -> [ReplyEvent] {
    events([Array(reply.utf8)]).events
  }

  private func joined(_ events: [ReplyEvent]) -> [ReplyEvent] {
    events.reduce(into: []) { result, event in
      switch (result.last, event) {
      case (.thought(let before)?, .thought(let text)): result[result.count - 1] = .thought(before + text)
      case (.answer(let before)?, .answer(let text)): result[result.count - 1] = .answer(before + text)
      default: result.append(event)
      }
    }
  }

  private func call(_ number: Int, _ name: String, _ arguments: JSONValue) -> ReplyEvent {
    .toolCall(ToolCall(id: "call_\(number)", name: name, arguments: arguments))
  }

  @Test(
    arguments: [
      ("Four.", [.answer("Four.")]),
      (" \n\t Four. ", [.answer("Four. ")]),
      ("<|channel>thought\nHm.\n<channel|>Four.<turn|>", [.thought("Hm."), .answer("Four.")]),
      ("<|channel>thought\n<channel|>Four.", [.answer("Four.")]),
      ("<|channel>thought<channel|>Four.", [.answer("Four.")]),
      ("<|channel><channel|>Four.", [.answer("Four.")]),
      ("<|channel>thought\n\nHm.\n\n<channel|>\n\nFour.", [.thought("\nHm.\n"), .answer("Four.")]),
      ("<|channel>analysis\nHm.<channel|>Four.", [.thought("Hm."), .answer("Four.")]),
      ("<|channel>no name\nHm.<channel|>Four.", [.thought("no name\nHm."), .answer("Four.")]),
      ("<|channel>Hm<channel|>Four.", [.thought("Hm"), .answer("Four.")]),
      ("<|channel>\nHm.<channel|>Four.", [.thought("Hm."), .answer("Four.")]),
      ("<channel|>Four<channel|>.", [.answer("Four.")]),
      ("a<|think|><|\"|><|image|><tool_response|><tool_call|>b<|tool>c", [.answer("abc")]),
      ("<|channel>thought\na<|channel>thought\nb<channel|>c", [.thought("a\n\nb"), .answer("c")]),
      (
        "<|channel>thought\na<channel|>b<|channel>thought\nc<channel|>\n\nd",
        [.thought("a"), .answer("b"), .thought("\n\nc"), .answer("\n\nd")]
      ),
      ("Four.<turn|>\n<|turn>user\nmore", [.answer("Four.")]),
      ("Four.<eos>more", [.answer("Four.")]),
      ("Four.<end_of_turn>", [.answer("Four.<end_of_turn>")]),
      ("", []),
      ("<turn|>", []),
    ] as [(String, [ReplyEvent])])
  func tellsThoughtFromAnswer(_ reply: String, _ expected: [ReplyEvent]) {
    #expect(events(reply) == expected)
  }

  @Test func readsToolCalls() {
    #expect(
      events(
        "<|channel>thought\nI call.\n<channel|>\n<|tool_call>call:get_weather{days:2,place:<|\"|>Oslo<|\"|>}<tool_call|>\n"
          + "<|tool_call>call:now{}<tool_call|><|tool_response>") == [
          .thought("I call."), call(1, "get_weather", ["days": 2, "place": "Oslo"]), call(2, "now", [:]),
        ])
  }

  @Test func aCallEndsAThoughtThatWasNotClosed() {
    #expect(events("<|channel>thought\nHm\n<|tool_call>call:f{}<tool_call|>") == [.thought("Hm"), call(1, "f", [:])])
  }

  @Test func aCompleteCallCountsWithoutItsLastMarker() {
    #expect(events("<|tool_call>call:f{a:1}<|tool_response>") == [call(1, "f", ["a": 1])])
    #expect(events("<|tool_call>call:f{a:1}") == [call(1, "f", ["a": 1])])
    #expect(events("<|tool_call>call:f{}<|tool_call>call:g{}<tool_call|>") == [call(1, "f", [:]), call(2, "g", [:])])
  }

  @Test func aBrokenCallIsAnEventWithItsText() {
    #expect(
      events("a<|tool_call>call:f{x:<|\"|>y}<tool_call|>b") == [
        .answer("a"),
        .brokenToolCall(
          BrokenToolCall(
            text: "call:f{x:<|\"|>y}",
            reason:
              "the model's tool call cannot be read: expected the closing mark of a string at byte 12; ask it to try again"
          )),
        .answer("b"),
      ])
    #expect(
      events("<|tool_call>call:f{x:") == [
        .brokenToolCall(
          BrokenToolCall(
            text: "call:f{x:", reason: "the model's tool call was not finished; ask it to try again"))
      ])
  }

  @Test func aThoughtThatIsNeverClosedIsKeptAndSaidSo() {
    let (open, parser) = events([Array("<|channel>thought\nHm.\n<turn|>".utf8)])
    #expect(open == [.thought("Hm.")])
    #expect(parser.endedInsideThought)
    #expect(parser.hasEnded)
    let (closed, other) = events([Array("<|channel>thought\nHm.<channel|>x".utf8)])
    #expect(closed == [.thought("Hm."), .answer("x")])
    #expect(!other.endedInsideThought)
  }

  @Test func countsCallsAndKnowsTheEnd() {
    var parser = ReplyParser()
    _ = parser.marker("<|tool_call>")
    _ = parser.text("call:f{}")
    #expect(parser.callCount == 0)
    _ = parser.marker("<tool_call|>")
    #expect(parser.callCount == 1)
    #expect(!parser.hasEnded)
    _ = parser.marker("<|tool_response>")
    #expect(parser.hasEnded)
    #expect(parser.text("more").isEmpty)
    #expect(parser.finish().isEmpty)
  }

  @Test func showsThoughtsAsTheyCome() {
    var parser = ReplyParser()
    #expect(parser.marker("<|channel>") == [])
    #expect(parser.isInsideThought)
    #expect(parser.text("thou") == [])
    #expect(parser.text("ght\nHm") == [.thought("Hm")])
    #expect(parser.text("\n") == [])
    #expect(parser.text("\nso") == [.thought("\n\nso")])
    #expect(parser.marker("<channel|>") == [])
    #expect(parser.text("\n ") == [])
    #expect(parser.text("Four") == [.answer("Four")])
    #expect(parser.text(" ") == [.answer(" ")])
  }

  @Test func holdsABoundedCall() {
    var parser = ReplyParser()
    _ = parser.marker("<|tool_call>")
    let piece = String(repeating: "x", count: 1 << 20)
    for _ in 0..<6 { #expect(parser.text(piece).isEmpty) }
    guard case .brokenToolCall(let broken)? = parser.marker("<tool_call|>").first else {
      Issue.record("the call is not broken")
      return
    }
    #expect(broken.reason.contains("longer than"))
    #expect(broken.text.utf8.count < 10_000)
  }

  @Test func isTheSameHoweverTheReplyIsCut() {
    let reply = Array(
      ("<|channel>thought\nÄ\r\n\n<channel|>\n e\u{301}😀<|channel>no label\n<|channel>x<channel|> <turn <|tool_call>call:f{a:<|\"|>é<|\"|>,b:[1]}"
        + "<tool_call|>z<|tool_call>call:<|think|><tool_call|>\n<|channel>thought\nopen\n").utf8)
    let whole = events([reply]).events
    #expect(events(reply.map { [$0] }).events == whole)
    for first in 0...reply.count {
      for second in stride(from: first, through: reply.count, by: 5) {
        let cut = events([Array(reply[..<first]), Array(reply[first..<second]), Array(reply[second...])]).events
        #expect(cut == whole, "cut at \(first) and \(second)")
      }
    }
  }

  @Test func anyMixOfPiecesIsTheSameHoweverItIsCut() {
    let parts = [
      "<|channel>", "<channel|>", "thought", "\n", " ", "a", "é", "<|tool_call>", "<tool_call|>", "call:f{", "}",
      "<|\"|>", "x:1", ",", "<turn|>",
      "<|tool_response>", "<", "|>", "<|think|>", "<|turn>",
    ]
    var random = RandomSequence(seed: 11)
    for _ in 0..<1000 {
      let reply = Array(
        (0..<Int.random(in: 1...14, using: &random))
          .map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined().utf8)
      var pieces: [[UInt8]] = []
      var rest = reply[...]
      while !rest.isEmpty {
        let length = Int.random(in: 1...6, using: &random)
        pieces.append(Array(rest.prefix(length)))
        rest = rest.dropFirst(length)
      }
      #expect(events(pieces).events == events([reply]).events, "\(String(decoding: reply, as: UTF8.self))")
    }
  }
}
