import Chat
import Screen

/// Reading ahead: the prompt so far goes to the model before it is sent.
extension ChatState {
  /// Something changed that the model can read already, when nobody types for a moment.
  mutating func noteTyping(_ world: ChatWorld) {
    reading.dueAt = world.time + 0.5
    draftDue = draftDue ?? world.time + 1
  }

  mutating func readAhead(_ world: ChatWorld) -> [Effect] {
    guard let due = reading.dueAt, due <= world.time else { return [] }
    reading.dueAt = nil
    guard reply == nil, outbox.isEmpty, model.facts != nil, record != nil, editing == nil else { return [] }
    let ahead = conversationAhead
    guard ahead != reading.given else { return [] }
    guard !ahead.messages.isEmpty else { return stopReading() }
    reading.given = ahead
    reading.left = TimeLeft()
    return [.prepare(ahead)]
  }

  /// Ends reading what is not there any more, where nothing else takes its place.
  mutating func stopReading() -> [Effect] {
    guard reading.given != nil else { return [] }
    (reading.given, reading.progress) = (nil, nil)
    return [.stopPreparing]
  }

  /// The conversation with what is being written and said.
  private var conversationAhead: Conversation {
    var ahead = conversation
    if ahead.messages.isEmpty, !settings.configuration.system.isEmpty {
      ahead.messages.append(Message(.system, settings.configuration.system))
    }
    let content = composer.content
    var attachments = content.chips.compactMap { drafts[$0.id]?.attachment }
    if let growing = recording?.growing { attachments.append(growing) }
    // A command says nothing to the model, and neither does the last word while it grows.
    let isCommand = content.chips.isEmpty && content.plainText.hasPrefix("/")
    let text = isCommand ? "" : Self.text(of: content)
    guard !attachments.isEmpty || !text.isEmpty else { return ahead }
    ahead.messages.append(.user(text, attachments: attachments))
    return ahead
  }

  mutating func notePrepared(_ progress: ReadingProgress, _ world: ChatWorld) {
    // What was on its way when reading ended tells of nothing that is there.
    guard reading.given != nil else { return }
    reading.progress = progress
    reading.left.note(progress.total > 0 ? Double(progress.done) / Double(progress.total) : 1, at: world.time)
    for portion in progress.attachments {
      if portion.done >= portion.total { reading.read.insert(portion.id) } else { reading.read.remove(portion.id) }
    }
    // Documents stand among the words, so that nobody counts their tokens apart.
    if progress.done >= progress.total, let given = reading.given {
      for attachment in given.messages.flatMap(\.attachments) { reading.read.insert(attachment.id) }
    }
    if let heard = recording?.pendingHeard { recording?.heard = heard }
  }

  /// What the effect is that keeps the conversation's reading while it is left; none where nobody wants that, or nothing was read.
  var keepingReading: [Effect] {
    guard settings.configuration.keepReading, model.facts != nil, let record, !record.messages.isEmpty else {
      return []
    }
    return [.keepReading(conversation: record.id)]
  }

  mutating func noteTaken(_ tokens: Int, _ bytes: Int, _ world: ChatWorld) {
    let size = Quantity.bytes(bytes)
    say("\(Quantity.count(tokens)) tokens were kept from an earlier session (\(size) on the disk)", world)
  }

  /// All attachments of the conversation were read: the model writes already.
  mutating func markRead() {
    for item in sent { if let id = item.attachment?.id { reading.read.insert(id) } }
    reading.progress?.attachments = []
  }
}
