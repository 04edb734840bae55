import Chat
import Screen

/// What the pane, the strip and the viewer show, and what has to be found out for them.
extension ChatState {
  /// More pictures than these the terminal does not keep.
  private static let mostGiven = 32

  /// How pictures are shown.
  var painter: PicturePainter {
    let wish = settings.configuration.pictures
    return PicturePainter(
      depth: wish == .off ? nil : settings.depth,
      isNative: settings.hasPictures && wish != .off && wish != .blocks && !isASCII, isASCII: isASCII)
  }

  /// Brings the pane and the viewer up to date.
  mutating func syncPane() {
    let chips = composer.chips + outbox.flatMap(\.chips)
    let written = chips.compactMap { chip -> PaneItem? in
      guard let draft = drafts[chip.id] else { return nil }
      let progress: PaneItem.Progress =
        draft.problem.map { .failed($0) } ?? (draft.facts == nil ? .loading : .ready)
      return PaneItem(
        id: "\(chip.id)", kind: draft.chip.kind, number: draft.chip.number,
        name: draft.facts?.attachment.name ?? chip.name ?? String(chip.path.split(separator: "/").last ?? ""),
        attachment: draft.attachment, facts: draft.facts, progress: progress, budget: draft.budget, isDraft: true)
    }
    var placements: [String: [PicturePlacement]] = [:]
    for picture in given { placements[picture.request.id, default: []].append(picture.placement) }
    let items = (sent + written).map { item in
      var item = item
      item.reading = readingState(of: item)
      // As the engine does it.
      if let most = model.facts?.largestBudget { item.budget = item.budget.map { min($0, most) } }
      guard let id = item.attachment?.id else { return item }
      item.placements = placements[id] ?? []
      item.isPlaying = id == playing
      return item
    }
    if focus == .pane, items.isEmpty { focus = .composer }
    pane.isFocused = focus == .pane
    guard items != pane.items else { return }
    pane.items = items
    guard case .viewer(var viewer)? = layers.last else { return }
    viewer.update(items)
    if viewer.item == nil { layers.removeLast() } else { layers[layers.count - 1] = .viewer(viewer) }
  }

  private func readingState(of item: PaneItem) -> PaneItem.Reading {
    guard let attachment = item.attachment else { return .unread }
    if let portion = reading.progress?.attachments.first(where: { $0.id == attachment.id }) {
      return portion.done >= portion.total
        ? .read : portion.done > 0 ? .reading(done: portion.done, of: portion.total) : .unread
    }
    return reading.read.contains(attachment.id) ? .read : .unread
  }

  // MARK: What is known of sent ones

  /// Whether attachments are seen of which nothing is known yet.
  var needsInspection: Bool { !uninspected.isEmpty }

  private var uninspected: [Attachment] {
    pane.items[shown.seenAttachments.clamped(to: pane.items.indices)].compactMap { item in
      guard item.facts.map({ $0.size.isEmpty || isOutdated($0) }) ?? true, let attachment = item.attachment,
        !inspected.contains(attachment.id)
      else { return nil }
      return attachment
    }
  }

  /// Whether what a picture takes was found out for a model that takes more or fewer tokens of one.
  private func isOutdated(_ facts: AttachmentFacts) -> Bool {
    guard let most = model.facts?.largestBudget, let known = facts.budgets.last?.budget else { return false }
    return known != most
  }

  mutating func inspectShown() -> [Effect] {
    // A few at a time: the others follow when these are known.
    uninspected.prefix(4).compactMap { attachment in
      inspected.insert(attachment.id).inserted ? .inspect(attachment) : nil
    }
  }

  mutating func noteFacts(_ id: String, _ facts: AttachmentFacts) {
    for place in sent.indices where sent[place].attachment?.id == id {
      sent[place].facts = facts
      sent[place].progress = .ready
    }
    for (chip, draft) in drafts {
      guard let old = draft.facts, old.attachment.id == id, old.preview == nil || isOutdated(old) else { continue }
      drafts[chip]?.facts = facts
    }
  }

  mutating func noteNoFacts(_ id: String, _ sentence: String) {
    for place in sent.indices where sent[place].attachment?.id == id && sent[place].facts == nil {
      sent[place].progress = .failed(sentence)
    }
  }

  // MARK: Pictures

  /// Asks for the viewer's pixels, and hands pictures that are seen to a terminal that shows them by itself.
  mutating func askForPictures() -> [Effect] {
    var effects: [Effect] = []
    if painter.isOn, !painter.isNative, case .viewer(var viewer)? = layers.last,
      let attachment = viewer.takeMissingPixels()
    {
      layers[layers.count - 1] = .viewer(viewer)
      effects.append(.loadPicture(attachment))
    }
    for (attachment, size) in ungiven {
      guard requested.insert(PictureRequest(id: attachment.id, size: size)).inserted else { continue }
      effects.append(.transmit(attachment, number: nextPicture, size))
      nextPicture = nextPicture % 0xFF_FFFE + 1
    }
    return effects
  }

  /// Whether pictures are seen that the terminal should be handed.
  var needsPictures: Bool { !ungiven.isEmpty }

  private var ungiven: [(Attachment, Size)] {
    guard painter.isNative else { return [] }
    return shown.wantedPictures.compactMap { id, size in
      guard let attachment = pane.items.first(where: { $0.id == id })?.attachment, attachment.kind == .picture,
        !requested.contains(PictureRequest(id: attachment.id, size: size))
      else { return nil }
      return (attachment, size)
    }
  }

  /// The terminal has another picture; the oldest that is not seen goes.
  mutating func noteGiven(_ id: String, _ number: Int, _ size: Size) -> [Effect] {
    given.append(GivenPicture(request: PictureRequest(id: id, size: size), number: number))
    guard given.count > Self.mostGiven else { return [] }
    let wanted = Set(
      shown.wantedPictures.compactMap { id, size in
        pane.items.first { $0.id == id }?.attachment.map { PictureRequest(id: $0.id, size: size) }
      })
    guard let place = given.firstIndex(where: { !wanted.contains($0.request) }) else { return [] }
    let old = given.remove(at: place)
    requested.remove(old.request)
    return [.forget(number: old.number)]
  }

  mutating func showPixels(_ id: String, _ pixels: PixelData) {
    guard case .viewer(var viewer)? = layers.last else { return }
    viewer.show(pixels, id: id)
    layers[layers.count - 1] = .viewer(viewer)
  }
}

/// A picture in a size, as the terminal is asked to take it.
struct PictureRequest: Sendable, Hashable {
  var id: String
  var size: Size
}

/// A picture that the terminal has.
struct GivenPicture: Sendable, Hashable {
  var request: PictureRequest
  /// What the terminal calls it.
  var number: Int

  var placement: PicturePlacement { PicturePlacement(number: number, size: request.size) }
}
