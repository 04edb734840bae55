import Screen

/// Vi keys in normal and visual mode; insert mode is `editing` as it is, but for Esc.
extension Composer {
  /// A key that is no text; nil when the key table decides.
  mutating func viPressed(_ key: Key, _ modifiers: KeyModifiers, context: ComposerContext) -> [ComposerAction]? {
    switch (key, modifiers) {
    case (.escape, []) where vi.mode == .insert:
      leaveInsert()
      return []
    case (.escape, []) where vi.mode != .normal || vi.pending != nil || vi.count != nil || vi.awaited != nil:
      leaveVisual()
      return []
    case (.character("r"), .control) where vi.mode == .normal:
      buffer.redo()
      clampToLine()
      return []
    case (.backspace, []) where vi.mode != .insert: return viKey("h", context: context)
    default:
      return nil
    }
  }

  private mutating func leaveInsert() {
    buffer.endUndoGroup()
    menu = nil
    vi.forgetSentence()
    vi.mode = .normal
    if buffer.cursor > buffer.lineStart(buffer.cursor) { buffer.move(to: buffer.cursor - 1) }
    buffer.clearSelection()
  }

  private mutating func leaveVisual() {
    vi.forgetSentence()
    vi.mode = .normal
    buffer.clearSelection()
    clampToLine()
  }

  /// In normal mode the cursor stands on a character, not behind the line.
  private mutating func clampToLine() {
    guard vi.mode == .normal else { return }
    let start = buffer.lineStart(buffer.cursor)
    if buffer.cursor > start, buffer.cursor == buffer.lineEnd(buffer.cursor) { buffer.move(to: buffer.cursor - 1) }
  }

  /// One key of normal or visual mode.
  mutating func viKey(_ key: Character, context: ComposerContext) -> [ComposerAction] {
    // An action before this one in the same event may have changed to insert mode.
    guard vi.mode != .insert else {
      buffer.insert(String(key))
      return []
    }
    if let awaited = vi.awaited {
      vi.awaited = nil
      finishAwaited(awaited, key)
      return []
    }
    if let digit = key.wholeNumberValue, key.isASCII, digit > 0 || vi.count != nil {
      vi.count = min((vi.count ?? 0) * 10 + digit, ViState.largestCount)
      return []
    }
    if let find = ViFind(key) {
      vi.awaited = .find(find)
      return []
    }
    if let motion = motion(key) {
      run(motion, isDown: "jk".contains(key))
      return []
    }
    if let pending = ViState.Operator(rawValue: key) {
      apply(pending)
      return []
    }
    if key == "g" {
      vi.awaited = .g
      return []
    }
    if key == "r", vi.mode == .normal, vi.pending == nil {
      vi.awaited = .replace
      return []
    }
    let actions = vi.mode == .normal && vi.pending == nil ? command(key) : visualCommand(key)
    vi.forgetSentence()
    clampToLine()
    return actions
  }

  private mutating func finishAwaited(_ awaited: ViState.Awaited, _ key: Character) {
    switch awaited {
    case .g:
      guard key == "g" else { return vi.forgetSentence() }
      run(ViMotion(target: buffer.rope.lineStart(number: vi.total - 1), extent: .linewise))
    case .find(let find):
      vi.lastFind = (find, key)
      runFind(find, key, again: false)
    case .replace:
      let end = buffer.cursor + vi.total
      if end <= buffer.lineEnd(buffer.cursor) {
        let replacement = Array(repeating: TextElement.grapheme(key), count: vi.total)
        buffer.replace(buffer.cursor..<end, with: replacement, cursor: end - 1)
      }
      vi.forgetSentence()
    }
  }

  private mutating func runFind(_ find: ViFind, _ character: Character, again: Bool) {
    guard let target = buffer.viFind(find, character, from: buffer.cursor, count: vi.total, again: again) else {
      return vi.forgetSentence()
    }
    run(ViMotion(target: target, extent: find.isForward ? .inclusive : .exclusive))
  }

  // MARK: Motions

  /// Where a key leads; nil when it is no motion.
  private mutating func motion(_ key: Character) -> ViMotion? {
    let cursor = buffer.cursor
    switch key {
    case "h": return ViMotion(target: max(buffer.lineStart(cursor), cursor - vi.total))
    case "l", " ": return ViMotion(target: min(buffer.lineEnd(cursor), cursor + vi.total))
    case "j": return ViMotion(target: line(from: cursor, by: vi.total), extent: .linewise)
    case "k": return ViMotion(target: line(from: cursor, by: -vi.total), extent: .linewise)
    case "w", "W":
      // "cw" leaves the space behind the word.
      if vi.pending == .change, cursor < buffer.count, !buffer.rope[cursor].isSpace {
        return ViMotion(target: wordEndForChange(cursor, big: key == "W"), extent: .inclusive)
      }
      var target = repeated(cursor) { buffer.viWordForward($0, big: key == "W") }
      // An operator does not reach into the next line.
      let start = buffer.lineStart(target)
      if vi.pending != nil, start > cursor, buffer.first(from: start, to: target, where: { !$0.isSpace }) == nil {
        target = start - 1
      }
      return ViMotion(target: target)
    case "b", "B": return ViMotion(target: repeated(cursor) { buffer.viWordBack($0, big: key == "B") })
    case "e", "E":
      return ViMotion(target: repeated(cursor) { buffer.viWordEnd($0, big: key == "E") }, extent: .inclusive)
    case "0": return ViMotion(target: buffer.lineStart(cursor))
    case "^": return ViMotion(target: buffer.firstNonBlank(cursor))
    case "$":
      let target = buffer.lineEnd(line(from: cursor, by: vi.total - 1))
      return ViMotion(target: target)
    case "G":
      let line = vi.hasCount ? vi.total - 1 : buffer.rope.lineCount - 1
      return ViMotion(target: buffer.rope.lineStart(number: line), extent: .linewise)
    case ";", ",":
      guard let (find, character) = vi.lastFind else { return nil }
      let direction = key == ";" ? find : ViFind(isForward: !find.isForward, isTill: find.isTill)
      let target = buffer.viFind(direction, character, from: cursor, count: vi.total, again: true)
      guard let target else { return nil }
      return ViMotion(target: target, extent: direction.isForward ? .inclusive : .exclusive)
    default: return nil
    }
  }

  private func wordEndForChange(_ cursor: Int, big: Bool) -> Int {
    // One back, so that a word of one letter is its own end.
    var end = buffer.viWordEnd(cursor - 1, big: big)
    for _ in 1..<max(1, vi.total) where end + 1 < buffer.count { end = buffer.viWordEnd(end, big: big) }
    return end
  }

  private func repeated(_ start: Int, _ step: (Int) -> Int) -> Int {
    var place = start
    for _ in 0..<vi.total {
      let next = step(place)
      if next == place { break }
      place = next
    }
    return place
  }

  /// The same column in another line, or the nearest to it.
  private func line(from position: Int, by count: Int) -> Int {
    let column = position - buffer.lineStart(position)
    var start = buffer.lineStart(position)
    for _ in 0..<abs(count) {
      if count < 0 {
        guard start > 0 else { break }
        start = buffer.lineStart(start - 1)
      } else {
        let end = buffer.lineEnd(start)
        guard end < buffer.count else { break }
        start = end + 1
      }
    }
    return min(start + column, buffer.lineEnd(start))
  }

  private mutating func run(_ motion: ViMotion, isDown: Bool = false) {
    let cursor = buffer.cursor
    guard let pending = vi.pending else {
      let target = motion.extent == .linewise && !isDown ? buffer.firstNonBlank(motion.target) : motion.target
      buffer.move(to: target)
      showVisual()
      vi.forgetSentence()
      return clampToLine()
    }
    var range = min(cursor, motion.target)..<max(cursor, motion.target)
    switch motion.extent {
    case .linewise: range = buffer.lineStart(range.lowerBound)..<buffer.lineEnd(range.upperBound)
    case .inclusive: range = range.lowerBound..<min(buffer.count, range.upperBound + 1)
    case .exclusive: break
    }
    apply(pending, to: range, isLinewise: motion.extent == .linewise)
  }

  private mutating func showVisual() {
    guard vi.mode == .visual || vi.mode == .visualLine else { return }
    buffer.select(visualRange, cursor: buffer.cursor)
  }

  /// What visual mode covers: the characters at both ends, or whole lines.
  private var visualRange: Range<Int> {
    let low = min(vi.visualStart, buffer.cursor)
    let high = max(vi.visualStart, buffer.cursor)
    if vi.mode == .visualLine { return buffer.lineStart(low)..<buffer.lineEnd(high) }
    return low..<min(buffer.count, high + 1)
  }

  // MARK: Operators

  private mutating func apply(_ pending: ViState.Operator) {
    if vi.mode != .normal {
      apply(pending, to: visualRange, isLinewise: vi.mode == .visualLine)
    } else if vi.pending == pending {
      let last = line(from: buffer.lineStart(buffer.cursor), by: vi.total - 1)
      apply(pending, to: buffer.lineStart(buffer.cursor)..<buffer.lineEnd(last), isLinewise: true)
    } else if vi.pending != nil {
      vi.forgetSentence()
    } else {
      vi.pending = pending
      vi.countBeforeOperator = vi.count
      vi.count = nil
    }
  }

  private mutating func apply(_ pending: ViState.Operator, to range: Range<Int>, isLinewise: Bool) {
    vi.register = (buffer.rope[range], isLinewise)
    vi.forgetSentence()
    if vi.mode != .normal { vi.mode = .normal }
    buffer.clearSelection()
    switch pending {
    case .yank: buffer.move(to: range.lowerBound)
    case .change:
      insertMode { $0.buffer.delete(range) }
    case .delete where isLinewise:
      // The newline goes with the line: the one behind it, or before the last one.
      let end = range.upperBound < buffer.count ? range.upperBound + 1 : range.upperBound
      let start = end == range.upperBound && range.lowerBound > 0 ? range.lowerBound - 1 : range.lowerBound
      buffer.delete(start..<end)
      buffer.move(to: buffer.firstNonBlank(min(start, buffer.count)))
    case .delete: buffer.delete(range)
    }
    clampToLine()
  }

  /// Goes to insert mode; what is done here and typed there is undone at once.
  private mutating func insertMode(_ change: (inout Composer) -> Void = { _ in }) {
    buffer.clearSelection()
    vi.enterInsert()
    buffer.beginUndoGroup()
    change(&self)
  }

  // MARK: Commands

  private mutating func command(_ key: Character) -> [ComposerAction] {
    let cursor = buffer.cursor
    let end = buffer.lineEnd(cursor)
    switch key {
    case "i": insertMode()
    case "I": insertMode { $0.buffer.move(to: $0.buffer.firstNonBlank(cursor)) }
    case "a": insertMode { $0.buffer.move(to: min(end, cursor + 1)) }
    case "A": insertMode { $0.buffer.move(to: end) }
    case "o":
      insertMode {
        $0.buffer.move(to: end)
        $0.buffer.insert("\n")
      }
    case "O":
      insertMode {
        $0.buffer.replace($0.buffer.lineStart(cursor)..<$0.buffer.lineStart(cursor), with: [.newline])
        $0.buffer.move(to: $0.buffer.cursor - 1)
      }
    case "x": apply(.delete, to: cursor..<min(end, cursor + vi.total), isLinewise: false)
    case "X": apply(.delete, to: max(buffer.lineStart(cursor), cursor - vi.total)..<cursor, isLinewise: false)
    case "s": apply(.change, to: cursor..<min(end, cursor + vi.total), isLinewise: false)
    case "D": apply(.delete, to: cursor..<end, isLinewise: false)
    case "C": apply(.change, to: cursor..<end, isLinewise: false)
    case "p", "P": put(after: key == "p")
    case "u": for _ in 0..<vi.total where buffer.canUndo { buffer.undo() }
    case "v", "V":
      vi.mode = key == "v" ? .visual : .visualLine
      vi.visualStart = cursor
      showVisual()
    case "?" where buffer.isEmpty: return [.perform(.help)]
    case "/": return [.perform(.search)]
    default: break
    }
    return []
  }

  private mutating func visualCommand(_ key: Character) -> [ComposerAction] {
    guard vi.mode != .normal else { return [] }
    switch key {
    case "x", "X": apply(.delete, to: visualRange, isLinewise: vi.mode == .visualLine)
    case "s": apply(.change, to: visualRange, isLinewise: vi.mode == .visualLine)
    case "o":
      let start = vi.visualStart
      vi.visualStart = buffer.cursor
      buffer.move(to: start)
      showVisual()
    case "v", "V":
      let mode: ViState.Mode = key == "v" ? .visual : .visualLine
      if vi.mode == mode {
        leaveVisual()
      } else {
        vi.mode = mode
        showVisual()
      }
    default: break
    }
    return []
  }

  private mutating func put(after: Bool) {
    let (elements, isLinewise) = vi.register
    guard !elements.isEmpty || isLinewise else { return }
    // A count cannot make a text of many gigabytes.
    let times = max(1, min(vi.total, 1_000_000 / max(1, elements.count)))
    let cursor = buffer.cursor
    if isLinewise {
      let place = after ? buffer.lineEnd(cursor) : buffer.lineStart(cursor)
      let lines = (0..<times).flatMap { _ in after ? [.newline] + elements : elements + [.newline] }
      buffer.replace(place..<place, with: lines)
      buffer.move(to: buffer.firstNonBlank(after ? place + 1 : place))
    } else {
      let place = after ? min(buffer.lineEnd(cursor), cursor + 1) : cursor
      buffer.replace(place..<place, with: (0..<times).flatMap { _ in elements })
      buffer.move(to: max(place, buffer.cursor - 1))
    }
  }
}
