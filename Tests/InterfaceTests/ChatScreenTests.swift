import Chat
import Screen
import Testing

@testable import Interface

/// Every screen of the chat at three sizes, under three themes.
@Suite struct ChatScreenTests {
  static let sizes = [Size(width: 80, height: 24), Size(width: 40, height: 10), Size(width: 200, height: 50)]

  private func expect(_ user: ChatUser, _ name: String, _ size: Size) throws {
    var user = user
    try ScreenSnapshot.expect(user.frame(size.width, size.height), named: "\(name)-\(size.width)x\(size.height)")
  }

  /// A talk about a picture that was sent with its question.
  private func talk() throws -> ChatUser {
    var user = ChatUser.ready()
    user.world.status = { $0 == "/tmp/ci.png" ? .file(.picture) : .missing }
    user.happen(.input(.paste("/tmp/ci.png")))
    let chip = try #require(user.state.composer.chips.first?.id)
    user.happen(.attached(chip: chip, [ChatUser.picture()]))
    try user.send("What is wrong here?")
    return user
  }

  private static let answer =
    "The linker does not find `libopenblas`. The runner lacks its development package:\n\n"
    + "```bash\nsudo apt-get install -y libopenblas-dev  # once\n```\n\n1. Add it to the step before `swift build`"

  @Test(arguments: sizes) func aNewConversation(_ size: Size) throws {
    try expect(.ready(), "new", size)
  }

  @Test(arguments: sizes) func theModelIsLoaded(_ size: Size) throws {
    var user = ChatUser()
    user.open()
    user.happen(.modelLoading(0.1))
    user.happen(.modelLoading(0.41), after: 2)
    try expect(user, "loading", size)
  }

  @Test(arguments: sizes) func aPromptIsRead(_ size: Size) throws {
    var user = try talk()
    user.reply(.reading(done: 100, of: 1200))
    user.wait(1)
    user.reply(.reading(done: 700, of: 1200))
    try expect(user, "reading", size)
  }

  @Test(arguments: sizes) func itThinks(_ size: Size) throws {
    var user = try talk()
    user.reply(.thought("Let me see. "), .thought("It is the linker."))
    user.wait(6)
    try expect(user, "thinking", size)
  }

  @Test(arguments: sizes) func aReplyStreamsWhileTheNextMessageIsWritten(_ size: Size) throws {
    var user = try talk()
    user.reply(.thought("It is the linker."))
    user.wait(6)
    user.reply(.answer(Self.answer))
    for _ in 0..<20 {
      user.reply(.answer(" so"))
      user.wait(0.1)
    }
    user.type("and how do I cache that?")
    try expect(user, "streaming", size)
  }

  @Test(arguments: sizes) func aMessageWaitsForTheReply(_ size: Size) throws {
    var user = try talk()
    user.reply(.answer(Self.answer))
    try user.send("and how do I cache that?")
    try expect(user, "waiting", size)
  }

  @Test(arguments: sizes) func aMessageIsSelected(_ size: Size) throws {
    var user = try talk()
    user.reply(.answer(Self.answer))
    user.finish()
    try user.press("alt-up")
    try expect(user, "selected", size)
  }

  @Test(arguments: sizes) func aRecordingRuns(_ size: Size) throws {
    var user = try talk()
    user.reply(.answer(Self.answer))
    user.finish()
    try user.press("f9")
    user.happen(.recording(.started))
    for step in 0..<20 {
      user.happen(.recording(.level(Float(step % 7) / 9, seconds: Double(step) / 5)), after: 0.2)
    }
    user.happen(.recording(.growing(ChatUser.recording().attachment, seconds: 3)))
    user.happen(.prepared(ReadingProgress(done: 375, total: 375)))
    try expect(user, "recording", size)
  }

  @Test(arguments: sizes) func somethingWentWrong(_ size: Size) throws {
    var user = try talk()
    user.reply(.answer(Self.answer))
    user.finish()
    user.happen(.notSaved("not saved, the disk is full: free some space; until then it is kept in memory (/home/me/x)"))
    try expect(user, "unsaved", size)
  }

  @Test(arguments: sizes) func commandsAreOffered(_ size: Size) throws {
    var user = try talk()
    user.reply(.answer(Self.answer))
    user.finish()
    user.type("/re")
    try expect(user, "menu", size)
  }

  @Test func theSmallestScreenHasAllThatIsNeeded() throws {
    var user = try talk()
    user.reply(.answer(Self.answer))
    user.type("and how?")
    try ScreenSnapshot.expect(user.frame(20, 5), named: "smallest-20x5")
  }

  @Test func onlyASCIIIsDrawnWhereNothingElseIsShown() throws {
    var user = ChatUser.ready(isASCII: true)
    try user.send("What is wrong here?")
    user.reply(.thought("It is the linker."), .answer(Self.answer))
    let frame = user.frame(80, 24)
    #expect(frame.snapshot.joined().unicodeScalars.allSatisfy { $0.isASCII })
    try ScreenSnapshot.expect(frame, named: "ascii-80x24")
  }
}
