import Chat
import Foundation
import Screen
import Testing

@testable import Interface

/// Someone in front of the chat: the state with what happens to it, and what it asked for.
struct ChatUser {
  var state: ChatState
  var world = ChatWorld()
  /// All that was asked for.
  var effects: [Effect] = []

  init(isASCII: Bool = false, _ change: (inout ChatSettings) -> Void = { _ in }) {
    var settings = ChatSettings()
    settings.isASCII = isASCII
    settings.modelName = "gemma-4-12b.gguf"
    change(&settings)
    state = ChatState(settings)
    world.home = "/home/me"
    world.folder = "/home/me/work"
    world.date = Date(timeIntervalSince1970: 1_795_356_120)  // 2026-11-22 14:02 UTC
    world.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    world.themes = { ["dark", "light", "monochrome"] }
  }

  /// A chat with an open conversation and a loaded model.
  static func ready(isASCII: Bool = false, _ change: (inout ChatSettings) -> Void = { _ in }) -> ChatUser {
    var user = ChatUser(isASCII: isASCII, change)
    user.open()
    user.happen(.modelReady(ModelFacts(name: "gemma-4-12b Q4_0", context: 32_768, hasProjector: true)))
    return user
  }

  mutating func open(_ messages: [StoredMessage] = [], title: String = "", draft: ComposerDraft? = nil) {
    var record = ConversationRecord(header: ConversationHeader(id: "20261122-140200-abcdef", created: world.date))
    for message in messages { record.apply(.message(message)) }
    if !title.isEmpty { record.apply(.title(title)) }
    happen(.opened(OpenedConversation(record: record, unreadableLines: 0, reason: nil), draft: draft))
  }

  mutating func happen(_ event: ChatEvent, after seconds: Double = 0.01) {
    world.time += seconds
    effects += state.update(event, world)
  }

  mutating func wait(_ seconds: Double) { happen(.tick, after: seconds) }

  mutating func type(_ text: String) {
    for character in text { happen(.input(.text(String(character))), after: 0.2) }
  }

  mutating func press(_ names: String...) throws {
    for name in names {
      let chord = try KeyChord(name)
      happen(.input(.key(chord.key, chord.modifiers)), after: 0.2)
    }
  }

  mutating func send(_ text: String) throws {
    type(text)
    try press("enter")
  }

  /// The number of the reply that was asked for last.
  var replyNumber: Int? {
    effects.reversed().lazy.compactMap { if case .reply(let number, _, _) = $0 { number } else { nil } }.first
  }

  mutating func reply(_ events: ReplyEvent...) {
    for event in events { happen(.reply(message: replyNumber ?? 0, event)) }
  }

  mutating func finish(_ reason: FinishReason = .endOfTurn, tokens: Int = 20, seconds: Double = 2) {
    var figures = ReplyFigures()
    (figures.promptTokens, figures.generatedTokens, figures.generatingSeconds) = (3100, tokens, seconds)
    reply(.finished(reason, figures))
  }

  /// A picture that was read.
  static func picture(_ name: String = "ci.png", id: String = "p1") -> AttachmentFacts {
    let budgets = [(70, 66), (140, 135), (280, 252), (560, 540), (1120, 1104)]
    var pixels: [UInt8] = []
    for place in 0..<32 * 18 { pixels += [UInt8(place % 32 * 8), UInt8(place / 32 * 14), 120] }
    return AttachmentFacts(
      Attachment(kind: .picture, id: id, path: "/tmp/\(name)", name: name, budget: 280), size: "1920×1080",
      budgets: budgets.map { .init(budget: $0.0, tokens: $0.1, isWhole: $0.0 >= 1120) },
      preview: PixelData(width: 32, height: 18, rgb: pixels))
  }

  /// What was said.
  static func recording(_ id: String = "r1") -> AttachmentFacts {
    AttachmentFacts(
      Attachment(kind: .recording, id: id, path: "/tmp/\(id).wav", name: ""), size: "0:07", tokens: 175,
      bars: [0.1, 0.3, 0.6, 0.9, 0.6, 0.4, 0.3, 0.1, 0.1])
  }

  mutating func frame(_ width: Int, _ height: Int) -> Frame {
    _ = state.render(Size(width: width, height: height))
    return state.render(Size(width: width, height: height))
  }

  mutating func show(_ width: Int, _ height: Int) {
    print(frame(width, height).snapshot.map { "|\($0)" }.joined(separator: "\n"))
  }
}
