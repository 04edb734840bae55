import Chat
import Foundation
import Screen
import Testing

@testable import Interface

@Suite struct ChatAttachmentTests {
  @Test func whatCameBeforeTheStoreAnsweredStandsBehindTheDraftOfTheLastSession() throws {
    var user = ChatUser()
    user.happen(.modelReady(ModelFacts(name: "m", context: 4096, hasProjector: true)))
    user.world.status = { $0 == "/tmp/ci.png" ? .file(.picture) : .missing }
    user.happen(.pastedFile(path: "/tmp/ci.png"))
    let old = Chip(id: 1, kind: .picture, number: 1, label: "Picture 1: old.png", path: "/tmp/old.png")
    user.open(draft: ComposerDraft(ComposedText(parts: [.text("see "), .chip(old)])))
    #expect(user.state.composer.content.plainText.hasPrefix("see [Picture 2: old.png]"))
    #expect(user.state.composer.content.plainText.contains("[Picture 1: ci.png]"))
    let loaded = user.effects.compactMap { if case .attach(let chip, let path, _) = $0 { (chip, path) } else { nil } }
    #expect(loaded.map(\.1) == ["/tmp/ci.png", "/tmp/old.png"])
    #expect(Set(loaded.map(\.0)).count == 2)
  }

  @Test func aMessageSentBeforeTheStoreAnsweredKeepsItsPicture() throws {
    var user = ChatUser()
    user.happen(.modelReady(ModelFacts(name: "m", context: 4096, hasProjector: true)))
    user.world.status = { $0 == "/tmp/ci.png" ? .file(.picture) : .missing }
    user.happen(.pastedFile(path: "/tmp/ci.png"))
    let chip = try #require(user.state.composer.chips.first?.id)
    user.happen(.attached(chip: chip, [ChatUser.picture()]))
    try user.send("what is it?")
    user.open()
    #expect(user.state.record?.messages.first?.message.attachments.map(\.id) == ["p1"])
  }

  @Test func allPagesGoWithAMessageThatWaitsForThem() throws {
    var user = ChatUser.ready()
    user.world.status = { $0 == "/tmp/plan.pdf" ? .file(.document) : .missing }
    user.happen(.input(.paste("/tmp/plan.pdf")))
    let chip = try #require(user.state.composer.chips.first?.id)
    try user.send("what is planned?")
    #expect(user.replyNumber == nil, "its file is still being read")
    let pages = (1...3).map { ChatUser.picture("plan.pdf, page \($0)", id: "page\($0)") }
    user.happen(.attached(chip: chip, pages))
    let sent = user.state.record?.messages.first?.message
    #expect(sent?.attachments.map(\.id) == ["page1", "page2", "page3"])
    #expect(sent?.text == "what is planned?")
    #expect(user.state.pane.items.map(\.number) == [1, 2, 3])
  }

  @Test func aModelWithoutProjectorIsNotGivenPictures() throws {
    var user = ChatUser()
    user.open()
    user.happen(.modelReady(ModelFacts(name: "text", context: 4096, hasProjector: false)))
    user.world.status = { $0 == "/tmp/ci.png" ? .file(.picture) : .missing }
    user.happen(.input(.paste("/tmp/ci.png")))
    let chip = try #require(user.state.composer.chips.first?.id)
    user.happen(.attached(chip: chip, [ChatUser.picture()]))
    #expect(user.state.notice?.text.hasPrefix("this model reads text only: pictures need its projector") == true)
    try user.send("what is it?")
    #expect(user.replyNumber == nil)
    #expect(user.state.record?.messages.isEmpty == true)
    #expect(user.state.composer.content.plainText.hasSuffix("what is it?"), "nothing is lost")
    try user.press("f9")
    #expect(!user.effects.contains(.record))
  }

  static func user() -> ChatUser {
    var user = ChatUser.ready()
    user.world.status = { path in
      path == "/tmp/ci.png" || path == "/tmp/b.png" ? .file(.picture) : path == "/tmp" ? .folder : .missing
    }
    return user
  }

  @Test func aDroppedPathBecomesAChipAndIsSentWithTheMessage() throws {
    var user = Self.user()
    user.happen(.input(.paste("/tmp/ci.png")))
    #expect(user.effects.contains(.attach(chip: 1, path: "/tmp/ci.png", pages: nil)))
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    #expect(user.state.pane.items.map(\.tokens) == [252])
    user.type("What is wrong?")
    try user.press("enter")
    let message = try #require(user.state.conversation.messages.last)
    #expect(message.text == "What is wrong?")
    #expect(message.attachments.map(\.id) == ["p1"])
    #expect(message.attachments.first?.budget == 280)
    #expect(user.state.pane.items.map(\.isDraft) == [false])
    #expect(user.state.drafts.isEmpty)
  }

  @Test func sendingWaitsForTheFile() throws {
    var user = Self.user()
    user.happen(.input(.paste("/tmp/ci.png")))
    user.type("What is this?")
    try user.press("enter")
    #expect(user.replyNumber == nil)
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    #expect(user.replyNumber == 2)
  }

  @Test func aFileThatCannotBeReadGivesTheMessageBack() throws {
    var user = Self.user()
    user.happen(.input(.paste("/tmp/ci.png")))
    user.type("What is this?")
    try user.press("enter")
    user.happen(.notAttached(chip: 1, "ci.png is damaged; save it again"))
    #expect(user.replyNumber == nil)
    #expect(user.state.composer.content.plainText.contains("What is this?"))
    #expect(user.state.notice?.text == "ci.png is damaged; save it again")
  }

  @Test func aFileThatCannotBeReadLosesItsChipOnly() {
    var user = Self.user()
    user.type("look ")
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.notAttached(chip: 1, "ci.png is damaged; save it again"))
    #expect(user.state.composer.chips.isEmpty)
    #expect(user.state.composer.content.plainText.hasPrefix("look"))
    #expect(user.state.pane.items.isEmpty)
  }

  @Test func deletingTheChipRemovesTheAttachment() throws {
    var user = Self.user()
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    try user.press("backspace", "backspace")
    #expect(user.state.pane.items.isEmpty)
    try user.press("ctrl-_")
    #expect(user.effects.last == .attach(chip: 1, path: "/tmp/ci.png", pages: nil))
  }

  @Test func numbersGoOnThroughTheConversation() throws {
    var user = Self.user()
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    try user.press("enter")
    user.reply(.answer("nice"))
    user.finish()
    user.happen(.input(.paste("/tmp/b.png")))
    #expect(user.state.composer.chips.map(\.number) == [2])
  }

  @Test func pagesOfADocumentBecomeChipsOfTheirOwn() {
    var user = Self.user()
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(
      .attached(chip: 1, [ChatUser.picture("plan, page 1", id: "a"), ChatUser.picture("plan, page 2", id: "b")]))
    #expect(user.state.composer.chips.map(\.label) == ["Picture 1: plan, page 1", "Picture 2: plan, page 2"])
    #expect(user.state.pane.items.count == 2)
  }

  @Test func theBudgetOfTheConfigurationIsTakenWhereItFits() {
    var user = Self.user()
    user.state.settings.configuration.pictureBudget = 600
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    #expect(user.state.pane.items.first?.budget == 560)
  }

  @Test func whatAPictureTakesFollowsTheModel() throws {
    var user = Self.user()
    _ = user.frame(120, 30)
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    _ = user.frame(120, 30)
    let small = ModelFacts(name: "small", context: 4096, hasProjector: true, largestBudget: 16)
    user.happen(.modelReady(small))
    user.wait(0.1)
    let asked = user.effects.compactMap { if case .inspect(let attachment) = $0 { attachment } else { nil } }
    #expect(asked.map(\.id) == ["p1"])
    // At once it does not promise more than the model takes.
    #expect(user.state.pane.items.first?.budget == 16)
    var facts = ChatUser.picture()
    facts.budgets = [.init(budget: 16, tokens: 15, isWhole: false)]
    user.happen(.facts(id: "p1", facts))
    #expect(user.state.pane.items.first?.tokens == 15)
    user.wait(1)
    #expect(user.effects.count { if case .inspect = $0 { true } else { false } } == 1)
    // What was chosen before counts again with a model that takes it.
    user.happen(
      .modelReady(ModelFacts(name: "large", context: 4096, hasProjector: true, largestBudget: 1120)))
    user.wait(0.1)
    user.happen(.facts(id: "p1", ChatUser.picture()))
    #expect(user.state.pane.items.first?.tokens == 252)
    user.type("What is wrong?")
    try user.press("enter")
    #expect(user.state.conversation.messages.last?.attachments.first?.budget == 280)
  }

  @Test func aBudgetBeyondTheModelsIsSaid() throws {
    var user = Self.user()
    user.happen(.modelReady(ModelFacts(name: "small", context: 4096, hasProjector: true, largestBudget: 140)))
    try user.send("/budget 560")
    #expect(user.state.notice?.text == "pictures may take 560 tokens, with this model at most 140")
    try user.send("/budget 70")
    #expect(user.state.notice?.text == "pictures may take 70 tokens")
  }

  @Test func attachSaysWhatIsWrongWithAPath() throws {
    var user = Self.user()
    try user.send("/attach /tmp/none.png")
    #expect(user.state.notice?.text == "there is no file /tmp/none.png; check the path")
    try user.send("/attach /tmp")
    #expect(user.state.notice?.text.contains("is a folder") == true)
    try user.send("/attach /tmp/ci.png 2-3")
    #expect(user.effects.contains(.attach(chip: 1, path: "/tmp/ci.png", pages: 2...3)))
  }

  @Test func wordsBetweenAttachmentsNameThem() {
    let picture = Chip(id: 1, kind: .picture, number: 1, label: "Picture 1: a.png")
    let other = Chip(id: 2, kind: .picture, number: 2, label: "Picture 2: b.png")
    let text = ChatState.text(
      of: ComposedText(parts: [.chip(picture), .text(" is newer than "), .chip(other), .text(" by far")]))
    #expect(text == "is newer than [Picture 2: b.png] by far")
    #expect(ChatState.text(of: ComposedText(parts: [.chip(picture), .text(" ")])) == "")
  }
}
