import Chat
import Foundation
import Screen
import TestSupport
import Testing

@testable import Interface

/// Texts that try to steer the terminal, to hide or to turn what is read, or to make the program hang, on every way into the chat.
@Suite struct AttackTests {
  /// A way by which text from outside gets onto the screen.
  enum Way: String, CaseIterable {
    case answer, thought, fileName, pastedText, typedText, openedMessage, openedReply, title, draft, history, problem,
      note, modelFailure, replyFailure, storeFailure, attachmentFailure, modelName, theme, facts, toolCall,
      completions, pastedPath, conversationList, renaming, fileBrowser, searchLine, palette, systemPage, messagesPage,
      deletion, viewedName, viewedDocument

    /// Whether the whole text is on the page then.
    var showsAll: Bool {
      switch self {
      case .answer, .thought, .openedMessage, .openedReply, .pastedText: true
      default: false
      }
    }
  }

  private static let sizes = [
    Size(width: 110, height: 24), Size(width: 20, height: 5),
  ]

  @Test(arguments: Attack.known) func nothingOfAnAttackReachesTheScreenButItsMark(_ attack: Attack) throws {
    for way in Way.allCases {
      for isASCII in [false, true] {
        var user = try person(isASCII: isASCII, way, attack.text)
        for size in isASCII ? [Self.sizes[1]] : Self.sizes {
          let frame = user.frame(size.width, size.height)
          #expect(frame.size == size)
          FrameCheck.expectHarmless(frame, "\(attack) as \(way) at \(size)")
          if way.showsAll, size.width == 110, let mark = attack.mark {
            #expect(frame.snapshot.joined(separator: "\n").contains(mark), "\(attack) as \(way)")
          }
        }
      }
    }
  }

  @Test(arguments: Attack.known) func anAnswerIsTheSameWhereverItIsCut(_ attack: Attack) throws {
    let scalars = Array(attack.text.unicodeScalars)
    var whole = try person(.answer, attack.text)
    whole.finish()
    let expected = whole.frame(60, 16)
    for cut in scalars.indices.dropFirst() where cut < 64 {
      var user = try person(.answer, String(String.UnicodeScalarView(scalars[..<cut])))
      FrameCheck.expectHarmless(user.frame(60, 16), "\(attack) cut at \(cut)")
      user.reply(.answer(String(String.UnicodeScalarView(scalars[cut...]))))
      user.finish()
      #expect(user.frame(60, 16) == expected, "\(attack) cut at \(cut)")
    }
  }

  @Test(arguments: Attack.floods) func aFloodIsShown(_ attack: Attack) throws {
    let ways: [Way] = [.answer, .thought, .openedMessage, .pastedText, .typedText, .fileName, .title, .problem]
    for way in ways {
      var user = try person(way, attack.text)
      for size in Self.sizes {
        FrameCheck.expectHarmless(user.frame(size.width, size.height), "\(attack) as \(way)")
      }
    }
  }

  @Test func whatIsCopiedAndSentIsWhatWasMeant() throws {
    // A copied answer keeps its bytes: only what is shown is changed.
    var user = try person(.answer, "a\u{1B}[31mb")
    user.finish()
    try user.press("alt-up")
    user.happen(.input(.text("y")))
    #expect(user.effects.contains(.copy("a\u{1B}[31mb", name: "the message")))
    // What is pasted is sent as it was seen.
    user = try person(.pastedText, "x\u{1B}[201~y")
    try user.press("enter")
    #expect(user.state.conversation.messages.last?.text == "x␛[201~y")
  }

  @Test func aPasteLongerThanAnyContextIsRefusedAndTheDraftStays() throws {
    var user = try person(.typedText, "draft")
    user.happen(.input(.paste(String(repeating: "x", count: Composer.pasteLimit + 1))))
    #expect(user.state.composer.content.plainText == "draft")
    #expect(user.state.notice?.text == "1M bytes are too much text for a message; save it as a file and attach that")
    user.happen(.edited(String(repeating: "x", count: Composer.pasteLimit + 1)))
    #expect(user.state.composer.content.plainText == "draft")
    // Nor does a message from elsewhere vanish when it is to be changed.
    user.open([Self.stored(.user, String(repeating: "x", count: Composer.pasteLimit + 1))])
    user.happen(.input(.key(.up, .alt)))
    user.happen(.input(.text("e")))
    #expect(user.state.editing == nil)
  }

  @Test func longNamesKeepTheirBeginningsAndEnds() {
    let name = "screenshot" + String(repeating: "-again", count: 1000) + ".png"
    let label = Chip.label(.picture, number: 1, name: name)
    #expect(label.hasPrefix("Picture 1: screenshot") && label.hasSuffix(".png") && label.utf8.count < 200)
    #expect(Chip.label(.picture, number: 1, name: "ci.png") == "Picture 1: ci.png")
  }

  // MARK: Ways

  private func person(isASCII: Bool = false, _ way: Way, _ text: String) throws -> ChatUser {
    var user = ChatUser.ready(isASCII: isASCII)
    _ = user.frame(80, 24)
    // What was written here was never longer than what can be pasted.
    let written = String(decoding: text.utf8.prefix(Composer.pasteLimit), as: UTF8.self)
    switch way {
    case .answer, .thought, .replyFailure, .toolCall:
      try user.send("hello")
      try reply(way, text, &user)
    case .fileName, .facts, .attachmentFailure, .pastedPath: attach(way, text, &user)
    case .pastedText: user.happen(.input(.paste(text)), after: 1)
    case .typedText: for piece in Self.pieces(written) { user.happen(.input(.text(piece)), after: 0.001) }
    case .openedMessage: user.open([Self.stored(.user, text)])
    case .openedReply: user.open([Self.stored(.assistant, text)])
    case .title: user.open([Self.stored(.user, "hello")], title: text)
    case .draft:
      let chip = Chip(id: 1, kind: .picture, number: 1, label: text, path: text)
      user.open(draft: ComposerDraft(ComposedText(parts: [.text(written), .chip(chip)])))
    case .history:
      user.happen(.history([ComposedText(written)]))
      try user.press("up")
    case .problem: user.happen(.problem(text))
    case .note: user.happen(.note(text))
    case .modelFailure: user.happen(.modelFailed(text))
    case .storeFailure: user.happen(.notSaved(text))
    case .modelName:
      user.happen(.modelReady(ModelFacts(name: text, context: 32_768, hasProjector: false)))
    case .theme: user.happen(.themed(text))
    case .conversationList, .renaming, .fileBrowser, .searchLine, .palette, .systemPage, .messagesPage, .deletion:
      try openDialog(way, text, &user)
    case .viewedName, .viewedDocument: try view(way, text, &user)
    case .completions:
      let name = String(text.unicodeScalars.prefix(60))
      user.world.list = { _ in [PathEntry("a" + name), PathEntry("b" + name, isFolder: true)] }
      user.type("/attach ")
      try user.press("tab")
    }
    return user
  }

  private func openDialog(_ way: Way, _ text: String, _ user: inout ChatUser) throws {
    switch way {
    case .fileBrowser:
      let name = String(text.unicodeScalars.prefix(60))
      user.world.list = { _ in [PathEntry(name), PathEntry("b" + name, isFolder: true)] }
      try user.press("alt-a")
    case .searchLine:
      try user.press("ctrl-s")
      user.happen(.input(.paste(text)))
    case .palette:
      try user.press("f2")
      user.happen(.input(.paste(text)))
    case .systemPage:
      user.state.settings.configuration.system = text
      try user.send("/system")
    case .messagesPage:
      user.happen(.problem(text))
      try user.press("alt-m")
    case .deletion:
      user.open([Self.stored(.user, "hello")], title: text)
      try user.send("/delete")
    default:
      try user.press("ctrl-o")
      var summary = Dialog.summary(1, text, ago: 60)
      (summary.opening, summary.excerpt) = (text, text)
      user.happen(.listed([summary], query: ""))
      if way == .renaming { try user.press("f2") }
    }
    try #require(!user.state.layers.isEmpty)
  }

  private func view(_ way: Way, _ text: String, _ user: inout ChatUser) throws {
    user.world.status = { $0 == "/tmp/notes.md" ? .file(.document) : .missing }
    user.happen(.input(.paste("/tmp/notes.md")), after: 1)
    let id = user.state.composer.chips.last?.id ?? 0
    let document =
      way == .viewedName
      ? Attachment(document: "hello", name: text) : Attachment(document: text, name: "notes.md")
    user.happen(.attached(chip: id, [AttachmentFacts(document, size: "1 kB", tokens: 3)]))
    _ = user.frame(110, 24)
    try user.press("tab", "enter")
    try #require(!user.state.layers.isEmpty)
  }

  private func reply(_ way: Way, _ text: String, _ user: inout ChatUser) throws {
    switch way {
    case .thought:
      for piece in Self.pieces(text) { user.reply(.thought(piece)) }
      _ = user.frame(80, 24)
      user.state.transcript.toggleThought()
    case .replyFailure: user.happen(.replyFailed(message: user.replyNumber ?? 0, text))
    case .toolCall:
      user.reply(
        .toolCall(ToolCall(name: text, arguments: .null)), .brokenToolCall(BrokenToolCall(text: text, reason: text)))
    default:
      for piece in Self.pieces(text) { user.reply(.answer(piece)) }
    }
  }

  private func attach(_ way: Way, _ text: String, _ user: inout ChatUser) {
    let path = way == .pastedPath ? "/tmp/\(text.unicodeScalars.prefix(60)).png" : "/tmp/ci.png"
    user.world.status = { $0 == path ? .file(.picture) : .missing }
    user.happen(.input(.paste(path)), after: 1)
    let id = user.state.composer.chips.last?.id ?? 0
    switch way {
    case .attachmentFailure: user.happen(.notAttached(chip: id, text))
    case .fileName:
      user.happen(.attached(chip: id, [ChatUser.picture(text)]))
      _ = user.frame(80, 24)
      try? user.press("enter")
    default:
      var facts = ChatUser.picture()
      (facts.size, facts.remark) = (text, text)
      user.happen(.attached(chip: id, [facts]))
    }
  }

  private static func stored(_ role: Message.Role, _ text: String) -> StoredMessage {
    StoredMessage(
      id: 1, time: Date(timeIntervalSince1970: 0), message: Message(role, parts: [.text(text)], thought: text))
  }

  /// Long texts in pieces of some thousand bytes.
  private static func pieces(_ text: String) -> [String] {
    guard text.utf8.count > 4096 else { return [text] }
    let bytes = Array(text.utf8)
    let step = max(4096, bytes.count / 200)
    return stride(from: 0, to: bytes.count, by: step).map { start in
      String(decoding: bytes[start..<min(start + step, bytes.count)], as: UTF8.self)
    }
  }
}
