import Chat
import Screen

/// The attachments at the right of the talk: how they look, what they cost, how far the model is with them.
///
/// While nobody is in it, it shows the newest; then the chosen one. Only what is seen is laid out.
struct AttachmentPane: Sendable {
  /// What a key led to.
  enum Outcome: Sendable, Equatable {
    case handled
    case unhandled
    /// The keys go back to the composer.
    case leave
    /// An attachment is to be shown in full size.
    case view(String)
    case act(AttachmentAction)
  }

  /// What decides which cards are seen.
  private enum Scroll: Sendable, Equatable {
    case newest
    case selected
    /// The first card, since somebody turned the wheel.
    case first(Int)
  }

  /// The attachments, those of the message that is being written last.
  var items: [PaneItem] = [] { didSet { keepSelection(oldValue) } }
  /// Whether keys go here.
  var isFocused = false { didSet { if isFocused != oldValue { focusChanged() } } }
  /// Which one is chosen.
  private(set) var selected = 0
  /// The attachments that were drawn last.
  private(set) var seen = 0..<0
  /// The pictures that were drawn last and the cells that they fill, for terminals that show pictures by themselves.
  private(set) var wanted: [(id: String, size: Size)] = []

  private var scroll = Scroll.newest
  /// The first card that was drawn.
  private var top = 0
  /// Where the cards stand on the screen.
  private var rows: [(rows: Range<Int>, item: Int)] = []

  /// Columns of the pane on a screen of some columns; 0 where there is no room for one.
  static func width(for columns: Int) -> Int {
    columns < 100 ? 0 : min(44, 30 + max(0, columns - 120) * 14 / 80)
  }

  /// The chosen attachment.
  var item: PaneItem? { items.indices.contains(selected) ? items[selected] : nil }

  // MARK: Choosing

  /// Chooses an attachment.
  mutating func select(_ id: String) {
    if let place = items.firstIndex(where: { $0.id == id }) { selected = place }
    scroll = .selected
  }

  private mutating func select(at place: Int) {
    selected = max(0, min(items.count - 1, place))
    scroll = .selected
  }

  private mutating func keepSelection(_ old: [PaneItem]) {
    let isNew = items.count != old.count || items.last?.id != old.last?.id
    guard isFocused else {
      selected = max(0, items.count - 1)
      if isNew { scroll = .newest }
      return
    }
    // A message that is sent gives its attachments other names and leaves them where they are.
    let id = old.indices.contains(selected) ? old[selected].id : nil
    if item?.id == id { return }
    selected = items.firstIndex { $0.id == id } ?? max(0, min(selected, items.count - 1))
  }

  private mutating func focusChanged() {
    scroll = isFocused ? .selected : .newest
    if !isFocused { selected = max(0, items.count - 1) }
  }

  // MARK: Keys

  /// Takes a key.
  mutating func handle(_ input: InputEvent, bindings: KeyBindings = .standard) -> Outcome {
    guard let item else { return .unhandled }
    if let action = item.action(for: input, bindings: bindings) { return .act(action) }
    switch input {
    case .text("j"), .text("l"): select(at: selected + 1)
    case .text("k"), .text("h"): select(at: selected - 1)
    case .text("g"): select(at: 0)
    case .text("G"): select(at: items.count - 1)
    // A space that plays nothing is no text for the composer either.
    case .text(" "), .key(.space, []): break
    case .mouse(let action, let point, _): return mouse(action, at: point)
    case .key(let key, let modifiers): return perform(bindings.action(for: key, modifiers), item)
    default: return .unhandled
    }
    return .handled
  }

  private mutating func perform(_ action: KeyAction?, _ item: PaneItem) -> Outcome {
    switch action {
    case .down?, .right?: select(at: selected + 1)
    case .up?, .left?: select(at: selected - 1)
    case .pageDown?: select(at: selected + max(1, seen.count - 1))
    case .pageUp?: select(at: selected - max(1, seen.count - 1))
    case .lineStart?, .textStart?: select(at: 0)
    case .lineEnd?, .textEnd?: select(at: items.count - 1)
    case .send?: return .view(item.id)
    case .cancel?, .complete?, .interrupt?: return .leave
    default: return .unhandled
    }
    return .handled
  }

  private mutating func mouse(_ action: MouseAction, at point: Point) -> Outcome {
    switch action {
    case .scrollUp: scroll = .first(max(0, top - 1))
    case .scrollDown: scroll = .first(top + 1)
    case .press:
      guard let hit = rows.first(where: { $0.rows.contains(point.y) })?.item, items.indices.contains(hit) else { break }
      if isFocused, hit == selected { return .view(items[hit].id) }
      select(at: hit)
    case .release, .drag: break
    }
    return .handled
  }

  /// The keys that do something here, for the status line; the shorter ones where there is little room.
  var keyHints: [String] {
    let own = item?.keyHints ?? []
    return [
      (["Enter view"] + own + ["Esc back"]).joined(separator: "  "), (own + ["Esc back"]).joined(separator: "  "),
      "Esc back",
    ]
  }

  // MARK: Drawing

  /// Draws the cards that there is room for.
  mutating func render(into frame: inout Frame, rect: Rect, painter: PicturePainter) {
    (rows, wanted, seen) = ([], [], 0..<0)
    guard !items.isEmpty, rect.width >= 4, rect.height > 0 else { return }
    frame.fill(rect, Style(.text))
    var cards = Cards(items, rect: rect, selected: isFocused ? selected : nil, painter: painter)
    top = firstCard(&cards, height: rect.height)
    let hasAbove = top > 0 && rect.height >= 4
    if hasAbove { say(isASCII: painter.isASCII, "↑", "^", top, "earlier", into: &frame, y: rect.minY, rect: rect) }
    var y = rect.minY + (hasAbove ? 1 : 0)
    var last = top
    while last < items.count, y + cards[last].height <= rect.maxY {
      y += cards[last].height + 1
      last += 1
    }
    // The last row says how many there are below; the card that it would cover is not whole.
    let hasBelow = last < items.count && rect.height >= 4
    while hasBelow, last > top + 1, y - 1 > rect.maxY - 1 {
      last -= 1
      y -= cards[last].height + 1
    }
    let area = Rect(x: rect.minX, y: rect.minY, width: rect.width, height: rect.height - (hasBelow ? 1 : 0))
    y = rect.minY + (hasAbove ? 1 : 0)
    var place = top
    while place < items.count, y < area.maxY {
      let card = cards[place]
      card.render(into: &frame, at: y, rect: area)
      rows.append((y..<min(area.maxY, y + card.height), place))
      if card.pictureSize.height > 0 { wanted.append((card.item.id, card.pictureSize)) }
      y += card.height + 1
      place += 1
    }
    seen = top..<place
    if hasBelow {
      say(isASCII: painter.isASCII, "↓", "v", items.count - last, "more", into: &frame, y: rect.maxY - 1, rect: rect)
    }
  }

  private func say(
    isASCII: Bool, _ mark: String, _ plain: String, _ count: Int, _ what: String, into frame: inout Frame, y: Int,
    rect: Rect
  ) {
    frame.put(
      SafeText("\(isASCII ? plain : mark) \(count) \(what)"), at: Point(x: rect.minX + 1, y: y), Style(.dim), clip: rect
    )
  }

  /// The first card to draw.
  private func firstCard(_ cards: inout Cards, height: Int) -> Int {
    let end = cards.first(endingWith: items.count - 1, height: height)
    switch scroll {
    case .newest: return end
    case .first(let place): return min(place, end)
    case .selected:
      let top = min(self.top, end)
      if selected <= top { return min(selected, end) }
      return max(top, cards.first(endingWith: selected, height: height))
    }
  }
}

/// Cards that are laid out when they are asked for.
private struct Cards {
  private let items: [PaneItem]
  private let rect: Rect
  private let selected: Int?
  private let painter: PicturePainter
  private var known: [Int: AttachmentCard] = [:]

  init(_ items: [PaneItem], rect: Rect, selected: Int?, painter: PicturePainter) {
    (self.items, self.rect, self.selected, self.painter) = (items, rect, selected, painter)
  }

  subscript(_ place: Int) -> AttachmentCard {
    mutating get {
      if let card = known[place] { return card }
      let card = AttachmentCard(
        items[place], width: rect.width, paneHeight: rect.height, isAlone: items.count == 1,
        isSelected: place == selected, painter: painter)
      known[place] = card
      return card
    }
  }

  /// The first card of those that fit above and with one; the rows that tell of others are counted in.
  mutating func first(endingWith last: Int, height: Int) -> Int {
    var room = height - self[last].height - (last < items.count - 1 ? 1 : 0)
    var first = last
    while first > 0 {
      let needed = self[first - 1].height + 1
      guard room - needed >= (first - 1 > 0 ? 1 : 0) else { break }
      room -= needed
      first -= 1
    }
    return first
  }
}
