import Chat
import Screen

/// The chat line by line: the same `ChatState`, driven by lines, telling what happens in lines.
///
/// ```swift
/// var talk = PlainTalk(settings, isInteractive: true)
/// let step = talk.take(line: "What is this?", world)
/// print(step.output)
/// perform(step.effects)
/// ```
/// A line waits in `waiting` until what came before it is done. Where a person types, commands that a running reply allows go first; where lines come
/// from a pipe, all keep their order, and the first failure is the end: what follows builds on what failed.
public struct PlainTalk: Sendable {
  /// What follows from a line or an event.
  public struct Step: Sendable {
    /// What is to be done; see `isAwaited`.
    public var effects: [Effect] = []
    /// What is to be written.
    public var output: [PlainOutput] = []
  }

  /// The chat.
  public internal(set) var state: ChatState
  /// How it ends; nil as long as it goes on.
  public internal(set) var ending: PlainEnding?
  /// Whether a person types the lines and reads the answers.
  let isInteractive: Bool

  var collector = MessageLines()
  /// What was said and waits for what came before it.
  var waiting: [MessageLines.Item] = []
  /// Whether the composer's content goes as soon as its files are read.
  var isSending = false
  /// Effects on the store and the clipboard that are under way.
  var awaited = 0
  /// What follows if the question that was asked is answered with yes; nil when none was.
  var asked: Layer.Consequence?
  /// The conversations as they were listed last: `/open` goes by their numbers.
  var listed: [ConversationSummary] = []
  /// What `/open` looks for.
  var sought: String?
  /// Whether the models are to be printed when they are known.
  var listsModels = false
  /// The first conversation is open.
  var hasOpened = false
  var hasInputEnded = false
  /// Whether Ctrl-C came where nobody can say anything else.
  var wasInterrupted = false
  /// Whether something went wrong.
  var hasFailed = false
  var owesPrompt = true
  private var progress = PlainProgress()
  private let showsProgress: Bool
  /// The last sentence, so that none is said twice.
  var lastNote: String?
  /// The reply that waited for a model when that could not be loaded.
  var lacksModel: Int?
  var step = Step()

  /// A talk at its beginning.
  ///
  /// - Parameters:
  ///   - isInteractive: Whether a person types the lines; otherwise they come from a pipe or a file.
  ///   - showsProgress: Whether somebody waits in front of the screen, who wants to know how far a long wait is.
  public init(_ settings: ChatSettings, isInteractive: Bool, showsProgress: Bool = false) {
    var settings = settings
    // Lines are no keys: neither vi's states nor another key for sending may come between.
    settings.configuration.editing = .emacs
    settings.bindings = .standard
    settings.hasPictures = false
    state = ChatState(settings)
    self.isInteractive = isInteractive
    self.showsProgress = showsProgress
  }

  /// When `take(.tick)` should come if nothing else does.
  public var nextTick: Double? {
    [state.nextTick, showsProgress ? progress.dueAt : nil].compactMap { $0 }.min()
  }

  /// Whether more lines are of use now; where they come from a pipe, what they find there waits in the pipe.
  public var wantsLines: Bool { !hasInputEnded && ending == nil && waiting.count < (isInteractive ? 1000 : 1) }

  /// Whether anything is still to be heard of an effect: `settled` is to be called when it is done, whatever came of it.
  public static func isAwaited(_ effect: Effect) -> Bool {
    switch effect {
    case .listModels, .newConversation, .open, .fork, .list, .delete, .undoDelete, .export, .rename, .copy: true
    default: false
    }
  }

  // MARK: What happens

  /// Says what there is to know before anything else.
  public mutating func begin(_ world: ChatWorld) -> Step {
    run(world) { talk in
      // That words leave the machine is said wherever the lines come from.
      if let server = talk.state.settings.server, !talk.isInteractive, !server.isThisMachine {
        talk.note(talk.state.readerSentence)
      }
      guard talk.isInteractive else { return }
      let name = talk.state.settings.modelName
      talk.note(
        (name.isEmpty ? "" : "\(SafeText(oneLine: name).string); ")
          + "\(talk.state.readerSentence); /help tells what can be typed here")
    }
  }

  /// Takes the next line, without its end.
  public mutating func take(line: String, _ world: ChatWorld) -> Step {
    run(world) { talk in
      talk.owesPrompt = true
      guard let item = talk.collector.add(line) else { return }
      talk.lastNote = nil
      if talk.isImmediate(item, world) { talk.perform(item, world) } else { talk.wait(item, world) }
    }
  }

  /// No line follows.
  public mutating func endInput(_ world: ChatWorld) -> Step {
    run(world) { talk in
      guard !talk.hasInputEnded else { return }
      talk.hasInputEnded = true
      if let item = talk.collector.finish() { talk.waiting.append(item) }
    }
  }

  /// Takes what the workers bring.
  public mutating func take(_ event: ChatEvent, _ world: ChatWorld) -> Step {
    run(world) { $0.happen(event, world) }
  }

  /// What was awaited is done.
  public mutating func settled(_ world: ChatWorld) -> Step {
    run(world) { $0.awaited = max(0, $0.awaited - 1) }
  }

  /// Ctrl-C: one step back, in the end out.
  public mutating func interrupt(_ world: ChatWorld) -> Step {
    run(world) { talk in
      talk.owesPrompt = true
      talk.lastNote = nil
      talk.stepBack(world)
    }
  }

  /// The program is told to end: what there is of a reply is kept.
  public mutating func end(_ world: ChatWorld) -> Step {
    run(world) { talk in
      if talk.state.isReplying { talk.write(.endOfReply) }
      talk.ask(talk.state.end(world))
      talk.ending = talk.ending ?? .interrupted
    }
  }

  /// Whether all went well so far.
  public var isFine: Bool { !hasFailed && state.unsaved == nil }

  // MARK: A step

  /// Runs a change, and all that has become possible by it.
  private mutating func run(_ world: ChatWorld, _ change: (inout PlainTalk) -> Void) -> Step {
    step = Step()
    change(&self)
    advance(world)
    if showsProgress, ending == nil, let line = progress.line(state) { note(line) }
    if !step.output.isEmpty, step.output.last != .prompt { owesPrompt = true }
    if isInteractive, owesPrompt, ending == nil, !hasInputEnded, isReadyForLine {
      owesPrompt = false
      write(.prompt)
    }
    return step
  }

  /// Lets the state take an event in, and tells what it says.
  mutating func update(_ event: ChatEvent, _ world: ChatWorld) {
    change { $0.update(event, world) }
  }

  /// Changes the state, and tells what it says about that.
  mutating func change(_ change: (inout ChatState) -> [Effect]) {
    // Set aside, so that those are seen that come.
    let before = state.notices
    state.notices = []
    let effects = change(&state)
    let notices = state.notices
    state.notices = (before + notices).suffix(100)
    for notice in notices {
      if notice.isError { hasFailed = true }
      note(notice.text)
    }
    printLayers()
    ask(effects)
  }

  /// Asks for effects, as far as they make sense here.
  mutating func ask(_ effects: [Effect]) {
    let deleted = effects.compactMap { if case .delete(let id, _) = $0 { id } else { nil } }
    for effect in effects {
      switch effect {
      // What somebody began to write on the whole screen is theirs.
      case .keepDraft(_, let conversation): if !deleted.contains(conversation ?? "") { continue }
      case .addHistory: if !isInteractive { continue }
      case .theme, .redraw, .suspend, .edit, .forget, .transmit, .loadPicture, .quit: continue
      default: break
      }
      if Self.isAwaited(effect) { awaited += 1 }
      step.effects.append(effect)
    }
  }

  mutating func write(_ output: PlainOutput) {
    switch output {
    // What stands between two sentences makes the second one news.
    case .answer, .thought, .lines: lastNote = nil
    case .endOfReply, .note, .prompt: break
    }
    step.output.append(output)
  }

  /// Says a sentence, unless it was the last one already.
  mutating func note(_ text: String) {
    guard text != lastNote else { return }
    lastNote = text
    write(.note(text))
  }

  mutating func fail(_ text: String) {
    hasFailed = true
    note(text)
  }
}
