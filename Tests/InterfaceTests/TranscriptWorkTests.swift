import Screen
import Testing

@testable import Interface

@Suite struct TranscriptWorkTests {
  @Test func openingTenThousandMessagesReadsOnlyWhatIsShown() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(10_000))
    _ = TranscriptSample.frame(&transcript, 80, 24)
    #expect(transcript.work.bytes < 10_000)
    #expect(transcript.work.leaves < 60)
    transcript.scrollToTop()
    _ = TranscriptSample.frame(&transcript, 80, 24)
    #expect(transcript.work.bytes < 20_000)
    #expect(transcript.work.leaves < 120)
  }

  @Test func aFrameWithoutChangesLaysNothingOut() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(100))
    _ = TranscriptSample.frame(&transcript, 80, 24)
    let before = transcript.work
    _ = TranscriptSample.frame(&transcript, 80, 24)
    #expect(transcript.work == before)
    transcript.scroll(lines: -1)
    _ = TranscriptSample.frame(&transcript, 80, 24)
    #expect(transcript.work.leaves <= before.leaves + 2)
  }

  @Test func aKeyWhileTheLastMessageStreamsCostsWhatWasAdded() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(10_000))
    let text = String(repeating: "A paragraph that is already there.\n\n", count: 5000)
    transcript.append(TranscriptMessage(id: "new", role: .assistant, text: text, isStreaming: true))
    _ = TranscriptSample.frame(&transcript, 80, 24)
    let before = transcript.work
    for _ in 0..<50 {
      transcript.appendText("word ", to: "new")
      _ = TranscriptSample.frame(&transcript, 80, 24)
    }
    #expect(transcript.work.bytes - before.bytes < 50 * 300)
    #expect(transcript.work.leaves - before.leaves <= 50 * 3)
  }

  @Test func anotherWidthReadsNothingAgain() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(100))
    _ = TranscriptSample.frame(&transcript, 80, 24)
    let before = transcript.work
    _ = TranscriptSample.frame(&transcript, 81, 24)
    #expect(transcript.work.bytes == before.bytes)
    #expect(transcript.work.leaves > before.leaves)
  }

  @Test func aMessageOfOneEnormousLineIsReadOnceAndLaidOutInPart() {
    for text in [String(repeating: "x", count: 2_000_000), String(repeating: "word ", count: 400_000)] {
      for message in [text, "```\n" + text] {
        var transcript = TranscriptSample.transcript([TranscriptMessage(id: "a", role: .assistant, text: message)])
        _ = TranscriptSample.frame(&transcript, 80, 24)
        #expect(transcript.work.bytes <= message.utf8.count + MarkdownDocument.pieceLimit)
        #expect(transcript.work.leaves < 300)
      }
    }
  }

  @Test func layoutsThatAreNotSeenAreForgotten() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(600, bytes: 100))
    _ = TranscriptSample.frame(&transcript, 80, 24)
    for _ in 0..<300 {
      transcript.scroll(pages: -1)
      _ = TranscriptSample.frame(&transcript, 80, 24)
    }
    #expect(transcript.layouts.count <= 96)
  }

  @Test func aLongSearchIsDoneInParts() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(2000))
    _ = TranscriptSample.frame(&transcript, 80, 24)
    transcript.search("words")
    #expect(transcript.work.searched < 200_000)
    #expect(transcript.searchStatus?.isComplete == false)
    var steps = 1
    while transcript.continueSearch() { steps += 1 }
    #expect(transcript.searchStatus?.count == 2000 * (2000 / 58))
    #expect(steps < 100)
  }
}
