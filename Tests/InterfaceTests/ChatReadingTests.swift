import Chat
import Foundation
import Screen
import Testing

@testable import Interface

@Suite struct ChatReadingTests {
  private func prepared(_ user: ChatUser) -> [Conversation] {
    user.effects.compactMap { if case .prepare(let conversation) = $0 { conversation } else { nil } }
  }

  @Test func aPauseInTypingReadsWhatIsThere() {
    var user = ChatUser.ready()
    user.type("hello there")
    #expect(prepared(user).isEmpty)
    #expect(user.state.nextTick != nil)
    user.wait(0.6)
    #expect(prepared(user).last?.messages == [Message(.user, "hello there")])
    user.wait(1)
    #expect(prepared(user).count == 1)
  }

  @Test func aPictureIsReadTheMomentItIsAttached() {
    var user = ChatAttachmentTests.user()
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    user.wait(0.01)
    #expect(prepared(user).last?.messages.last?.attachments.map(\.id) == ["p1"])
    user.happen(.prepared(ReadingProgress(done: 100, total: 280, attachments: [.init(id: "p1", done: 90, total: 252)])))
    #expect(user.state.pane.items.first?.reading == .reading(done: 90, of: 252))
    let status = user.frame(80, 24).snapshot.last ?? ""
    #expect(status.contains("reading ahead 100/280"))
    user.happen(
      .prepared(ReadingProgress(done: 280, total: 280, attachments: [.init(id: "p1", done: 252, total: 252)])))
    #expect(user.state.pane.items.first?.reading == .read)
    #expect(user.frame(80, 24).snapshot.last?.contains("read 280/280") == true)
  }

  @Test func aGrowingRecordingIsReadEachSecond() throws {
    var user = ChatUser.ready()
    try user.press("f9")
    for second in 1...3 {
      let growing = Attachment(kind: .recording, id: "g\(second)", path: "/tmp/g\(second).wav", name: "")
      user.happen(.recording(.growing(growing, seconds: Double(second))), after: 1)
    }
    #expect(prepared(user).map { $0.messages.last?.attachments.first?.id } == ["g1", "g2", "g3"])
    user.happen(.prepared(ReadingProgress(done: 75, total: 75)))
    #expect(user.state.recording?.heard == 3)
  }

  @Test func nothingIsReadAheadDuringAReplyOrOfACommand() throws {
    var user = ChatUser.ready()
    user.type("/help")
    user.wait(1)
    #expect(prepared(user).isEmpty)
    try user.press("enter", "escape")
    try user.send("hello")
    user.type("more")
    user.wait(1)
    #expect(prepared(user).isEmpty)
  }

  /// Someone whose document is being read ahead in a conversation without messages.
  private func reader() -> ChatUser {
    var user = ChatUser.ready()
    user.world.status = { $0 == "/tmp/long.txt" ? .file(.document) : .missing }
    user.happen(.input(.paste("/tmp/long.txt")))
    let document = Attachment(document: "a long story", name: "long.txt")
    user.happen(.attached(chip: 1, [AttachmentFacts(document, size: "80 kB", tokens: 20_000)]))
    user.wait(0.01)
    user.happen(.prepared(ReadingProgress(done: 9_000, total: 20_000)))
    return user
  }

  /// Nothing is read any more, whatever is still on its way.
  private func expectSilence(_ user: inout ChatUser) {
    user.wait(1)
    #expect(user.effects.count { $0 == .stopPreparing } == 1)
    user.happen(.prepared(ReadingProgress(done: 12_000, total: 20_000)))
    #expect(user.state.reading.progress == nil)
    let rows = user.frame(80, 24).snapshot
    #expect(rows.last?.contains("reading") == false)
    #expect(rows.first?.contains("20k") == false)
  }

  @Test func aRemovedDocumentIsNotReadOn() throws {
    var user = reader()
    #expect(user.frame(80, 24).snapshot.last?.contains("reading ahead 9k/20k") == true)
    try user.press("backspace", "backspace")
    expectSilence(&user)
    // It is read again when it comes back.
    try user.press("ctrl-_")
    let document = Attachment(document: "a long story", name: "long.txt")
    user.happen(.attached(chip: 1, [AttachmentFacts(document, size: "80 kB", tokens: 20_000)]))
    user.wait(1)
    #expect(prepared(user).count == 2)
  }

  @Test func whatIsLeftIsNotReadOnInAnotherConversation() throws {
    var user = reader()
    try user.press("alt-n")
    user.open()
    expectSilence(&user)
  }

  @Test func readingThatAnotherTakesThePlaceOfIsNotStopped() throws {
    var user = reader()
    user.type("what happens?")
    user.wait(1)
    try user.press("enter")
    user.reply(.answer("much"))
    user.finish()
    user.wait(1)
    #expect(prepared(user).count >= 2)
    #expect(!user.effects.contains(.stopPreparing))
  }

  @Test func anOpenedConversationIsReadAtOnce() {
    var user = ChatUser.ready()
    user.open([StoredMessage(id: 1, time: user.world.date, message: Message(.user, "hello"))])
    user.wait(0.2)
    #expect(prepared(user).last?.messages == [Message(.user, "hello")])
  }

  /// What keeps and takes up what was read, with the ids of the conversations.
  private func readings(_ user: ChatUser) -> [String] {
    user.effects.compactMap { effect in
      switch effect {
      case .keepReading(let id): "keep \(id)"
      case .takeReading(let id): "take \(id)"
      case .quit: "quit"
      default: nil
      }
    }
  }

  @Test func whatWasReadIsKeptWhereThatIsWanted() throws {
    var user = ChatUser.ready { $0.configuration.keepReading = true }
    try user.press("ctrl-q")
    // There is nothing yet.
    #expect(readings(user) == ["quit"])
    user.effects = []
    user.happen(.opened(PlainUser.opened(["one", "first"], id: "b"), draft: nil))
    user.happen(.readingTaken(tokens: 8_012, bytes: 251_000_000))
    #expect(user.frame(100, 24).snapshot.last?.contains("8k tokens were kept from an earlier session") == true)
    try user.press("alt-n")
    #expect(readings(user) == ["take b", "keep b"])
    user.happen(.opened(PlainUser.opened(["one", "first"], id: "b"), draft: nil))
    try user.press("ctrl-q")
    #expect(readings(user) == ["take b", "keep b", "take b", "keep b", "quit"])
  }

  @Test func whatWasReadIsNotKeptOtherwise() throws {
    var user = ChatUser.ready()
    user.happen(.opened(PlainUser.opened(["one", "first"], id: "b"), draft: nil))
    try user.press("ctrl-q")
    #expect(readings(user) == ["quit"])
  }
}
