/// What vi keys remember between two keys.
///
/// ```text
///   [count] motion                    moves
///   [count] operator [count] motion   changes what the motion covers; the operator twice: whole lines
///   [count] command                   x X D C s S p P u J ~ …
/// ```
/// `counts`, `pending` and `awaits` say how far into such a sentence the keys have come; Esc forgets them.
struct ViState: Sendable, Equatable {
  enum Mode: String, Sendable {
    case insert
    case normal
    case visual
    case visualLine = "visual line"
  }

  enum Operator: Character, Sendable {
    case delete = "d"
    case change = "c"
    case yank = "y"
  }

  /// A key that takes the next character with it.
  enum Awaited: Sendable, Equatable {
    case find(ViFind)
    case replace
    /// The second g of gg.
    case g
  }

  var mode = Mode.insert
  var count: Int?
  var pending: Operator?
  var countBeforeOperator: Int?
  var awaited: Awaited?
  var lastFind: (find: ViFind, character: Character)?
  var register: (elements: [TextElement], isLinewise: Bool) = ([], false)
  /// Where visual mode began.
  var visualStart = 0

  static let largestCount = 99_999

  /// Both counts of a sentence multiplied, 1 without any.
  var total: Int { min((count ?? 1) * (countBeforeOperator ?? 1), Self.largestCount) }
  var hasCount: Bool { count != nil || countBeforeOperator != nil }

  mutating func forgetSentence() {
    (count, pending, countBeforeOperator, awaited) = (nil, nil, nil, nil)
  }

  mutating func enterInsert() {
    forgetSentence()
    mode = .insert
  }

  static func == (left: ViState, right: ViState) -> Bool {
    left.mode == right.mode && left.count == right.count && left.pending == right.pending
      && left.awaited == right.awaited
  }
}

/// The searches for a character in the line: f, F, t, T.
struct ViFind: Sendable, Equatable {
  var isForward: Bool
  /// Stops one before the character.
  var isTill: Bool

  init?(_ key: Character) {
    guard "fFtT".contains(key) else { return nil }
    isForward = key == "f" || key == "t"
    isTill = key == "t" || key == "T"
  }

  init(isForward: Bool, isTill: Bool) { (self.isForward, self.isTill) = (isForward, isTill) }
}

/// Where a motion leads, and what an operator takes on the way.
struct ViMotion: Equatable {
  enum Extent { case exclusive, inclusive, linewise }
  var target: Int
  var extent = Extent.exclusive
}

extension TextBuffer {
  private enum ViClass { case space, word, sign }

  private func viClass(_ element: TextElement, big: Bool) -> ViClass {
    element.isSpace ? .space : big || element.isWord ? .word : .sign
  }

  /// The start of the next word.
  func viWordForward(_ position: Int, big: Bool) -> Int {
    guard position < count else { return count }
    let own = viClass(rope[position], big: big)
    var next = position + 1
    if own != .space {
      next = first(from: next, to: count) { viClass($0, big: big) != own } ?? count
    }
    return first(from: next, to: count) { !$0.isSpace } ?? count
  }

  /// The start of this word or the one before.
  func viWordBack(_ position: Int, big: Bool) -> Int {
    guard let found = last(before: position, where: { !$0.isSpace }) else { return 0 }
    let own = viClass(rope[found], big: big)
    return last(before: found) { viClass($0, big: big) != own }.map { $0 + 1 } ?? 0
  }

  /// The last character of this word or the next one.
  func viWordEnd(_ position: Int, big: Bool) -> Int {
    guard let found = first(from: position + 1, to: count, where: { !$0.isSpace }) else { return max(0, count - 1) }
    let own = viClass(rope[found], big: big)
    return (first(from: found, to: count) { viClass($0, big: big) != own } ?? count) - 1
  }

  /// The place that a search in the line leads to.
  func viFind(_ find: ViFind, _ character: Character, from position: Int, count: Int, again: Bool) -> Int? {
    var place = position
    for turn in 0..<count {
      // Repeating a "till" must get past the character it stopped before.
      let skip = find.isTill && (again || turn > 0) ? 1 : 0
      let found =
        find.isForward
        ? first(from: place + 1 + skip, to: lineEnd(position)) { $0 == .grapheme(character) }
        : last(before: place - skip, downTo: lineStart(position)) { $0 == .grapheme(character) }
      guard let found else { return nil }
      place = find.isTill ? found + (find.isForward ? -1 : 1) : found
    }
    return place
  }
}
