import Chat
import Foundation
import Screen

/// Commands that need another way without a screen; all others are the state's.
extension PlainTalk {
  mutating func perform(_ command: Command, _ argument: String, _ world: ChatWorld) {
    switch command {
    case .help: write(.lines(PlainHelp.lines))
    case .pane: note("there is no pane without a screen; /context lists the attachments")
    case .theme: note("there are no colours without a screen")
    case .attach where argument.isEmpty:
      note("/attach PATH attaches a file; so does a line that begins with its path")
    case .rename where argument.isEmpty:
      note("the title is \(state.quoted(state.title)); /rename TEXT gives it another")
    case .open: open(argument, world)
    case .model where argument.isEmpty:
      listsModels = true
      change { $0.perform(.model, "", world) }
    case .search: search(argument)
    case .edit: edit(world)
    case .quit: quit(isInteractive || isFine ? .finished : .failed, world)
    default:
      change { state in
        // An event without an event, for what is due after every one.
        let effects = state.perform(command, argument, world)
        return effects + state.update(.tick, world)
      }
    }
  }

  /// Prints what dialogs would show, and closes them.
  mutating func printLayers() {
    while let layer = state.layers.popLast() {
      switch layer {
      case .page(let page): write(.lines([page.title] + page.lines))
      case .question(_, .deleteConversation):
        asked = .deleteConversation
        note("\(state.deletionQuestion) y deletes it, anything else keeps it")
      case .question(let question, .export(let path)):
        // The next line of a pipe is no answer to what its writer could not see.
        guard isInteractive else {
          fail("\(state.quoted(path)) is there already; name another file")
          continue
        }
        asked = .export(path: path)
        note("\(question.text) y replaces it, anything else keeps it")
      case .question, .palette, .conversations, .models, .files, .search, .viewer: break
      }
    }
  }

  // MARK: Models

  /// The models on this machine, a line each.
  mutating func printModels(_ rows: [ModelRow]) {
    listsModels = false
    write(
      .lines(
        rows.map { row in
          let details = [row.quantisation, row.can, row.memory].filter { !$0.isEmpty }.joined(separator: "; ")
          return SafeText(oneLine: "\(row.name): \(details)\(row.isCurrent ? "; loaded" : "")").string
        }))
    note("/model NAME loads one of them, /model PATH any other")
  }

  // MARK: Searching

  /// Prints the lines that hold a text, each with who said it; without a text all of them.
  private mutating func search(_ text: String) {
    let query = SearchQuery(text)
    var lines: [String] = []
    func add(_ said: String, by name: String) {
      for line in said.split(separator: "\n", omittingEmptySubsequences: query != nil) {
        if query?.ranges(in: Array(line.utf8)).isEmpty ?? false { continue }
        lines.append(line.isEmpty ? "" : "\(name): \(line)")
      }
    }
    for message in state.transcript.messages {
      if let thought = message.thought { add(thought, by: "thought") }
      add(message.text, by: message.shownName)
      for chip in message.chips { add("[\(chip.label)]", by: message.shownName) }
    }
    if lines.isEmpty {
      note(text.isEmpty ? "nothing was said yet" : "no line of this conversation holds \(state.quoted(text))")
    } else {
      write(.lines(lines))
    }
  }

  // MARK: Changing a message

  private mutating func edit(_ world: ChatWorld) {
    // What the state says about it names keys.
    let notices = state.notices
    _ = state.editMessage(world)
    guard let id = state.editing, let stored = state.record?.message(id) else {
      let said = state.notices.last?.text
      state.notices = notices
      return note(said ?? "there is no message to change yet")
    }
    state.notices = notices
    write(.lines([stored.message.text]))
    note(
      "the next message takes the place of this one, and what came after it is taken away; "
        + "\(isInteractive ? "an empty line or Ctrl-C" : "an empty line") leaves it as it was")
  }

  // MARK: Conversations

  private static let mostListed = 20

  /// `/open`: the list, or one of it by its number or title.
  private mutating func open(_ argument: String, _ world: ChatWorld) {
    if argument == "undo" { return ask([.undoDelete]) }
    if let number = Int(argument), !listed.isEmpty { return open(number: number, world) }
    sought = argument
    ask([.list(query: "", isDeep: false)])
  }

  /// The store has answered.
  mutating func list(_ summaries: [ConversationSummary], _ world: ChatWorld) {
    guard let argument = sought else { return }
    sought = nil
    listed = summaries
    guard !argument.isEmpty else {
      return summaries.isEmpty ? note("there is no conversation yet") : printList(world)
    }
    if let number = Int(argument) { return open(number: number, world) }
    if let found = summaries.first(where: { $0.title.caseInsensitiveCompare(argument) == .orderedSame }) {
      return open(id: found.id, world)
    }
    let found = summaries.filter {
      $0.title.range(of: argument, options: [.caseInsensitive, .diacriticInsensitive]) != nil
    }
    switch found.count {
    case 0: fail("no conversation has the title \(state.quoted(argument)); /open lists them")
    case 1: open(id: found[0].id, world)
    default:
      listed = found
      printList(world)
      fail("several conversations fit \(state.quoted(argument)); /open NUMBER opens one of them")
    }
  }

  private mutating func printList(_ world: ChatWorld) {
    var format = ClockFormat(now: world.date, timeZone: world.timeZone)
    var lines = listed.prefix(Self.mostListed).enumerated().map { place, summary in
      let count = summary.messageCount == 1 ? "1 message" : "\(summary.messageCount) messages"
      let title = summary.title.isEmpty ? "without a title" : summary.title
      return "\(place + 1)  \(title), \(format.text(summary.updated)), \(count)"
        + (summary.id == state.record?.id ? ", open" : "")
    }
    if listed.count > Self.mostListed {
      lines.append("and \(listed.count - Self.mostListed) more; /open WORD lists those whose title holds it")
    }
    write(.lines(lines))
  }

  private mutating func open(number: Int, _ world: ChatWorld) {
    guard listed.indices.contains(number - 1) else {
      return fail("there is no conversation \(number) in the list; /open lists them")
    }
    open(id: listed[number - 1].id, world)
  }

  private mutating func open(id: String, _ world: ChatWorld) {
    guard id != state.record?.id else { return note("this conversation is open already") }
    change { state in state.leaveConversation(world).map { $0 + [.open(id: id)] } ?? [] }
  }
}
