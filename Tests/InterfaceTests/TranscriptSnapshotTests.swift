import Screen
import Testing

@testable import Interface

@Suite struct TranscriptSnapshotTests {
  static let sizes = [Size(width: 80, height: 24), Size(width: 40, height: 10), Size(width: 200, height: 50)]

  @Test(arguments: sizes) func showsAConversation(_ size: Size) throws {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    let frame = TranscriptSample.frame(&transcript, size.width, size.height)
    try TranscriptSnapshot.expect(frame, named: "Transcript-talk-\(size.width)x\(size.height)")
  }

  @Test(arguments: sizes) func showsAllOfMarkdown(_ size: Size) throws {
    var transcript = TranscriptSample.transcript([TranscriptSample.everything])
    let frame = TranscriptSample.frame(&transcript, size.width, size.height)
    try TranscriptSnapshot.expect(frame, named: "Markdown-all-\(size.width)x\(size.height)")
  }

  @Test func showsAReplyThatStreamsWithItsThought() throws {
    var reply = TranscriptSample.answer
    reply.isStreaming = true
    reply.figures = "8.9 tok/s"
    reply.text = "The linker does **not"
    var transcript = TranscriptSample.transcript([TranscriptSample.question, reply])
    transcript.toggleThought("2")
    try TranscriptSnapshot.expect(TranscriptSample.frame(&transcript, 80, 24), named: "Transcript-streaming-80x24")
  }

  @Test func showsSelectedCodeAndTheHintToCopy() throws {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    _ = TranscriptSample.frame(&transcript, 80, 24)
    transcript.selectCode(by: -1)
    try TranscriptSnapshot.expect(TranscriptSample.frame(&transcript, 80, 24), named: "Transcript-code-80x24")
  }

  @Test func showsWhatWasSearchedFor() throws {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    _ = TranscriptSample.frame(&transcript, 80, 24)
    transcript.search("the")
    try TranscriptSnapshot.expect(TranscriptSample.frame(&transcript, 80, 24), named: "Transcript-search-80x24")
  }

  @Test func showsMoreBelow() throws {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    _ = TranscriptSample.frame(&transcript, 40, 10)
    transcript.scrollToTop()
    transcript.append(TranscriptMessage(id: "4", role: .user, text: "And then?"))
    try TranscriptSnapshot.expect(TranscriptSample.frame(&transcript, 40, 10), named: "Transcript-more-40x10")
  }

  @Test func drawsInASCII() throws {
    var transcript = TranscriptSample.transcript(
      [TranscriptSample.question, TranscriptSample.answer, TranscriptSample.everything], marks: .ascii)
    let frame = TranscriptSample.frame(&transcript, 60, 60)
    try TranscriptSnapshot.expect(frame, named: "Transcript-ascii-60x60")
    let own = TranscriptSnapshot.text(frame).unicodeScalars.filter { !$0.isASCII && $0.value < 0x3000 }
    #expect(own.allSatisfy { $0 == "\u{200D}" })
  }

  @Test func worksFromTwentyColumns() throws {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.everything])
    try TranscriptSnapshot.expect(TranscriptSample.frame(&transcript, 20, 50), named: "Transcript-narrow-20x50")
  }
}
