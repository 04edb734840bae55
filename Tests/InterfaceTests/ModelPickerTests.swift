import Chat
import Screen
import Testing

@testable import Interface

/// Choosing a model in the chat.
@Suite struct ModelPickerTests {
  static let rows = [
    ModelRow(
      name: "gemma-4-12b", path: "/m/gemma.gguf", quantisation: "Q4_0", abilities: ["pictures", "sound", "drafts"],
      fit: .fits(context: 32_768, bytes: 8_100_000_000), isCurrent: true),
    ModelRow(
      name: "ollama:gemma4:31b", path: "/o/sha256-1", quantisation: "Q4_K_M", abilities: [],
      fit: .lacks(bytes: 6_000_000_000), isCurrent: false),
    ModelRow(
      name: "evil\u{1B}[2J", path: "/e.gguf", quantisation: "", abilities: [], fit: .broken("the file is empty"),
      isCurrent: false),
    ModelRow(
      name: "guide", path: nil, quantisation: "built in", abilities: ["pictures", "sound"],
      fit: .fits(context: 2_048, bytes: 30_000_000), isCurrent: false),
  ]

  static func listing(isASCII: Bool = false) throws -> ChatUser {
    var user = ChatUser.ready(isASCII: isASCII)
    try user.send("/model")
    user.happen(.models(rows))
    return user
  }

  private func loads(_ user: ChatUser) -> [String?] {
    user.effects.compactMap { if case .loadModel(let path) = $0 { .some(path) } else { nil } }
  }

  @Test func theCommandAloneLists() throws {
    var user = ChatUser.ready()
    try user.send("/model")
    #expect(user.effects.contains(.listModels))
    #expect(user.frame(80, 24).snapshot.contains { $0.contains("looking") })
    user.happen(.models(Self.rows))
    let shown = user.frame(80, 24).snapshot.joined(separator: "\n")
    #expect(shown.contains("• gemma-4-12b") && shown.contains("8.1 GB at 32k"))
    #expect(shown.contains("6.0 GB too large") && !shown.contains("\u{1B}"))
  }

  @Test func enterLoadsWhatIsChosen() throws {
    var user = try Self.listing()
    try user.press("down", "enter")
    #expect(loads(user) == ["/o/sha256-1"])
    #expect(user.frame(80, 24).snapshot[0].contains("ollama:gemma4:31b"))
    user = try Self.listing()
    user.type("gui")
    try user.press("enter")
    #expect(loads(user) == [nil])
  }

  @Test func theOneThatIsLoadedIsNotLoadedAgain() throws {
    var user = try Self.listing()
    try user.press("enter")
    #expect(loads(user).isEmpty && user.state.notice?.text == "gemma-4-12b is loaded already")
  }

  @Test func aBrokenOneSaysWhy() throws {
    var user = try Self.listing()
    try user.press("down", "down", "enter")
    #expect(loads(user).isEmpty)
    #expect(user.state.notice?.text.hasSuffix("cannot be used: the file is empty") == true)
  }

  @Test(arguments: ["escape", "ctrl-c"]) func closes(_ key: String) throws {
    var user = try Self.listing()
    try user.press(key)
    #expect(user.state.layers.isEmpty && loads(user).isEmpty)
  }

  @Test func aNameLoadsOnceItIsKnownWhatThereIs() throws {
    var user = ChatUser.ready()
    try user.send("/model OLLAMA:gemma4:31b")
    #expect(loads(user).isEmpty)
    user.happen(.models(Self.rows))
    #expect(loads(user) == ["/o/sha256-1"] && user.state.layers.isEmpty)
    // Later lists load nothing.
    user.happen(.models(Self.rows))
    #expect(loads(user).count == 1)
  }

  @Test func anUnknownNameLeavesTheModel() throws {
    var user = ChatUser.ready()
    try user.send("/model gemma-4-21b")
    user.happen(.models(Self.rows))
    #expect(
      user.state.notice?.text
        == "there is no model called “gemma-4-21b”; did you mean “gemma-4-12b”? /model lists them")
    #expect(loads(user).isEmpty && user.state.model.facts != nil)
  }

  @Test func namesAreCompletedAsSoonAsTheyAreKnown() throws {
    var user = ChatUser.ready()
    user.type("/model ")
    #expect(user.effects.filter { $0 == .listModels }.count == 1)
    user.happen(.models(Self.rows))
    user.type("ol")
    #expect(user.state.composer.menu?.items.map(\.label) == ["ollama:gemma4:31b"])
    try user.press("down", "enter")
    user.happen(.models(Self.rows))
    #expect(loads(user) == ["/o/sha256-1"])
  }

  @Test func nothingIsLookedForBefore() {
    var user = ChatUser.ready()
    user.type("/mode of it")
    user.wait(1)
    #expect(!user.effects.contains(.listModels))
  }

  @Test(arguments: Dialog.sizes) func theListIsAsRecorded(_ size: Size) throws {
    var user = try Self.listing()
    try user.press("down")
    let frame = user.frame(size.width, size.height)
    try ScreenSnapshot.expect(frame, named: "dialog-models-\(size.width)x\(size.height)")
  }

  @Test func theListInASCII() throws {
    var user = try Self.listing(isASCII: true)
    #expect(user.frame(80, 24).snapshot.joined().utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func everySizeHasRoomForIt() throws {
    for width in stride(from: 1, through: 90, by: 7) {
      for height in stride(from: 1, through: 24, by: 3) {
        var user = try Self.listing()
        _ = user.frame(width, height)
      }
    }
  }
}

/// The same line by line.
@Suite struct PlainModelTests {
  @Test func theListIsPrinted() {
    var user = PlainUser.ready()
    user.say("/model")
    #expect(user.effects.contains(.listModels))
    user.happen(.models(ModelPickerTests.rows))
    user.settle()
    #expect(
      user.lines.first == "gemma-4-12b: Q4_0; pictures, sound, drafts; 8.1 GB with 32k tokens; loaded")
    #expect(user.lines.count == 4 && user.notes.last?.hasPrefix("/model NAME") == true)
  }

  @Test func linesOfAPipeWaitForTheModel() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("/model ollama:gemma4:31b", "Hello")
    #expect(user.asked.isEmpty)
    user.happen(.models(ModelPickerTests.rows))
    user.settle()
    #expect(user.effects.contains(.loadModel(path: "/o/sha256-1")))
    #expect(user.asked == ["Hello"])
  }

  @Test func anUnknownNameEndsAPipe() {
    var user = PlainUser.ready(isInteractive: false)
    user.say("/model nothing")
    user.happen(.models(ModelPickerTests.rows))
    user.settle()
    user.endInput()
    #expect(user.notes.contains { $0.hasPrefix("there is no model called “nothing”") } && !user.talk.isFine)
  }
}
