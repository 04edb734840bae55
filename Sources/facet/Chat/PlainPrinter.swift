import Interface
import Screen

/// Writes what plain mode says: no sequence steers the terminal, and no line is drawn twice.
///
/// Replies and what was asked for go to standard output, to a pipe exactly as they are. Sentences go to standard error, and so do thoughts
/// where it is a terminal; elsewhere they go nowhere, as with `facet run`.
struct PlainPrinter {
  private enum Open { case nothing, answer, thought, prompt }

  private let surroundings: Surroundings
  /// The line that is not at its end yet.
  private var open = Open.nothing
  private var safe = SafeTextStream()
  /// The last character of the reply or thought.
  private var last: Character?

  init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  mutating func print(_ output: [PlainOutput]) throws(OutputError) {
    for output in output { try print(output) }
  }

  /// Ends a line that was begun, for whoever writes next.
  mutating func close() throws(OutputError) { try end(.nothing) }

  private mutating func print(_ output: PlainOutput) throws(OutputError) {
    switch output {
    case .answer(let text):
      try begin(.answer)
      try write(surroundings.output.isTerminal ? safe.append(text).string : text)
    case .thought(let text):
      guard surroundings.errors.isTerminal else { return }
      if open != .thought {
        try begin(.thought)
        ByteOutput.errors.writeIfPossible("thought: ")
      }
      showThought(safe.append(text).string)
    case .endOfReply: try end(.nothing)
    case .lines(let lines):
      try end(.nothing)
      try surroundings.print(lines.map { $0 + "\n" }.joined())
    case .note(let sentence):
      try breakLine()
      surroundings.note(sentence)
    case .prompt:
      try end(.nothing)
      open = .prompt
      if surroundings.output.isTerminal {
        try ByteOutput.standard.write("> ")
      } else if surroundings.errors.isTerminal {
        ByteOutput.errors.writeIfPossible("> ")
      } else {
        open = .nothing
      }
    }
  }

  private mutating func write(_ text: String) throws(OutputError) {
    guard !text.isEmpty else { return }
    try ByteOutput.standard.write(text)
    last = text.last
  }

  private mutating func showThought(_ text: String) {
    guard !text.isEmpty else { return }
    ByteOutput.errors.writeIfPossible(text)
    last = text.last
  }

  /// The person has ended the line of the prompt by typing.
  mutating func lineWasTyped() {
    if open == .prompt { open = .nothing }
  }

  private mutating func begin(_ new: Open) throws(OutputError) {
    guard open != new else { return }
    try end(new)
  }

  /// Ends what is open, so that something else can begin a line.
  private mutating func end(_ new: Open) throws(OutputError) {
    switch open {
    case .nothing: break
    case .answer:
      if surroundings.output.isTerminal { try write(safe.finish().string) }
      if let last, last != "\n" { try write("\n") }
    case .thought:
      showThought(safe.finish().string)
      if last != "\n" { showThought("\n") }
    case .prompt: endPrompt()
    }
    open = new
    last = nil
    safe = SafeTextStream()
  }

  /// A sentence in the middle of a reply begins a line on a terminal; in a pipe the reply is not touched.
  private mutating func breakLine() throws(OutputError) {
    switch open {
    case .answer:
      if surroundings.output.isTerminal, let last, last != "\n" { try write("\n") }
    case .thought, .prompt: try end(.nothing)
    case .nothing: break
    }
  }

  private func endPrompt() {
    let output = surroundings.output.isTerminal ? ByteOutput.standard : .errors
    output.writeIfPossible("\n")
  }
}
