import Screen

/// The state machine: which state takes which key.
extension Composer {
  mutating func route(_ event: InputEvent, context: ComposerContext) -> [ComposerAction] {
    layout.update(&buffer, width: textWidth(context.width))
    switch event {
    case .paste(let text):
      endSearch()
      return pasteText(text, context: context)
    case .text(let text):
      return typed(text, context: context)
    case .key(.character(let character), let modifiers) where modifiers.isDisjoint(with: [.control, .alt]):
      return typed(String(character), context: context)
    case .key(.space, let modifiers) where modifiers.isDisjoint(with: [.control, .alt]):
      return typed(" ", context: context)
    case .key(let key, let modifiers):
      return pressed(key, modifiers, context: context)
    case .release, .mouse, .resize, .focus:
      return [.unhandled]
    }
  }

  private mutating func typed(_ text: String, context: ComposerContext) -> [ComposerAction] {
    if search != nil {
      changeSearch { $0.query += PastedText.clean(text) }
      return []
    }
    if context.keymap == .vi, vi.mode != .insert {
      return text.flatMap { viKey($0, context: context) }
    }
    if text == "?", buffer.isEmpty { return [.perform(.help)] }
    if burst.add(text.count, at: context.time) { burstStart = buffer.selection?.lowerBound ?? buffer.cursor }
    edit { $0.buffer.insert(PastedText.clean(text)) }
    updateMenu(context)
    return []
  }

  private mutating func pressed(_ key: Key, _ modifiers: KeyModifiers, context: ComposerContext) -> [ComposerAction] {
    var action = context.bindings.action(for: key, modifiers)
    var isSelecting = false
    if action == nil, modifiers.contains(.shift) {
      // Motions select with Shift, unless that is a key of its own.
      action = context.bindings.action(for: key, modifiers.subtracting(.shift))
      isSelecting = action?.section == .moving
    }
    if burst.takesNewline, action == .send {
      // The line end of a paste that comes as keys sends nothing.
      _ = burst.add(at: context.time)
      buffer.insert("\n")
      return []
    }
    burst.reset()

    switch state {
    case .searching:
      if let actions = searchKey(action, key, modifiers) { return actions }
      endSearch()
    case .choosing:
      if let actions = menuKey(action, context: context) { return actions }
    case .editing:
      break
    }
    if context.keymap == .vi, let actions = viPressed(key, modifiers, context: context) { return actions }
    guard let action else { return [.unhandled] }
    let actions = perform(action, selecting: isSelecting, context: context)
    // Tab may have opened a menu that the text alone would not.
    if action != .complete { updateMenu(context) }
    return actions
  }

  /// Changes the text by typing: what was remembered for the next key no longer holds.
  mutating func edit(_ change: (inout Composer) -> Void) {
    killRing.close()
    lastYank = nil
    goalColumn = nil
    change(&self)
  }

  // MARK: Pastes

  /// More than any model's context holds.
  static let pasteLimit = 1 << 20

  mutating func pasteText(_ text: String, context: ComposerContext) -> [ComposerAction] {
    burst.reset()
    guard text.utf8.count <= Composer.pasteLimit else { return [.refused(.tooMuchText(bytes: text.utf8.count))] }
    if context.keymap == .vi, vi.mode != .insert { vi.enterInsert() }
    let dropped = DroppedPaths.parse(text, home: context.home, status: context.status)
    if !dropped.files.isEmpty {
      return attach(dropped, context: context) { $0.edit { _ in } }
    }
    edit { composer in
      composer.buffer.endUndoRun()
      composer.buffer.insert(PastedText.clean(text), kind: .other)
    }
    updateMenu(context)
    return dropped.problems.map(ComposerAction.cannotAttach)
  }

  /// A burst of keys has ended: what it typed may be the path of a dropped file.
  mutating func settleBurst(_ context: ComposerContext) -> [ComposerAction] {
    defer { burst.reset() }
    guard burst.isBurst, burstStart < buffer.cursor, buffer.cursor - burstStart <= DroppedPaths.longestPath else {
      return []
    }
    let range = burstStart..<buffer.cursor
    let dropped = DroppedPaths.parse(buffer.text(range), home: context.home, status: context.status)
    guard !dropped.files.isEmpty, !buffer.rope[range].contains(where: { $0.chip != nil }) else { return [] }
    return attach(dropped, context: context) { $0.buffer.delete(range) }
  }

  /// Puts chips for files where the cursor is, after `prepare`, as one change.
  mutating func attach(
    _ dropped: DroppedPaths, context: ComposerContext, after prepare: (inout Composer) -> Void
  ) -> [ComposerAction] {
    buffer.beginUndoGroup()
    defer { buffer.endUndoGroup() }
    prepare(&self)
    if let selection = buffer.selection { buffer.delete(selection) }
    var made: [Chip] = []
    for file in dropped.files { made.append(makeChip(file, besides: made, context: context)) }
    let spaced = made.flatMap { [TextElement.chip($0), .grapheme(" ")] }.dropLast()
    insertSpaced(Array(spaced))
    if !dropped.text.isEmpty { buffer.insert(PastedText.clean(dropped.text), kind: .other) }
    menu = nil
    return made.map(ComposerAction.attach)
  }

  private mutating func makeChip(
    _ file: DroppedPaths.File, besides made: [Chip], context: ComposerContext
  ) -> Chip {
    let present = (chips + made).filter { $0.kind == file.kind }.map(\.number).max() ?? 0
    let number = max(present, context.usedNumbers[file.kind] ?? 0) + 1
    let label = SafeText(oneLine: Chip.label(file.kind, number: number, name: file.name)).string
    let chip = Chip(id: nextChip, kind: file.kind, number: number, label: label, path: file.path)
    nextChip += 1
    freshChips.insert(chip.id)
    return chip
  }

  /// Inserts with a space to what stands before, and one behind.
  mutating func insertSpaced(_ elements: [TextElement]) {
    var elements = elements
    if buffer.cursor > 0, !buffer.rope[buffer.cursor - 1].isSpace, buffer.selection == nil {
      elements.insert(.grapheme(" "), at: 0)
    }
    if buffer.cursor == buffer.count || !buffer.rope[buffer.cursor].isSpace { elements.append(.grapheme(" ")) }
    buffer.insert(elements)
  }
}
