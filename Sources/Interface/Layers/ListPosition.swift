import Screen

/// Which row of a list is chosen, and which rows are seen.
struct ListPosition: Sendable, Equatable {
  /// The chosen row; 0 where there is none.
  private(set) var selected = 0
  /// The first row that is seen.
  private(set) var top = 0
  /// Where the rows were drawn last, and how many lines each takes.
  private var drawn: (rect: Rect, lines: Int) = (Rect(x: 0, y: 0, width: 0, height: 0), 1)

  /// Chooses a row, the nearest that there is.
  mutating func select(_ row: Int, of count: Int) {
    selected = max(0, min(row, count - 1))
  }

  /// Chooses another row; over the ends it goes on at the other one.
  mutating func move(by step: Int, of count: Int) {
    guard count > 0 else { return }
    selected = (selected + step % count + count) % count
  }

  /// The keys that choose a row, and the wheel; nil for others.
  ///
  /// - Returns: Whether the mouse pressed the row that was chosen already.
  mutating func handle(_ event: InputEvent, bindings: KeyBindings, count: Int) -> Bool? {
    let page = max(1, drawn.rect.height / max(1, drawn.lines) - 1)
    switch event {
    case .mouse(.scrollUp, _, _): select(selected - 3, of: count)
    case .mouse(.scrollDown, _, _): select(selected + 3, of: count)
    case .mouse(.press, let point, _):
      guard let row = row(at: point), row < count else { return false }
      defer { selected = row }
      return row == selected
    case .key(let key, let modifiers):
      switch bindings.action(for: key, modifiers) {
      case .up?: move(by: -1, of: count)
      case .down?: move(by: 1, of: count)
      case .pageUp?: select(selected - page, of: count)
      case .pageDown?: select(selected + page, of: count)
      case .textStart?: select(0, of: count)
      case .textEnd?: select(count - 1, of: count)
      default: return nil
      }
    default: return nil
    }
    return false
  }

  private func row(at point: Point) -> Int? {
    guard drawn.rect.contains(point) else { return nil }
    return top + (point.y - drawn.rect.minY) / max(1, drawn.lines)
  }

  /// The rows that are seen in a rectangle, the chosen one among them; a row that has not room for all its lines is seen in part.
  mutating func visible(in rect: Rect, of count: Int, lines: Int = 1) -> Range<Int> {
    drawn = (rect, lines)
    guard count > 0, rect.height > 0 else { return 0..<0 }
    selected = max(0, min(selected, count - 1))
    let whole = max(1, rect.height / lines)
    if selected < top { top = selected }
    if selected >= top + whole { top = selected - whole + 1 }
    top = max(0, min(top, count - whole))
    let seen = (rect.height + lines - 1) / lines
    return top..<min(count, top + seen)
  }

  /// "1–18 of 84"; nothing where all rows are seen.
  func note(rows: Int, of count: Int) -> String {
    guard count > rows, rows > 0 else { return "" }
    return "\(top + 1)–\(min(count, top + rows)) of \(count)"
  }

  static func == (left: ListPosition, right: ListPosition) -> Bool {
    left.selected == right.selected && left.top == right.top
  }
}
