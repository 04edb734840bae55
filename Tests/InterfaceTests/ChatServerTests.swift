import Chat
import Screen
import Testing

@testable import Interface

/// A server that replies in the place of a model on this machine.
@Suite struct ChatServerTests {
  private static let remote = ServerFacts(name: "gpu-box:8000", isThisMachine: false)
  private static let facts = ModelFacts(
    name: "gemma-4-12b", context: 32_768, hasProjector: true, serverModels: ["gemma-4-12b", "qwen"])

  private func user(_ server: ServerFacts = remote, isASCII: Bool = false) -> ChatUser {
    var user = ChatUser(isASCII: isASCII) {
      $0.server = server
      $0.modelName = ""
    }
    user.open()
    user.happen(.modelReady(Self.facts))
    return user
  }

  @Test(arguments: [Size(width: 80, height: 24), Size(width: 40, height: 10), Size(width: 120, height: 20)])
  func aNewConversationSaysWhoReadsIt(_ size: Size) throws {
    var user = user()
    try ScreenSnapshot.expect(user.frame(size.width, size.height), named: "server-new-\(size.width)x\(size.height)")
  }

  @Test func aReplyIsWaitedForByName() throws {
    var user = user()
    try user.send("Why is the sky blue?")
    user.wait(12)
    try ScreenSnapshot.expect(user.frame(80, 24), named: "server-waiting-80x24")
    #expect(user.frame(80, 24).snapshot.last?.contains("waiting for gpu-box:8000") == true)
  }

  @Test func aServerOnThisMachineIsSaidToBeThere() throws {
    var user = user(ServerFacts(name: "localhost:8080", isThisMachine: true))
    let frame = user.frame(80, 24)
    try ScreenSnapshot.expect(frame, named: "server-local-80x24")
    #expect(!frame.snapshot.joined().contains("→") && !frame.snapshot.joined().contains("nothing leaves"))
  }

  @Test func wordsThatGoInTheOpenAreWarnedOf() {
    var user = user(ServerFacts(name: "example.org", isThisMachine: false, isOpenToReaders: true))
    #expect(user.frame(80, 24).snapshot.joined(separator: " ").contains("unencrypted"))
  }

  @Test func theServersNameStaysInEverySize() {
    for width in [20, 24, 40, 60, 80, 200] {
      var user = user()
      #expect(user.frame(width, 8).snapshot[0].contains(width < 24 ? "→ gpu" : "→ gpu-box"), "\(width)")
    }
    var plain = user(isASCII: true)
    #expect(plain.frame(80, 24).snapshot[0].contains("-> gpu-box:8000"))
  }

  @Test func withoutAServerTheScreenIsAsBefore() {
    var user = ChatUser.ready()
    let text = user.frame(80, 24).snapshot.joined(separator: "\n")
    #expect(text.contains("nothing leaves this machine") && !text.contains("→") && !text.contains("words go"))
  }

  @Test func aServerThatDoesNotSayItsContextHasNoBar() throws {
    var user = user()
    user.happen(.modelReady(ModelFacts(name: "m", context: 0, hasProjector: true)))
    try user.send("Hi")
    user.reply(.answer("Yes."))
    user.finish()
    let text = user.frame(100, 24).snapshot.joined(separator: "\n")
    #expect(!text.contains(" of 0") && !text.contains("tokens of context"))
    try user.send("/context")
    #expect(!user.frame(100, 24).snapshot.joined().contains("of 0 tokens"))
  }

  @Test func aServerThatDoesNotCountHasNoFiguresOfReading() throws {
    var user = user()
    try user.send("Hi")
    user.reply(.answer("Yes."))
    var figures = ReplyFigures()
    (figures.generatedTokens, figures.readingSeconds, figures.generatingSeconds) = (3, 0.5, 1)
    user.reply(.finished(.endOfTurn, figures))
    #expect(!user.frame(80, 24).snapshot[0].contains(" of "))
    try user.send("/stats")
    let text = user.frame(80, 24).snapshot.joined(separator: "\n")
    #expect(text.contains("waiting      0.50 s until the first words") && !text.contains("prompt       0"))
  }

  @Test func modelChoosesAmongTheServers() throws {
    var user = user()
    try user.send("/model")
    #expect(user.state.notice?.text == "gemma-4-12b at gpu-box:8000; /model NAME takes another: qwen")
    try user.send("/model zebra")
    #expect(user.state.notice?.isError == true && user.state.notice?.text.contains("qwen") == true)
    #expect(!user.effects.contains(.useServerModel(name: "zebra")))
    try user.send("/model qwen")
    #expect(user.effects.contains(.useServerModel(name: "qwen")))
    #expect(!user.effects.contains { if case .loadModel = $0 { true } else { false } })
  }

  @Test func plainModeSaysItAsWell() {
    var plain = PlainUser { $0.server = Self.remote }
    plain.step { $0.begin($1) }
    #expect(plain.notes.first?.contains("what you send leaves this machine and goes to gpu-box:8000") == true)
    var pipe = PlainUser(isInteractive: false) { $0.server = Self.remote }
    pipe.step { $0.begin($1) }
    #expect(pipe.notes == ["what you send leaves this machine and goes to gpu-box:8000"])
    var local = PlainUser(isInteractive: false)
    local.step { $0.begin($1) }
    #expect(local.notes.isEmpty)
  }

  @Test func namesOfAServerSteerNothing() {
    for attack in ["\u{1B}]52;c;ZXZpbA==\u{7}", "\u{1B}[2J", "\u{202E}"] {
      var user = user(ServerFacts(name: "box\(attack)", isThisMachine: false))
      user.happen(.modelReady(ModelFacts(name: attack, context: 1, hasProjector: true, serverModels: [attack])))
      let text = user.frame(80, 24).snapshot.joined()
      #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
    }
  }
}
