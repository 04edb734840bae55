import Chat
import Foundation
import Screen
import Testing

@testable import Interface

/// Someone who talks line by line, and what they get to read.
struct PlainUser {
  var talk: PlainTalk
  var world = ChatWorld()
  /// All that was asked for.
  var effects: [Effect] = []
  /// All that was written.
  var output: [PlainOutput] = []

  init(isInteractive: Bool = true, _ change: (inout ChatSettings) -> Void = { _ in }) {
    var settings = ChatSettings()
    settings.modelName = "gemma-4-12b.gguf"
    change(&settings)
    talk = PlainTalk(settings, isInteractive: isInteractive, showsProgress: isInteractive)
    world.home = "/home/me"
    world.date = Date(timeIntervalSince1970: 1_795_356_120)  // 2026-11-22 14:02 UTC
    world.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    world.status = { path in
      switch path {
      case "/tmp/ci.png": .file(.picture)
      case "/tmp": .folder
      default: .missing
      }
    }
  }

  /// A talk with an open conversation and a loaded model, whose first words are read already.
  static func ready(isInteractive: Bool = true, _ change: (inout ChatSettings) -> Void = { _ in }) -> PlainUser {
    var user = PlainUser(isInteractive: isInteractive, change)
    user.open()
    user.happen(.modelReady(ModelFacts(name: "gemma-4-12b Q4_0", context: 32_768, hasProjector: true)))
    user.output = []
    return user
  }

  mutating func step(_ change: (inout PlainTalk, ChatWorld) -> PlainTalk.Step) {
    world.time += 0.01
    let step = change(&talk, world)
    effects += step.effects
    output += step.output
  }

  mutating func happen(_ event: ChatEvent) { step { $0.take(event, $1) } }

  /// Types lines, or lets them come from the pipe.
  mutating func say(_ lines: String...) {
    for line in lines { step { $0.take(line: line, $1) } }
  }

  mutating func settle() { step { $0.settled($1) } }
  mutating func endInput() { step { $0.endInput($1) } }
  mutating func interrupt() { step { $0.interrupt($1) } }

  mutating func wait(_ seconds: Double) {
    world.time += seconds
    happen(.tick)
  }

  static func opened(_ texts: [String] = [], id: String = "20261122-140200-abcdef") -> OpenedConversation {
    let date = Date(timeIntervalSince1970: 0)
    var record = ConversationRecord(header: ConversationHeader(id: id, created: date))
    for (place, text) in texts.enumerated() {
      let message = Message(place % 2 == 0 ? .user : .assistant, text)
      record.apply(.message(StoredMessage(id: place + 1, time: date, message: message)))
    }
    return OpenedConversation(record: record, unreadableLines: 0, reason: nil)
  }

  mutating func open(_ texts: String...) { happen(.opened(Self.opened(texts), draft: nil)) }

  /// The number of the reply that was asked for last.
  var replyNumber: Int? {
    effects.reversed().lazy.compactMap { if case .reply(let number, _, _) = $0 { number } else { nil } }.first
  }

  /// What was asked each time that a reply was.
  var asked: [String] {
    effects.compactMap { if case .reply(_, let conversation, _) = $0 { conversation.messages.last?.text } else { nil } }
  }

  mutating func reply(_ events: ReplyEvent...) {
    for event in events { happen(.reply(message: replyNumber ?? 0, event)) }
  }

  mutating func answer(_ text: String) { reply(.answer(text), .finished(.endOfTurn, ReplyFigures())) }

  var notes: [String] { output.compactMap { if case .note(let text) = $0 { text } else { nil } } }
  var lines: [String] { output.flatMap { if case .lines(let lines) = $0 { lines } else { [String]() } } }

  static func summary(_ id: String, _ title: String, messages: Int = 2) -> ConversationSummary {
    var summary = ConversationSummary(scanning: [], id: id, updated: Date(timeIntervalSince1970: 1_795_356_060))
    (summary.title, summary.messageCount) = (title, messages)
    return summary
  }
}
