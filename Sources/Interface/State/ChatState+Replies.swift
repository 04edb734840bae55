import Chat
import Screen

/// A reply while it comes.
extension ChatState {
  mutating func replied(_ message: Int, _ event: ReplyEvent, _ world: ChatWorld) -> [Effect] {
    guard var running = reply, running.message == message else { return [] }
    let id = "\(message)"
    switch event {
    case .loading: break
    case .reading(let done, let total):
      running.phase = .reading(done: done, of: total)
      running.promptTokens = total
      running.left.note(total > 0 ? Double(done) / Double(total) : 0, at: world.time)
    case .thought(let text):
      running.notePiece(at: world.time)
      running.phase = .thinking
      running.thoughtStart = running.thoughtStart ?? world.time
      running.thoughtSeconds = Int(world.time - (running.thoughtStart ?? world.time))
      transcript.appendThought(text, to: id)
    case .answer(let text):
      running.notePiece(at: world.time)
      if running.phase == .thinking, let start = running.thoughtStart {
        running.thoughtSeconds = Int(world.time - start)
        setThoughtSeconds(running.thoughtSeconds, of: id)
      }
      running.phase = .writing
      transcript.appendText(text, to: id)
    case .toolCall(let call): say("the model calls \(call.name), but there are no tools here", isError: true, world)
    case .brokenToolCall: say("the model called a tool in a way that cannot be read", isError: true, world)
    case .finished: break
    }
    if running.phase == .thinking || running.phase == .writing { markRead() }
    let entries = running.log.take(event, at: world.time)
    if !entries.isEmpty { running.flushed = world.time }
    reply = running
    guard case .finished(let reason, let figures) = event else { return store(entries) }
    return store(entries) + finish(message, reason, figures, world)
  }

  /// Saves what a reply has brought, once a second also when nothing comes.
  mutating func saveReply(_ world: ChatWorld) -> [Effect] {
    guard var running = reply, running.flushed + 1 <= world.time else { return [] }
    let entries = running.log.due(at: world.time)
    running.flushed = world.time
    if running.phase == .thinking, let start = running.thoughtStart {
      running.thoughtSeconds = Int(world.time - start)
      setThoughtSeconds(running.thoughtSeconds, of: "\(running.message)")
    }
    reply = running
    return store(entries)
  }

  /// Entries that change nothing on the screen.
  private mutating func store(_ entries: [StoreEntry]) -> [Effect] {
    guard let id = record?.id, !entries.isEmpty else { return [] }
    for entry in entries { record?.apply(entry) }
    return [.store(entries, conversation: id)]
  }

  private mutating func finish(
    _ message: Int, _ reason: FinishReason, _ figures: ReplyFigures, _ world: ChatWorld
  ) -> [Effect] {
    let wasStopped = reply?.isStopping ?? false
    let seconds = reply?.thoughtSeconds
    reply = nil
    lastFigures = figures
    reading.progress = nil
    reading.given = nil
    reading.dueAt = world.time + 0.3
    guard let stored = record?.message(message) else { return [] }
    var format = ClockFormat(now: world.date, timeZone: world.timeZone)
    var shown = TranscriptMessage(stored, numbers: [], format: &format)
    shown.thoughtSeconds = seconds
    transcript.update(shown)
    // Who stops a reply wants to say something else than what waits.
    if wasStopped, reason == .cancelled, settings.configuration.enterWhileReplying == .queue { return recallOutbox() }
    return []
  }

  mutating func replyFailed(_ message: Int, _ sentence: String, _ world: ChatWorld) -> [Effect] {
    guard var running = reply, running.message == message else { return [] }
    var figures = ReplyFigures()
    figures.generatedTokens = running.pieces
    let entries = running.log.take(.finished(.cancelled, figures), at: world.time)
    reply = nil
    reading.given = nil
    var effects = store(entries)
    let isEmpty = record?.message(message).map { $0.message.parts.isEmpty && $0.message.thought == nil } ?? true
    if isEmpty {
      effects += apply([.deleted(message: message)], world)
    } else if let stored = record?.message(message) {
      var format = ClockFormat(now: world.date, timeZone: world.timeZone)
      transcript.update(TranscriptMessage(stored, numbers: [], format: &format))
    }
    say(sentence, isError: true, world)
    return effects + recallOutbox()
  }

  /// Asks for the end of the reply; what there is stays.
  mutating func stopReply() -> [Effect] {
    guard reply != nil, reply?.isStopping == false else { return [] }
    reply?.isStopping = true
    return [.stopReply]
  }

  /// Messages that wait go back into the composer, before what is written there.
  mutating func recallOutbox() -> [Effect] {
    guard !outbox.isEmpty else { return [] }
    composer.draft = ComposerDraft(ComposedText(lines: outbox + [composer.content]))
    outbox = []
    return []
  }

  private mutating func setThoughtSeconds(_ seconds: Int?, of id: String) {
    guard var message = transcript.message(id), message.thoughtSeconds != seconds else { return }
    message.thoughtSeconds = seconds
    transcript.update(message)
  }
}

extension RunningReply {
  mutating func notePiece(at time: Double) {
    firstPiece = firstPiece ?? time
    lastPiece = time
    pieces += 1
  }
}
