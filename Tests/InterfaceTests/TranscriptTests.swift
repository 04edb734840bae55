import Screen
import Testing

@testable import Interface

@Suite struct TranscriptTests {
  private func shown(_ transcript: Transcript, _ width: Int = 60, _ height: Int = 12) -> String {
    var transcript = transcript
    return TranscriptSnapshot.text(TranscriptSample.frame(&transcript, width, height))
  }

  private func draw(_ transcript: inout Transcript, _ width: Int = 60, _ height: Int = 12) {
    _ = TranscriptSample.frame(&transcript, width, height)
  }

  // MARK: Following and scrolling

  @Test func followsTheEndUntilScrolledUpAndAgainAtTheEnd() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(20, bytes: 300))
    draw(&transcript)
    let end = shown(transcript)
    #expect(transcript.isFollowing)
    transcript.scroll(lines: -1)
    #expect(!transcript.isFollowing)
    #expect(shown(transcript) != end)
    transcript.append(TranscriptMessage(id: "new", role: .assistant, text: "a", isStreaming: true))
    #expect(transcript.hasNew)
    #expect(shown(transcript).contains("↓ new"))
    transcript.scroll(pages: 3)
    #expect(transcript.isFollowing)
    #expect(!transcript.hasNew)
    #expect(!shown(transcript).contains("↓ new"))
    transcript.appendText(" last words", to: "new")
    #expect(shown(transcript).contains("a last words▌"))
  }

  @Test func aScrolledPageStaysWhileTextIsAddedBelow() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(6, bytes: 600))
    transcript.append(TranscriptMessage(id: "new", role: .assistant, text: "a", isStreaming: true))
    draw(&transcript)
    transcript.scroll(lines: -8)
    let before = shown(transcript).split(separator: "\n").dropLast()
    for _ in 0..<50 { transcript.appendText("more text\n\n", to: "new") }
    #expect(shown(transcript).split(separator: "\n").dropLast() == before)
  }

  @Test func scrollsByMessageAndToBothEnds() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(9, bytes: 900))
    draw(&transcript)
    transcript.scrollToTop()
    #expect(shown(transcript).hasPrefix(" you\n Number 0."))
    transcript.scroll(messages: 1)
    #expect(shown(transcript).hasPrefix(" facet\n Number 1."))
    transcript.scroll(lines: 2)
    transcript.scroll(messages: -1)
    #expect(shown(transcript).hasPrefix(" facet\n Number 1."))
    transcript.scroll(messages: -1)
    #expect(shown(transcript).hasPrefix(" you\n Number 0."))
    transcript.scroll(lines: -5)
    #expect(shown(transcript).hasPrefix(" you\n Number 0."))
    transcript.scrollToEnd()
    #expect(transcript.isFollowing)
  }

  @Test func linesDownAndUpComeBackToTheSamePlace() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(5, bytes: 900) + [TranscriptSample.everything])
    draw(&transcript)
    transcript.scrollToTop()
    var pages: [String] = [shown(transcript)]
    while !transcript.isFollowing {
      transcript.scroll(lines: 1)
      pages.append(shown(transcript))
    }
    for page in pages.dropLast().reversed() {
      transcript.scroll(lines: -1)
      #expect(shown(transcript) == page)
    }
  }

  @Test func anotherWidthKeepsThePlace() {
    var transcript = TranscriptSample.transcript(TranscriptSample.long(9, bytes: 900))
    draw(&transcript)
    transcript.scrollToTop()
    transcript.scroll(messages: 4)
    for width in [100, 20, 44, 60] {
      #expect(shown(transcript, width).contains("Number 4."))
    }
  }

  @Test func aPageThatIsNotFullBeginsAtTheTop() {
    var transcript = TranscriptSample.transcript([TranscriptSample.question])
    #expect(shown(transcript).hasPrefix(" you"))
    transcript.scroll(lines: -3)
    #expect(transcript.isFollowing)
    var empty = Transcript()
    empty.scroll(lines: -1)
    empty.selectMessage(by: 1)
    empty.search("a")
    empty.selectMatch(by: 1)
    #expect(shown(empty).allSatisfy { $0 == "\n" })
    #expect(empty.hit(at: Point(x: 1, y: 1)) == nil)
  }

  @Test func nothingBreaksOnTheSmallestScreens() {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.everything])
    for width in 0...24 {
      for height in 0...5 {
        _ = TranscriptSample.frame(&transcript, width, height)
        transcript.scroll(lines: -2)
      }
    }
    transcript.scrollToTop()
    #expect(shown(transcript).hasPrefix(" you"))
  }

  // MARK: Thoughts

  @Test func foldsAndUnfoldsThoughts() {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    #expect(shown(transcript, 60, 24).contains("▸ thought for 6 s"))
    transcript.toggleThought()
    let open = shown(transcript, 60, 24)
    #expect(open.contains("▾ thought for 6 s\n   The picture shows a linker error.\n"))
    transcript.toggleThought("2")
    #expect(!shown(transcript, 60, 24).contains("linker error"))
  }

  @Test func aThoughtThatIsStillComingSaysSo() {
    var transcript = Transcript()
    transcript.append(TranscriptMessage(id: "a", role: .assistant, text: "", isStreaming: true))
    #expect(shown(transcript).hasPrefix(" facet\n ▌\n"))
    transcript.appendThought("hm", to: "a")
    #expect(shown(transcript).contains("▸ thinking\n"))
    transcript.appendText("Yes", to: "a")
    #expect(shown(transcript).contains("▸ thought\n Yes▌"))
  }

  // MARK: Selection

  @Test func selectsMessagesAndGivesTheirMarkdown() {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    draw(&transcript)
    transcript.selectMessage(by: -1)
    #expect(transcript.selection == .message("2"))
    #expect(transcript.selectedText() == TranscriptSample.answer.text)
    transcript.selectMessage(by: -1)
    transcript.selectMessage(by: -1)
    #expect(transcript.selection == .message("1"))
    #expect(shown(transcript).hasPrefix("▌you"))
    transcript.selectMessage(by: 1)
    #expect(transcript.selection == .message("2"))
    transcript.select(nil)
    #expect(transcript.selectedText() == nil)
  }

  @Test func selectsCodeAcrossMessagesAndGivesItWhole() {
    let long = (0..<300).map { "line \($0) " + String(repeating: "x", count: 100) }.joined(separator: "\n")
    let wide = String(repeating: "0123456789", count: 4000)
    let text = "a\n\n```\nfirst\n```\n\nb\n\n```c\n\(long)\n```\n\n```\n\(wide)\n```"
    var transcript = TranscriptSample.transcript([
      TranscriptMessage(id: "a", role: .assistant, text: text), TranscriptSample.question, TranscriptSample.answer,
    ])
    draw(&transcript)
    transcript.selectCode(by: -1)
    #expect(transcript.selectedText() == "sudo apt-get install -y libopenblas-dev # as root")
    transcript.selectCode(by: -1)
    #expect(transcript.selection == .code("a", 2))
    #expect(transcript.selectedText() == wide)
    transcript.selectCode(by: -1)
    #expect(transcript.selectedText() == long)
    #expect(transcript.code("a", 1)?.language == "c")
    #expect(shown(transcript).contains("y copy"))
    transcript.selectCode(by: -1)
    #expect(transcript.selectedText() == "first")
    let foundMore = transcript.selectCode(by: -1)
    #expect(!foundMore)
    #expect(transcript.selection == .code("a", 0))
    transcript.selectCode(by: 1)
    #expect(transcript.selection == .code("a", 1))
  }

  @Test func aLineOfCodeIsOneRowHoweverLong() {
    let text = "a\n```c\n" + String(repeating: "int a; ", count: 20_000) + "\nnext\n```\nb"
    var transcript = TranscriptSample.transcript([TranscriptMessage(id: "a", role: .assistant, text: text)])
    draw(&transcript)
    let lines = shown(transcript).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[5].hasPrefix("     next"))
    #expect(lines[4].hasSuffix("›"))
    #expect(lines[7] == " b")
    transcript.search("int")
    draw(&transcript)
    transcript.scroll(lines: -1)
    #expect(transcript.isFollowing)
  }

  @Test func knowsWhatIsUnderThePointer() {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    draw(&transcript, 80, 24)
    #expect(transcript.hit(at: Point(x: 3, y: 1)) == .message("1"))
    #expect(transcript.hit(at: Point(x: 3, y: 4)) == .thoughtFold("2"))
    #expect(transcript.hit(at: Point(x: 9, y: 9)) == .code("2", 0))
    #expect(transcript.hit(at: Point(x: 9, y: 23)) == nil)
    transcript.append(TranscriptSample.everything)
    draw(&transcript, 80, 12)
    transcript.scrollToTop()
    transcript.appendText("x", to: "3")
    transcript.append(TranscriptMessage(id: "4", role: .user, text: "a"))
    draw(&transcript, 80, 12)
    #expect(transcript.hit(at: Point(x: 77, y: 11)) == .newMark)
  }

  // MARK: Changes

  @Test func showsWhatChanged() {
    var transcript = TranscriptSample.transcript([TranscriptSample.question, TranscriptSample.answer])
    draw(&transcript)
    var other = TranscriptSample.question
    other.text = "Something else?"
    transcript.update(other)
    other.chips = []
    transcript.update(other)
    #expect(shown(transcript, 60, 30).hasPrefix(" you") && shown(transcript, 60, 30).contains(" Something else?\n"))
    transcript.remove("1")
    #expect(!shown(transcript, 60, 30).contains("Something"))
    #expect(transcript.message("2") == TranscriptSample.answer)
    transcript.remove(from: "2")
    #expect(transcript.messages.isEmpty)
    #expect(!shown(transcript).contains("facet"))
  }

  @Test func aReplyIsTheSameHoweverItCame() {
    var reply = TranscriptSample.everything
    let whole = TranscriptSample.transcript([TranscriptSample.question, reply])
    let expected = shown(whole, 70, 50)
    for step in [1, 2, 7, 50] {
      reply.text = ""
      reply.isStreaming = true
      var streamed = TranscriptSample.transcript([TranscriptSample.question, reply])
      let scalars = Array(TranscriptSample.everything.text.unicodeScalars)
      for start in stride(from: 0, to: scalars.count, by: step) {
        let piece = String(String.UnicodeScalarView(scalars[start..<min(start + step, scalars.count)]))
        if start % 2 == 0 {
          streamed.appendText(piece, to: "3")
        } else {
          reply.text = (streamed.message("3")?.text ?? "") + piece
          streamed.update(reply)
        }
        if start % 5 == 0 { draw(&streamed, 70, 50) }
      }
      streamed.update(TranscriptSample.everything)
      #expect(shown(streamed, 70, 50) == expected)
    }
  }

  @Test func escapesAndDirectionsDoNothing() {
    let attack = "a\u{1B}]0;x\u{7}\u{202E}b\u{9B}c"
    var message = TranscriptMessage(
      id: "1", role: .assistant, text: attack + "\n\n```\u{1B}[0m\n\(attack)\n```\n\n| \(attack) |\n|---|\n&#27;[0m",
      thought: attack)
    message.name = attack
    message.notice = attack
    message.time = attack
    message.chips = [.init(attack, shortLabel: attack)]
    var transcript = TranscriptSample.transcript([message])
    transcript.toggleThought("1")
    let frame = TranscriptSample.frame(&transcript, 80, 24)
    #expect(
      frame.cells.allSatisfy { cell in
        cell.text.unicodeScalars.allSatisfy {
          $0.value >= 32 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
        }
      })
    #expect(TranscriptSnapshot.text(frame).contains("a␛]0;x␇�b�c"))
  }
}
