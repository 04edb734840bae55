import Chat
import Screen
import Testing

@testable import Interface

/// Attachments on the whole screen, by what people do.
@Suite struct AttachmentScreenTests {
  /// A chat in which a picture and a recording were sent, and a document, a damaged file and one that is being read are in the draft.
  static func user(isASCII: Bool = false, _ change: (inout ChatSettings) -> Void = { _ in }) throws -> ChatUser {
    var user = ChatUser.ready(isASCII: isASCII, change)
    user.world.status = { path in
      path.hasSuffix(".md") ? .file(.document) : path.hasPrefix("/tmp/") ? .file(.picture) : .missing
    }
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.attached(chip: 1, [picture]))
    try user.press("f9")
    for event in [RecordingEvent.started, .clip(recording), .ended] { user.happen(.recording(event)) }
    try user.send("What is wrong here?")
    user.reply(.answer("The linker does not find `libopenblas`. The runner lacks its development package."))
    user.finish()
    user.happen(.input(.paste("/tmp/notes.md")))
    user.happen(.attached(chip: user.state.composer.chips.last?.id ?? 0, [document]))
    user.happen(.input(.paste("/tmp/large.webp")))
    return user
  }

  static var picture: AttachmentFacts {
    var facts = ChatUser.picture()
    facts.preview = AttachmentSample.landscape()
    return facts
  }

  static var recording: AttachmentFacts { ChatUser.recording() }

  static var document: AttachmentFacts {
    AttachmentFacts(
      Attachment(kind: .document, id: "d1", path: "", name: "notes.md", text: AttachmentSample.notes), size: "12 kB",
      tokens: 3100)
  }

  @Test func theScreenWithAPane() throws {
    var user = try Self.user()
    _ = user.frame(120, 40)
    try user.press("tab", "up")
    try ScreenSnapshot.expect(user.frame(120, 40), named: "attachments-120x40")
    try ScreenSnapshot.expect(user.frame(200, 50), named: "attachments-200x50")
  }

  @Test func theScreenWithAStrip() throws {
    var user = try Self.user()
    try ScreenSnapshot.expect(user.frame(80, 24), named: "attachments-80x24")
    try user.press("tab", "up")
    try ScreenSnapshot.expect(user.frame(40, 10), named: "attachments-40x10")
    var plain = try Self.user(isASCII: true)
    try ScreenSnapshot.expect(plain.frame(80, 24), named: "attachments-ascii-80x24")
  }

  @Test func theViewerOverTheChat() throws {
    var user = try Self.user()
    _ = user.frame(120, 40)
    try user.press("tab", "home", "enter")
    #expect(user.effects.last == .loadPicture(try #require(user.state.pane.item?.attachment)))
    try ScreenSnapshot.expect(user.frame(80, 24), named: "attachments-viewer-80x24")
    try ScreenSnapshot.expect(user.frame(40, 10), named: "attachments-viewer-40x10")
    try ScreenSnapshot.expect(user.frame(200, 50), named: "attachments-viewer-200x50")
    user.happen(.picture(id: "p1", AttachmentSample.landscape(width: 320, height: 180)))
    guard case .viewer(let viewer)? = user.state.layers.last else {
      Issue.record("no viewer")
      return
    }
    #expect(viewer.pixels?.data.width == 320)
    // What was looked at last stays chosen.
    try user.press("right", "escape")
    #expect(user.state.layers.isEmpty && user.state.pane.item?.kind == .recording)
  }

  @Test func plusInThePaneChangesTheBudgetThatIsSent() throws {
    var user = ChatAttachmentTests.user()
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    _ = user.frame(120, 40)
    try user.press("tab")
    user.type("+")
    #expect(user.frame(120, 40).snapshot.joined().contains("540 of 560 tokens"))
    try user.press("escape")
    user.type("Look.")
    try user.press("enter")
    #expect(user.state.conversation.messages.last?.attachments.first?.budget == 560)
    try user.press("tab")
    user.type("+")
    #expect(user.state.notice?.text == "it was sent already; /edit changes its message")
  }

  @Test func deletingInTheViewerClosesItWithTheLast() throws {
    var user = ChatAttachmentTests.user()
    user.type("look ")
    user.happen(.input(.paste("/tmp/ci.png")))
    user.happen(.attached(chip: 1, [ChatUser.picture()]))
    _ = user.frame(80, 24)
    try user.press("tab", "enter")
    #expect(user.state.layers.count == 1)
    try user.press("delete")
    #expect(user.state.layers.isEmpty && user.state.focus == .composer)
    #expect(user.state.composer.chips.isEmpty && user.state.composer.content.plainText.hasPrefix("look"))
  }

  @Test func textGoesToTheComposer() throws {
    var user = try Self.user()
    _ = user.frame(120, 40)
    try user.press("tab")
    user.type("why?")
    #expect(user.state.focus == .composer)
    #expect(user.state.composer.content.plainText.hasSuffix("why?"))
  }

  @Test func aRecordingPlaysAndStops() throws {
    var user = try Self.user()
    _ = user.frame(120, 40)
    try user.press("tab", "home", "down")
    user.type("p")
    let attachment = try #require(user.state.pane.item?.attachment)
    #expect(user.effects.last == .play(attachment))
    user.happen(.playing(id: attachment.id))
    #expect(user.frame(120, 40).snapshot.joined().contains("■ 0:07"))
    user.type(" ")
    #expect(user.effects.contains(.stopPlaying))
  }

  @Test func aPressInTheStripChoosesAndThenOpens() throws {
    var user = try Self.user()
    let frame = user.frame(80, 24)
    let row = try #require(frame.snapshot.firstIndex { $0.hasPrefix(" ⟦Picture 1: ci.png") })
    let press = ChatEvent.input(.mouse(.press, at: Point(x: 5, y: row), []))
    user.happen(press)
    #expect(user.state.focus == .pane && user.state.pane.selected == 0)
    _ = user.frame(80, 24)
    user.happen(press)
    #expect(user.state.layers.count == 1)
  }

  @Test func wherePicturesAreOffNothingIsDrawnOrLoaded() throws {
    var user = try Self.user {
      $0.configuration.pictures = .off; $0.hasPictures = true
    }
    #expect(!user.frame(120, 40).snapshot.joined().contains("▀"))
    try user.press("tab", "home", "enter")
    let frame = user.frame(120, 40)
    #expect(frame.snapshot.contains(" pictures are switched off: pictures in the configuration says so"))
    user.wait(1)
    #expect(
      !user.effects.contains {
        switch $0 {
        case .loadPicture, .transmit: true
        default: false
        }
      })
  }

  @Test func theTerminalIsGivenThePictureInEachSize() throws {
    var user = try Self.user { $0.hasPictures = true }
    func transmissions() -> [(Int, Size)] {
      user.effects.compactMap { if case .transmit(_, let number, let size) = $0 { (number, size) } else { nil } }
    }
    _ = user.frame(120, 40)
    #expect(user.state.nextTick == 0)
    user.wait(0)
    let small = try #require(transmissions().last)
    #expect(transmissions().count == 1)
    user.happen(.transmitted(id: "p1", number: small.0, small.1))
    #expect(user.frame(120, 40).cells.contains(PicturePlaceholder.cells(id: small.0, size: small.1)[0]))
    try user.press("tab", "home", "enter")
    _ = user.frame(120, 40)
    user.wait(0)
    let large = try #require(transmissions().last)
    #expect(large.0 != small.0 && large.1.width > small.1.width)
    user.happen(.transmitted(id: "p1", number: large.0, large.1))
    #expect(user.frame(120, 40).cells.contains(PicturePlaceholder.cells(id: large.0, size: large.1)[0]))
    try user.press("escape")
    // The small one is still there.
    #expect(user.frame(120, 40).cells.contains(PicturePlaceholder.cells(id: small.0, size: small.1)[0]))
    user.happen(.resumed)
    _ = user.frame(120, 40)
    user.wait(0)
    #expect(transmissions().count > 2)
  }

  @Test func theTerminalForgetsTheOldestPictures() throws {
    var user = try Self.user { $0.hasPictures = true }
    for columns in 0..<40 {
      _ = user.frame(120 + 4 * columns, 12 + columns)
      user.wait(0)
      guard case .transmit(let attachment, let number, let size)? = user.effects.last else { continue }
      user.happen(.transmitted(id: attachment.id, number: number, size))
    }
    for number in 100..<140 {
      user.happen(.transmitted(id: "p\(number)", number: number, Size(width: 3, height: 2)))
    }
    #expect(user.state.given.count == 32)
    #expect(user.effects.contains(.forget(number: 100)))
    // What is seen is kept.
    #expect(user.frame(120 + 4 * 39, 12 + 39).cells.contains { $0.text.unicodeScalars.first?.value == 0x10EEEE })
  }

  @Test func ofEarlierMessagesOnlyWhatIsSeenIsLookedAt() throws {
    var user = ChatUser.ready()
    let messages = (1...200).map { number in
      let picture = Attachment(kind: .picture, id: "p\(number)", path: "/tmp/\(number).png", name: "\(number).png")
      return StoredMessage(id: number, time: user.world.date, message: .user("look", attachments: [picture]))
    }
    user.open(messages, title: "many")
    for _ in 0..<20 {
      _ = user.frame(120, 40)
      user.wait(0.1)
    }
    let looked = user.effects.compactMap { if case .inspect(let attachment) = $0 { attachment.id } else { nil } }
    #expect(looked.contains("p200") && looked.count < 20)
    user.happen(.noFacts(id: "p200", "200.png is gone; attach it again"))
    #expect(user.frame(120, 40).snapshot.joined().contains("200.png is gone"))
    #expect(user.state.nextTick != 0)
  }
}
