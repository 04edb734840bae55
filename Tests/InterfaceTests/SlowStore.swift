import Chat
import Foundation

@testable import Interface

/// A store in memory that does one thing after the other, each when it is told to: between a wish and its answer anything may be typed.
struct SlowStore {
  /// The conversations in which something was said.
  private(set) var records: [String: ConversationRecord] = [:]
  /// Kept drafts; that of the next new conversation by the name "".
  private(set) var drafts: [String: ComposerDraft] = [:]
  /// Entries for conversations that were not open, which are lost.
  private(set) var lost: [StoreEntry] = []
  /// Whether opening and forking fail.
  var refusesToOpen = false
  private var open: ConversationRecord?
  private var wishes: [Effect] = []
  private var count = 0

  /// Takes in what was asked for.
  mutating func ask(_ effects: some Sequence<Effect>) { wishes += effects }

  /// Does the first thing that was asked for, and gives what comes of it; nil when nothing waits.
  mutating func next() -> [ChatEvent]? {
    guard !wishes.isEmpty else { return nil }
    switch wishes.removeFirst() {
    case .store(let entries, let id):
      guard open?.id == id else {
        lost += entries
        break
      }
      for entry in entries { open?.apply(entry) }
      records[id] = open
    case .keepDraft(let draft, let id): drafts[id ?? ""] = draft
    case .newConversation: return [.opened(begin(), draft: drafts[""])]
    case .open(let id):
      guard !refusesToOpen, let record = records[id] else { return refusal() }
      open = record
      return [.opened(OpenedConversation(record: record), draft: drafts[id])]
    case .fork(let id, let message):
      guard !refusesToOpen, let source = records[id] else { return refusal() }
      var copy = begin().record
      for stored in source.messages where stored.id <= message { copy.apply(.message(stored)) }
      open = copy
      records[copy.id] = copy
      return [.opened(OpenedConversation(record: copy), draft: nil)]
    case .delete(let id, _): records[id] = nil
    default: break
    }
    return []
  }

  private mutating func begin() -> OpenedConversation {
    count += 1
    let header = ConversationHeader(id: "c\(count)", created: Date(timeIntervalSince1970: 0))
    let record = ConversationRecord(header: header)
    open = record
    return OpenedConversation(record: record)
  }

  private mutating func refusal() -> [ChatEvent] {
    let opened = open.map { OpenedConversation(record: $0) } ?? begin()
    let draft = drafts[opened.record.messages.isEmpty ? "" : opened.record.id]
    return [.opened(opened, draft: draft), .problem("it cannot be opened; open another one")]
  }
}
