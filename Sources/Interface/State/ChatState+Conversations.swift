import Chat
import Foundation
import Screen

/// Opening, listing and leaving conversations.
extension ChatState {
  /// Shows a conversation that was opened.
  mutating func show(_ opened: OpenedConversation, _ draft: ComposerDraft?, _ world: ChatWorld) -> [Effect] {
    record = opened.record
    readOnly = opened.reason
    (lastDeleted, lastFigures) = (nil, nil)
    (sent, inspected) = ([], [])
    reading = ReadingState()
    settings.configuration.think =
      opened.record.messages.isEmpty ? settings.configuration.think : opened.record.isThinking
    leaveTranscript()
    showRecord(world)
    var effects = draft.map { restore($0, world) } ?? []
    // What cannot be sent here goes back to where it was written.
    if readOnly != nil { effects += recallOutbox() }
    if !composer.isEmpty { draftDue = draftDue ?? world.time + 1 }
    if let reason = opened.reason {
      say(reason.description, isError: true, world)
    } else if opened.unreadableLines > 0 {
      let lines = opened.unreadableLines == 1 ? "a line" : "\(opened.unreadableLines) lines"
      say(
        "\(lines) of this conversation's file could not be read and \(opened.unreadableLines == 1 ? "was" : "were") passed over",
        isError: true, world)
    }
    effects += repairReply(world)
    if settings.configuration.keepReading, !opened.record.messages.isEmpty {
      effects.append(.takeReading(conversation: opened.record.id))
    }
    reading.dueAt = world.time + 0.1
    return effects
  }

  /// Takes up a kept draft; what was written or sent before the store answered stays, behind it.
  private mutating func restore(_ draft: ComposerDraft, _ world: ChatWorld) -> [Effect] {
    let begun = composer.content
    var chips: [Chip] = []
    let parts = draft.content.parts.map { part -> ComposedText.Part in
      guard case .chip(let kept) = part else { return part }
      let isTaken = drafts.values.contains { $0.chip.kind == kept.kind && $0.chip.number == kept.number }
      let number = isTaken ? nextNumber(kept.kind) : kept.number
      let name = kept.name ?? String(kept.path.split(separator: "/").last ?? "")
      // Chips of their own: a file of the conversation before, which is still being read, must not come here.
      let chip = composer.makeChip(
        kept.kind, number: number, label: isTaken ? Chip.label(kept.kind, number: number, name: name) : kept.label,
        path: kept.path, name: kept.name, pages: kept.pages, attachment: kept.attachment)
      drafts[chip.id] = DraftAttachment(chip: chip)
      chips.append(chip)
      return .chip(chip)
    }
    let kept = ComposedText(parts: parts)
    composer.draft =
      begun.isBlank ? ComposerDraft(kept, cursor: draft.cursor) : ComposerDraft(ComposedText(lines: [kept, begun]))
    return chips.flatMap { load($0) }
  }

  /// A reply that has no end was cut off when the program was: it is marked as such.
  private mutating func repairReply(_ world: ChatWorld) -> [Effect] {
    guard readOnly == nil, let record, reply == nil else { return [] }
    let cut = record.messages.filter(\.isStreaming)
    var effects: [Effect] = []
    for stored in cut {
      effects.append(
        .store([.finished(message: stored.id, .cancelled, ReplyFigures(), [])], conversation: record.id))
      self.record?.apply(.finished(message: stored.id, .cancelled, ReplyFigures(), []))
    }
    if !cut.isEmpty { showRecord(world) }
    return effects
  }

  /// Fills the transcript from the record.
  mutating func showRecord(_ world: ChatWorld) {
    guard let record else { return }
    var format = ClockFormat(now: world.date, timeZone: world.timeZone)
    var numbers: [Attachment.Kind: Int] = [:]
    let known = Dictionary(sent.map { ($0.id, $0) }) { first, _ in first }
    sent = []
    var shown: [TranscriptMessage] = []
    let messages = record.messages
    shown.reserveCapacity(messages.count)
    for stored in messages {
      var own: [Int] = []
      for (part, attachment) in stored.message.attachments.enumerated() {
        let number = (numbers[attachment.kind] ?? 0) + 1
        numbers[attachment.kind] = number
        own.append(number)
        let id = "\(stored.id)/\(part)"
        sent.append(
          known[id]
            ?? PaneItem(
              id: id, kind: attachment.kind, number: number, name: attachment.name, attachment: attachment,
              budget: attachment.budget))
      }
      shown.append(TranscriptMessage(stored, numbers: own, format: &format))
    }
    transcript.replace(with: shown)
    if settings.configuration.showThoughts {
      for message in shown.suffix(50) where message.thought != nil { transcript.toggleThought(message.id) }
    }
  }

  /// Takes over what was sent in earlier sessions.
  mutating func restore(history: [ComposedText]) {
    composer.history = InputHistory(history + composer.history.entries)
  }

  /// Saves what is being written.
  ///
  /// While a conversation is being opened it has a draft of its own, which nobody has seen yet: nothing may take its place.
  mutating func keepDraft() -> [Effect] {
    draftDue = nil
    guard let record else { return [] }
    return [.keepDraft(draftToKeep, conversation: record.messages.isEmpty ? nil : record.id)]
  }

  /// Saves what is being written, for a program that ends: where no conversation is open yet, it can be taken out of the history.
  mutating func keepDraftAtEnd() -> [Effect] {
    record == nil && !composer.isEmpty ? [.addHistory(composer.content)] : keepDraft()
  }

  /// The title, otherwise what stands there while there is none.
  var title: String {
    guard let record, !record.title.isEmpty else { return "new conversation" }
    return record.title.shortened(to: 1000)
  }

  /// Why the conversation can be neither changed nor left now, and what to do; nil when it can.
  var obstacle: String? {
    if record == nil { return "the conversation is not open yet; try again in a moment" }
    if isReplying { return "the reply is not finished; \(key(.cancel)) stops it" }
    if !outbox.isEmpty { return "a message waits for its file; \(key(.interrupt)) takes it out of the queue" }
    return nil
  }

  /// Whether the conversation must stay open, with a word about why.
  mutating func mustStay(_ world: ChatWorld) -> Bool {
    let running = recording == nil ? nil : "a recording is running; \(key(.record)) closes it"
    guard let reason = obstacle ?? running else { return false }
    say(reason, isError: true, world)
    return true
  }

  /// Leaves the conversation for another one, its draft with it; nil where it cannot be left now.
  ///
  /// Until the other one is open there is none: what is written and sent meanwhile waits for it.
  mutating func leaveConversation(_ world: ChatWorld) -> [Effect]? {
    guard !mustStay(world) else { return nil }
    let effects = keepDraft() + keepingReading
    composer.draft = ComposerDraft(ComposedText())
    drafts = [:]
    return effects + letGo()
  }

  /// The conversation is open no longer, but what is being written stays.
  mutating func letGo() -> [Effect] {
    leaveTranscript()
    let effects = stopReading()
    (record, readOnly, change, lastDeleted, lastFigures) = (nil, nil, nil, nil, nil)
    (sent, inspected) = ([], [])
    reading = ReadingState()
    transcript.replace(with: [])
    return effects
  }

  mutating func leaveTranscript() {
    transcript.select(nil)
    if focus == .transcript { focus = .composer }
  }
}
