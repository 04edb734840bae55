/// One change of the text, enough to make it and to take it back.
struct TextEdit: Sendable, Equatable {
  var position: Int
  var removed: [TextElement]
  var inserted: [TextElement]
}

/// What was done and can be undone, in groups that people see as one.
///
/// A group is a typing run: characters typed one after the other up to the next word, or characters deleted one after the other. A motion, a paste, a
/// kill or a newline ends the run. Between `hold()` and `release()` everything is one group, which is how vi counts an insertion.
struct UndoHistory: Sendable {
  /// What changes the text; runs are made of changes of one kind.
  enum Kind: Sendable, Equatable {
    case typing, deleting, other
  }

  struct Group: Sendable {
    var edits: [TextEdit]
    let cursorBefore: Int
    var cursorAfter: Int
  }

  static let limit = 1000

  private var done: [Group] = []
  private var undone: [Group] = []
  private var openKind: Kind?
  private var isHeld = false

  var canUndo: Bool { !done.isEmpty }
  var canRedo: Bool { !undone.isEmpty }

  mutating func record(_ edit: TextEdit, kind: Kind, cursorBefore: Int, cursorAfter: Int) {
    undone = []
    let joins = isHeld ? openKind != nil : openKind == kind && kind != .other
    if joins, let last = done.indices.last, isHeld || !startsWord(edit, after: done[last]) {
      if let end = done[last].edits.indices.last, edit.removed.isEmpty, done[last].edits[end].removed.isEmpty,
        edit.position == done[last].edits[end].position + done[last].edits[end].inserted.count
      {
        done[last].edits[end].inserted += edit.inserted
      } else {
        done[last].edits.append(edit)
      }
      done[last].cursorAfter = cursorAfter
    } else {
      done.append(Group(edits: [edit], cursorBefore: cursorBefore, cursorAfter: cursorAfter))
      if done.count > Self.limit { done.removeFirst() }
    }
    openKind = kind
    if !isHeld, edit.inserted.contains(.newline) { openKind = nil }
  }

  private func startsWord(_ edit: TextEdit, after group: Group) -> Bool {
    guard let first = edit.inserted.first, let last = group.edits.last?.inserted.last else { return false }
    return last.isSpace && !first.isSpace
  }

  /// Ends the run: the next change begins another group.
  mutating func endRun() {
    if !isHeld { openKind = nil }
  }

  mutating func hold() {
    openKind = nil
    isHeld = true
  }

  mutating func release() {
    isHeld = false
    openKind = nil
  }

  mutating func undo() -> Group? {
    openKind = nil
    guard let group = done.popLast() else { return nil }
    undone.append(group)
    return group
  }

  mutating func redo() -> Group? {
    openKind = nil
    guard let group = undone.popLast() else { return nil }
    done.append(group)
    return group
  }
}
