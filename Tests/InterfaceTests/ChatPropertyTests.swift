import Chat
import Foundation
import Screen
import Testing

@testable import Interface

/// Whatever happens in whatever order, the chat goes on.
@Suite struct ChatPropertyTests {
  private static let keys: [Key] = [
    .enter, .tab, .escape, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .space,
    .function(1), .function(2), .function(3), .function(9), .character("a"), .character("c"), .character("o"),
    .character("s"), .character("r"), .character("n"), .character("p"), .character("t"), .character("m"),
    .character("x"), .character("_"),
  ]
  private static let texts = [
    "hello", "é", "👨‍👩‍👧‍👦", "\u{1B}[31m", "漢字", "/", "/help", "/open", "/attach ", "/rename ü", "/copy code", "/budget 70",
    "/pane",
    "/search o", "/think", "/stats", "/context", "/system be brief", "/theme", "/export", "/delete", "/fork", "/edit",
    "/regenerate", "\u{202E}evil", "?", "y", "d", "q", "n", "+", "-", String(repeating: "long ", count: 300),
  ]

  private func event(_ random: inout SteadyRandom, _ user: ChatUser) -> ChatEvent {
    let number = user.replyNumber ?? 2
    let id = user.state.composer.chips.randomElement(using: &random)?.id ?? 1
    let facts = Bool.random(using: &random) ? ChatUser.picture() : ChatUser.recording()
    switch Int.random(in: 0..<34, using: &random) {
    case 0..<9:
      let modifiers: [KeyModifiers] = [[], [], .control, .alt, .shift]
      return .input(
        .key(Self.keys.randomElement(using: &random) ?? .enter, modifiers.randomElement(using: &random) ?? []))
    case 9..<15: return .input(.text(Self.texts.randomElement(using: &random) ?? ""))
    case 15: return .input(.paste("/tmp/ci.png"))
    case 16:
      let action: [MouseAction] = [.press, .release, .drag, .scrollUp, .scrollDown]
      let point = Point(x: .random(in: -1...90, using: &random), y: .random(in: -1...30, using: &random))
      return .input(.mouse(action.randomElement(using: &random) ?? .press, at: point, []))
    case 17: return .reply(message: number, .answer(Self.texts.randomElement(using: &random) ?? ""))
    case 18: return .reply(message: number, .thought("so\n```\ncode"))
    case 19: return .reply(message: number, .reading(done: .random(in: 0...9, using: &random), of: 9))
    case 20: return .reply(message: number, .finished(.endOfTurn, ReplyFigures()))
    case 21: return .replyFailed(message: number, "it failed; try again")
    case 22: return .attached(chip: id, [facts, ChatUser.picture("b.png", id: "p2")])
    case 23: return .notAttached(chip: id, "it is damaged; save it again")
    case 24: return .prepared(ReadingProgress(done: 3, total: 9, attachments: [.init(id: "p1", done: 1, total: 2)]))
    case 25: return .recording(.level(.random(in: -1...2, using: &random), seconds: 3))
    case 26: return .recording(.clip(ChatUser.recording()))
    case 27: return .recording(.ended)
    case 28: return .modelLoading(.random(in: 0...1, using: &random))
    case 29: return .problem("something is wrong \u{1B}[2J; do something")
    case 30: return .listed([], query: "")
    case 31: return .input(.release(.space, .control))
    case 32:
      return .opened(
        OpenedConversation(record: user.state.record ?? ConversationRecord(header: .init(id: "x", created: Date()))),
        draft: ComposerDraft(ComposedText("draft")))
    default: return .tick
    }
  }

  @Test(arguments: 0..<24) func anythingMayHappen(seed: Int) {
    var random = SteadyRandom(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    var user = ChatUser.ready(isASCII: seed % 5 == 0) {
      $0.configuration.editing = seed % 3 == 0 ? .vi : .emacs
      $0.configuration.enterWhileReplying = seed % 2 == 0 ? .interrupt : .queue
      $0.hasReleases = seed % 4 == 0
      $0.hasPictures = seed % 4 == 1
      $0.depth = seed % 2 == 0 ? .none : .trueColor
    }
    user.world.status = { $0.hasSuffix(".png") ? .file(.picture) : $0 == "/" ? .folder : .missing }
    user.world.list = { _ in [PathEntry("a.png"), PathEntry("folder", isFolder: true), PathEntry("\u{1B}[2Jx")] }
    for _ in 0..<400 {
      user.happen(event(&random, user), after: .random(in: 0...1, using: &random))
      if Int.random(in: 0..<3, using: &random) == 0 {
        let size = Size(width: .random(in: 0...130, using: &random), height: .random(in: 0...40, using: &random))
        let frame = user.state.render(size)
        #expect(frame.size == size)
        if let cursor = frame.cursor {
          #expect((0..<max(1, size.width)).contains(cursor.x) && (0..<max(1, size.height)).contains(cursor.y))
        }
      }
    }
    // What is stored and what is shown are the same messages.
    #expect(user.state.transcript.messages.map(\.id) == user.state.record?.messages.map { "\($0.id)" } ?? [])
  }
}
