import Chat
import Foundation
import Screen

extension ChatState {
  /// Takes in what happened and says what is to be done.
  public mutating func update(_ event: ChatEvent, _ world: ChatWorld) -> [Effect] {
    now = world.time
    var effects: [Effect] = []
    switch event {
    case .input(let input): effects = handle(input, world)
    case .tick: break
    case .resumed: (given, requested) = ([], [])

    case .modelLoading(let share): noteLoading(share, world)
    case .modelReady(let facts): effects = modelIsReady(facts, world)
    case .modelFailed(let sentence): effects = modelFailed(sentence, world)
    case .models(let rows): effects = take(models: rows, world)

    case .prepared(let progress): notePrepared(progress, world)
    case .readingTaken(let tokens, let bytes): noteTaken(tokens, bytes, world)
    case .reply(let message, let event): effects = replied(message, event, world)
    case .replyFailed(let message, let sentence): effects = replyFailed(message, sentence, world)

    case .attached(let chip, let facts): effects = attached(chip, facts, world)
    case .notAttached(let chip, let sentence): notAttached(chip, sentence, world)
    case .facts(let id, let facts): noteFacts(id, facts)
    case .noFacts(let id, let sentence): noteNoFacts(id, sentence)
    case .picture(let id, let pixels): showPixels(id, pixels)
    case .transmitted(let id, let number, let size): effects = noteGiven(id, number, size)
    case .playing(let id): playing = id

    case .opened(let opened, let draft): effects = show(opened, draft, world)
    case .listed(let summaries, let query): showList(summaries, query, world)
    case .deleted(_, let title):
      say("deleted \(quoted(title)); \(key(.conversations)) lists conversations, Ctrl-Z there takes it back", world)
    case .history(let entries): restore(history: entries)
    case .notSaved(let sentence):
      if unsaved == nil { say(sentence, isError: true, world) }
      unsaved = sentence.shortened(to: Notice.limit)
    case .saved:
      if unsaved != nil { say("everything is saved again", world) }
      unsaved = nil

    case .recording(let event): effects = recorded(event, world)

    case .pasted(let text): effects = perform(composer.paste(text, context: context(world)), world)
    case .pastedFile(let path): effects = attach(path: path, world)
    case .edited(let text): effects = perform(composer.replaceText(text), world)
    case .themed(let name):
      theme = name
      say("theme \(name)", world)
    case .note(let sentence): say(sentence, world)
    case .problem(let sentence): say(sentence, isError: true, world)
    }
    return effects + housekeeping(world)
  }

  /// What is due by time, and what follows from all that happened.
  private mutating func housekeeping(_ world: ChatWorld) -> [Effect] {
    var effects: [Effect] = []
    if composer.settlesAt.map({ $0 <= world.time }) ?? false {
      effects += perform(composer.tick(context: context(world)), world)
    }
    if notice?.endsAt.map({ $0 <= world.time }) ?? false { notice = nil }
    if transcript.searchStatus.map({ !$0.isComplete }) ?? false { _ = transcript.continueSearch() }
    effects += saveReply(world)
    effects += sendNext(world)
    effects += readAhead(world)
    effects += inspectShown()
    effects += askForModels()
    syncPane()
    effects += askForPictures()
    if let due = draftDue, due <= world.time { effects += keepDraft() }
    return effects
  }

  /// Says something in the status line for a while.
  mutating func say(_ text: String, isError: Bool = false, _ world: ChatWorld) {
    let shown = Notice(
      text: SafeText(oneLine: text.shortened(to: Notice.limit)).string, isError: isError,
      begin: world.time, endsAt: world.time + (isError ? 30 : 6))
    notice = shown
    notices.append(shown)
    if notices.count > 100 { notices.removeFirst() }
  }

  /// The first key of an action as people read it: "Ctrl-O".
  func key(_ action: KeyAction) -> String {
    settings.bindings.keys(for: action).first?.title ?? "/" + action.rawValue
  }

  func quoted(_ title: String) -> String { isASCII ? "\"\(title)\"" : "“\(title)”" }

  /// What the composer has to know.
  func context(_ world: ChatWorld) -> ComposerContext {
    var context = ComposerContext()
    context.bindings = settings.bindings
    context.keymap = settings.configuration.editing == .vi ? .vi : .emacs
    context.isReplying = isReplying
    context.width = max(1, shown.size.width)
    context.time = world.time
    context.home = world.home
    context.usedNumbers = usedNumbers
    context.status = world.status
    context.list = world.list
    let models = models?.map(\.name)
    context.choices = { command in
      switch command {
      case .theme: world.themes()
      case .model: models
      default: nil
      }
    }
    return context
  }

  // MARK: The model

  private mutating func noteLoading(_ share: Double, _ world: ChatWorld) {
    var left = TimeLeft()
    if case .loading(let present) = model { left = present }
    left.note(share, at: world.time)
    model = .loading(left)
  }

  private mutating func modelIsReady(_ facts: ModelFacts, _ world: ChatWorld) -> [Effect] {
    var facts = facts
    facts.name = facts.name.shortened(to: 200)
    // What pictures take with another model is asked again.
    inspected = []
    model = .ready(facts)
    reading = ReadingState()
    reading.dueAt = world.time
    return []
  }

  private mutating func modelFailed(_ sentence: String, _ world: ChatWorld) -> [Effect] {
    model = .failed(SafeText(oneLine: sentence.shortened(to: Notice.limit)).string)
    say(sentence, isError: true, world)
    return []
  }
}
