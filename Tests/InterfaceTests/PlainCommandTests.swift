import Chat
import Foundation
import Screen
import Testing

@testable import Interface

@Suite struct PlainCommandTests {
  @Test func conversationsAreListedWithNumbersThatOpenThem() {
    var user = PlainUser.ready()
    user.say("/open")
    #expect(user.effects.last == .list(query: "", isDeep: false))
    let list = [PlainUser.summary("a", "the red build"), PlainUser.summary("b", "a cake", messages: 1)]
    user.happen(.listed(list, query: ""))
    user.settle()
    #expect(user.lines == ["1  the red build, 14:01, 2 messages", "2  a cake, 14:01, 1 message"])
    user.say("/open 2")
    #expect(user.effects.last == .open(id: "b"))
    user.happen(.opened(PlainUser.opened(id: "b"), draft: nil))
    user.settle()
    user.say("/open 3")
    #expect(user.notes.last?.contains("no conversation 3") == true)
  }

  @Test func aTitleOrAPartOfItOpensAConversation() {
    let list = [
      PlainUser.summary("a", "the red build"), PlainUser.summary("b", "red"), PlainUser.summary("c", "a cake"),
    ]
    for (title, id) in [("CAKE", "c"), ("Red", "b"), ("build", "a")] {
      var user = PlainUser.ready()
      user.say("/open \(title)")
      user.happen(.listed(list, query: ""))
      user.settle()
      #expect(user.effects.last == .open(id: id), "\(title)")
    }
    var user = PlainUser.ready()
    user.say("/open b")
    user.happen(.listed(list.dropLast() + [PlainUser.summary("d", "bed")], query: ""))
    #expect(user.lines == ["1  the red build, 14:01, 2 messages", "2  bed, 14:01, 2 messages"])
    #expect(user.notes.last?.contains("several") == true)
  }

  @Test func theEndOfTheOpenedConversationIsRead() {
    var user = PlainUser.ready()
    user.happen(.opened(PlainUser.opened(["one", "first", "two", "second"], id: "b"), draft: nil))
    #expect(user.notes == ["“one”, 4 messages; the last:"])
    #expect(user.lines == ["you: two", "facet: second"])
  }

  @Test func deletingAsksFirst() {
    for (line, isDeleted) in [("y", true), ("no", false), ("", false)] {
      var user = PlainUser.ready()
      user.open("one", "first")
      user.say("/delete")
      #expect(user.notes.last?.hasPrefix("delete “one” (2 messages)?") == true)
      user.say(line)
      let effects = user.effects.filter { if case .delete = $0 { true } else { false } }
      #expect(effects.isEmpty != isDeleted)
      #expect(user.asked.isEmpty)
    }
  }

  @Test func aDeletedConversationCanBeBroughtBack() {
    var user = PlainUser.ready()
    user.happen(.deleted(id: "a", title: "one"))
    #expect(user.notes == ["deleted “one”; /open undo brings it back"])
    user.say("/open undo")
    #expect(user.effects.last == .undoDelete)
  }

  @Test func searchingPrintsTheLinesThatHoldAText() {
    var user = PlainUser.ready()
    user.open("What is red?\nAnd green?", "Roses.\n\nREDwood, too.")
    user.output = []
    user.say("/search red")
    #expect(user.lines == ["you: What is red?", "facet: REDwood, too."])
    user.output = []
    user.say("/search")
    #expect(user.lines == ["you: What is red?", "you: And green?", "facet: Roses.", "", "facet: REDwood, too."])
    user.say("/search blue")
    #expect(user.notes.last?.contains("no line") == true)
  }

  @Test func theNextMessageTakesThePlaceOfTheOneThatIsChanged() {
    var user = PlainUser.ready()
    user.open("one", "first")
    user.output = []
    user.say("/edit")
    #expect(user.lines == ["one"])
    user.say("uno")
    #expect(user.talk.state.conversation.messages.map(\.text) == ["uno"])
  }

  @Test func anEmptyLineLeavesTheMessageAsItWas() {
    var user = PlainUser.ready()
    user.open("one", "first")
    user.say("/edit", "")
    user.say("two")
    #expect(user.talk.state.conversation.messages.map(\.text) == ["one", "first", "two"])
  }

  @Test func aFileIsReplacedOnlyWhereSomebodySaysSo() {
    for (isInteractive, answer, isWritten) in [(true, "y", true), (true, "hello", false), (false, "y", false)] {
      var user = PlainUser.ready(isInteractive: isInteractive)
      user.open("one", "first")
      user.world.status = { $0 == "notes.md" ? .file(.document) : .missing }
      user.say("/export notes.md")
      #expect(user.notes.last?.contains("“notes.md”") == true)
      user.say(answer)
      #expect(user.effects.contains { if case .export(_, "notes.md") = $0 { true } else { false } } == isWritten)
      #expect(user.asked.isEmpty, "the answer is no message")
      #expect((user.talk.ending == .failed) == !isInteractive)
    }
  }

  @Test func dialogsAreTextOrAWord() {
    var user = PlainUser.ready()
    for (line, word) in [("/attach", "/attach PATH"), ("/pane", "no pane"), ("/theme x", "no colours")] {
      user.world.themes = { ["x"] }
      user.say(line)
      #expect(user.notes.last?.contains(word) == true, "\(line)")
    }
    user.say("/context")
    #expect(user.lines.first == "context")
    user.say("/help")
    #expect(user.lines.contains { $0.hasPrefix("/record") })
    #expect(user.talk.state.layers.isEmpty)
    #expect(!user.effects.contains { if case .theme = $0 { true } else { false } })
  }

  @Test func anAttachmentGoesWithTheNextMessage() {
    var user = PlainUser.ready()
    user.say("/attach /tmp/ci.png")
    user.say("what is this?")
    #expect(user.asked.isEmpty)
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    #expect(user.asked == ["what is this?"])
    #expect(user.talk.state.conversation.messages.last?.attachments.map(\.id) == ["p1"])
  }

  @Test func aPathAtTheBeginningOfALineIsAttachedAndAllItsPagesGo() {
    var user = PlainUser.ready()
    user.say("/tmp/ci.png what is this?")
    #expect(user.asked.isEmpty)
    user.happen(.attached(chip: 1, [ChatUser.picture(), ChatUser.picture("two.png", id: "p2")]))
    #expect(user.asked == ["what is this?"])
    #expect(user.talk.state.conversation.messages.last?.attachments.map(\.id) == ["p1", "p2"])
  }

  @Test func aFileThatCannotBeReadKeepsItsMessageBack() {
    var user = PlainUser.ready()
    user.say("/tmp/ci.png what is this?")
    user.happen(.notAttached(chip: 1, "ci.png is broken"))
    #expect(user.notes == ["ci.png is broken", "not sent: what is this?"])
    #expect(user.asked.isEmpty)
    user.say("hello")
    #expect(user.asked == ["hello"])
  }

  @Test func anEmptyLineEndsTheRecordingAndAnotherSendsIt() {
    var user = PlainUser.ready()
    user.say("/record")
    #expect(user.effects.last == .record)
    user.happen(.recording(.started))
    user.say("")
    #expect(user.effects.last == .stopRecording)
    user.happen(.recording(.clip(ChatUser.recording())))
    user.happen(.recording(.ended))
    #expect(user.notes.last?.hasPrefix("recorded 0:07") == true)
    #expect(user.asked.isEmpty)
    user.say("")
    #expect(user.talk.state.conversation.messages.last?.attachments.map(\.id) == ["r1"])
  }

  @Test func wordsDuringARecordingGoWithIt() {
    var user = PlainUser.ready()
    user.say("/record")
    user.happen(.recording(.started))
    user.say("what language is this?")
    user.happen(.recording(.clip(ChatUser.recording())))
    user.happen(.recording(.ended))
    #expect(user.asked == ["what language is this?"])
    #expect(user.talk.state.conversation.messages.last?.attachments.map(\.id) == ["r1"])
  }

  @Test func ctrlCGoesOneStepBackAndInTheEndOut() {
    var user = PlainUser.ready()
    user.say("one")
    user.answer("first")
    user.say("/record")
    user.interrupt()
    #expect(user.effects.last == .discardRecording)
    user.happen(.recording(.ended))
    user.say("two", "three")
    user.interrupt()
    #expect(user.effects.contains(.stopReply))
    user.reply(.finished(.cancelled, ReplyFigures()))
    #expect(user.asked == ["one", "two"])
    user.say("\"\"\"", "four")
    user.interrupt()
    #expect(user.talk.ending == nil)
    user.interrupt()
    #expect(user.talk.ending == .interrupted)
    #expect(user.asked == ["one", "two"])
  }
}
