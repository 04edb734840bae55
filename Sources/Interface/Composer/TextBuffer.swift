/// Text being edited: elements, a cursor between them, a selection, and what can be undone.
///
/// Positions count graphemes and chips. Every change goes through `replace`, which keeps the undo history and tells which chips came and went.
struct TextBuffer: Sendable {
  private(set) var rope = TextRope()
  /// Where the next character goes, 0 to `count`.
  private(set) var cursor = 0
  /// The other end of the selection.
  private(set) var anchor: Int?
  /// A selection that is not bound to the cursor: vi's, which covers the character under the cursor as well.
  private var fixedSelection: Range<Int>?
  /// Counts changes of the text.
  private(set) var revision = 0
  /// The first position that changed since the layout was told; nil when it knows everything.
  var changedFrom: Int?
  /// What happened to chips since the last look: true for those that came.
  var chipChanges: [(chip: Chip, came: Bool)] = []
  private var history = UndoHistory()
  private var chipIDs: Set<Int> = []
  /// Chips that learnt something since they were made: what undo and the kill ring hold is older.
  private var latest: [Int: Chip] = [:]

  var count: Int { rope.count }
  var isEmpty: Bool { rope.count == 0 }
  var end: Int { rope.count }
  var hasChips: Bool { !chipIDs.isEmpty }
  var canUndo: Bool { history.canUndo }
  var canRedo: Bool { history.canRedo }

  /// The selected range; nil when nothing is selected.
  var selection: Range<Int>? {
    if let fixedSelection { return fixedSelection.isEmpty ? nil : fixedSelection }
    guard let anchor, anchor != cursor else { return nil }
    return min(anchor, cursor)..<max(anchor, cursor)
  }

  var content: ComposedText { ComposedText(rope[0..<count]) }

  func text(_ range: Range<Int>) -> String { ComposedText(rope[range]).plainText }

  func holdsChip(_ id: Int) -> Bool { chipIDs.contains(id) }

  /// The text is gone and nothing can be undone: another text begins.
  mutating func reset(to content: ComposedText, cursor: Int) {
    var fresh = upToDate(content.elements)
    var seen: Set<Int> = []
    fresh.removeAll { element in element.chip.map { !seen.insert($0.id).inserted } ?? false }
    noteChips(removed: rope[0..<count], inserted: fresh)
    rope = TextRope(fresh)
    self.cursor = min(max(0, cursor), fresh.count)
    clearSelection()
    history = UndoHistory()
    noteChange(from: 0)
  }

  // MARK: Moving

  /// Puts the cursor somewhere; what is typed next is undone by itself.
  mutating func move(to position: Int, selecting: Bool = false) {
    if selecting {
      fixedSelection = nil
      anchor = anchor ?? cursor
    } else {
      clearSelection()
    }
    cursor = min(max(0, position), count)
    history.endRun()
  }

  mutating func select(_ range: Range<Int>) {
    fixedSelection = nil
    anchor = range.lowerBound
    cursor = range.upperBound
  }

  /// Selects another way round, or further than to the cursor as vi does.
  mutating func select(_ range: Range<Int>, cursor: Int) {
    fixedSelection = range
    self.cursor = cursor
  }

  mutating func clearSelection() {
    anchor = nil
    fixedSelection = nil
  }

  // MARK: Changing

  /// Types text at the cursor, in the place of the selection.
  mutating func insert(_ text: String, kind: UndoHistory.Kind = .typing) {
    guard !text.isEmpty else { return }
    if let selection { replace(selection, with: [], kind: .other) }
    // A combining mark joins the character before it, and the text may join the one behind it.
    let before = cursor > 0 ? rope[cursor - 1].character.flatMap { $0 == "\n" ? nil : $0 } : nil
    let after = cursor < count ? rope[cursor].character.flatMap { $0 == "\n" ? nil : $0 } : nil
    let upToCursor = (before.map(String.init) ?? "") + text
    var elements = (upToCursor + (after.map(String.init) ?? "")).map(TextElement.grapheme)
    var range = cursor..<cursor
    var newCursor = cursor + upToCursor.count - (before == nil ? 0 : 1)
    if let before {
      if elements.first == .grapheme(before) { elements.removeFirst() } else { range = cursor - 1..<cursor }
    }
    if let after {
      if elements.last == .grapheme(after), elements.count > 0 {
        elements.removeLast()
      } else {
        range = range.lowerBound..<cursor + 1
        newCursor = range.lowerBound + elements.count
      }
    }
    replace(range, with: elements, kind: kind, cursor: min(newCursor, range.lowerBound + elements.count))
  }

  /// Puts elements in at the cursor; chips that stand in the text already are left out.
  mutating func insert(_ elements: [TextElement]) {
    if let selection { replace(selection, with: [], kind: .other) }
    replace(cursor..<cursor, with: elements, kind: .other)
  }

  /// Puts elements in where nobody types: the cursor and the selection stay with what they stand at.
  mutating func insert(_ elements: [TextElement], at position: Int) {
    func moved(_ place: Int) -> Int { place < position ? place : place + elements.count }
    let (anchor, fixed) = (anchor, fixedSelection)
    replace(position..<position, with: elements, cursor: moved(cursor))
    self.anchor = anchor.map(moved)
    fixedSelection = fixed.map { moved($0.lowerBound)..<moved($0.upperBound) }
  }

  mutating func delete(_ range: Range<Int>, kind: UndoHistory.Kind = .other) {
    replace(range, with: [], kind: kind)
  }

  /// Puts elements in the place of a range; the cursor stands behind them unless told otherwise.
  mutating func replace(
    _ range: Range<Int>, with elements: [TextElement], kind: UndoHistory.Kind = .other, cursor newCursor: Int? = nil
  ) {
    let removed = rope[range]
    let staying = chipIDs.isEmpty ? [] : chipIDs.subtracting(removed.compactMap { $0.chip?.id })
    var seen = staying
    let inserted = elements.filter { element in element.chip.map { seen.insert($0.id).inserted } ?? true }
    guard !removed.isEmpty || !inserted.isEmpty else { return }
    let before = cursor
    let after = newCursor.map { min(max(0, $0), count - removed.count + inserted.count) }
    apply(position: range.lowerBound, removed: removed, inserted: inserted)
    cursor = after ?? range.lowerBound + inserted.count
    clearSelection()
    history.record(
      TextEdit(position: range.lowerBound, removed: removed, inserted: inserted), kind: kind,
      cursorBefore: before, cursorAfter: cursor)
  }

  private mutating func apply(position: Int, removed: [TextElement], inserted: [TextElement]) {
    let inserted = upToDate(inserted)
    rope.replace(position..<position + removed.count, with: inserted)
    noteChips(removed: removed, inserted: inserted)
    noteChange(from: position)
  }

  /// Gives a chip another label or attachment, wherever it comes back from later; no change that could be undone.
  mutating func update(_ chip: Chip) {
    latest[chip.id] = chip
    guard chipIDs.contains(chip.id), let place = first(from: 0, to: count, where: { $0.chip?.id == chip.id }) else {
      return
    }
    rope.replace(place..<place + 1, with: [.chip(chip)])
    noteChange(from: place)
  }

  private func upToDate(_ elements: [TextElement]) -> [TextElement] {
    guard !latest.isEmpty else { return elements }
    return elements.map { element in element.chip.flatMap { latest[$0.id] }.map(TextElement.chip) ?? element }
  }

  private mutating func noteChips(removed: [TextElement], inserted: [TextElement]) {
    for case .chip(let chip) in removed {
      chipIDs.remove(chip.id)
      chipChanges.append((chip, false))
    }
    for case .chip(let chip) in inserted {
      chipIDs.insert(chip.id)
      chipChanges.append((chip, true))
    }
  }

  private mutating func noteChange(from position: Int) {
    revision += 1
    changedFrom = min(changedFrom ?? position, position)
  }

  // MARK: Undoing

  @discardableResult
  mutating func undo() -> Bool {
    guard let group = history.undo() else { return false }
    for edit in group.edits.reversed() {
      apply(position: edit.position, removed: edit.inserted, inserted: edit.removed)
    }
    cursor = min(group.cursorBefore, count)
    clearSelection()
    return true
  }

  @discardableResult
  mutating func redo() -> Bool {
    guard let group = history.redo() else { return false }
    for edit in group.edits {
      apply(position: edit.position, removed: edit.removed, inserted: edit.inserted)
    }
    cursor = min(group.cursorAfter, count)
    clearSelection()
    return true
  }

  mutating func endUndoRun() { history.endRun() }
  mutating func beginUndoGroup() { history.hold() }
  mutating func endUndoGroup() { history.release() }
}
