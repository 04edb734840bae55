import Chat
import Screen

/// Keys and answers of the dialogs.
extension ChatState {
  /// Gives a key to the dialog on top.
  mutating func handleLayer(_ input: InputEvent, _ world: ChatWorld) -> [Effect] {
    if let effects = everywhere(input, world) { return effects }
    guard let top = layers.popLast() else { return [] }
    switch top {
    case .page(var page):
      if page.handle(input, bindings: settings.bindings) == .open { layers.append(.page(page)) }
    case .palette(var palette):
      switch palette.handle(input, bindings: settings.bindings) {
      case .open: layers.append(.palette(palette))
      case .closed: break
      case .chosen(let command): return choose(command, world)
      }
    case .conversations(var picker):
      let outcome = picker.handle(input, bindings: settings.bindings)
      if outcome.keepsOpen { layers.append(.conversations(picker)) }
      return conversationsOutcome(outcome, world)
    case .models(var picker):
      switch picker.handle(input, bindings: settings.bindings) {
      case .open: layers.append(.models(picker))
      case .closed: break
      case .chosen(let row): return load(row, world)
      }
    case .files(var browser):
      switch browser.handle(input, bindings: settings.bindings, list: world.list) {
      case .open: layers.append(.files(browser))
      case .closed: break
      case .attach(let paths): return paths.flatMap { attach(path: $0, world) }
      }
    case .search(var line):
      let outcome = line.handle(input, bindings: settings.bindings)
      layers.append(.search(line))
      searchOutcome(outcome, input)
    case .question(var question, let consequence):
      switch question.handle(input, bindings: settings.bindings) {
      case .open: layers.append(.question(question, consequence))
      case .closed: break
      case .answered: return carryOut(consequence, world)
      }
    case .viewer(var viewer):
      let outcome = viewer.handle(input, bindings: settings.bindings)
      if outcome != .closed { layers.append(.viewer(viewer)) }
      return viewerOutcome(outcome, world)
    }
    return []
  }

  /// Keys that mean the same in every dialog; nil for all others.
  private mutating func everywhere(_ input: InputEvent, _ world: ChatWorld) -> [Effect]? {
    guard let key = action(input) else { return nil }
    switch (key, layers.last) {
    case (.quit, _), (.redraw, _): return perform(key, world)
    // A recording is not forgotten because a page is open.
    case (.record, _) where recording != nil: return recordingKey(input, world)
    // There it takes back the last deletion.
    case (.suspend, .conversations): return nil
    case (.suspend, _): return perform(key, world)
    case (.help, .page), (.help, nil): return nil
    case (.help, _): return perform(key, world)
    default: return nil
    }
  }

  /// A command of the palette: done at once, or put into the composer where something has to follow.
  private mutating func choose(_ command: Command, _ world: ChatWorld) -> [Effect] {
    let needsMore: Bool =
      switch command.argument {
      case .none, .path(required: false), .text(required: false): false
      case .path, .text, .number: true
      case .choice(let words): words.isEmpty || command != .think && command != .copy
      }
    guard needsMore, composer.isEmpty else { return perform(command, "", world) }
    return perform(composer.handle(.text("/\(command.name) "), context: context(world)), world)
  }

  private mutating func conversationsOutcome(_ outcome: ConversationPicker.Outcome, _ world: ChatWorld) -> [Effect] {
    switch outcome {
    case .stay, .closed: return []
    case .query(let text): return [.list(query: text, isDeep: false)]
    case .deepQuery(let text): return [.list(query: text, isDeep: true)]
    case .open(let id):
      guard id != record?.id else { return [] }
      return leaveConversation(world).map { $0 + [.open(id: id)] } ?? []
    case .rename(let id, let title):
      if id == record?.id { return setTitle(title, world) + refreshList() }
      return [.rename(id: id, title: title)] + refreshList()
    case .delete(let id, let title):
      // Where it cannot be deleted now, the list shows it again; the one that is being opened may be this one.
      if record == nil || id == record?.id { return (deleteThis(title, world) ?? []) + refreshList() }
      return [.delete(id: id, title: title)] + refreshList()
    case .undo: return [.undoDelete] + refreshList()
    }
  }

  /// The list is asked for anew behind what changes it: effects on the store keep their order.
  private func refreshList() -> [Effect] {
    guard case .conversations(let picker)? = layers.last else { return [] }
    return [.list(query: picker.query, isDeep: picker.isDeep && !picker.query.isEmpty)]
  }

  mutating func showList(_ summaries: [ConversationSummary], _ query: String, _ world: ChatWorld) {
    guard let place = layers.lastIndex(where: { if case .conversations = $0 { true } else { false } }),
      case .conversations(var picker) = layers[place]
    else { return }
    picker.setList(summaries, query: query)
    layers[place] = .conversations(picker)
  }

  private mutating func searchOutcome(_ outcome: SearchLine.Outcome, _ input: InputEvent) {
    switch outcome {
    case .open: break
    case .query(let text): transcript.search(text.isEmpty ? nil : text)
    case .next: transcript.selectMatch(by: 1)
    case .previous: transcript.selectMatch(by: -1)
    case .passed: scroll(input)
    case .closed:
      layers.removeLast()
      transcript.search(nil)
    }
  }

  /// The keys and the wheel that move the conversation while it is searched.
  private mutating func scroll(_ input: InputEvent) {
    switch (input, action(input)) {
    case (.mouse(.scrollUp, _, _), _): transcript.scroll(lines: -3)
    case (.mouse(.scrollDown, _, _), _): transcript.scroll(lines: 3)
    case (_, .pageUp?): transcript.scroll(pages: -1)
    case (_, .pageDown?): transcript.scroll(pages: 1)
    default: break
    }
  }

  mutating func carryOut(_ consequence: Layer.Consequence, _ world: ChatWorld) -> [Effect] {
    switch consequence {
    case .quit: return leave(world)
    case .deleteConversation:
      return deleteThis(title, world) ?? []
    // A recording that is sent by itself may have asked for a reply since.
    case .regenerate(let id): return refusesChanges(world) ? [] : regenerate(from: id, world)
    case .export(let path): return record.map { [.export(conversation: $0.id, path: path)] } ?? []
    }
  }

  /// Deletes the open conversation; what is being written stays, for the next one.
  ///
  /// - Returns: Nil where it cannot be left now.
  mutating func deleteThis(_ title: String, _ world: ChatWorld) -> [Effect]? {
    guard !mustStay(world), let id = record?.id else { return nil }
    if change != nil { composer.draft = draftToKeep ?? ComposerDraft(ComposedText()) }
    return letGo() + [.keepDraft(nil, conversation: id), .delete(id: id, title: title), .newConversation]
  }

  // MARK: The viewer

  /// Opens an attachment in full size.
  mutating func view(_ id: String) {
    guard pane.items.contains(where: { $0.id == id }) else { return }
    layers.append(.viewer(AttachmentViewer(items: pane.items, id: id)))
  }

  private mutating func viewerOutcome(_ outcome: AttachmentViewer.Outcome, _ world: ChatWorld) -> [Effect] {
    switch outcome {
    case .open, .closed: return []
    case .show(let id):
      pane.select(id)
      return []
    case .act(let action): return carryOut(action, world)
    }
  }
}
