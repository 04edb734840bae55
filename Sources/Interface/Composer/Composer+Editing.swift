import Screen

/// What each action of the key table does to the text.
extension Composer {
  mutating func perform(
    _ action: KeyAction, selecting: Bool = false, context: ComposerContext
  ) -> [ComposerAction] {
    let isKill = [.killToLineEnd, .killToStart, .killBlankWordBack, .killWordBack, .killWordForward].contains(action)
    if !isKill { killRing.close() }
    if action != .yankOlder && action != .yank { lastYank = nil }
    if action != .up && action != .down { goalColumn = nil }

    switch action.section {
    case .sending: return performSending(action, context: context)
    case .moving: return move(action, selecting: selecting)
    case .changing: return change(action)
    case .history: return browse(action)
    case .chat: return [.perform(action)]
    }
  }

  private mutating func performSending(_ action: KeyAction, context: ComposerContext) -> [ComposerAction] {
    switch action {
    case .send: return send(context)
    case .newline:
      buffer.insert("\n")
      return []
    case .complete: return complete(context)
    case .cancel where buffer.selection != nil:
      buffer.clearSelection()
      return []
    default: return [.perform(action)]
    }
  }

  // MARK: Moving

  private mutating func move(_ action: KeyAction, selecting: Bool) -> [ComposerAction] {
    let cursor = buffer.cursor
    switch action {
    case .left:
      // Without Shift a selection collapses to its end.
      let target = selecting ? nil : buffer.selection?.lowerBound
      buffer.move(to: target ?? cursor - 1, selecting: selecting)
    case .right:
      let target = selecting ? nil : buffer.selection?.upperBound
      buffer.move(to: target ?? cursor + 1, selecting: selecting)
    case .wordLeft: buffer.move(to: buffer.wordStart(cursor), selecting: selecting)
    case .wordRight: buffer.move(to: buffer.wordEnd(cursor), selecting: selecting)
    case .lineStart: buffer.move(to: buffer.lineStart(cursor), selecting: selecting)
    case .lineEnd, .textEnd:
      let target = action == .lineEnd ? buffer.lineEnd(cursor) : buffer.end
      // Where it moves nothing here, it leads to the end of the talk.
      if target == cursor, !selecting, buffer.selection == nil { return [.perform(action)] }
      buffer.move(to: target, selecting: selecting)
    case .textStart: buffer.move(to: 0, selecting: selecting)
    case .selectAll: buffer.select(0..<buffer.count)
    case .up: return moveRow(by: -1, selecting: selecting)
    case .down: return moveRow(by: 1, selecting: selecting)
    default: break
    }
    return []
  }

  /// Up and Down keep to rows as drawn; beyond the first and the last begins the history.
  mutating func moveRow(by step: Int, selecting: Bool, reachesHistory: Bool = true) -> [ComposerAction] {
    let row = layout.row(of: buffer.cursor, buffer.rope)
    let column = goalColumn ?? layout.column(of: buffer.cursor, buffer.rope)
    guard row + step >= 0, layout.range(of: row + step, buffer.rope) != nil else {
      if selecting {
        buffer.move(to: step < 0 ? 0 : buffer.end, selecting: true)
        return []
      }
      return reachesHistory ? browse(step < 0 ? .historyPrevious : .historyNext) : []
    }
    buffer.move(to: layout.position(row: row + step, column: column, buffer.rope), selecting: selecting)
    goalColumn = column
    return []
  }

  // MARK: Changing

  private mutating func change(_ action: KeyAction) -> [ComposerAction] {
    let cursor = buffer.cursor
    switch action {
    case .deleteBack:
      if let selection = buffer.selection {
        buffer.delete(selection)
      } else if cursor > 0 {
        buffer.delete(cursor - 1..<cursor, kind: .deleting)
      }
    case .deleteForward:
      if let selection = buffer.selection {
        buffer.delete(selection)
      } else if cursor < buffer.count {
        buffer.delete(cursor..<cursor + 1, kind: .deleting)
      } else if buffer.isEmpty {
        return [.perform(.quit)]
      }
    case .killToLineEnd:
      let end = buffer.lineEnd(cursor)
      // At the end of a line its newline goes.
      kill(cursor..<(end == cursor ? min(end + 1, buffer.count) : end), forward: true)
    case .killToStart:
      let start = buffer.lineStart(cursor)
      kill((start == cursor ? max(0, start - 1) : start)..<cursor, forward: false)
    case .killBlankWordBack: kill(buffer.selection ?? buffer.blankWordStart(cursor)..<cursor, forward: false)
    case .killWordBack: kill(buffer.selection ?? buffer.wordStart(cursor)..<cursor, forward: false)
    case .killWordForward: kill(buffer.selection ?? cursor..<buffer.wordEnd(cursor), forward: true)
    case .yank: if let elements = killRing.yank() { yank(elements) }
    case .yankOlder:
      if let lastYank, let elements = killRing.yankOlder() {
        buffer.delete(lastYank)
        yank(elements)
      }
    case .copy:
      guard let selection = buffer.selection else { return [.perform(.copyReply)] }
      killRing.kill(buffer.rope[selection], forward: true)
      killRing.close()
      let text = buffer.text(selection)
      buffer.clearSelection()
      return [.copy(text)]
    case .transpose: buffer.transpose()
    case .upperCase: buffer.changeCase(.upper)
    case .lowerCase: buffer.changeCase(.lower)
    case .capitalize: buffer.changeCase(.capitalized)
    case .undo: buffer.undo()
    case .redo: buffer.redo()
    default: break
    }
    return []
  }

  private mutating func kill(_ range: Range<Int>, forward: Bool) {
    killRing.kill(buffer.rope[range], forward: forward)
    buffer.delete(range)
  }

  private mutating func yank(_ elements: [TextElement]) {
    let start = buffer.selection?.lowerBound ?? buffer.cursor
    buffer.insert(elements)
    lastYank = start..<buffer.cursor
  }

  // MARK: History

  mutating func browse(_ action: KeyAction) -> [ComposerAction] {
    switch action {
    case .historyPrevious:
      if let entry = history.previous(leaving: buffer.content) { load(entry) }
    case .historyNext:
      if let entry = history.next(leaving: buffer.content) { load(entry) }
    default:
      search = HistorySearch(before: draft)
      menu = nil
    }
    return []
  }

  /// The keys of the search; nil for a key that ends it and is done afterwards.
  mutating func searchKey(_ action: KeyAction?, _ key: Key, _ modifiers: KeyModifiers) -> [ComposerAction]? {
    switch action {
    case .historySearch?:
      guard var search, let match = search.match else { return [] }
      if let older = search.find(in: history, upTo: match - 1) { search.match = older }
      show(search)
    case .deleteBack?: changeSearch { _ = $0.query.popLast() }
    case .send?: endSearch()
    case .cancel?, .editor?, .interrupt?:
      if let before = search?.before { load(before.content, cursor: before.cursor) }
      search = nil
    default: return nil
    }
    return []
  }

  mutating func changeSearch(_ change: (inout HistorySearch) -> Void) {
    guard var search else { return }
    change(&search)
    search.match = search.find(in: history, upTo: history.entries.count - 1)
    show(search)
  }

  private mutating func show(_ search: HistorySearch) {
    self.search = search
    let content = search.match.map { history.entries[$0] } ?? search.before.content
    if content != buffer.content { load(content) }
  }

  mutating func endSearch() {
    guard let search else { return }
    self.search = nil
    // Down leads on from the found entry, and to the draft in the end.
    if let match = search.match { _ = history.move(to: match, leaving: search.before.content) }
  }
}
