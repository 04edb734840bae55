import Chat
import Foundation
import Screen

/// What stands behind a slash.
extension ChatState {
  mutating func perform(_ command: Command, _ argument: String, _ world: ChatWorld) -> [Effect] {
    if isReplying, !command.isAllowedDuringReply {
      say(CommandError.notDuringReply(command).description, isError: true, world)
      return []
    }
    if command.needsConversation, record == nil, let obstacle {
      say(obstacle, isError: true, world)
      return []
    }
    switch command {
    case .help: layers.append(.page(helpPage))
    case .attach: return attachCommand(argument, world)
    case .record: return toggleRecording(world)
    case .new:
      return leaveConversation(world).map { $0 + [.newConversation] } ?? []
    case .open: return openPicker(argument, world)
    case .search:
      layers.append(.search(SearchLine(argument)))
      transcript.search(argument.isEmpty ? nil : argument)
    case .rename: return rename(argument, world)
    case .delete: askToDelete(world)
    case .export: return export(argument, world)
    case .copy: return copy(argument.isEmpty ? "reply" : argument, world)
    case .model: return loadModel(argument, world)
    case .system: return setSystem(argument, world)
    case .think:
      settings.configuration.think = argument.isEmpty ? !settings.configuration.think : argument == "on"
      say("it \(settings.configuration.think ? "thinks" : "does not think") before it answers", world)
      reading.dueAt = world.time
      return record?.messages.isEmpty ?? true ? [] : apply([.thinking(settings.configuration.think)], world)
    case .temperature:
      if let value = Double(argument) { settings.configuration.reply.temperature = value }
      say(temperatureSentence, world)
    case .theme:
      guard argument.isEmpty else { return [.theme(argument)] }
      say("theme \(theme); there are \(world.themes().joined(separator: ", "))", world)
    case .budget:
      if let value = Double(argument) { setBudget(Int(value), world) }
      say(budgetSentence, world)
    case .context: layers.append(.page(contextPage))
    case .stats: layers.append(.page(statsPage))
    case .regenerate: return regenerate(world)
    case .edit: return editMessage(world)
    case .fork: return fork(world)
    case .pane: togglePane()
    case .quit: return quit(world)
    }
    return []
  }

  private var temperatureSentence: String {
    if let wanted = settings.configuration.reply.temperature { return "temperature \(Command.figure(wanted))" }
    return model.facts?.temperature.map { "temperature \(Command.figure($0)), the model's own" }
      ?? "the temperature is the model's own"
  }

  private var budgetSentence: String {
    let wanted = settings.configuration.pictureBudget
    if let most = model.facts?.largestBudget, let wanted, wanted > most {
      return "pictures may take \(wanted) tokens, with this model at most \(most)"
    }
    return wanted.map { "pictures may take \($0) tokens" } ?? "each picture takes as few tokens as scale nothing down"
  }

  private mutating func togglePane() {
    wantsPane = !shown.showsAttachments
    if focus == .pane { focus = .composer }
  }

  /// `/attach plan.pdf 2-4`: a path as the shell writes it, of a document perhaps some pages.
  private mutating func attachCommand(_ argument: String, _ world: ChatWorld) -> [Effect] {
    guard !argument.isEmpty else {
      layers.append(.files(FileBrowser(folder: startFolder(world), list: world.list)))
      return []
    }
    if world.status(argument) != .missing { return attach(path: argument, world) }
    let words = argument.split(separator: " ")
    if words.count > 1, let pages = words.last.flatMap({ Self.pages(String($0)) }) {
      let path = words.dropLast().joined(separator: " ")
      let dropped = DroppedPaths.parse(path, home: world.home, status: world.status)
      if let file = dropped.files.first { return attach(path: file.path, pages: pages, world) }
    }
    let dropped = DroppedPaths.parse(argument, home: world.home, status: world.status)
    guard !dropped.files.isEmpty else {
      say((dropped.problems.first ?? FileProblem(path: argument, reason: .missing)).description, isError: true, world)
      return []
    }
    return dropped.files.flatMap { attach(path: $0.path, world) }
  }

  /// "3" or "2-4".
  static func pages(_ text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = parts.first ?? nil, first >= 1, parts.count <= 2 else { return nil }
    guard parts.count == 2 else { return first...first }
    guard let last = parts[1], last >= first else { return nil }
    return first...last
  }

  private func startFolder(_ world: ChatWorld) -> String { world.folder.isEmpty ? world.home : world.folder }

  private mutating func openPicker(_ query: String, _ world: ChatWorld) -> [Effect] {
    guard !isReplying else { return [] }
    let picker = ConversationPicker(
      query: query, current: record?.id, now: world.date, timeZone: world.timeZone)
    layers.append(.conversations(picker))
    return [.list(query: picker.query, isDeep: false)]
  }

  private mutating func rename(_ title: String, _ world: ChatWorld) -> [Effect] {
    guard title.isEmpty else { return setTitle(title, world) }
    // What is being written stays.
    if composer.isEmpty {
      composer.draft = ComposerDraft(ComposedText("/rename \(record?.title ?? "")"))
    } else {
      say("the title is \(quoted(self.title)); /rename TITLE changes it", world)
    }
    return []
  }

  /// Gives the conversation a title; an empty one makes it the first words again.
  mutating func setTitle(_ title: String, _ world: ChatWorld) -> [Effect] {
    guard readOnly == nil else {
      say(readOnly?.description ?? "", isError: true, world)
      return []
    }
    let effects = apply([.title(LocalTitle.of(title))], world)
    say("the title is \(quoted(self.title))", world)
    return effects
  }

  private mutating func askToDelete(_ world: ChatWorld) {
    guard let record, !record.messages.isEmpty else {
      say("this conversation is empty: there is nothing to delete", world)
      return
    }
    layers.append(
      .question(
        Question(deletionQuestion, answers: [("y", "delete")], keep: "keep"), .deleteConversation))
  }

  /// What is asked before the conversation is lost.
  var deletionQuestion: String {
    let count = record?.messages.count ?? 0
    return "delete \(quoted(title)) (\(count == 1 ? "1 message" : "\(count) messages"))?"
  }

  /// Writes the conversation to a file: without a name, or with that of a folder, to one that is not there yet.
  private mutating func export(_ argument: String, _ world: ChatWorld) -> [Effect] {
    guard let record, !record.messages.isEmpty else {
      say("there is nothing to write yet", world)
      return []
    }
    var path = argument.hasPrefix("~/") ? world.home + argument.dropFirst() : argument
    if path.isEmpty || world.status(path) == .folder {
      let folder = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
      let title = title
      let name = { (number: Int) in folder + Self.fileName(title, number: number) }
      path = name((1...999).first { world.status(name($0)) == .missing } ?? 1)
    }
    guard world.status(path) != .missing else { return [.export(conversation: record.id, path: path)] }
    layers.append(
      .question(
        Question("replace \(quoted(path))?", answers: [("y", "replace")], keep: "keep"), .export(path: path)))
    return []
  }

  /// A file's name made of a title: "the red build" → "the-red-build.md", as its second "the-red-build-2.md".
  static func fileName(_ title: String, number: Int = 1) -> String {
    let letters = title.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    let words = String(letters).split(separator: "-").joined(separator: "-")
    return (words.isEmpty ? "conversation" : String(words.prefix(60))) + (number > 1 ? "-\(number)" : "") + ".md"
  }

  private mutating func copy(_ what: String, _ world: ChatWorld) -> [Effect] {
    let replies = transcript.messages.filter { $0.role == .assistant && !$0.text.isEmpty }
    switch what {
    case "all":
      guard let record, !record.messages.isEmpty else { break }
      return [.copy(MarkdownExport().text(of: record), name: "the conversation")]
    case "code":
      transcript.select(nil)
      let found = transcript.selectCode(by: -1) ? transcript.selectedText() : nil
      transcript.select(nil)
      transcript.scrollToEnd()
      if let found { return [.copy(found, name: "the last block of code")] }
    default:
      if let text = replies.last?.text { return [.copy(text, name: "the last reply")] }
    }
    say(what == "code" ? "there is no block of code to copy" : "there is nothing to copy yet", world)
    return []
  }

  private mutating func setSystem(_ text: String, _ world: ChatWorld) -> [Effect] {
    let present = record?.messages.first { $0.message.role == .system }
    guard !text.isEmpty else {
      let system = present?.message.text ?? settings.configuration.system
      layers.append(.page(systemPage(system)))
      return []
    }
    let system = text == "none" ? "" : text
    settings.configuration.system = system
    reading.dueAt = world.time
    say(system.isEmpty ? "it is told nothing beforehand" : "it is told so from the next reply on", world)
    guard let record, !record.messages.isEmpty else { return [] }
    if system.isEmpty { return present.map { apply([.deleted(message: $0.id)], world) } ?? [] }
    let id = present?.id ?? record.nextID
    return apply([.message(StoredMessage(id: id, time: world.date, message: Message(.system, system)))], world)
  }
}
