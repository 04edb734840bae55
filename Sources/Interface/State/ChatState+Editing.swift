import Chat
import Screen

/// A message that was taken back to be changed.
struct MessageChange: Sendable, Equatable {
  /// Its number in the conversation.
  var message: Int
  /// As it was taken back.
  var original: ComposedText
  /// What was being written before; nil for nothing.
  var before: ComposerDraft?
}

/// Changing a message: it goes back into the composer, and what stood there is set aside until it is sent again or left as it was.
extension ChatState {
  /// The message that is being changed, to be sent again in its place.
  var editing: Int? { change?.message }

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
    let effects = leaveMessage()
    let before = composer.isEmpty ? nil : composer.draft
    composer.draft = ComposerDraft(ComposedText())
    for item in sent where item.id.hasPrefix("\(stored.id)/") {
      guard let attachment = item.attachment else { continue }
      let chip = composer.insertChip(
        item.kind, number: item.number, label: item.label, path: attachment.path, name: attachment.name,
        attachment: attachment.id)
      drafts[chip.id] = DraftAttachment(
        chip: chip, facts: item.facts ?? AttachmentFacts(attachment, size: ""), budget: item.budget)
    }
    _ = composer.paste(stored.message.text, context: ComposerContext())
    change = MessageChange(message: stored.id, original: composer.content, before: before)
    say("Enter sends it again, what came after it is taken away then; Esc leaves it as it was", world)
    return effects
  }

  /// Leaves the message that is being changed as it was; a change that was begun can be taken out of the history.
  mutating func leaveMessage() -> [Effect] {
    guard let change else { return [] }
    let content = composer.content
    for chip in content.chips { drafts[chip.id] = nil }
    composer.draft = ComposerDraft(ComposedText())
    endChange()
    guard content != change.original, !content.isBlank else { return [] }
    composer.history.add(content.trimmed)
    return [.addHistory(content.trimmed)]
  }

  /// The change is over: what was being written before it comes back, in front of what was written since.
  mutating func endChange() {
    guard let before = change?.before else {
      change = nil
      return
    }
    change = nil
    // Files that could not be read meanwhile are gone.
    let content = ComposedText(
      parts: before.content.parts.filter { part in
        if case .chip(let chip) = part { drafts[chip.id] != nil } else { true }
      })
    composer.draft =
      composer.isEmpty
      ? ComposerDraft(content, cursor: before.cursor) : ComposerDraft(ComposedText(lines: [content, composer.content]))
  }

  /// What is kept of what is being written; of a message that is being changed what is new, behind what was set aside.
  var draftToKeep: ComposerDraft? {
    guard let change else { return composer.isEmpty ? nil : composer.draft }
    guard !composer.isEmpty, composer.content != change.original else { return change.before }
    guard let before = change.before else { return composer.draft }
    return ComposerDraft(ComposedText(lines: [before.content, composer.content]))
  }
}
