import Chat
import Foundation
import Screen

/// The way of a message: from the composer into the outbox, and from there to the conversation when everything it needs is there.
extension ChatState {
  /// Takes what the composer gave to be sent.
  mutating func submit(_ content: ComposedText, _ world: ChatWorld) -> [Effect] {
    if let readOnly {
      composer.draft = ComposerDraft(content)
      say(readOnly.description, isError: true, world)
      return []
    }
    outbox.append(content)
    var effects: [Effect] = [.addHistory(content)]
    transcript.scrollToEnd()
    transcript.select(nil)
    if isReplying, settings.configuration.enterWhileReplying == .interrupt { effects += stopReply() }
    return effects
  }

  /// Sends the first message of the outbox if nothing stands in its way.
  mutating func sendNext(_ world: ChatWorld) -> [Effect] {
    guard let content = outbox.first, reply == nil, let record else { return [] }
    let attached = content.chips.compactMap { drafts[$0.id] }
    guard attached.allSatisfy({ $0.facts != nil || $0.problem != nil }) else { return [] }
    outbox.removeFirst()
    let problem = attached.compactMap(\.problem).first ?? attached.compactMap { refusal(of: $0.chip.kind) }.first
    if let problem {
      // What was begun since stays as well.
      let begun = composer.isEmpty ? [] : [ComposedText.Part.text("\n")] + composer.content.parts
      composer.draft = ComposerDraft(ComposedText(parts: content.parts + begun))
      say(problem, isError: true, world)
      return []
    }
    var effects: [Effect] = []
    if let editing {
      effects += removeMessages(from: editing, world)
      self.editing = nil
    }
    var entries: [StoreEntry] = []
    var id = record.nextID
    let system = settings.configuration.system
    if record.messages.isEmpty, !system.isEmpty {
      entries.append(.message(StoredMessage(id: id, time: world.date, message: Message(.system, system))))
      id += 1
    }
    let message = Message.user(Self.text(of: content), attachments: attached.compactMap(\.attachment))
    entries.append(.message(StoredMessage(id: id, time: world.date, message: message)))
    settle(attached, in: id)
    // From here on what is written belongs to this conversation, and no longer to the next new one.
    if record.messages.isEmpty { effects.append(.keepDraft(nil, conversation: nil)) }
    effects += apply(entries, world)
    effects += keepDraft()
    return effects + askForReply(world)
  }

  /// Why the model cannot take in an attachment of some kind; nil when it can, or is not there yet.
  func refusal(of kind: Attachment.Kind) -> String? {
    guard let facts = model.facts, !facts.hasProjector, kind != .document else { return nil }
    return "this model reads text only: \(kind == .picture ? "pictures" : "recordings") need its projector; "
      + "begin with facet --model FILE --projector FILE"
  }

  /// The words of a message: chips at its ends are said by the attachments themselves, those in between stay as names.
  static func text(of content: ComposedText) -> String {
    func isWord(_ part: ComposedText.Part) -> Bool {
      if case .text(let text) = part { !text.allSatisfy(\.isWhitespace) } else { false }
    }
    let first = content.parts.firstIndex(where: isWord)
    let last = content.parts.lastIndex(where: isWord)
    guard let first, let last else { return "" }
    return content.parts[first...last].map { part in
      switch part {
      case .text(let text): text
      case .chip(let chip): chip.plainText
      }
    }.joined().trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The attachments of a message that was sent leave the draft.
  private mutating func settle(_ attached: [DraftAttachment], in message: Int) {
    for draft in attached { drafts[draft.chip.id] = nil }
    for (part, draft) in attached.enumerated() {
      guard let attachment = draft.attachment else { continue }
      sent.append(
        PaneItem(
          id: "\(message)/\(part)", kind: attachment.kind, number: draft.chip.number, name: attachment.name,
          attachment: attachment, facts: draft.facts, progress: .ready, budget: draft.budget))
    }
  }

  /// Begins a reply to the conversation as it is.
  mutating func askForReply(_ world: ChatWorld) -> [Effect] {
    guard let record, reply == nil else { return [] }
    let asked = conversation
    let id = record.nextID
    reply = RunningReply(message: id, at: world.time)
    reading.dueAt = nil
    var effects = apply(
      [.message(StoredMessage(id: id, time: world.date, message: Message(.assistant), isStreaming: true))], world)
    transcript.scrollToEnd()
    effects.append(.reply(message: id, asked, settings.configuration.reply))
    return effects
  }

  /// What the model is given: what it shall be told stands first, wherever it was said.
  var conversation: Conversation {
    guard let record else { return Conversation() }
    var conversation = record.conversation
    conversation.isThinking = settings.configuration.think
    let system = conversation.messages.filter { $0.role == .system }
    if !system.isEmpty { conversation.messages = system + conversation.messages.filter { $0.role != .system } }
    // A reply that failed before its first word says nothing.
    conversation.messages.removeAll { $0.role == .assistant && $0.parts.isEmpty && $0.toolCalls.isEmpty }
    return conversation
  }

  /// Takes entries into the conversation and shows them.
  mutating func apply(_ entries: [StoreEntry], _ world: ChatWorld) -> [Effect] {
    guard let id = record?.id, !entries.isEmpty else { return [] }
    var format = ClockFormat(now: world.date, timeZone: world.timeZone)
    for entry in entries {
      record?.apply(entry)
      switch entry {
      case .message(let stored):
        transcript.append(TranscriptMessage(stored, numbers: numbers(of: stored), format: &format))
      case .deleted(let message): transcript.remove("\(message)")
      default: break
      }
    }
    return [.store(entries, conversation: id)]
  }

  /// Takes a message and all after it out of the conversation.
  mutating func removeMessages(from id: Int, _ world: ChatWorld) -> [Effect] {
    guard let record else { return [] }
    let messages = record.messages
    guard let place = messages.firstIndex(where: { $0.id == id }) else { return [] }
    let gone = messages[place...].map(\.id)
    sent.removeAll { item in gone.contains { item.id.hasPrefix("\($0)/") } }
    return apply(gone.map { .deleted(message: $0) }, world)
  }

  /// Whether messages cannot be changed now, with a word about why.
  private mutating func refusesChanges(_ world: ChatWorld) -> Bool {
    if isReplying {
      say("the reply is not finished; \(key(.cancel)) stops it", isError: true, world)
    } else if let readOnly {
      say(readOnly.description, isError: true, world)
    }
    return isReplying || readOnly != nil
  }

  /// Writes the last reply, or that to a selected message, again.
  mutating func regenerate(_ world: ChatWorld) -> [Effect] {
    guard !refusesChanges(world), let record else { return [] }
    let messages = record.messages
    let selected = transcript.selection.flatMap { Int($0.message) }
    let place = selected.flatMap { id in messages.firstIndex { $0.id == id } } ?? messages.count - 1
    guard messages.indices.contains(place) else {
      say("there is no reply to write again yet", world)
      return []
    }
    // Of a question it is the reply that follows.
    let first = messages[place...].firstIndex { $0.message.role == .assistant } ?? messages.count
    guard messages[..<first].contains(where: { $0.message.role == .user }) else {
      say("there is no reply to write again yet", world)
      return []
    }
    leaveTranscript()
    let removal = first < messages.count ? removeMessages(from: messages[first].id, world) : []
    return removal + askForReply(world)
  }

  /// Puts a message into the composer, to be sent again in its place: the selected one or the last.
  mutating func editMessage(_ world: ChatWorld) -> [Effect] {
    guard !refusesChanges(world), let record else { return [] }
    let messages = record.messages
    let selected = transcript.selection.flatMap { Int($0.message) }
    guard
      let stored = messages.last(where: { $0.message.role == .user && (selected == nil || $0.id <= selected ?? 0) })
    else {
      say("there is no message to change yet", world)
      return []
    }
    let length = stored.message.text.utf8.count
    guard length <= Composer.pasteLimit else {
      say(CommandError.tooMuchText(bytes: length).description, isError: true, world)
      return []
    }
    leaveTranscript()
    editing = stored.id
    composer.draft = ComposerDraft(ComposedText())
    drafts = [:]
    for item in sent where item.id.hasPrefix("\(stored.id)/") {
      guard let attachment = item.attachment else { continue }
      let chip = composer.insertChip(
        item.kind, number: item.number, label: item.label, path: attachment.path, name: attachment.name,
        attachment: attachment.id)
      drafts[chip.id] = DraftAttachment(
        chip: chip, facts: item.facts ?? AttachmentFacts(attachment, size: ""), budget: item.budget)
    }
    _ = composer.paste(stored.message.text, context: ComposerContext())
    say("Enter sends it again, what came after it is taken away then; Esc leaves it as it was", world)
    return []
  }

  /// Goes on from the selected message, or the last, in another conversation.
  mutating func fork(_ world: ChatWorld) -> [Effect] {
    guard let record else { return [] }
    // One that is open elsewhere can be gone on from.
    if isReplying, refusesChanges(world) { return [] }
    let selected = transcript.selection.flatMap { Int($0.message) }
    guard let id = selected ?? record.messages.last?.id else {
      say("there is nothing to go on from yet", world)
      return []
    }
    leaveTranscript()
    return keepDraft() + [.fork(conversation: record.id, after: id)]
  }

  /// Takes the selected message out of the conversation.
  mutating func deleteMessage(_ world: ChatWorld) -> [Effect] {
    guard let id = transcript.selection.flatMap({ Int($0.message) }), !refusesChanges(world) else { return [] }
    lastDeleted = id
    leaveTranscript()
    sent.removeAll { $0.id.hasPrefix("\(id)/") }
    say("the message is deleted; \(key(.undo)) takes that back", world)
    reading.dueAt = world.time
    return apply([.deleted(message: id)], world)
  }

  /// Puts the message that was deleted last back.
  mutating func restoreMessage(_ world: ChatWorld) -> [Effect] {
    guard let id = lastDeleted, let conversation = record?.id else { return [] }
    lastDeleted = nil
    record?.apply(.restored(message: id))
    showRecord(world)
    transcript.select(.message("\(id)"))
    transcript.select(nil)
    say("the message is back", world)
    return [.store([.restored(message: id)], conversation: conversation)]
  }
}
