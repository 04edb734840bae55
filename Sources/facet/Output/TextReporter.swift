import Chat
import Screen

/// Shows a run to a person: the answer on standard output, all else on standard error if that is a terminal.
struct TextReporter: RunReporter {
  private let surroundings: Surroundings
  private let progress: ProgressLine
  private var safeAnswer = SafeTextStream()
  private var safeThought = SafeTextStream()
  private var isThinking = false
  private var lastThought: Character?
  /// The last character of the answer so far.
  private var lastAnswer: Character?

  init(_ surroundings: Surroundings, progress: ProgressLine) {
    self.surroundings = surroundings
    self.progress = progress
  }

  func loading(_ share: Double) {
    progress.show("Loading", done: share, of: 1)
  }

  mutating func show(_ event: ReplyEvent) throws {
    switch event {
    case .loading(let share): loading(share)
    case .reading(let done, let total):
      progress.show("Reading", done: Double(done), of: Double(total), unit: "tokens")
    case .thought(let text): think(text)
    case .answer(let text): try answer(text)
    case .toolCall(let call):
      note("the model calls the tool “\(call.name)” with \(call.arguments.text), but facet run offers none")
    case .brokenToolCall(let call): note("the model wrote a tool call that cannot be read: \(call.reason)")
    case .finished: break
    }
  }

  mutating func finish(_ summary: RunSummary) throws {
    endThought()
    if surroundings.output.isTerminal {
      try write(safeAnswer.finish().string)
      if let lastAnswer, lastAnswer != "\n" { try write("\n") }
    }
    if summary.reason == .contextFull, summary.server != nil {
      note("the answer ends here because the server gives no more tokens to it; --max-tokens may ask for more")
    } else if summary.reason == .contextFull {
      note("the answer ends here because the context is full; a larger --context makes room for more")
    } else if summary.figures?.endsInsideThought == true, summary.reason != .cancelled {
      note("the model ended while it was still thinking, so the answer may be missing; ask again")
    }
  }

  /// To a terminal goes safe text, to anything else what the model wrote.
  private mutating func answer(_ text: String) throws {
    endThought()
    try write(surroundings.output.isTerminal ? safeAnswer.append(text).string : text)
  }

  private mutating func write(_ text: String) throws {
    try ByteOutput.standard.write(text)
    lastAnswer = text.last ?? lastAnswer
  }

  /// Thoughts are dimmed, beside the answer and no part of it; where there is no terminal they go nowhere.
  private mutating func think(_ text: String) {
    progress.erase()
    guard surroundings.errors.isTerminal else { return }
    showThought(safeThought.append(text).string)
  }

  private mutating func showThought(_ text: String) {
    guard !text.isEmpty else { return }
    isThinking = true
    lastThought = text.last
    ByteOutput.errors.writeIfPossible(surroundings.errors.hasStyle ? "\u{1b}[2m\(text)\u{1b}[22m" : text)
  }

  /// An empty line between the thought and what follows.
  private mutating func endThought() {
    progress.erase()
    guard isThinking else { return }
    showThought(safeThought.finish().string)
    isThinking = false
    ByteOutput.errors.writeIfPossible(lastThought == "\n" ? "\n" : "\n\n")
  }

  /// Says something on a line of its own.
  private mutating func note(_ sentence: String) {
    endThought()
    if surroundings.output.isTerminal, let lastAnswer, lastAnswer != "\n" { try? write("\n") }
    surroundings.note(sentence)
  }
}
