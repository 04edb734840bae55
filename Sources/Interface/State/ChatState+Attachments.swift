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

  func label(of item: PaneItem) -> String {
    Chip.label(item.kind, number: item.number, name: item.name)
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
      kind, number: number, label: Chip.label(kind, number: number, name: name), path: path)
    return load(chip, pages: pages)
  }

  private mutating func refuse(_ problem: FileProblem, _ world: ChatWorld) -> [Effect] {
    say(problem.description, isError: true, world)
    return []
  }

  /// Has the file of a chip read.
  mutating func load(_ chip: Chip, pages: ClosedRange<Int>? = nil) -> [Effect] {
    drafts[chip.id] = DraftAttachment(chip: chip)
    return [.attach(chip: chip.id, path: chip.path, pages: pages)]
  }

  /// The file of a chip was read.
  mutating func attached(_ id: Int, _ facts: [AttachmentFacts], _ world: ChatWorld) -> [Effect] {
    guard let draft = drafts[id], let first = facts.first else { return [] }
    put(first, into: draft.chip)
    // Further pages stand behind the first as chips of their own, unless the message is on its way already.
    if composer.chips.contains(where: { $0.id == id }) {
      for facts in facts.dropFirst() { insert(facts) }
    }
    if let remark = facts.compactMap(\.remark).first { say(remark, world) }
    reading.dueAt = world.time
    draftDue = draftDue ?? world.time + 1
    return []
  }

  private mutating func put(_ facts: AttachmentFacts, into chip: Chip) {
    var chip = chip
    let attachment = facts.attachment
    if attachment.kind != chip.kind {
      chip = Chip(
        id: chip.id, kind: attachment.kind, number: nextNumber(attachment.kind), label: "", path: chip.path)
    }
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
      path: facts.attachment.path, attachment: facts.attachment.id)
    drafts[chip.id] = DraftAttachment(chip: chip, facts: facts, budget: chosenBudget(of: facts))
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

  // MARK: What is known of sent ones

  /// Whether attachments are seen of which nothing is known yet.
  var needsInspection: Bool { !uninspected.isEmpty }

  private var uninspected: [Attachment] {
    guard shown.showsAttachments else { return [] }
    return pane.items.compactMap { item in
      guard item.facts == nil, let attachment = item.attachment, !inspected.contains(attachment.id) else { return nil }
      return attachment
    }
  }

  mutating func inspectShown() -> [Effect] {
    // A few at a time: the others follow when these are known.
    uninspected.prefix(4).map { attachment in
      inspected.insert(attachment.id)
      return .inspect(attachment)
    }
  }

  mutating func noteFacts(_ id: String, _ facts: AttachmentFacts) {
    for place in sent.indices where sent[place].attachment?.id == id {
      sent[place].facts = facts
      sent[place].progress = .ready
    }
    for (chip, draft) in drafts where draft.facts?.attachment.id == id && draft.facts?.preview == nil {
      drafts[chip]?.facts = facts
    }
  }

  /// Brings the pane up to date with what it shows.
  mutating func syncPane() -> [Effect] {
    let chips = composer.chips + outbox.flatMap(\.chips)
    let written = chips.compactMap { chip -> PaneItem? in
      guard let draft = drafts[chip.id] else { return nil }
      let progress: PaneItem.Progress =
        draft.problem.map { .failed($0) } ?? (draft.facts == nil ? .loading : .ready)
      return PaneItem(
        id: "\(chip.id)", kind: draft.chip.kind, number: draft.chip.number,
        name: draft.facts?.attachment.name ?? String(chip.path.split(separator: "/").last ?? ""),
        attachment: draft.attachment, facts: draft.facts, progress: progress, budget: draft.budget, isDraft: true)
    }
    let items = (sent + written).map { item in
      var item = item
      item.reading = readingState(of: item)
      item.placeholder = item.attachment.flatMap { placeholders[$0.id] }
      return item
    }
    if items != pane.items { pane.items = items }
    if focus == .pane, items.isEmpty { focus = .composer }
    return askForPictures()
  }

  private func readingState(of item: PaneItem) -> PaneItem.Reading {
    guard let attachment = item.attachment else { return .unread }
    if let portion = reading.progress?.attachments.first(where: { $0.id == attachment.id }) {
      return portion.done >= portion.total
        ? .read : portion.done > 0 ? .reading(done: portion.done, of: portion.total) : .unread
    }
    return reading.read.contains(attachment.id) ? .read : .unread
  }

  /// Hands pictures that are seen to a terminal that shows them by itself.
  private mutating func askForPictures() -> [Effect] {
    guard settings.hasPictures, settings.configuration.pictures != .off, settings.configuration.pictures != .blocks
    else {
      return []
    }
    var effects: [Effect] = []
    for (id, size) in shown.wantedPictures {
      guard let attachment = pane.items.first(where: { $0.id == id })?.attachment, attachment.kind == .picture else {
        continue
      }
      if let present = placeholders[attachment.id], present.size == size { continue }
      let ask = PictureRequest(id: attachment.id, size: size)
      guard !requested.contains(ask) else { continue }
      requested.insert(ask)
      effects.append(.transmit(attachment, number: nextPlaceholder, size))
      nextPlaceholder = nextPlaceholder % 0xFF_FFFE + 1
    }
    return effects
  }
}

/// A picture that the terminal was asked to take.
struct PictureRequest: Sendable, Hashable {
  var id: String
  var size: Size
}
