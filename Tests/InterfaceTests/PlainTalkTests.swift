import Chat
import Foundation
import Screen
import Testing

@testable import Interface

@Suite struct PlainTalkTests {
  @Test func aLineIsAMessageAndTheReplyIsWrittenAsItComes() {
    var user = PlainUser.ready()
    user.say("hello")
    #expect(user.asked == ["hello"])
    user.reply(.answer("**hi"), .answer("** there"), .finished(.endOfTurn, ReplyFigures()))
    #expect(user.output == [.answer("**hi"), .answer("** there"), .endOfReply, .prompt])
    #expect(user.talk.state.record?.messages.map(\.message.text) == ["hello", "**hi** there"])
  }

  @Test func aThoughtEndsBeforeTheAnswer() {
    var user = PlainUser.ready()
    user.say("hello")
    user.reply(.thought("hm"), .answer("hi"), .finished(.endOfTurn, ReplyFigures()))
    #expect(user.output == [.thought("hm"), .answer("hi"), .endOfReply, .prompt])
  }

  @Test func theFirstPromptComesWhenTheConversationIsOpen() {
    var user = PlainUser()
    user.step { $0.begin($1) }
    #expect(!user.output.contains(.prompt))
    user.open()
    #expect(user.output.last == .prompt)
  }

  @Test func aNoteIsFollowedByAnotherPrompt() {
    var user = PlainUser.ready()
    user.happen(.note("written to a.md"))
    #expect(user.output == [.note("written to a.md"), .prompt])
  }

  @Test func whatIsTypedDuringAReplyFollowsIt() {
    var user = PlainUser.ready()
    user.say("one", "two")
    #expect(user.asked == ["one"])
    user.answer("first")
    #expect(user.asked == ["one", "two"])
  }

  @Test func aMessageDuringAReplyEndsItWhereThePersonWantsThat() {
    var user = PlainUser.ready { $0.configuration.enterWhileReplying = .interrupt }
    user.say("one", "two")
    #expect(user.effects.contains(.stopReply))
    user.reply(.finished(.cancelled, ReplyFigures()))
    #expect(user.asked == ["one", "two"])
  }

  @Test func commandsThatAReplyAllowsDoNotWaitForIt() {
    var user = PlainUser.ready()
    user.say("one", "two", "/stats")
    #expect(user.lines.first == "figures of the last reply")
    user.say("/quit")
    #expect(user.talk.ending == .finished)
    #expect(user.talk.state.record?.messages.last?.isStreaming == false)
  }

  @Test func commandsThatAReplyForbidsFollowIt() {
    var user = PlainUser.ready()
    user.say("one", "/new")
    #expect(!user.effects.contains(.newConversation))
    user.answer("first")
    #expect(user.effects.contains(.newConversation))
  }

  @Test func linesAreJoined() {
    var user = PlainUser.ready()
    user.say("first \\", "second")
    user.answer("a")
    user.say("\"\"\"", "/tmp", "  is a folder", "\"\"\"")
    user.answer("b")
    user.say("C:\\\\")
    #expect(user.asked == ["first \nsecond", "/tmp\n  is a folder", "C:\\\\"])
  }

  @Test func aDraftOfTheWholeScreenIsLeftAlone() {
    var user = PlainUser()
    user.happen(.opened(PlainUser.opened(), draft: ComposerDraft(ComposedText("half a thought"))))
    user.say("hello")
    user.answer("hi")
    user.say("/quit")
    #expect(user.asked == ["hello"])
    let drafts = user.effects.filter { if case .keepDraft = $0 { true } else { false } }
    #expect(drafts.isEmpty)
  }

  @Test func unknownCommandsAreRefusedAndNothingOfThemStays() {
    var user = PlainUser.ready()
    user.say("/tempratur 1", "hello")
    #expect(user.notes.first?.contains("/temperature") == true)
    #expect(user.asked == ["hello"])
  }

  @Test func noSentenceSpeaksOfKeysThatDoNotExist() {
    let texts = PlainHelp.lines.joined(separator: "\n")
    for key in ["Esc", "F1", "Ctrl-O", "Alt-"] { #expect(!texts.contains(key)) }
    #expect(PlainHelp.lines.allSatisfy { $0.count < 80 })
  }

  @Test func aLongWaitIsToldRarely() {
    var user = PlainUser.ready()
    user.say("hello")
    user.reply(.reading(done: 0, of: 1200))
    user.wait(1)
    user.reply(.reading(done: 100, of: 1200))
    #expect(user.output.isEmpty)
    user.wait(4)
    #expect(user.notes.count == 1)
    #expect(user.notes.first?.hasPrefix("reading 1.2k tokens, 8 %, ") == true)
    for _ in 0..<10 { user.wait(1) }
    #expect(user.notes.count == 1)
    user.wait(5)
    #expect(user.notes.count == 2)
  }

  @Test func aReplyThatFailsLeavesTheTalkToThePersonAndNothingIsSentAfterIt() {
    var user = PlainUser.ready()
    user.say("one", "two")
    user.happen(.replyFailed(message: 2, "out of memory"))
    #expect(user.notes == ["out of memory", "not sent: two"])
    #expect(user.talk.ending == nil)
    user.say("three")
    #expect(user.asked == ["one", "three"])
  }

  @Test(arguments: ["no such file", "there is no model to reply"])
  func aModelThatCannotBeLoadedIsToldOnce(_ sentence: String) {
    var user = PlainUser()
    user.open()
    user.say("hello")
    user.happen(.modelFailed("no such file"))
    user.happen(.replyFailed(message: 2, sentence))
    #expect(user.notes == ["no such file"])
    #expect(user.talk.ending == nil)
    user.say("hello")
    user.happen(.replyFailed(message: user.replyNumber ?? 0, "there is no model to reply"))
    #expect(user.notes.last == "there is no model to reply")
  }
}
