import Screen
import Testing

@testable import Interface

/// Tables that fit, and what does not fit: everything can be read.
@Suite struct TranscriptWideTests {
  private static let table = """
    | flag | meaning | default |
    |:----:|---------|--------:|
    | `-m` | the file with the weights of the model | none |
    | `--context` | how many tokens a conversation and its reply may have together | 32768 |
    """

  private static let wide = """
    | one | two | three | four | five | six | seven |
    |-----|----:|:-----:|------|------|-----|-------|
    | alpha | 1 | centre | a cell whose text is longer than others | five | a sixth cell | the end |
    """

  private func selected(_ text: String, _ width: Int, _ height: Int = 14) -> Transcript {
    var transcript = TranscriptSample.transcript([TranscriptMessage(id: "a", role: .assistant, text: text)])
    _ = TranscriptSample.frame(&transcript, width, height)
    transcript.select(.message("a"))
    _ = TranscriptSample.frame(&transcript, width, height)
    return transcript
  }

  private func lines(_ transcript: inout Transcript, _ width: Int, _ height: Int = 14) -> [String] {
    TranscriptSample.frame(&transcript, width, height).snapshot
  }

  @Test(arguments: [80, 46, 38]) func aTableFitsByWrappingItsCells(_ width: Int) throws {
    var transcript = TranscriptSample.transcript([TranscriptMessage(id: "a", role: .assistant, text: Self.table)])
    let frame = TranscriptSample.frame(&transcript, width, 24)
    let text = frame.snapshot.joined()
    #expect(!text.contains("›"))
    for word in ["flag", "--context", "weights", "conversation", "together", "default", "32768"] {
      #expect(text.contains(word), "\(word) is broken or missing")
    }
    try TranscriptSnapshot.expect(frame, named: "Transcript-table-\(width)x24")
  }

  @Test func aTableThatCannotFitScrollsSideways() throws {
    var transcript = selected(Self.wide, 40)
    try TranscriptSnapshot.expect(TranscriptSample.frame(&transcript, 40, 14), named: "Transcript-wide-40x14")
    #expect(transcript.isWide)
    transcript.scroll(sideways: 1)
    try TranscriptSnapshot.expect(TranscriptSample.frame(&transcript, 40, 14), named: "Transcript-wide-right-40x14")
    for _ in 0..<9 {
      transcript.scroll(sideways: 1)
      _ = lines(&transcript, 40)
    }
    let end = lines(&transcript, 40)
    #expect(end[1].hasSuffix("seven") && end[3].contains("the end"))
    #expect(!end.joined().contains("›"))
    for _ in 0..<9 { transcript.scroll(sideways: -1) }
    #expect(lines(&transcript, 40)[1].contains("one"))
  }

  @Test func allOfALongLineOfCodeCanBeRead() {
    // Longer than the parts in which code is laid out.
    let line = (0..<1500).map { "word\($0)日" }.joined(separator: " ")
    var transcript = selected("```\nshort\n\(line)\nafter\n```", 60)
    var seen = ""
    for _ in 0..<2000 {
      let row = lines(&transcript, 60)[3]
      let isEnd = !row.hasSuffix("›")
      seen += row.drop { " ‹▌".contains($0) }.dropLast(isEnd ? 0 : 1) + "|"
      if isEnd { break }
      transcript.scroll(sideways: 1)
    }
    for number in [0, 1, 700, 1498, 1499] { #expect(seen.contains("word\(number)日"), "word\(number)") }
    #expect(seen.contains("word1499日|"), "the last step ends at the line's end")
    #expect(lines(&transcript, 60)[2].trimmingPrefix("▌").trimmingPrefix { $0 == " " } == "‹")
    #expect(transcript.selectedText() == transcript.message("a")?.text)
  }

  @Test func anotherSelectionBeginsAtTheLeft() {
    var transcript = selected(Self.wide, 40)
    transcript.scroll(sideways: 1)
    transcript.append(TranscriptSample.question)
    #expect(lines(&transcript, 40)[1].contains("‹"))
    transcript.select(nil)
    #expect(lines(&transcript, 40)[1].contains("one"))
    transcript.scroll(sideways: 1)
    #expect(lines(&transcript, 40)[1].contains("one"), "nothing is selected")
  }

  @Test func aSearchShowsWhatIsHiddenAtTheRight() {
    let code = "```\n" + String(repeating: "x ", count: 6000) + "needle\n```"
    for text in [code, Self.wide.replacing("the end", with: "needle")] {
      var transcript = selected(text, 40)
      transcript.select(nil)
      transcript.search("needle")
      let frame = TranscriptSample.frame(&transcript, 40, 14)
      #expect(frame.snapshot.joined().contains("needle"))
      transcript.search(nil)
      #expect(!TranscriptSample.frame(&transcript, 40, 14).snapshot.joined().contains("needle"))
    }
  }

  @Test func partsOfALongTableStandBelowEachOther() {
    let rows = (0..<150).map { "| \($0) | \(String(repeating: "w", count: $0 == 3 ? 20 : 4)) | z |" }
    let text = (["| n | word | last |", "|---|---|---|"] + rows).joined(separator: "\n")
    var transcript = TranscriptSample.transcript([TranscriptMessage(id: "a", role: .assistant, text: text)])
    let all = TranscriptSample.frame(&transcript, 60, 160).snapshot.filter { $0.contains("│") }
    #expect(all.count == 151)
    #expect(
      Set(all.dropFirst(70).map { $0.distance(from: $0.startIndex, to: $0.lastIndex(of: "│") ?? $0.endIndex) }).count
        == 1)
    let first = all[4].lastIndex(of: "│").map { all[4].distance(from: all[4].startIndex, to: $0) } ?? 0
    let last = all[150].lastIndex(of: "│").map { all[150].distance(from: all[150].startIndex, to: $0) } ?? -1
    #expect(abs(first - last) <= 1)
  }

  @Test func nothingIsWiderThanThePageHoweverFarItIsScrolled() {
    let text = Self.wide + "\n\n```swift\nlet 日本語 = \"日本語日本語日本語日本語日本語\"\t// tab\n```\n\n> - " + Self.table
    for width in 8...50 {
      var transcript = selected(text, width, 60)
      for _ in 0..<12 {
        transcript.scroll(sideways: 1)
        let frame = TranscriptSample.frame(&transcript, width, 60)
        for line in frame.snapshot { #expect(TextWidth.of(line) <= width) }
      }
    }
  }

  @Test func keysMoveWhatIsSelected() throws {
    var user = ChatUser.ready()
    try user.send("a table")
    user.reply(.answer(Self.wide))
    user.finish()
    _ = user.frame(40, 20)
    try user.press("alt-up")
    _ = user.frame(40, 20)
    try user.press("right")
    let moved = user.frame(100, 20)
    #expect(!moved.snapshot.joined().contains("‹"), "it fits")
    #expect(user.frame(40, 20).snapshot.joined().contains("‹"))
    #expect(user.frame(80, 20).snapshot.last?.contains("← → more") ?? false)
    try user.press("left")
    #expect(!user.frame(40, 20).snapshot.joined().contains("‹"))
  }
}
