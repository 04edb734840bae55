import Chat
import Foundation
import Testing

@testable import facet

@Suite struct ProgressLineTests {
  private func line(_ done: Double, _ total: Double, unit: String? = nil, seconds: Double = 0, columns: Int) -> String {
    ProgressLine.line(
      "Reading", done: done, of: total, unit: unit, elapsed: .seconds(seconds), columns: columns, isUnicode: false)
  }

  @Test func showsAsMuchAsTheWidthAllows() {
    let wide = line(500, 1000, unit: "tokens", seconds: 10, columns: 100)
    #expect(wide == "Reading  ############............  500 of 1000 tokens, 50.0 a second, 10.0 s left")
    #expect(
      line(500, 1000, unit: "tokens", seconds: 10, columns: 60)
        == "Reading  ############............  500 of 1000 tokens")
    #expect(
      line(500, 1000, unit: "tokens", seconds: 10, columns: 40) == "Reading  ############............  50 %")
    #expect(line(500, 1000, unit: "tokens", columns: 30) == "Reading 50 %")
    #expect(line(500, 1000, unit: "tokens", columns: 6) == "Readi")
    #expect(line(500, 1000, columns: 0) == "")
  }

  @Test func neverFillsTheLastColumn() {
    for columns in 1...120 {
      #expect(line(3, 7, unit: "tokens", seconds: 3, columns: columns).count < columns)
    }
  }

  @Test func sharesOutsideZeroToOneAreClamped() {
    #expect(line(0, 0, columns: 80).hasSuffix("  0 %"))
    #expect(line(9, 3, columns: 80).hasSuffix("  100 %"))
    #expect(line(-1, 3, columns: 80).hasSuffix("  0 %"))
  }
}

@Suite struct TerminalTraitsTests {
  private func traits(_ environment: [String: String]) -> TerminalTraits {
    TerminalTraits.traits(isTerminal: true, environment: environment)
  }

  @Test func nothingButATerminalGetsSequences() {
    let traits = TerminalTraits.traits(isTerminal: false, environment: ["TERM": "xterm", "LANG": "C.UTF-8"])
    #expect(traits == TerminalTraits())
  }

  @Test func aDumbTerminalIsNotRedrawn() {
    for environment in [["TERM": "dumb"], ["TERM": ""], [:]] {
      #expect(!traits(environment).canRedraw)
      #expect(!traits(environment).hasStyle)
    }
  }

  @Test func noColorTurnsOffStyleAlone() {
    #expect(traits(["TERM": "xterm", "NO_COLOR": "1"]).canRedraw)
    #expect(!traits(["TERM": "xterm", "NO_COLOR": "1"]).hasStyle)
    #expect(traits(["TERM": "xterm", "NO_COLOR": ""]).hasStyle)
  }

  @Test func theFirstLocaleVariableThatIsSetDecides() {
    #expect(traits(["LANG": "de_DE.UTF-8"]).isUnicode)
    #expect(!traits(["LANG": "de_DE.UTF-8", "LC_ALL": "C"]).isUnicode)
    #expect(traits(["LANG": "C", "LC_ALL": "", "LC_CTYPE": "C.utf8"]).isUnicode)
  }
}

@Suite struct FiguresTests {
  @Test func quantitiesReadWell() {
    #expect([5.238, 54.32, 640.4].map(Figures.rate) == ["5.24", "54.3", "640"])
    #expect([0.4167, 12.34, 125].map(Figures.time) == ["0.42 s", "12.3 s", "2 min 5 s"])
    #expect(
      [640, 1_310_000, 6_980_000_000, 999_999].map(Figures.bytes) == ["640 bytes", "1.31 MB", "6.98 GB", "1.00 MB"])
    #expect(Figures.time(.infinity) == "–")
    #expect(Figures.rate(.nan) == "–")
  }

  @Test func peakMemoryIsKnownOnLinux() throws {
    #expect(try #require(Figures.peakMemory) > 1_000_000)
  }
}

@Suite struct JSONEventTests {
  @Test func everyEventIsOneLineOfJSON() throws {
    let events: [(ReplyEvent, String)] = [
      (.loading(0.5), #"{"event":"loading","share":0.5}"#),
      (.reading(done: 1, of: 2), #"{"event":"reading","done":1,"total":2}"#),
      (.thought("a\nb"), #"{"event":"thought","text":"a\nb"}"#),
      (.answer("\u{1b}[2J“é”"), #"{"event":"answer","text":"\u001b[2J“é”"}"#),
      (
        .toolCall(ToolCall(id: "c1", name: "f", arguments: ["x": 1])),
        #"{"event":"tool_call","id":"c1","name":"f","arguments":{"x":1}}"#
      ),
      (
        .brokenToolCall(BrokenToolCall(text: "call:", reason: "no name")),
        #"{"event":"broken_tool_call","text":"call:","reason":"no name"}"#
      ),
    ]
    for (event, text) in events { #expect(JSONEvent.of(event)?.text == text) }
    #expect(JSONEvent.of(.finished(.endOfTurn, ReplyFigures())) == nil)
  }

  @Test func theLastEventHoldsReasonAndFigures() {
    var figures = ReplyFigures()
    figures.promptTokens = 7
    (figures.draftedTokens, figures.acceptedTokens) = (6, 4)
    let summary = RunSummary(loadingSeconds: 1, firstTokenSeconds: 2, reason: .maximumTokens, figures: figures)
    let object = JSONEvent.finished(summary)
    #expect(object["event"] == "finished")
    #expect(object["reason"] == "maximum_tokens")
    #expect(object["prompt_tokens"] == 7)
    #expect(object["first_token_seconds"] == 2.0)
    #expect(object["drafted_tokens"] == 6 && object["accepted_tokens"] == 4)
    #expect(summary.lines.contains("guessed      6 tokens, 4 of them rightly"))
  }
}

@Suite struct FailureTests {
  @Test func aSentenceIsOneLineWithoutAFullStop() {
    #expect(Failure(InputError.unreadable(name: "a\nb", code: ENOENT)).sentence.contains("\n") == false)
    #expect(Failure(sentence: "It is so.", status: 1).sentence == "It is so")
  }

  @Test func onlyBadArgumentsHaveStatusTwo() {
    #expect(Failure(ArgumentError.noPrompt).status == 2)
    #expect(Failure(InputError.noTokens(name: "x")).status == 1)
    #expect(Failure(OutputError.failed(name: "x", code: ENOSPC)).status == 1)
  }

  @Test func aReaderWhoHasGoneIsSaid() {
    #expect(Failure(OutputError.readerGone).status == 1)
    #expect(Failure(OutputError.readerGone).sentence.hasPrefix("nobody reads standard output"))
  }
}
