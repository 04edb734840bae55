import Screen

/// A line of text that is being typed: what dialogs ask for words with.
///
/// Keys are those of the composer: characters and words are moved over and deleted as they are seen, what was cut can be put in again. A paste
/// becomes one line. What is longer than the room scrolls, so that the cursor is always seen.
struct LineInput: Sendable, Equatable {
  /// What an event did to the line.
  enum Outcome: Sendable, Equatable {
    /// The text is another one.
    case changed
    /// The event was one for the line, and left its text as it is.
    case handled
    /// The event is none for the line.
    case unhandled
  }

  /// The most characters that a line takes.
  static let limit = 1000

  private var characters: [Character]
  /// The characters before the cursor.
  private(set) var cursor: Int
  private var cut: [Character] = []

  /// A line with the cursor at its end.
  init(_ text: String = "") {
    characters = Array(Self.oneLine(text).prefix(Self.limit))
    cursor = characters.count
  }

  /// What was typed.
  var text: String { String(characters) }
  /// Whether there is nothing.
  var isEmpty: Bool { characters.isEmpty }
  /// Whether nothing stands behind the cursor.
  var isAtEnd: Bool { cursor == characters.count }

  /// Line ends and tabs become spaces; what a paste ends with is no part of the words.
  private static func oneLine(_ text: String) -> String {
    let text = text.contains(where: \.isNewline) ? PastedText.clean(text) : text
    return SafeText(oneLine: String(text.reversed().drop(while: \.isNewline).reversed())).string
  }

  // MARK: Keys

  /// Takes an event.
  mutating func handle(_ event: InputEvent, bindings: KeyBindings) -> Outcome {
    switch event {
    case .text(let text), .paste(let text): return insert(Self.oneLine(text))
    case .key(.character(let character), let modifiers) where modifiers.isDisjoint(with: [.control, .alt]):
      return insert(Self.oneLine(String(character)))
    case .key(.space, let modifiers) where modifiers.isDisjoint(with: [.control, .alt]): return insert(" ")
    case .key(let key, let modifiers):
      guard
        let action = bindings.action(for: key, modifiers) ?? bindings.action(for: key, modifiers.subtracting(.shift))
      else { return .unhandled }
      return perform(action)
    default: return .unhandled
    }
  }

  private mutating func perform(_ action: KeyAction) -> Outcome {
    switch action {
    case .left: return move(to: cursor - 1)
    case .right: return move(to: cursor + 1)
    case .wordLeft: return move(to: wordStart)
    case .wordRight: return move(to: wordEnd)
    case .lineStart, .textStart: return move(to: 0)
    case .lineEnd, .textEnd: return move(to: characters.count)
    case .deleteBack: return delete(cursor - 1..<cursor)
    case .deleteForward: return delete(cursor..<cursor + 1)
    case .killToStart: return kill(0..<cursor)
    case .killToLineEnd: return kill(cursor..<characters.count)
    case .killBlankWordBack: return kill(blankWordStart..<cursor)
    case .killWordBack: return kill(wordStart..<cursor)
    case .killWordForward: return kill(cursor..<wordEnd)
    case .yank: return insert(String(cut))
    default: return .unhandled
    }
  }

  private mutating func insert(_ text: String) -> Outcome {
    let room = Self.limit - characters.count
    guard !text.isEmpty, room > 0 else { return .handled }
    // A mark may join the character before it: the text as a whole says what its characters are.
    let before = String(characters[..<cursor]) + text.prefix(room)
    let behind = String(characters[cursor...])
    characters = Array(before + behind)
    cursor = min(characters.count, before.count)
    return .changed
  }

  private mutating func move(to place: Int) -> Outcome {
    cursor = min(max(0, place), characters.count)
    return .handled
  }

  private mutating func delete(_ range: Range<Int>) -> Outcome {
    let range = range.clamped(to: 0..<characters.count)
    guard !range.isEmpty else { return .handled }
    let (before, behind) = (characters[..<range.lowerBound], characters[range.upperBound...])
    cursor = range.lowerBound
    // What stood apart may join now.
    characters = Array(String(before) + String(behind))
    cursor = min(cursor, characters.count)
    return .changed
  }

  private mutating func kill(_ range: Range<Int>) -> Outcome {
    guard !range.isEmpty else { return .handled }
    cut = Array(characters[range])
    return delete(range)
  }

  // MARK: Words

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  private var wordStart: Int { start { Self.isWord($0) } }
  private var blankWordStart: Int { start { !$0.isWhitespace } }

  private func start(of isInside: (Character) -> Bool) -> Int {
    var place = cursor
    while place > 0, !isInside(characters[place - 1]) { place -= 1 }
    while place > 0, isInside(characters[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < characters.count, !Self.isWord(characters[place]) { place += 1 }
    while place < characters.count, Self.isWord(characters[place]) { place += 1 }
    return place
  }

  // MARK: Drawing

  /// Draws the line with its mark, one row, and puts the frame's cursor where the next character goes.
  func render(into frame: inout Frame, rect: Rect, isASCII: Bool) {
    let row = Rect(x: rect.minX, y: rect.minY, width: rect.width, height: min(1, rect.height))
    guard row.height > 0, row.width > 0 else { return }
    // Where there is hardly any room, the mark goes first.
    let indent = row.width >= 8 ? 3 : 0
    if indent > 0 {
      frame.put(isASCII ? ">" : "›", at: Point(x: row.minX + 1, y: row.minY), Style(.accent), clip: row)
    }
    let place = Rect(x: row.minX + indent, y: row.minY, width: row.width - indent, height: 1)
    draw(into: &frame, rect: place, Style(.text), isASCII: isASCII)
  }

  /// Draws the text alone, one row, and puts the frame's cursor.
  func draw(into frame: inout Frame, rect: Rect, _ style: Style, isASCII: Bool) {
    guard rect.width > 0, rect.height > 0 else { return }
    // The cursor needs a cell behind the last character.
    let room = rect.width - 1
    let first = firstShown(room: room)
    let shown = SafeText(oneLine: String(characters[first...]))
    let clip = Rect(x: rect.minX, y: rect.minY, width: rect.width, height: 1)
    frame.put(shown, at: rect.origin, style, clip: clip)
    let column = TextWidth.of(String(characters[first..<cursor]))
    frame.cursor = Point(x: min(rect.minX + column, rect.maxX - 1), y: rect.minY)
    if first > 0, room >= 4 {
      // The first cell tells that there is more; the second half of a wide character goes with it.
      frame.put(isASCII ? "~" : "…", at: rect.origin, Style(.dim), clip: clip)
    }
  }

  /// The first character that is shown: the cursor is, and a little behind it.
  private func firstShown(room: Int) -> Int {
    guard room > 0 else { return cursor }
    guard TextWidth.of(text) > room else { return 0 }
    let ahead = min(room / 4, TextWidth.of(String(characters[cursor...])))
    var used = 0
    var first = cursor
    while first > 0 {
      let width = TextWidth.of(characters[first - 1])
      guard used + width <= room - ahead else { break }
      used += width
      first -= 1
    }
    return first
  }
}
