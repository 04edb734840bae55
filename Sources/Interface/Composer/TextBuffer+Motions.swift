/// Places in the text, found from another place; nothing here changes anything.
extension TextBuffer {
  func lineStart(_ position: Int) -> Int { rope.lineStart(of: position) }
  func lineEnd(_ position: Int) -> Int { rope.lineEnd(of: position) }

  /// The first character of a line that is no space.
  func firstNonBlank(_ position: Int) -> Int {
    let end = lineEnd(position)
    return first(from: lineStart(position), to: end) { !$0.isSpace } ?? end
  }

  /// The end of the word at or behind a place, as M-f moves.
  func wordEnd(_ position: Int) -> Int {
    let word = first(from: position, to: count) { $0.isWord } ?? count
    if word < count, rope[word].chip != nil { return word + 1 }
    return first(from: word, to: count) { !$0.isWord || $0.chip != nil } ?? count
  }

  /// The start of the word before a place, as M-b moves.
  func wordStart(_ position: Int) -> Int {
    guard let word = last(before: position, where: { $0.isWord }) else { return 0 }
    if rope[word].chip != nil { return word }
    return last(before: word) { !$0.isWord || $0.chip != nil }.map { $0 + 1 } ?? 0
  }

  /// The start of what stands between spaces before a place, as C-w deletes.
  func blankWordStart(_ position: Int) -> Int {
    guard let word = last(before: position, where: { !$0.isSpace }) else { return 0 }
    if rope[word].chip != nil { return word }
    return last(before: word) { $0.isSpace || $0.chip != nil }.map { $0 + 1 } ?? 0
  }

  /// The first place in a range whose element fits.
  func first(from start: Int, to end: Int, where fits: (TextElement) -> Bool) -> Int? {
    var reader = rope.reader()
    var position = start
    while position < end, let element = reader.element(position) {
      if fits(element) { return position }
      position += 1
    }
    return nil
  }

  /// The last place before another whose element fits.
  func last(before end: Int, downTo start: Int = 0, where fits: (TextElement) -> Bool) -> Int? {
    var reader = rope.reader()
    var position = end - 1
    while position >= start, let element = reader.element(position) {
      if fits(element) { return position }
      position -= 1
    }
    return nil
  }
}

/// The changes that emacs keys make beyond typing and deleting.
extension TextBuffer {
  enum LetterCase: Sendable { case upper, lower, capitalized }

  /// Changes the letters up to the word's end and moves there.
  mutating func changeCase(_ letterCase: LetterCase) {
    let range = cursor..<wordEnd(cursor)
    var isFirst = true
    let changed = rope[range].flatMap { element -> [TextElement] in
      guard let character = element.character else { return [element] }
      let text: String
      switch letterCase {
      case .upper: text = character.uppercased()
      case .lower: text = character.lowercased()
      case .capitalized: text = isFirst ? character.uppercased() : character.lowercased()
      }
      if element.isWord { isFirst = false }
      // One character may become several: ß in upper case is SS.
      return text.map(TextElement.grapheme)
    }
    if changed == rope[range] { move(to: range.upperBound) } else { replace(range, with: changed) }
  }

  /// Exchanges the characters on both sides of the cursor, at a line's end the two before it.
  mutating func transpose() {
    let start = lineStart(cursor)
    let middle = cursor == lineEnd(cursor) ? cursor - 1 : cursor
    guard middle - 1 >= start, middle < count else { return }
    let pair = rope[middle - 1..<middle + 1]
    replace(middle - 1..<middle + 1, with: [pair[1], pair[0]])
  }
}

/// What was killed, newest last; yanking again goes back through it.
struct KillRing: Sendable {
  static let limit = 60

  private(set) var entries: [[TextElement]] = []
  private var position = 0
  /// Whether the next kill continues the newest entry.
  private var isOpen = false

  /// Adds a kill; kills in a row become one entry, in the order of the text.
  mutating func kill(_ elements: [TextElement], forward: Bool) {
    guard !elements.isEmpty else { return }
    if isOpen, let last = entries.indices.last {
      entries[last] = forward ? entries[last] + elements : elements + entries[last]
    } else {
      entries.append(elements)
      if entries.count > Self.limit { entries.removeFirst() }
    }
    isOpen = true
  }

  /// Another key was pressed: the next kill is an entry of its own.
  mutating func close() { isOpen = false }

  /// The newest entry.
  mutating func yank() -> [TextElement]? {
    position = entries.count - 1
    return entries.last
  }

  /// The entry before the one that was yanked last, the newest again after the oldest.
  mutating func yankOlder() -> [TextElement]? {
    guard !entries.isEmpty else { return nil }
    position = position > 0 ? position - 1 : entries.count - 1
    return entries[position]
  }
}
