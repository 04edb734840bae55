import Chat
import Foundation
import Screen
import Testing

@testable import Interface

/// Documents whose pages become pictures, each with a chip and a file of its own.
@Suite struct ChatPagesTests {
  /// Someone who has dropped a scanned document of three pages, which are still being made.
  private static func dropper() -> ChatUser {
    var user = ChatUser.ready()
    user.world.status = { $0 == "/tmp/scan.pdf" ? .file(.document) : .missing }
    user.happen(.input(.paste("/tmp/scan.pdf")))
    return user
  }

  /// Its pages, each in a file of its own.
  private static let scan = (1...3).map { page in
    var facts = ChatUser.picture("scan.pdf, page \(page)", id: "page\(page)")
    facts.attachment = Attachment(
      kind: .picture, id: "page\(page)", path: "/files/\(page).png", name: "scan.pdf, page \(page)", budget: 280)
    return facts
  }

  /// What was asked to be read, as "path" or "path 2-4".
  private static func loaded(_ user: ChatUser) -> [String] {
    user.effects.compactMap { effect in
      guard case .attach(_, let path, let pages) = effect else { return nil }
      return pages.map { "\(path) \($0.lowerBound)-\($0.upperBound)" } ?? path
    }
  }

  /// Reads what was asked for since the last time, as the loader does: a page's file is called by its path.
  private static func answer(_ user: inout ChatUser) {
    let asked = user.effects
    user.effects = []
    for case .attach(let chip, let path, _) in asked {
      let file = String(path.split(separator: "/").last ?? "")
      let page = scan.first { $0.attachment.path == path }
      let facts = page.map { page in
        var facts = page
        facts.attachment.name = file
        return [facts]
      }
      user.happen(.attached(chip: chip, facts ?? scan))
    }
  }

  private static let names = ["scan.pdf, page 1", "scan.pdf, page 2", "scan.pdf, page 3"]

  @Test func furtherPagesLeaveWhatIsWrittenMeanwhileAsItIs() throws {
    var user = Self.dropper()
    user.type("summarise th")
    user.happen(.attached(chip: 1, Self.scan))
    user.type("is")
    #expect(
      user.state.composer.content.plainText
        == "[Picture 1: scan.pdf, page 1] [Picture 2: scan.pdf, page 2] [Picture 3: scan.pdf, page 3] summarise this")
    try user.press("enter")
    #expect(user.state.conversation.messages.last?.text == "summarise this")
    #expect(user.state.conversation.messages.last?.attachments.map(\.name) == Self.names)
  }

  @Test func furtherPagesLeaveTheSelectionAsItIs() throws {
    var user = Self.dropper()
    user.type("one two")
    try user.press("shift-left", "shift-left", "shift-left")
    user.happen(.attached(chip: 1, Self.scan))
    try user.press("alt-w")
    #expect(user.effects.contains(.copy("two", name: "the selection")))
    #expect(user.state.composer.content.plainText.hasSuffix("page 3] one two"))
  }

  @Test func furtherPagesLeaveViAndTheLastYankInTheirPlaces() throws {
    var user = Self.dropper()
    user.state.settings.configuration.editing = .vi
    user.type("one two")
    try user.press("escape")
    user.type("vb")
    user.happen(.attached(chip: 1, Self.scan))
    user.type("d")
    #expect(user.state.composer.content.plainText.hasSuffix("page 3] one "))

    user = Self.dropper()
    user.type("one two")
    try user.press("ctrl-w", "left", "ctrl-w", "end", "ctrl-y")
    user.happen(.attached(chip: 1, Self.scan))
    try user.press("alt-y")
    #expect(user.state.composer.content.plainText.hasSuffix("page 3]  two"))
  }

  @Test(arguments: [["backspace", "backspace", "ctrl-_"], ["ctrl-u", "ctrl-y"]])
  func pagesThatComeBackAreNotMadeAgain(_ keys: [String]) throws {
    var user = Self.dropper()
    user.happen(.attached(chip: 1, Self.scan))
    #expect(user.state.composer.chips.map(\.name) == Self.names)
    user.effects = []
    for key in keys { try user.press(key) }
    let again = Self.loaded(user)
    #expect(!again.isEmpty && again.allSatisfy { $0.hasSuffix(".png") })
    Self.answer(&user)
    #expect(user.state.composer.chips.map(\.name) == Self.names)
    #expect(user.state.pane.items.map(\.name) == Self.names)
  }

  @Test func aDocumentThatIsPutBackWhileItIsReadGivesItsPagesOnce() throws {
    var user = Self.dropper()
    try user.press("ctrl-u", "ctrl-y")
    #expect(Self.loaded(user) == ["/tmp/scan.pdf", "/tmp/scan.pdf"])
    Self.answer(&user)
    #expect(user.state.composer.chips.map(\.name) == Self.names)
    #expect(user.state.pane.items.map(\.number) == [1, 2, 3])
  }

  @Test func pagesSurviveARestart() throws {
    var user = Self.dropper()
    user.happen(.attached(chip: 1, Self.scan))
    let draft = try JSONDecoder().decode(
      ComposerDraft.self, from: try JSONEncoder().encode(user.state.composer.draft))
    var later = ChatUser.ready()
    later.effects = []
    later.open(draft: draft)
    #expect(Self.loaded(later) == ["/files/1.png", "/files/2.png", "/files/3.png"])
    Self.answer(&later)
    #expect(later.state.composer.chips.map(\.name) == Self.names)
    #expect(later.state.composer.content.plainText.hasPrefix("[Picture 1: scan.pdf, page 1] [Picture 2"))
    #expect(later.state.pane.items.map(\.name) == Self.names)
  }

  @Test func pagesThatWereAskedForAreAskedForAgainAfterARestart() throws {
    var user = ChatUser.ready()
    user.world.status = { $0 == "/tmp/scan.pdf" ? .file(.document) : .missing }
    try user.send("/attach /tmp/scan.pdf 2-3")
    var later = ChatUser.ready()
    later.open(draft: user.state.composer.draft)
    #expect(Self.loaded(later) == ["/tmp/scan.pdf 2-3"])
  }

  @Test func aRecordingKeepsItsLabelOverARestart() throws {
    var user = ChatUser.ready()
    try user.press("f9", "f9")
    user.happen(.recording(.clip(ChatUser.recording())))
    user.happen(.recording(.ended))
    var later = ChatUser.ready()
    later.open(draft: user.state.composer.draft)
    var facts = ChatUser.recording()
    facts.attachment.name = "recording-00C0FFEE.wav"
    later.happen(.attached(chip: 1, [facts]))
    #expect(later.state.composer.chips.map(\.label) == ["Recording 0:07"])
    #expect(later.state.pane.items.map(\.name) == [""])
  }
}
