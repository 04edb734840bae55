import Chat
import Foundation
import Screen
import Testing

@testable import Interface

@Suite struct ChatDialogTests {
  /// A chat in which something was said.
  static func talk(isASCII: Bool = false) throws -> ChatUser {
    var user = ChatUser.ready(isASCII: isASCII)
    user.open(
      [
        StoredMessage(id: 1, time: user.world.date, message: Message(.user, "What is wrong with the red build?")),
        StoredMessage(
          id: 2, time: user.world.date,
          message: Message(.assistant, "The linker does not find `libopenblas`. Add it to the build.")),
      ], title: "the red build")
    user.world.status = { $0.hasSuffix(".png") ? .file(.picture) : .missing }
    user.world.list = Dialog.list
    return user
  }

  /// A chat with the list of conversations open.
  static func listing(isASCII: Bool = false) throws -> ChatUser {
    var user = try talk(isASCII: isASCII)
    var list = Dialog.conversations
    list[0].id = user.state.record?.id ?? ""
    try user.press("ctrl-o")
    user.happen(.listed(list, query: ""))
    return user
  }

  private func picker(_ user: ChatUser) -> ConversationPicker? {
    if case .conversations(let picker)? = user.state.layers.last { picker } else { nil }
  }

  @Test func openingAConversationClosesTheList() throws {
    var user = try Self.listing()
    try user.press("down", "enter")
    #expect(user.effects.last == .open(id: "c2") && user.state.layers.isEmpty)
  }

  @Test func typingListsAnew() throws {
    var user = try Self.listing()
    user.type("b")
    try user.press("tab")
    #expect(user.effects.suffix(2) == [.list(query: "b", isDeep: false), .list(query: "b", isDeep: true)])
    try user.press("backspace")
    #expect(user.effects.last == .list(query: "", isDeep: false))
  }

  @Test func renamingTheOpenConversationChangesItsTitle() throws {
    var user = try Self.listing()
    user.state.composer.draft = ComposerDraft(ComposedText("a draft"))
    try user.press("f2", "ctrl-u")
    user.type("green")
    try user.press("enter")
    #expect(user.state.title == "green")
    #expect(user.effects.last == .list(query: "", isDeep: false))
    // No title gives back the first words, and what is being written stays.
    try user.press("f2", "ctrl-u", "enter")
    #expect(user.state.title.hasPrefix("What is wrong"))
    #expect(user.state.composer.content.plainText == "a draft")
  }

  @Test func renamingAnotherOneIsLeftToTheStore() throws {
    var user = try Self.listing()
    try user.press("down", "f2", "ctrl-u")
    user.type("caches")
    try user.press("enter")
    #expect(user.effects.suffix(2) == [.rename(id: "c2", title: "caches"), .list(query: "", isDeep: false)])
    #expect(user.state.title == "the red build")
  }

  @Test func deletingAsksAndCanBeTakenBack() throws {
    var user = try Self.listing()
    try user.press("down", "delete", "enter")
    #expect(!user.effects.contains { if case .delete = $0 { true } else { false } })
    try user.press("delete")
    user.type("y")
    #expect(
      user.effects.suffix(2) == [
        .delete(id: "c2", title: "caching swift builds"), .list(query: "", isDeep: false),
      ])
    try user.press("ctrl-z")
    #expect(user.effects.suffix(2) == [.undoDelete, .list(query: "", isDeep: false)])
  }

  @Test func deletingTheOpenConversationBeginsAnotherOne() throws {
    var user = try Self.listing()
    let id = user.state.record?.id ?? ""
    try user.press("delete")
    user.type("y")
    #expect(
      user.effects.suffix(4) == [
        .keepDraft(nil, conversation: id), .delete(id: id, title: "the red build"), .newConversation,
        .list(query: "", isDeep: false),
      ])
    #expect(picker(user) != nil)
  }

  @Test func whatIsBeingWrittenOutlivesItsConversation() throws {
    var user = try Self.talk()
    user.type("a draft")
    try user.press("ctrl-o")
    var summary = Dialog.conversations[0]
    summary.id = user.state.record?.id ?? ""
    user.happen(.listed([summary], query: ""))
    try user.press("delete")
    user.type("y")
    #expect(user.state.record == nil && user.state.transcript.messages.isEmpty)
    #expect(user.state.composer.content.plainText == "a draft")
    user.open()
    user.wait(2)
    #expect(user.effects.contains(.keepDraft(ComposerDraft(ComposedText("a draft"), cursor: 7), conversation: nil)))
  }

  @Test func aConversationThatCannotBeLeftIsListedAgain() throws {
    var user = try Self.listing()
    user.state.reply = RunningReply(message: 9, at: user.world.time)
    try user.press("delete")
    user.type("y")
    #expect(user.effects.last == .list(query: "", isDeep: false))
    #expect(user.state.notice?.isError == true)
  }

  @Test func nothingIsWrittenOverAFileUnasked() throws {
    func paths(_ user: ChatUser) -> [String] {
      user.effects.compactMap { if case .export(_, let path) = $0 { path } else { nil } }
    }
    var user = try Self.talk()
    user.world.status = { path in
      switch path {
      case "the-red-build.md", "the-red-build-2.md", "notes.md", "/home/me/docs/the-red-build.md": .file(.document)
      case "/home/me/docs": .folder
      default: .missing
      }
    }
    try user.send("/export")
    try user.send("/export ~/docs")
    try user.send("/export new.md")
    let free = ["the-red-build-3.md", "/home/me/docs/the-red-build-2.md", "new.md"]
    #expect(paths(user) == free)
    try user.send("/export notes.md")
    #expect(user.frame(80, 24).snapshot.joined().contains("replace “notes.md”?"))
    try user.press("enter")
    #expect(paths(user) == free && user.state.layers.isEmpty)
    try user.send("/export notes.md")
    user.type("y")
    #expect(paths(user) == free + ["notes.md"])
    // Where there is no free name either, it asks as well.
    user.world.status = { $0.hasSuffix(".md") ? .file(.document) : .missing }
    try user.send("/export")
    #expect(paths(user).count == 4 && user.state.layers.count == 1)
  }

  @Test func theQuestionKeepsUnlessToldOtherwise() throws {
    var user = try Self.talk()
    try user.send("/delete")
    try user.press("enter")
    #expect(user.state.layers.isEmpty)
    #expect(!user.effects.contains { if case .delete = $0 { true } else { false } })
    try user.send("/delete")
    user.type("y")
    #expect(user.effects.contains { if case .delete = $0 { true } else { false } })
  }

  @Test func searchingGoesUpFromTheNewestPlaceAndLeavesTheTalkInSight() throws {
    var user = try Self.talk()
    try user.press("ctrl-s")
    user.type("build")
    #expect(user.state.transcript.searchStatus?.current == 2)
    let rows = user.frame(80, 24).snapshot
    #expect(rows.contains { $0.contains("What is wrong with the red build?") })
    #expect(rows.contains { $0.hasPrefix(" › build") && $0.hasSuffix("2 of 2") })
    try user.press("enter")
    #expect(user.state.transcript.searchStatus?.current == 1)
    try user.press("down")
    #expect(user.state.transcript.searchStatus?.current == 2)
    try user.press("escape")
    #expect(user.state.layers.isEmpty && user.state.transcript.searchStatus == nil)
  }

  @Test func whatIsFoundIsNeverBelowTheLine() throws {
    for height in [5, 8, 10, 24] {
      var user = ChatUser.ready()
      user.open(
        (1...60).map { StoredMessage(id: $0, time: user.world.date, message: Message(.user, "say number \($0).")) })
      _ = user.frame(60, height)
      try user.press("pageup", "pageup", "ctrl-s")
      for character in "number" { user.type(String(character)) }
      for step in 0..<60 {
        let rows = user.frame(60, height)
        let place = user.state.transcript.searchStatus?.current
        #expect(
          rows.snapshot.prefix(user.state.shown.transcript.maxY).contains { $0.contains("number \(60 - step).") },
          "\(height) rows, place \(place ?? 0)")
        try user.press("up")
      }
    }
  }

  @Test func thePageKeysMoveTheTalkWhileItIsSearched() throws {
    var user = try Self.talk()
    for number in 3...40 { user.state.transcript.append(TranscriptMessage(id: "\(number)", role: .user, text: "more")) }
    _ = user.frame(80, 24)
    try user.press("ctrl-s", "pageup")
    #expect(!user.state.transcript.isFollowing)
  }

  @Test func filesAreAttachedFromTheBrowser() throws {
    var user = try Self.talk()
    try user.press("alt-a", "down", "down", "enter")
    #expect(user.state.layers.isEmpty)
    #expect(user.effects.contains(.attach(chip: 1, path: "/home/me/work/ci.png", pages: nil)))
  }

  @Test func aCommandOfThePaletteLeavesWhatIsWritten() throws {
    var user = try Self.talk()
    user.type("a draft")
    try user.press("alt-x")
    user.type("rename")
    try user.press("enter")
    #expect(user.state.composer.content.plainText == "a draft")
    #expect(user.state.notice?.text == "the title is “the red build”; /rename TITLE changes it")
  }

  @Test func helpOpensOverADialogAndLeavesAndQuitsWork() throws {
    var user = try Self.listing()
    try user.press("f1")
    #expect(user.state.layers.count == 2)
    try user.press("escape")
    #expect(picker(user) != nil)
    try user.press("ctrl-q")
    #expect(user.effects.last == .quit)
  }

  @Test func theRecordKeyEndsARecordingUnderAPage() throws {
    var user = try Self.talk()
    try user.press("f9", "f1", "f9")
    #expect(user.effects.last == .stopRecording && user.state.layers.count == 1)
  }

  @Test func theMenuOfCommandsIsNotSeenBehindADialog() throws {
    var user = try Self.talk()
    user.type("/")
    try user.press("ctrl-s")
    #expect(!user.frame(80, 24).snapshot.contains { $0.contains("/attach") })
  }
}
