import Foundation

/// A conversation as its file tells it: the entries applied one after the other.
public struct ConversationRecord: Sendable, Equatable {
  /// How it began.
  public private(set) var header: ConversationHeader
  /// The title that was given to it; empty while there is none.
  public private(set) var givenTitle = ""
  /// Whether the model thinks before it answers.
  public private(set) var isThinking = false
  /// The conversations that go on from this one.
  public private(set) var forks: [String] = []
  /// All messages, the deleted ones too.
  private var all: [StoredMessage] = []
  private var places: [Int: Int] = [:]
  private var lastID = 0

  /// A conversation without a message.
  public init(header: ConversationHeader) {
    self.header = header
  }

  /// Its name in the store.
  public var id: String { header.id }

  /// The messages in order, without the deleted ones.
  public var messages: [StoredMessage] { all.filter { !$0.isDeleted } }

  /// The message with this number, deleted or not.
  public func message(_ id: Int) -> StoredMessage? {
    places[id].map { all[$0] }
  }

  /// The number for the next message.
  public var nextID: Int { lastID + 1 }

  /// The given title, otherwise the first words; empty while nothing was said.
  public var title: String {
    givenTitle.isEmpty ? LocalTitle.of(all.lazy.filter { !$0.isDeleted }.map(\.message)) : givenTitle
  }

  /// What an assistant needs to reply.
  public var conversation: Conversation {
    Conversation(messages.map(\.message), isThinking: isThinking)
  }

  /// Takes in what happened next; what names a message that does not exist changes nothing.
  public mutating func apply(_ entry: StoreEntry) {
    switch entry {
    case .header(let header): self.header = header
    case .message(let message): put(message)
    case .more(let id, let thought, let answer):
      guard let place = places[id] else { return }
      all[place].grow(thought: thought, answer: answer)
    case .finished(let id, let reason, let figures, let calls):
      guard let place = places[id] else { return }
      all[place].isStreaming = false
      all[place].reason = reason
      all[place].figures = figures
      all[place].message.toolCalls += calls
    case .deleted(let id): if let place = places[id] { all[place].isDeleted = true }
    case .restored(let id): if let place = places[id] { all[place].isDeleted = false }
    case .title(let title): givenTitle = title
    case .forked(_, let other): forks.append(other)
    case .thinking(let isOn): isThinking = isOn
    }
  }

  private mutating func put(_ message: StoredMessage) {
    if let place = places[message.id] {
      let wasDeleted = all[place].isDeleted
      all[place] = message
      all[place].isDeleted = wasDeleted
    } else {
      places[message.id] = all.count
      all.append(message)
      // A number near the end of all numbers, which only a damaged file holds, must not leave none for the next.
      if message.id < Int.max / 2 { lastID = max(lastID, message.id) }
    }
  }
}

extension StoredMessage {
  mutating func grow(thought more: String, answer: String) {
    if !more.isEmpty {
      // Taken out and put back, so that the text grows in place: copied each time, a long reply would take quadratic time.
      var thought = message.thought ?? ""
      message.thought = nil
      thought += more
      message.thought = thought
    }
    guard !answer.isEmpty else { return }
    guard case .text(var text)? = message.parts.last else {
      message.parts.append(.text(answer))
      return
    }
    message.parts.removeLast()
    text += answer
    message.parts.append(.text(text))
  }
}
