import Chat
import Foundation
import Screen

/// Opening, listing and leaving conversations.
extension ChatState {
  /// Shows a conversation that was opened.
  mutating func show(_ opened: OpenedConversation, _ draft: ComposerDraft?, _ world: ChatWorld) -> [Effect] {
    let isFirst = record == nil
    record = opened.record
    readOnly = opened.reason
    (editing, lastDeleted, lastFigures) = (nil, nil, nil)
    (sent, inspected) = ([], [])
    var effects = stopReading()
    reading = ReadingState()
    settings.configuration.think =
      opened.record.messages.isEmpty ? settings.configuration.think : opened.record.isThinking
    leaveTranscript()
    showRecord(world)
    if !isFirst {
      drafts = [:]
      composer.draft = ComposerDraft(ComposedText())
    }
    effects += draft.map { restore($0, world) } ?? []
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

  /// Takes up a draft of an earlier session; what was written or sent before the store answered stays, behind it.
  private mutating func restore(_ draft: ComposerDraft, _ world: ChatWorld) -> [Effect] {
    let begun = composer.content
    var chips: [Chip] = []
    let parts = draft.content.parts.map { part -> ComposedText.Part in
      guard case .chip(var chip) = part else { return part }
      if drafts[chip.id] != nil {
        let number = nextNumber(chip.kind)
        let name = chip.name ?? String(chip.path.split(separator: "/").last ?? "")
        chip = composer.makeChip(
          chip.kind, number: number, label: Chip.label(chip.kind, number: number, name: name), path: chip.path,
          name: chip.name, pages: chip.pages, attachment: chip.attachment)
      }
      drafts[chip.id] = DraftAttachment(chip: chip)
      chips.append(chip)
      return .chip(chip)
    }
    if begun.isBlank, begun.chips.isEmpty {
      composer.draft = ComposerDraft(ComposedText(parts: parts), cursor: draft.cursor)
    } else {
      composer.draft = ComposerDraft(ComposedText(parts: parts + [.text("\n")] + begun.parts))
      draftDue = draftDue ?? world.time + 1
    }
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
    let draft = composer.draft
    let changed = Composer(history: history)
    composer = changed
    composer.draft = draft
  }

  /// Saves what is being written.
  mutating func keepDraft() -> [Effect] {
    draftDue = nil
    let isNew = record?.messages.isEmpty ?? true
    let draft = composer.isEmpty || editing != nil ? nil : composer.draft
    return [.keepDraft(draft, conversation: isNew ? nil : record?.id)]
  }

  /// The title, otherwise what stands there while there is none.
  var title: String {
    guard let record, !record.title.isEmpty else { return "new conversation" }
    return record.title.shortened(to: 1000)
  }

  /// Leaves the conversation for another one.
  mutating func leaveConversation(_ world: ChatWorld) -> [Effect]? {
    guard !isReplying, outbox.isEmpty else {
      say("the reply is not finished; \(key(.cancel)) stops it", isError: true, world)
      return nil
    }
    guard recording == nil else {
      say("a recording is running; \(key(.record)) closes it", isError: true, world)
      return nil
    }
    return keepDraft() + keepingReading
  }

  mutating func leaveTranscript() {
    transcript.select(nil)
    if focus == .transcript { focus = .composer }
  }
}
