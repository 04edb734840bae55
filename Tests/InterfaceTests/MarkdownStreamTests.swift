import Screen
import Testing

@testable import Interface

@Suite struct MarkdownStreamTests {
  static let sample =
    TranscriptSample.everything.text + "\n\n" + TranscriptSample.answer.text
    + "\n\nCafe\u{301} \u{1F1E9}\u{1F1EA}\r\nnext\r\n\r\n<div>\n\n- a\n\n\n  ```\n  x\n" + "    \u{1B}[2J\r"

  /// Numbers that are the same in every run.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  @Test(arguments: 0..<40) func anySplitGivesTheSameLeaves(_ seed: Int) {
    var numbers = Numbers(state: UInt64(seed))
    let scalars = Array(Self.sample.unicodeScalars)
    let whole = MarkdownDocument(Self.sample)
    var document = MarkdownDocument()
    var start = 0
    while start < scalars.count {
      let end = min(scalars.count, start + Int.random(in: 1...(seed + 1), using: &numbers))
      document.append(String(String.UnicodeScalarView(scalars[start..<end])))
      start = end
    }
    document.finish()
    #expect(document.leaves == whole.leaves)
  }

  @Test func linesOfAnyLengthSplitTheSame() {
    let texts = [
      String(repeating: "word ", count: 5000), String(repeating: "x", count: 20_000),
      "```\n" + String(repeating: "0123456789", count: 3000) + "\nend", "# " + String(repeating: "日本", count: 4000),
      "| a |\n|---|\n| " + String(repeating: "cell ", count: 6000) + "|\n| b |",
      String(repeating: "👩‍👩‍👧", count: 2000), "- " + String(repeating: "-", count: 9000),
    ]
    for text in texts {
      let whole = MarkdownDocument(text)
      for step in [1000, 4095, 4096, 4097, 4105] {
        var document = MarkdownDocument()
        let scalars = Array(text.unicodeScalars)
        for start in stride(from: 0, to: scalars.count, by: step) {
          document.append(String(String.UnicodeScalarView(scalars[start..<min(start + step, scalars.count)])))
        }
        document.finish()
        #expect(document.leaves == whole.leaves)
      }
      let bytes = whole.leaves.reduce(0) { $0 + $1.text.count }
      #expect(bytes > text.utf8.count * 9 / 10 || whole.leaves.first?.kind == .rule)
      #expect(whole.leaves.allSatisfy { String(validating: $0.text, as: UTF8.self) != nil })
    }
  }

  @Test func randomTextIsReadAndLaidOutWhole() {
    var numbers = Numbers(state: 7)
    let pieces =
      Array("*_~`[]()!<>&#-+=|:\\ \n\t").map(String.init) + ["a", "1. ", "日", "e\u{301}", "```", "    ", "\u{1B}"]
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0...120, using: &numbers)).map { _ in
        pieces.randomElement(using: &numbers) ?? ""
      }.joined()
      let whole = MarkdownDocument(text)
      var document = MarkdownDocument()
      for scalar in text.unicodeScalars { document.append(String(scalar)) }
      document.finish()
      #expect(document.leaves == whole.leaves)
      for width in [8, 20, 77] {
        for leaf in whole.leaves {
          var highlighter = HighlighterLanguage.named("swift").map { Highlighter($0) }
          let lines = LeafLayout(marks: .unicode, width: width).lines(leaf, highlighter: &highlighter)
          #expect(!lines.isEmpty || leaf.continuesLine)
          #expect(lines.allSatisfy { $0.width <= width }, "\(text.debugDescription) at \(width)")
        }
      }
    }
  }

  @Test func theWorkOfAStreamGrowsWithItsLength() {
    func work(_ repeats: Int, _ block: String) -> (work: Int, bytes: Int) {
      let text = Array(String(repeating: block, count: repeats).utf8)
      var document = MarkdownDocument()
      for start in stride(from: 0, to: text.count, by: 4) {
        document.append(String(decoding: text[start..<min(start + 4, text.count)], as: UTF8.self))
      }
      return (document.work, text.count)
    }
    for block in ["A line of some words.\n", "- an item\n", "```\nlet a = 1\n", "> quote\n", "| a | b |\n|---|---|\n"] {
      let (short, bytes) = work(1000, block)
      let (long, _) = work(2000, block)
      // Each line is read again for each piece of it that comes, and no other is.
      #expect(short < bytes * 8)
      #expect(long < short * 21 / 10)
    }
    let (oneLine, bytes) = work(2000, "words without an end ")
    let (twice, _) = work(4000, "words without an end ")
    #expect(oneLine < bytes * 600)
    #expect(twice < oneLine * 21 / 10)
  }

  @Test func aMarkThatIsStillOpenIsShownAsTyped() {
    var document = MarkdownDocument()
    document.append("This is **impor")
    #expect(MarkdownDump.lines(document) == ["p This is **impor"])
    document.append("tant**\n\n```swift\nlet a")
    #expect(MarkdownDump.lines(document) == ["p This is {strong:important}", "/code(swift) let a"])
    document.append(" = 1\n```\n-")
    #expect(MarkdownDump.lines(document).count == 2)
    document.append(" item")
    #expect(MarkdownDump.lines(document).last == "/- p item")
  }

  @Test func appendingTellsWhichLeavesMayHaveChanged() {
    var document = MarkdownDocument()
    document.append("one\n\ntwo\n\nthree")
    #expect(document.append(" more") == 2)
    #expect(document.append("\n===\n") == 2)
    #expect(MarkdownDump.lines(document).last == "/h1 three more")
  }

  @Test func anAddressThatIsDefinedLaterChangesAllLeaves() {
    var transcript = Transcript()
    transcript.append(TranscriptMessage(id: "a", role: .assistant, text: "", isStreaming: true))
    transcript.appendText("see [this][1]\n\nmore\n\nand more\n\n[1]: https://x.o", to: "a")
    #expect(TranscriptSample.frame(&transcript, 60, 9).snapshot[1] == " see [this][1]")
    transcript.appendText("rg\n", to: "a")
    #expect(TranscriptSample.frame(&transcript, 60, 9).snapshot[1] == " see this (https://x.org)")
    var document = MarkdownDocument("[1]\n\n[1]: x")
    #expect(document.definitions.count == 1)
    document = MarkdownDocument()
    document.append("[1]\n\n[1]: x")
    #expect(document.finish() == 0)
  }
}
