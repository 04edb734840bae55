import Screen
import Testing

@testable import Interface

@Suite struct TranscriptSearchTests {
  private func page(_ transcript: Transcript) -> Frame {
    var transcript = transcript
    return TranscriptSample.frame(&transcript, 60, 12)
  }

  private func draw(_ transcript: inout Transcript) {
    _ = TranscriptSample.frame(&transcript, 60, 12)
  }

  @Test func findsAllPlacesWithoutRegardToCaseUnlessACapitalIsTyped() {
    var transcript = TranscriptSample.transcript([
      TranscriptMessage(id: "a", role: .user, text: "Äpfel and apples, APPLES"),
      TranscriptMessage(id: "b", role: .assistant, text: "**app**les äPFEL `apples`\n\n| apples |\n|---|\n| x |"),
    ])
    draw(&transcript)
    transcript.search("apples")
    #expect(transcript.searchStatus == .init(current: 5, count: 5, isComplete: true))
    transcript.search("APPLES")
    #expect(transcript.searchStatus?.count == 1)
    transcript.search("ÄPFEL")
    #expect(transcript.searchStatus?.count == 0)
    transcript.search("äpfel")
    #expect(transcript.searchStatus?.count == 2)
    transcript.search("nowhere")
    #expect(transcript.searchStatus == .init(current: nil, count: 0, isComplete: true))
    transcript.search(nil)
    #expect(transcript.searchStatus == nil)
    #expect(page(transcript).cells.allSatisfy { $0.style.role != .search })
  }

  @Test func goesRoundThroughThePlaces() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(30, bytes: 300))
    draw(&transcript)
    transcript.search("number")
    #expect(transcript.searchStatus == .init(current: 30, count: 30, isComplete: true))
    transcript.selectMatch(by: 1)
    #expect(transcript.searchStatus?.current == 1)
    #expect(TranscriptSnapshot.text(page(transcript)).contains("Number 0."))
    transcript.selectMatch(by: 1)
    #expect(transcript.searchStatus?.current == 2)
    transcript.selectMatch(by: -1)
    transcript.selectMatch(by: -1)
    #expect(transcript.searchStatus?.current == 30)
    let frame = page(transcript)
    #expect(frame.cells.contains { $0.style.role == .search && $0.style.emphasis.contains(.bold) })
  }

  @Test func unfoldsTheThoughtThatHidesAPlace() {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    draw(&transcript)
    transcript.search("linker error")
    #expect(transcript.isUnfolded("2"))
    #expect(page(transcript).cells.contains { $0.style.role == .search })
  }

  @Test func followsTextThatComesLater() {
    var transcript = TranscriptSample.transcript([TranscriptSample.question])
    transcript.append(TranscriptMessage(id: "b", role: .assistant, text: "needle", isStreaming: true))
    draw(&transcript)
    transcript.search("needle")
    transcript.appendText(" and needle", to: "b")
    #expect(transcript.searchStatus?.isComplete == false)
    transcript.continueSearch()
    #expect(transcript.searchStatus == .init(current: 1, count: 2, isComplete: true))
    transcript.remove("b")
    #expect(transcript.searchStatus?.count == 0)
    transcript.selectMatch(by: 1)
  }

  @Test func aMatchOverABreakIsHighlightedOnBothLines() {
    let text = "0123456789 0123456789 0123456789 0123456789 0123456789 find me here"
    var transcript = TranscriptSample.transcript([TranscriptMessage(id: "a", role: .assistant, text: text)])
    draw(&transcript)
    transcript.search("find me")
    let frame = TranscriptSample.frame(&transcript, 62, 12)
    let roles = TranscriptSnapshot.roles(frame)
    #expect(roles.contains("QQQQ\n QQ tttt"))
  }
}
