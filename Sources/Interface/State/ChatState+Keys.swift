import Chat
import Foundation
import Screen

/// What a person does: the first that knows the key takes it, from the dialog on top down to the composer.
extension ChatState {
  mutating func handle(_ input: InputEvent, _ world: ChatWorld) -> [Effect] {
    switch input {
    case .resize, .focus: return []
    case .release(let key, let modifiers): return released(key, modifiers, world)
    case .mouse(let action, let point, _) where layers.isEmpty: return mouse(action, at: point, world)
    default: break
    }
    if !layers.isEmpty { return handleLayer(input, world) }
    if let effects = recordingKey(input, world) { return effects }
    defer { noteHeldKey(input) }
    switch focus {
    case .pane: if let effects = paneKey(input, world) { return effects }
    case .transcript: if let effects = transcriptKey(input, world) { return effects }
    case .composer:
      // What was typed is undone first.
      if action(input) == .undo, lastDeleted != nil, composer.isEmpty { return restoreMessage(world) }
    }
    return perform(composer.handle(input, context: context(world)), world)
  }

  func action(_ input: InputEvent) -> KeyAction? {
    guard case .key(let key, let modifiers) = input else { return nil }
    return settings.bindings.action(for: key, modifiers)
  }

  // MARK: Recording

  mutating func recordingKey(_ input: InputEvent, _ world: ChatWorld) -> [Effect]? {
    guard recording != nil else { return nil }
    // Where a held key repeats, only its first press counts.
    if isHeldKey(input, world) {
      recording?.lastPress = world.time
      return []
    }
    recording?.held = nil
    switch action(input) {
    case .send?, .record?: return endRecording()
    case .cancel?, .interrupt?: return dropRecording(world)
    default: return nil
    }
  }

  /// Remembers the key that has just started a recording, where it will be told that it is let go.
  private mutating func noteHeldKey(_ input: InputEvent) {
    guard settings.hasReleases, action(input) == .record, case .key(let key, _) = input else { return }
    recording?.held = key
  }

  /// Whether an input is the key that is held, once more; Control may have been let go before it, and it comes as text then.
  private func isHeldKey(_ input: InputEvent, _ world: ChatWorld) -> Bool {
    guard let recording, let held = recording.held, world.time - recording.lastPress < RunningRecording.slowestRepeat
    else { return false }
    switch input {
    case .key(let key, _): return key == held
    case .text(let text):
      return text.lowercased().allSatisfy { ($0 == " " ? Key.space : .character($0)) == held }
    default: return false
    }
  }

  private mutating func released(_ key: Key, _ modifiers: KeyModifiers, _ world: ChatWorld) -> [Effect] {
    guard let recording else { return [] }
    // Who lets go of Control first releases the key without it. The chord as a whole counts even after another key.
    let isHeld = key == recording.held
    guard isHeld || settings.bindings.action(for: key, modifiers) == .record else { return [] }
    if isHeld { self.recording?.held = nil }
    // A short press starts, a long one is push to talk.
    return world.time - recording.start > 0.5 ? endRecording() : []
  }

  // MARK: The pane

  private mutating func paneKey(_ input: InputEvent, _ world: ChatWorld) -> [Effect]? {
    switch pane.handle(input, bindings: settings.bindings) {
    case .handled: return []
    case .view(let id):
      view(id)
      return []
    case .act(let action): return carryOut(action, world)
    case .leave:
      focus = .composer
      return []
    case .unhandled:
      // Text goes to the composer, and the keys with it; other keys mean what they mean everywhere.
      switch input {
      case .text, .paste: focus = .composer
      default: break
      }
      return nil
    }
  }

  /// Does what was asked for of an attachment.
  mutating func carryOut(_ action: AttachmentAction, _ world: ChatWorld) -> [Effect] {
    switch action {
    case .budget(let id, let budget): setBudget(budget, ofItem: id, world)
    case .play(let id): return play(id)
    case .remove(let id): return removeDraft(id, world)
    case .refused(let sentence): say(sentence, world)
    }
    return []
  }

  private mutating func removeDraft(_ id: String, _ world: ChatWorld) -> [Effect] {
    guard let chip = Int(id), drafts[chip] != nil else { return [] }
    drafts[chip] = nil
    composer.removeChip(chip)
    noteTyping(world)
    return []
  }

  /// Plays a recording, or stops it.
  private mutating func play(_ id: String) -> [Effect] {
    guard let item = pane.items.first(where: { $0.id == id }), let attachment = item.attachment,
      attachment.kind == .recording
    else { return [] }
    return playing == attachment.id ? [.stopPlaying] : [.play(attachment)]
  }

  // MARK: A selected message

  private mutating func transcriptKey(_ input: InputEvent, _ world: ChatWorld) -> [Effect]? {
    guard transcript.selection != nil else {
      focus = .composer
      return nil
    }
    if case .text(let text) = input {
      switch text {
      case "y", "c": return copySelected(world)
      case "e": return editMessage(world)
      case "r": return regenerate(world)
      case "f": return fork(world)
      case "d", "x": return deleteMessage(world)
      case "t": transcript.toggleThought()
      case "j": transcript.selectMessage(by: 1)
      case "k": transcript.selectMessage(by: -1)
      case "n": if !transcript.selectCode(by: 1) { say("there is no block of code", world) }
      default:
        leaveTranscript()
        return nil
      }
      return []
    }
    switch action(input) {
    case .cancel?, .interrupt?: leaveTranscript()
    case .complete?: if !transcript.selectCode(by: 1) { say("there is no block of code", world) }
    case .up?, .previousMessage?: transcript.selectMessage(by: -1)
    case .down?, .nextMessage?: transcript.selectMessage(by: 1)
    case .left?: transcript.scroll(sideways: -1)
    case .right?: transcript.scroll(sideways: 1)
    case .send?: return copySelected(world)
    case .deleteForward?: return deleteMessage(world)
    default:
      if case .paste = input { leaveTranscript() }
      return nil
    }
    return []
  }

  private mutating func copySelected(_ world: ChatWorld) -> [Effect] {
    guard let text = transcript.selectedText(), let selection = transcript.selection else { return [] }
    leaveTranscript()
    if case .code = selection { return [.copy(text, name: "the code")] }
    return [.copy(text, name: "the message")]
  }

  // MARK: The mouse

  private mutating func mouse(_ action: MouseAction, at point: Point, _ world: ChatWorld) -> [Effect] {
    let isInPane = shown.pane.map { $0.contains(point) } ?? false
    switch action {
    case .scrollUp, .scrollDown:
      if isInPane { return paneKey(.mouse(action, at: point, []), world) ?? [] }
      transcript.scroll(lines: action == .scrollUp ? -3 : 3)
    case .press:
      if isInPane {
        focus = .pane
        return paneKey(.mouse(action, at: point, []), world) ?? []
      }
      if shown.composer.contains(point) {
        leaveTranscript()
        focus = .composer
        composer.place(at: point, in: shown.composer)
        return []
      }
      if let strip = shown.strip, strip.contains(point) {
        pressStrip(at: point, strip)
        return []
      }
      guard shown.transcript.contains(point), let hit = transcript.hit(at: point) else {
        leaveTranscript()
        focus = .composer
        return []
      }
      switch hit {
      case .thoughtFold(let id): transcript.toggleThought(id)
      case .newMark: transcript.scrollToEnd()
      case .code(let id, let number): select(.code(id, number))
      case .message(let id): select(.message(id))
      }
    case .drag: if shown.composer.contains(point) { composer.place(at: point, in: shown.composer, selecting: true) }
    case .release: break
    }
    return []
  }

  /// A press on a chip chooses it, another one opens it.
  private mutating func pressStrip(at point: Point, _ strip: Rect) {
    let selected = focus == .pane ? pane.selected : nil
    guard
      let item = AttachmentStrip.item(at: point, pane.items, selected: selected, rect: strip, isASCII: isASCII)
    else { return }
    if focus == .pane, item.id == pane.item?.id { view(item.id) }
    leaveTranscript()
    focus = .pane
    pane.isFocused = true
    pane.select(item.id)
  }

  private mutating func select(_ selection: Transcript.Selection) {
    if transcript.selection == selection {
      leaveTranscript()
    } else {
      transcript.select(selection)
      focus = .transcript
    }
  }
}

extension Rect {
  func contains(_ point: Point) -> Bool {
    point.x >= minX && point.x < maxX && point.y >= minY && point.y < maxY
  }
}
