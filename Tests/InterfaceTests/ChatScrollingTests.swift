import Chat
import Screen
import Testing

@testable import Interface

@Suite struct ChatScrollingTests {
  /// Someone who reads further up while a long reply is written.
  private static func reader() throws -> ChatUser {
    var user = ChatUser.ready()
    try user.send("count")
    user.reply(.answer((1...60).map { "\($0)\n\n" }.joined()))
    _ = user.frame(80, 24)
    try user.press("pageup", "pageup")
    user.reply(.answer("61"))
    _ = user.frame(80, 24)
    return user
  }

  @Test func escGoesBackToTheEndOfAReplyBeforeItStopsIt() throws {
    var user = try Self.reader()
    #expect(!user.state.transcript.isFollowing)
    #expect(user.frame(80, 24).snapshot.last?.contains("Esc back   Ctrl-C stop") == true)
    try user.press("escape")
    #expect(user.state.transcript.isFollowing)
    #expect(!user.effects.contains(.stopReply))
    #expect(user.frame(80, 24).snapshot.last?.contains("Esc stop") == true)
    try user.press("escape")
    #expect(user.effects.last == .stopReply)
  }

  @Test func ctrlCStopsAReplyFromWhereverItIsRead() throws {
    var user = try Self.reader()
    try user.press("ctrl-c")
    #expect(user.effects.last == .stopReply)
    #expect(!user.state.transcript.isFollowing)
  }

  @Test(arguments: ["end", "ctrl-e", "ctrl-end"])
  func endGoesBackToTheEndOfTheTalk(_ name: String) throws {
    var user = try Self.reader()
    try user.press(name)
    #expect(user.state.transcript.isFollowing)
    #expect(user.state.isReplying)
  }

  @Test func endMovesInWhatIsWrittenFirst() throws {
    var user = try Self.reader()
    user.type("and")
    try user.press("home", "end")
    #expect(!user.state.transcript.isFollowing)
    #expect(user.state.composer.draft.cursor == 3)
    try user.press("end")
    #expect(user.state.transcript.isFollowing)
  }

  @Test func escLeavesAChangedMessageOnlyAtTheEnd() throws {
    var user = try Self.reader()
    user.finish()
    try user.press("escape")
    user.state.change = MessageChange(message: 1, original: ComposedText())
    try user.press("pageup", "escape")
    #expect(user.state.editing == 1)
    try user.press("escape")
    #expect(user.state.editing == nil)
  }
}
