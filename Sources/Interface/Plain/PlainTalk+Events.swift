import Chat
import Screen

/// What the workers bring, as lines.
extension PlainTalk {
  mutating func happen(_ event: ChatEvent, _ world: ChatWorld) {
    switch event {
    // What was sent in earlier sessions is for the keys of a composer.
    case .history: break
    case .listed(let summaries, _): list(summaries, world)
    case .deleted(_, let title):
      listed = []
      note("deleted \(state.quoted(title)); /open undo brings it back")
    case .opened(let opened, _): show(opened, world)
    case .notSaved: withoutFailure { $0.update(event, world) }
    case .modelReady:
      update(event, world)
      if isInteractive { note(state.modelSentence) }
    case .models(let rows):
      if listsModels { printModels(rows) }
      update(event, world)
    case .reply(let message, let event): reply(message, event, world)
    case .modelFailed:
      update(event, world)
      lacksModel = state.reply?.message
    case .replyFailed(let message, let sentence): replyFailed(message, sentence, world)
    case .attached(let chip, let facts): attached(chip, facts, world)
    case .notAttached: _ = attaching { $0.update(event, world) }
    case .recording(let event): record(event, world)
    default: update(event, world)
    }
  }

  /// Runs what may say something bad that leaves hope; whether it came to a bad end is asked at the end.
  private mutating func withoutFailure(_ change: (inout PlainTalk) -> Void) {
    let hadFailed = hasFailed
    change(&self)
    hasFailed = hadFailed
  }

  // MARK: Conversations

  private mutating func show(_ opened: OpenedConversation, _ world: ChatWorld) {
    let isFirst = !hasOpened
    hasOpened = true
    // The draft belongs to who began it on the whole screen.
    withoutFailure { $0.update(.opened(opened, draft: nil), world) }
    guard isInteractive else { return }
    let messages = opened.record.messages.filter { $0.message.role == .user || $0.message.role == .assistant }
    guard !messages.isEmpty else {
      if !isFirst { note("a new conversation") }
      return
    }
    note("\(state.quoted(state.title)), \(messages.count == 1 ? "1 message" : "\(messages.count) messages"); the last:")
    let lines = messages.suffix(2).flatMap { stored in
      let name = stored.message.role == .user ? "you" : "facet"
      let attachments = stored.message.attachments.map { "[\($0.name.isEmpty ? $0.kind.rawValue : $0.name)]" }
      return ["\(name): " + (attachments + [stored.message.text]).joined(separator: " ")]
    }
    write(.lines(lines))
  }

  // MARK: Replies

  private mutating func reply(_ message: Int, _ event: ReplyEvent, _ world: ChatWorld) {
    // News of a reply that is over is none.
    let isCurrent = state.reply?.message == message
    if isCurrent {
      switch event {
      case .thought(let text): write(.thought(text))
      case .answer(let text): write(.answer(text))
      case .finished: write(.endOfReply)
      case .loading, .reading, .toolCall, .brokenToolCall: break
      }
    }
    update(.reply(message: message, event), world)
    if isCurrent, case .finished = event, let said = state.transcript.message("\(message)")?.notice { note(said) }
  }

  private mutating func replyFailed(_ message: Int, _ sentence: String, _ world: ChatWorld) {
    if state.reply?.message == message { write(.endOfReply) }
    // Why there is no model was said already.
    if lacksModel == message { lastNote = SafeText(oneLine: sentence).string }
    update(.replyFailed(message: message, sentence), world)
    dropWaiting()
  }

  // MARK: Attachments and recordings

  /// Runs what may say that a file cannot go; then what was written about it does not go either.
  private mutating func attaching(_ change: (inout PlainTalk) -> Void) -> Bool {
    let hadFailed = hasFailed
    hasFailed = false
    change(&self)
    defer { hasFailed = hasFailed || hadFailed }
    guard hasFailed, isSending else { return !hasFailed }
    let said = state.composer.content.plainText
    dropComposed()
    if !said.allSatisfy(\.isWhitespace) { notSent(said) }
    return false
  }

  private mutating func attached(_ chip: Int, _ facts: [AttachmentFacts], _ world: ChatWorld) {
    let isFine = attaching { $0.update(.attached(chip: chip, facts), world) }
    guard state.composer.chips.contains(where: { $0.id == chip }) else { return }
    if !isFine {
      state.drafts[chip] = nil
      state.composer.removeChip(chip)
    } else if isInteractive, !isSending {
      tell(facts)
    }
  }

  private mutating func tell(_ facts: [AttachmentFacts]) {
    for facts in facts {
      let name = facts.attachment.name.isEmpty ? facts.attachment.kind.rawValue : facts.attachment.name
      note("attached \(name)\(facts.size.isEmpty ? "" : ", \(facts.size)"); it goes with the next message")
    }
  }

  private mutating func record(_ event: RecordingEvent, _ world: ChatWorld) {
    update(.recording(event), world)
    switch event {
    case .started:
      note("recording, at most \(Int(RunningRecording.limit)) seconds a piece; an empty line ends it, Ctrl-C drops it")
    case .clip(let facts):
      let sends = state.recording?.sends ?? false
      note("recorded \(facts.size)" + (sends ? "" : "; an empty line sends it, or words that go with it"))
    case .level, .growing, .dropped, .failed, .ended: break
    }
  }
}
