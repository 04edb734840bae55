import Chat
import Foundation
import Screen
import Testing

@testable import Interface

/// A message is taken back while something else is being written.
@Suite struct ChatEditingTests {
  /// A talk of two questions with their replies, whose first question is taken back while this is being written.
  private func editing(_ draft: String) throws -> ChatUser {
    var user = ChatUser.ready()
    user.world.status = { $0.hasPrefix("/tmp/") ? .file(.picture) : .missing }
    for text in ["one", "two"] {
      try user.send(text)
      user.reply(.answer("to \(text)"))
      user.finish()
    }
    user.type(draft)
    try take(back: "one", &user)
    return user
  }

  private func take(back text: String, _ user: inout ChatUser) throws {
    _ = user.frame(80, 24)
    repeat { try user.press("alt-up") } while user.state.transcript.selectedText() != text
    user.type("e")
    #expect(user.state.composer.content.plainText == text)
  }

  /// The draft that would come back after a crash.
  private func kept(_ user: inout ChatUser) -> String? {
    user.wait(2)
    return user.effects.reversed().lazy.compactMap { effect -> String?? in
      if case .keepDraft(let draft, _) = effect { draft?.content.plainText } else { nil }
    }.first ?? nil
  }

  @Test(arguments: ["escape", "ctrl-c"]) func whatWasBeingWrittenComesBackWhereTheMessageStays(_ key: String) throws {
    var user = try editing("half a thought")
    #expect(kept(&user) == "half a thought")
    try user.press(key)
    #expect(user.state.composer.content.plainText == "half a thought")
    #expect(user.state.editing == nil)
    #expect(kept(&user) == "half a thought")
    #expect(user.state.conversation.messages.count == 4)
  }

  @Test func whatWasBeingWrittenComesBackWhenTheMessageIsSent() throws {
    var user = try editing("half a thought")
    user.type("!")
    try user.press("enter")
    #expect(user.state.conversation.messages.map(\.text) == ["one!"])
    #expect(user.state.composer.content.plainText == "half a thought")
    #expect(kept(&user) == "half a thought")
  }

  @Test func aChangeThatWasBegunIsKeptBehindTheDraft() throws {
    var user = try editing("half a thought")
    user.type(" more")
    #expect(kept(&user) == "half a thought\none more")
    try user.press("ctrl-q")
    #expect(kept(&user) == "half a thought\none more")
    user = try editing("")
    #expect(kept(&user) == nil)
    user.type(" more")
    try user.press("alt-n")
    #expect(kept(&user) == "one more")
  }

  @Test func aChangeThatIsGivenUpCanBeTakenOutOfTheHistory() throws {
    var user = try editing("")
    user.type(" more")
    try user.press("escape")
    #expect(user.state.composer.isEmpty)
    #expect(user.effects.contains(.addHistory(ComposedText("one more"))))
    try user.press("up")
    #expect(user.state.composer.content.plainText == "one more")
  }

  @Test func anotherMessageMayBeTakenBackInstead() throws {
    var user = try editing("half a thought")
    user.type(" more")
    try take(back: "two", &user)
    #expect(user.effects.contains(.addHistory(ComposedText("one more"))))
    try user.press("escape")
    #expect(user.state.composer.content.plainText == "half a thought")
  }

  @Test func aFileIsReadOnWhileItsMessageIsSetAside() throws {
    var user = ChatUser.ready()
    user.world.status = { $0.hasPrefix("/tmp/") ? .file(.picture) : .missing }
    try user.send("one")
    user.reply(.answer("first"))
    user.finish()
    user.happen(.input(.paste("/tmp/a.png")))
    user.happen(.input(.paste("/tmp/b.png")))
    let chips = user.state.composer.chips.map(\.id)
    try take(back: "one", &user)
    user.happen(
      .attached(chip: chips[0], [ChatUser.picture("a.png", id: "p1"), ChatUser.picture("page 2", id: "p2")]))
    user.happen(.notAttached(chip: chips[1], "it is damaged; save it again"))
    try user.press("escape", "escape")
    #expect(user.state.composer.chips.map(\.attachment) == ["p1", "p2"])
    try user.send("what are these?")
    #expect(user.state.conversation.messages.last?.attachments.map(\.id) == ["p1", "p2"])
  }

  @Test func nothingIsTakenBackWhileAMessageWaitsForItsFile() throws {
    var user = try editing("")
    try user.press("escape")
    user.happen(.input(.paste("/tmp/a.png")))
    let chip = try #require(user.state.composer.chips.first?.id)
    try user.send("what is it?")
    for key in ["e", "r", "d"] {
      _ = user.frame(80, 24)
      try user.press("alt-up", "alt-up")
      user.type(key)
      #expect(user.state.notice?.text.contains("waits for its file") == true, "\(key)")
      user.state.leaveTranscript()
    }
    #expect(user.state.conversation.messages.count == 4)
    user.happen(.attached(chip: chip, [ChatUser.picture("a.png")]))
    #expect(user.state.conversation.messages.count == 5)
    #expect(user.state.conversation.messages.last?.attachments.map(\.id) == ["p1"])
  }

  @Test func escTakesAChangedMessageBackThatWaitsForItsFile() throws {
    var user = try editing("half a thought")
    user.happen(.input(.paste("/tmp/a.png")))
    let chip = try #require(user.state.composer.chips.first?.id)
    try user.press("enter")
    #expect(user.state.outbox.count == 1)
    try user.press("escape")
    #expect(user.state.outbox.isEmpty && user.state.editing != nil)
    #expect(user.state.composer.chips.map(\.id) == [chip])
    user.happen(.attached(chip: chip, [ChatUser.picture("a.png")]))
    #expect(user.state.conversation.messages.count == 4)
    try user.press("enter")
    #expect(user.state.conversation.messages.map(\.attachments.count) == [1])
    #expect(user.state.composer.content.plainText == "half a thought")
  }
}
