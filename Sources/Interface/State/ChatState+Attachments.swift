import Chat
import Screen

/// Attachments: of the message that is being written, and of those that were sent.
extension ChatState {
  /// The highest number of each kind that the conversation has used.
  var usedNumbers: [Attachment.Kind: Int] {
    var numbers: [Attachment.Kind: Int] = [:]
    for item in sent { numbers[item.kind] = max(numbers[item.kind] ?? 0, item.number) }
    for chip in drafts.values.map(\.chip) + outbox.flatMap(\.chips) {
      numbers[chip.kind] = max(numbers[chip.kind] ?? 0, chip.number)
    }
    return numbers
  }

  func nextNumber(_ kind: Attachment.Kind) -> Int { (usedNumbers[kind] ?? 0) + 1 }

  /// The numbers of a message's attachments.
  func numbers(of stored: StoredMessage) -> [Int] {
    let prefix = "\(stored.id)/"
    return sent.filter { $0.id.hasPrefix(prefix) }.map(\.number)
  }

  /// Puts a chip for a file into the composer and has the file read.
  mutating func attach(path: String, pages: ClosedRange<Int>? = nil, _ world: ChatWorld) -> [Effect] {
    var kind = FileEnding.kind(of: path) ?? .document
    switch world.status(path) {
    case .file(let found): kind = found
    case .missing: return refuse(FileProblem(path: path, reason: .missing), world)
    case .folder: return refuse(FileProblem(path: path, reason: .folder), world)
    case .unreadable: return refuse(FileProblem(path: path, reason: .unreadable), world)
    case .unknownFormat: return refuse(FileProblem(path: path, reason: .unknownFormat), world)
    }
    if pages != nil { kind = .picture }
    let number = nextNumber(kind)
    let name = String(path.split(separator: "/").last ?? "")
    let chip = composer.insertChip(
      kind, number: number, label: Chip.label(kind, number: number, name: name), path: path, pages: pages)
    return load(chip)
  }

  private mutating func refuse(_ problem: FileProblem, _ world: ChatWorld) -> [Effect] {
    say(problem.description, isError: true, world)
    return []
  }

  /// Has the file of a chip read.
  mutating func load(_ chip: Chip) -> [Effect] {
    drafts[chip.id] = DraftAttachment(chip: chip)
    return [.attach(chip: chip.id, path: chip.path, pages: chip.pages)]
  }

  /// The file of a chip was read.
  mutating func attached(_ id: Int, _ facts: [AttachmentFacts], _ world: ChatWorld) -> [Effect] {
    // A chip that was taken out and put back is read twice: the first answer is enough.
    guard let draft = drafts[id], draft.facts == nil, let first = facts.first else { return [] }
    put(first, into: draft.chip)
    // Further pages stand behind the first as chips of their own, also in a message that waits to be sent, and in what was set aside.
    if composer.chips.contains(where: { $0.id == id }) {
      let pages = facts.dropFirst().map { newChip(for: $0) }
      composer.insertChips(pages, behind: id)
    } else if let place = outbox.firstIndex(where: { $0.chips.contains { $0.id == id } }) {
      outbox[place].insert(facts.dropFirst().map { newChip(for: $0) }, behind: id)
    } else if change?.before?.content.chips.contains(where: { $0.id == id }) ?? false {
      let pages = facts.dropFirst().map { newChip(for: $0) }
      change?.before?.content.insert(pages, behind: id)
    }
    if let remark = facts.compactMap(\.remark).first { say(remark, world) }
    if let refusal = refusal(of: first.attachment.kind) { say(refusal, isError: true, world) }
    reading.dueAt = world.time
    draftDue = draftDue ?? world.time + 1
    return []
  }

  private mutating func put(_ facts: AttachmentFacts, into chip: Chip) {
    var chip = chip
    var facts = facts
    if let name = chip.name { facts.attachment.name = name }
    let attachment = facts.attachment
    if attachment.kind != chip.kind {
      chip = Chip(
        id: chip.id, kind: attachment.kind, number: nextNumber(attachment.kind), label: "", path: chip.path,
        pages: chip.pages)
    }
    chip.name = attachment.name
    // What was made of a file is loaded from its own one when the chip comes back, and not made again.
    if !attachment.path.isEmpty { (chip.path, chip.pages) = (attachment.path, nil) }
    chip.label = Self.label(of: facts, number: chip.number)
    chip.attachment = attachment.id
    drafts[chip.id] = DraftAttachment(chip: chip, facts: facts, budget: chosenBudget(of: facts))
    composer.update(chip)
    for place in outbox.indices {
      outbox[place] = ComposedText(
        parts: outbox[place].parts.map { part in
          if case .chip(let old) = part, old.id == chip.id { .chip(chip) } else { part }
        })
    }
  }

  /// Puts in a chip of something that is known already.
  mutating func insert(_ facts: AttachmentFacts) {
    let number = nextNumber(facts.attachment.kind)
    let chip = composer.insertChip(
      facts.attachment.kind, number: number, label: Self.label(of: facts, number: number),
      path: facts.attachment.path, name: facts.attachment.name, attachment: facts.attachment.id)
    drafts[chip.id] = DraftAttachment(chip: chip, facts: facts, budget: chosenBudget(of: facts))
  }

  /// A chip for something that is known already, to be put in behind another one.
  private mutating func newChip(for facts: AttachmentFacts) -> Chip {
    let number = nextNumber(facts.attachment.kind)
    let chip = composer.makeChip(
      facts.attachment.kind, number: number, label: Self.label(of: facts, number: number),
      path: facts.attachment.path, name: facts.attachment.name, attachment: facts.attachment.id)
    drafts[chip.id] = DraftAttachment(chip: chip, facts: facts, budget: chosenBudget(of: facts))
    return chip
  }

  /// "Picture 1: ci.png", and of what was just said "Recording 0:07".
  private static func label(of facts: AttachmentFacts, number: Int) -> String {
    let attachment = facts.attachment
    let label =
      attachment.kind == .recording && attachment.name.isEmpty
      ? "Recording \(facts.size.shortened(to: Chip.labelLimit))"
      : Chip.label(attachment.kind, number: number, name: attachment.name)
    return SafeText(oneLine: label).string
  }

  /// The soft tokens that a picture may take unless somebody chooses: what the person has set, otherwise what its loader found best.
  private func chosenBudget(of facts: AttachmentFacts) -> Int? {
    guard facts.attachment.kind == .picture else { return nil }
    guard let wanted = settings.configuration.pictureBudget else {
      return facts.attachment.budget ?? facts.budgets.last?.budget
    }
    // More than this model can take, but perhaps not more than another one can.
    if let most = model.facts?.largestBudget, wanted > most { return wanted }
    return facts.budgets.map(\.budget).last { $0 <= wanted } ?? facts.budgets.first?.budget ?? wanted
  }

  mutating func notAttached(_ id: Int, _ sentence: String, _ world: ChatWorld) {
    guard var draft = drafts[id] else { return }
    if outbox.contains(where: { $0.chips.contains { $0.id == id } }) {
      draft.problem = sentence.shortened(to: Notice.limit)
      drafts[id] = draft
    } else {
      drafts[id] = nil
      composer.removeChip(id)
      say(sentence, isError: true, world)
    }
  }

  /// A chip is gone from the text, and its attachment with it.
  mutating func removed(_ chip: Chip, _ world: ChatWorld) {
    drafts[chip.id] = nil
    reading.dueAt = world.time + 0.5
  }

  /// A chip came back by undo or from the history.
  mutating func restored(_ chip: Chip) -> [Effect] { load(chip) }

  /// Changes the soft tokens that a picture of the draft may take.
  mutating func setBudget(_ budget: Int, ofItem id: String, _ world: ChatWorld) {
    guard let chip = Int(id), drafts[chip]?.facts?.attachment.kind == .picture else { return }
    drafts[chip]?.budget = budget
    reading.dueAt = world.time + 0.5
  }

  /// Changes the budget of all pictures to come, and of those in the draft.
  mutating func setBudget(_ wanted: Int, _ world: ChatWorld) {
    settings.configuration.pictureBudget = wanted
    for (id, draft) in drafts {
      let budget = draft.facts.flatMap { chosenBudget(of: $0) }
      drafts[id]?.budget = budget
    }
    reading.dueAt = world.time + 0.2
  }
}
