import Chat
import Foundation
import Screen
import Testing

@testable import Interface

@Suite struct ChatSendingTests {
  @Test func whatWasWrittenBeforeTheFirstMessageIsNotTheNextConversationsDraft() throws {
    var user = ChatUser.ready()
    user.type("/think on")
    user.wait(2)
    let kept = user.effects.contains { effect in
      if case .keepDraft(.some, conversation: nil) = effect { true } else { false }
    }
    #expect(kept)
    try user.press("enter")
    try user.send("hello")
    let drafts = user.effects.compactMap { effect -> ComposerDraft?? in
      if case .keepDraft(let draft, conversation: nil) = effect { .some(draft) } else { nil }
    }
    #expect(drafts.last == .some(nil))
  }

  @Test func aMessageIsStoredBeforeItIsAnswered() throws {
    var user = ChatUser.ready()
    try user.send("hello")
    let kinds = user.effects.compactMap { effect -> String? in
      switch effect {
      case .store(let entries, _): entries.count == 1 ? "store" : "stores"
      case .reply: "reply"
      default: nil
      }
    }
    #expect(kinds == ["store", "store", "reply"])
    guard
      case .reply(let number, let conversation, _)? = user.effects.last(where: {
        if case .reply = $0 { true } else { false }
      })
    else { return #expect(Bool(false), "no reply was asked for") }
    #expect(number == 2)
    #expect(conversation.messages == [Message(.user, "hello")])
  }

  @Test func whatTheSystemIsToldStandsFirstAndIsStored() throws {
    var user = ChatUser.ready { $0.configuration.system = "Be brief." }
    try user.send("hello")
    #expect(user.state.conversation.messages.map(\.role) == [.system, .user])
    #expect(user.state.record?.messages.map(\.message.role) == [.system, .user, .assistant])
    user.reply(.answer("hi"))
    user.finish()
    try user.send("/system Be kind.")
    #expect(user.state.record?.messages.first?.message.text == "Be kind.")
    #expect(user.state.conversation.messages.map(\.role) == [.system, .user, .assistant])
  }

  @Test func enterDuringAReplyQueues() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("first"))
    try user.send("two")
    #expect(user.state.outbox.count == 1)
    #expect(!user.effects.contains(.stopReply))
    user.finish()
    #expect(user.state.outbox.isEmpty)
    #expect(user.replyNumber == 4)
    #expect(user.state.conversation.messages.map(\.text) == ["one", "first", "two"])
  }

  @Test func enterDuringAReplyInterruptsWhereThePersonWantsThat() throws {
    var user = ChatUser.ready { $0.configuration.enterWhileReplying = .interrupt }
    try user.send("one")
    user.reply(.answer("first"))
    try user.send("two")
    #expect(user.effects.contains(.stopReply))
    user.finish(.cancelled)
    #expect(user.state.conversation.messages.map(\.text) == ["one", "first", "two"])
  }

  @Test func stoppingKeepsWhatThereIsAndGivesTheQueueBack() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("partial"))
    try user.send("two")
    user.type("three")
    try user.press("escape")
    #expect(user.effects.contains(.stopReply))
    user.finish(.cancelled)
    #expect(user.state.record?.messages.last?.message.text == "partial")
    #expect(user.state.composer.content.plainText == "two\nthree")
    #expect(!user.state.isReplying)
    #expect(user.state.transcript.messages.last?.notice == "stopped")
  }

  @Test func aReplyIsSavedEverySecond() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("a"))
    let before = user.effects.count
    user.reply(.answer("b"))
    #expect(user.effects.count == before)
    user.wait(1.1)
    let saved = Effect.store([.more(message: 2, thought: "", answer: "ab")], conversation: "20261122-140200-abcdef")
    #expect(user.effects.last == saved)
  }

  @Test func aReplyThatFailsBeforeItsFirstWordLeavesNothingAndTheQuestionCanBeAskedAgain() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.happen(.replyFailed(message: 2, "out of memory; close something"))
    #expect(user.state.record?.messages.map(\.message.text) == ["one"])
    #expect(user.state.notice?.isError == true)
    try user.send("/regenerate")
    #expect(user.replyNumber == 3)
    #expect(user.state.conversation.messages == [Message(.user, "one")])
  }

  @Test func regeneratingPutsAnotherReplyInThePlaceOfTheLast() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("bad"))
    user.finish()
    try user.send("/regenerate")
    #expect(user.state.transcript.messages.map(\.text) == ["one", ""])
    user.reply(.answer("good"))
    user.finish()
    #expect(user.state.conversation.messages.map(\.text) == ["one", "good"])
  }

  @Test func anEarlierReplyIsWrittenAgainOnlyWhenThePersonGivesUpWhatFollows() throws {
    var user = ChatUser.ready()
    for text in ["one", "two"] {
      try user.send(text)
      user.reply(.answer("to \(text)"))
      user.finish()
    }
    let all = ["one", "to one", "two", "to two"]
    for isKept in [true, false] {
      _ = user.frame(80, 24)
      try user.press("alt-up", "alt-up", "alt-up")
      user.type("r")
      let screen = user.frame(80, 24).snapshot.joined()
      #expect(screen.contains("write this reply again and delete the 2 messages after it?"))
      #expect(user.state.conversation.messages.map(\.text) == all)
      if isKept { try user.press("enter") } else { user.type("y") }
      #expect(user.state.conversation.messages.map(\.text) == (isKept ? all : ["one"]))
      #expect(user.state.isReplying != isKept && user.state.layers.isEmpty)
    }
  }

  @Test func anEditedMessageTakesThePlaceOfTheOldOneOnlyWhenItIsSent() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("first"))
    user.finish()
    try user.send("/edit")
    #expect(user.state.composer.content.plainText == "one")
    #expect(user.state.conversation.messages.count == 2)
    try user.press("escape")
    #expect(user.state.composer.isEmpty)
    #expect(user.state.conversation.messages.count == 2)
    try user.send("/edit")
    user.type("!")
    try user.press("enter")
    #expect(user.state.conversation.messages.map(\.text) == ["one!"])
  }

  @Test func aSelectedMessageCanBeDeletedAndTakenBack() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("first"))
    user.finish()
    _ = user.frame(80, 24)
    try user.press("alt-up")
    #expect(user.state.focus == .transcript)
    user.type("d")
    #expect(user.state.conversation.messages.map(\.text) == ["one"])
    try user.press("ctrl-_")
    #expect(user.state.conversation.messages.map(\.text) == ["one", "first"])
    #expect(user.state.transcript.messages.map(\.text) == ["one", "first"])
  }

  @Test func aSelectedMessageIsCopiedAndForkedFrom() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("first"))
    user.finish()
    _ = user.frame(80, 24)
    try user.press("alt-up")
    user.type("y")
    #expect(user.effects.contains(.copy("first", name: "the message")))
    try user.press("alt-up", "alt-up")
    user.type("f")
    #expect(user.effects.contains(.fork(conversation: "20261122-140200-abcdef", after: 1)))
  }

  @Test func aSelectedMessageIsChangedOrItsReplyWrittenAgain() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("first\n\n```c\nint a;\n```"))
    user.finish()
    _ = user.frame(80, 24)
    try user.press("alt-up", "tab")
    #expect(user.state.transcript.selection == .code("2", 0))
    user.type("y")
    #expect(user.effects.contains(.copy("int a;", name: "the code")))
    try user.press("alt-up")
    user.type("r")
    #expect(user.replyNumber == 3)
    user.reply(.answer("second"))
    user.finish()
    _ = user.frame(80, 24)
    try user.press("alt-up", "alt-up")
    user.type("e")
    #expect(user.state.composer.content.plainText == "one")
    #expect(user.state.editing == 1)
  }

  @Test func nothingIsChangedDuringAReplyOrOfAConversationOpenElsewhere() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("first"))
    user.finish()
    try user.send("two")
    user.reply(.answer("sec"))
    for isReplying in [true, false] {
      if !isReplying {
        user.finish()
        let record = try #require(user.state.record)
        user.happen(.opened(OpenedConversation(record: record, reason: .inUse(title: "the red build")), draft: nil))
      }
      for key in ["e", "r", "d"] {
        user.state.notice = nil
        _ = user.frame(80, 24)
        try user.press("alt-up")
        user.type(key)
        #expect(user.state.notice?.isError == true, "\(key) says why")
        #expect(user.state.record?.messages.count == 4 && user.state.composer.isEmpty)
        user.state.leaveTranscript()
      }
    }
  }

  @Test func textTypedAtASelectedMessageGoesToTheComposer() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("first"))
    user.finish()
    _ = user.frame(80, 24)
    try user.press("alt-up")
    user.type("why?")
    #expect(user.state.composer.content.plainText == "why?")
    #expect(user.state.focus == .composer)
  }

  @Test func aMessageSentBeforeTheStoreAnswersWaitsForIt() throws {
    var user = ChatUser()
    try user.send("early")
    #expect(user.state.outbox.count == 1)
    user.open()
    #expect(user.replyNumber == 2)
    #expect(user.state.conversation.messages == [Message(.user, "early")])
  }

  @Test func aConversationOpenElsewhereIsNotWrittenAndTheTextStays() throws {
    var user = ChatUser.ready()
    let record = try #require(user.state.record)
    user.happen(.opened(OpenedConversation(record: record, reason: .inUse(title: "the red build")), draft: nil))
    try user.send("hello")
    #expect(user.replyNumber == nil)
    #expect(user.state.composer.content.plainText == "hello")
    #expect(user.state.notice?.text.contains("/fork") == true)
  }

  @Test func aReplyCutOffByACrashIsClosedWhenItsConversationIsOpened() throws {
    var user = ChatUser()
    let time = Date(timeIntervalSince1970: 0)
    user.open([
      StoredMessage(id: 1, time: time, message: Message(.user, "hello")),
      StoredMessage(id: 2, time: time, message: Message(.assistant, "he"), isStreaming: true),
    ])
    #expect(user.state.record?.messages.last?.isStreaming == false)
    #expect(
      user.effects.contains(
        .store(
          [.finished(message: 2, .cancelled, ReplyFigures(), [])], conversation: "20261122-140200-abcdef")))
  }

  @Test func leavingDuringAReplyKeepsWhatThereIs() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("half"))
    user.type("draft")
    try user.press("ctrl-q")
    #expect(user.effects.last == .quit)
    let keepsDraft = user.effects.contains { effect in
      if case .keepDraft(let draft?, _) = effect { draft.content == ComposedText("draft") } else { false }
    }
    #expect(keepsDraft)
    #expect(user.state.record?.messages.last?.message.text == "half")
    #expect(user.state.record?.messages.last?.isStreaming == false)
  }

  /// A chat in which two messages wait: the second for its file, both for a reply.
  private func queue() throws -> ChatUser {
    var user = ChatUser.ready()
    user.world.status = { $0 == "/tmp/ci.png" ? .file(.picture) : .missing }
    try user.send("one")
    user.reply(.answer("half"))
    try user.send("two")
    user.happen(.input(.paste("/tmp/ci.png")))
    try user.send("three")
    user.type("four")
    #expect(user.state.outbox.count == 2)
    return user
  }

  @Test func leavingMakesADraftOfWhatWaits() throws {
    for isTold in [false, true] {
      var user = try queue()
      let before = user.effects.count
      if isTold { user.effects += user.state.end(user.world) } else { try user.press("ctrl-q") }
      let last = user.effects[before...]
      let drafts = last.compactMap { if case .keepDraft(let draft?, .some) = $0 { draft.content } else { nil } }
      #expect(drafts.last?.plainText == "two\n[Picture 1: ci.png] three\nfour")
      #expect(drafts.last?.chips.map(\.path) == ["/tmp/ci.png"])
      #expect(user.state.record?.messages.map(\.message.text) == ["one", "half"])
      #expect(!last.contains { if case .reply = $0 { true } else { false } })
      #expect(last.last == .quit || isTold)
    }
  }

  @Test func ctrlCTakesAMessageBackThatWaitsForItsFile() throws {
    var user = try queue()
    user.finish()
    user.reply(.answer("second"))
    user.finish()
    #expect(user.state.outbox.map(\.plainText) == ["[Picture 1: ci.png] three"])
    try user.press("ctrl-c")
    #expect(user.state.composer.content.plainText == "[Picture 1: ci.png] three\nfour")
    let chip = try #require(user.state.composer.chips.first?.id)
    user.happen(.attached(chip: chip, [ChatUser.picture()]))
    try user.press("enter")
    #expect(user.state.conversation.messages.last?.attachments.map(\.id) == ["p1"])
  }

  @Test func lateNewsOfAReplyThatIsOverChangesNothing() throws {
    var user = ChatUser.ready()
    try user.send("one")
    user.reply(.answer("first"))
    user.finish()
    let before = user.state.record
    user.happen(.reply(message: 2, .answer(" more")))
    user.happen(.replyFailed(message: 2, "late"))
    #expect(user.state.record == before)
  }
}
