import Chat
import Screen
import Testing

@testable import Interface

@Suite struct PlainPipeTests {
  @Test func eachLineIsSentAfterTheReplyToTheFormerAndTheEndIsFine() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("one", "two")
    user.endInput()
    #expect(user.asked == ["one"])
    user.answer("first\n")
    #expect(user.asked == ["one", "two"])
    #expect(user.talk.ending == nil)
    user.answer("second")
    #expect(user.talk.ending == .finished)
    #expect(user.output == [.answer("first\n"), .endOfReply, .answer("second"), .endOfReply])
  }

  @Test(arguments: [true, false]) func whatWasReadIsKeptAtTheEndWhereThatIsWanted(isWanted: Bool) {
    var user = PlainUser.ready(isInteractive: false) { $0.configuration.keepReading = isWanted }
    user.say("one")
    user.endInput()
    user.answer("first")
    #expect(user.talk.ending == .finished)
    let kept = user.effects.filter { if case .keepReading = $0 { true } else { false } }
    #expect(kept.count == (isWanted ? 1 : 0))
  }

  @Test func linesStayInThePipeUntilTheyAreWanted() {
    var user = PlainUser.ready(isInteractive: false)
    #expect(user.talk.wantsLines)
    user.say("one", "two")
    #expect(!user.talk.wantsLines)
    user.answer("first")
    #expect(user.talk.wantsLines)
  }

  @Test func theFirstFailureIsTheEnd() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("one", "two")
    user.happen(.replyFailed(message: 2, "out of memory"))
    #expect(user.talk.ending == .failed)
    #expect(user.asked == ["one"])
  }

  @Test func aModelThatCannotBeLoadedIsTheEnd() {
    var user = PlainUser(isInteractive: false)
    user.happen(.modelLoading(0))
    user.open()
    user.endInput()
    #expect(user.talk.ending == nil)
    user.happen(.modelFailed("no such file"))
    #expect(user.talk.ending == .failed)
    #expect(user.notes == ["no such file"])
  }

  @Test func aFileThatIsNotThereIsNotSentAsWordsAboutIt() {
    for line in ["/tmp/no.png what is this?", "/attach /tmp/no.png", "~/no.png why?"] {
      var user = PlainUser.ready(isInteractive: false)
      user.say(line, "what is this?")
      #expect(user.talk.ending == .failed, "\(line)")
      #expect(user.asked.isEmpty, "\(line)")
      #expect(user.notes.count == 1, "\(line)")
    }
  }

  @Test func aCommandWaitsForTheReplyBeforeIt() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("one", "/export out.md")
    let isWritten = { (user: PlainUser) in
      user.effects.contains { if case .export(_, "out.md") = $0 { true } else { false } }
    }
    #expect(!isWritten(user))
    user.answer("first")
    #expect(isWritten(user))
    user.endInput()
    #expect(user.talk.ending == nil)
    user.happen(.note("written to out.md"))
    user.settle()
    #expect(user.talk.ending == .finished)
  }

  @Test func ctrlCEndsTheReplyAndThenTheProgram() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("one", "two")
    user.reply(.answer("half"))
    user.interrupt()
    #expect(user.effects.last == .stopReply)
    #expect(user.talk.ending == nil)
    user.reply(.finished(.cancelled, ReplyFigures()))
    #expect(user.talk.ending == .interrupted)
    #expect(user.asked == ["one"])
    #expect(user.talk.state.record?.messages.last?.message.text == "half")
  }

  @Test func whatCannotBeSavedIsAFailureOnlyAtTheEnd() {
    var user = PlainUser.ready(isInteractive: false)
    user.happen(.notSaved("the disk is full"))
    user.say("one")
    user.endInput()
    user.answer("first")
    #expect(user.talk.ending == .failed)
    #expect(user.asked == ["one"])
  }

  @Test func noPromptIsWrittenAndNoHistoryKept() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("one")
    user.answer("first")
    #expect(!user.output.contains(.prompt))
    #expect(!user.effects.contains { if case .addHistory = $0 { true } else { false } })
  }

  @Test func aBlockThatIsNotClosedIsSentAtTheEnd() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("\"\"\"", "one", "two")
    #expect(user.asked.isEmpty)
    user.endInput()
    #expect(user.asked == ["one\ntwo"])
  }

  @Test func tellingToEndKeepsWhatThereIsOfAReply() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("one")
    user.reply(.answer("half"))
    user.step { $0.end($1) }
    #expect(user.output.last == .endOfReply)
    #expect(user.talk.state.record?.messages.last?.isStreaming == false)
    let isStored = user.effects.contains { effect in
      guard case .store(let entries, _) = effect else { return false }
      return entries.contains { if case .more(_, _, "half") = $0 { true } else { false } }
    }
    #expect(isStored)
  }
}
