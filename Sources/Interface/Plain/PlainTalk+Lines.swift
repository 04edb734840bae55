import Chat
import Foundation

/// The way of a line: it waits for its turn, and then is a command, an answer or a message.
extension PlainTalk {
  /// Whether nothing is under way that a line has to wait for.
  var isIdle: Bool {
    awaited == 0 && state.record != nil && !state.isReplying && !isSending && state.outbox.isEmpty
      && state.recording == nil && !isLoadingFiles
  }

  var isLoadingFiles: Bool { state.drafts.values.contains { $0.facts == nil && $0.problem == nil } }

  /// Whether a line is what comes next.
  var isReadyForLine: Bool { waiting.isEmpty && !collector.isOpen && isIdle }

  private var isRecording: Bool { state.recording.map { !$0.isStopping } ?? false }

  /// Does all that waits and can be done, and ends when nothing more can come.
  mutating func advance(_ world: ChatWorld) {
    while ending == nil {
      tidyComposer()
      if !isInteractive, hasFailed, mustStop { return quit(.failed, world) }
      if isSending, !isLoadingFiles {
        isSending = false
        send(world)
      } else if wasInterrupted, !state.isReplying {
        return quit(.interrupted, world)
      } else if let next = waiting.first, isIdle || isRecording && awaited == 0 {
        waiting.removeFirst()
        perform(next, world)
      } else if waiting.isEmpty, hasInputEnded, !isSending {
        guard finish(world) else { return }
      } else {
        return
      }
    }
  }

  /// Whether nothing more can be done after a failure.
  private var mustStop: Bool { !state.isReplying && awaited == 0 && state.recording == nil && !isSending }

  /// What is left to do when no line follows; false when something has to be waited for.
  private mutating func finish(_ world: ChatWorld) -> Bool {
    if asked != nil { answer("", world) }
    if isRecording {
      change { $0.endRecording() }
      return false
    }
    guard isIdle else { return false }
    // Nobody waits for a model in vain: a pipe is told when it cannot be loaded.
    switch state.model {
    case .absent, .loading: guard isInteractive else { return false }
    case .ready, .failed: break
    }
    if !state.composer.isEmpty { notSent(state.composer.content.plainText) }
    quit(isInteractive || isFine ? .finished : .failed, world)
    return true
  }

  mutating func quit(_ ending: PlainEnding, _ world: ChatWorld) {
    if state.isReplying { write(.endOfReply) }
    self.ending = ending
    change { state in
      (state.recording == nil ? [] : [.discardRecording]) + state.endReplyNow(world) + state.keepingReading
    }
  }

  /// Whether something typed during a reply need not wait for its end.
  func isImmediate(_ item: MessageLines.Item, _ world: ChatWorld) -> Bool {
    guard isInteractive, state.record != nil, asked == nil, !item.isBlock, state.isReplying || !waiting.isEmpty
    else { return false }
    switch command(item.text, world) {
    case .command(let command, _): return command.isAllowedDuringReply
    case .refused: return true
    case .message, .path: return item.text.isBlank
    }
  }

  /// Lets a line wait for its turn; where the person wants that, a message ends the reply under way.
  mutating func wait(_ item: MessageLines.Item, _ world: ChatWorld) {
    waiting.append(item)
    guard isInteractive, state.isReplying, state.settings.configuration.enterWhileReplying == .interrupt,
      !item.text.isBlank, item.isBlock || command(item.text, world) == .message
    else { return }
    change { $0.stopReply() }
  }

  private func command(_ text: String, _ world: ChatWorld) -> CommandLine {
    CommandLine.parse(
      text, home: world.home, exists: { world.status($0) != .missing },
      choices: { $0 == .theme ? world.themes() : nil })
  }

  /// Does what a line says.
  mutating func perform(_ item: MessageLines.Item, _ world: ChatWorld) {
    if asked != nil { return answer(item.text, world) }
    let line = item.isBlock ? CommandLine.message : command(item.text, world)
    if isRecording {
      switch line {
      case .command(.record, _), .command(.quit, _): break
      default:
        // What is said next goes with what was spoken, and comes after it.
        if !item.text.isBlank { waiting.insert(item, at: 0) }
        return change { $0.endRecording() }
      }
    }
    switch line {
    case .command(let command, let argument): perform(command, argument, world)
    case .refused(let error): fail(error.description)
    case .message, .path: say(item.text, world)
    }
  }

  /// Puts a message together; it goes when the files it names are read.
  private mutating func say(_ text: String, _ world: ChatWorld) {
    guard !text.isBlank else {
      if state.isReplying { return }
      if state.editing != nil {
        dropComposed()
        note("the message stays as it was")
      } else if !state.composer.isEmpty {
        isSending = true
      }
      return
    }
    let hadFailed = hasFailed
    hasFailed = false
    update(.pasted(text), world)
    // A file that is not there is not sent as words about it.
    isSending = !hasFailed
    hasFailed = hasFailed || hadFailed
  }

  private mutating func send(_ world: ChatWorld) {
    let content = state.composer.content.trimmed
    guard !content.isBlank else { return }
    state.composer.draft = ComposerDraft(ComposedText())
    change { state in
      let effects = state.submit(content, world)
      return effects + state.update(.tick, world)
    }
  }

  /// Between lines the composer holds nothing but attachments that can go with the next one.
  private mutating func tidyComposer() {
    guard !isSending, !state.composer.isEmpty else { return }
    let chips = state.composer.chips
    let kept = chips.filter { state.drafts[$0.id]?.problem == nil }
    for chip in chips where !kept.contains(chip) { state.drafts[chip.id] = nil }
    let parts = kept.flatMap { [ComposedText.Part.chip($0), .text(" ")] }
    guard state.composer.content != ComposedText(parts: parts) else { return }
    state.composer.draft = ComposerDraft(ComposedText(parts: parts))
  }

  mutating func dropComposed() {
    isSending = false
    // What was attached before for the message to come is attached still.
    guard state.editing == nil else {
      _ = state.leaveMessage()
      return
    }
    for chip in state.composer.chips { state.drafts[chip.id] = nil }
    state.composer.draft = ComposerDraft(ComposedText())
  }

  /// Takes the answer to a question.
  private mutating func answer(_ text: String, _ world: ChatWorld) {
    guard let asked else { return }
    self.asked = nil
    guard ["y", "yes"].contains(text.trimmed.lowercased()) else {
      return note(asked == .deleteConversation ? "nothing was deleted" : "nothing was written")
    }
    change { $0.carryOut(asked, world) }
  }

  /// Ctrl-C.
  mutating func stepBack(_ world: ChatWorld) {
    guard isInteractive else {
      // Nobody could say anything else: the reply is ended in order, and the program with it.
      if state.isReplying, !wasInterrupted {
        wasInterrupted = true
        return change { $0.stopReply() }
      }
      return quit(.interrupted, world)
    }
    if collector.isOpen {
      collector = MessageLines()
      note("dropped what was begun")
    } else if asked != nil {
      answer("", world)
    } else if state.recording != nil {
      change { $0.dropRecording(world) }
    } else if state.isReplying, state.reply?.isStopping == false {
      dropWaiting()
      change { $0.stopReply() }
    } else if !state.isReplying, !waiting.isEmpty || isSending {
      dropWaiting()
      dropComposed()
    } else if state.editing != nil {
      dropComposed()
      note("the message stays as it was")
    } else if !state.composer.isEmpty {
      dropComposed()
      note("nothing is attached any more")
    } else {
      quit(.interrupted, world)
    }
  }

  /// What waits is not sent after something else came than was expected.
  mutating func dropWaiting() {
    for item in waiting where !item.text.isBlank { notSent(item.text) }
    waiting = []
  }

  /// Says so of a text, by how it begins.
  mutating func notSent(_ text: String) {
    let line = text.trimmed.split(separator: "\n").first.map(String.init) ?? ""
    note("not sent: \(Quantity.cut(line, columns: 60, isASCII: state.isASCII))")
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
