import Chat
import Screen

/// The attachments in a line or two above the composer, where there is no room for a pane.
///
/// ```text
///  +2 ⟦Picture 1: ci.png 252 tokens, read⟧
/// ```
struct AttachmentStrip {
  /// A chip, or a mark for those that do not fit.
  private struct Piece {
    /// The attachment; nil for a mark.
    var item: Int?
    var text: String
    var x: Int
    var row: Int
  }

  /// How much a chip says.
  private enum Detail {
    case full, label, short
  }

  /// More chips than any screen has room for.
  private static let mostChips = 200

  private let items: [PaneItem]
  private let width: Int
  private let rows: Int
  private let isASCII: Bool
  private var pieces: [Piece] = []

  /// - Parameter focus: The chip that is always seen.
  private init(_ items: [PaneItem], focus: Int, width: Int, rows: Int, isASCII: Bool) {
    (self.items, self.width, self.rows, self.isASCII) = (items, max(1, width - 2), max(1, rows), isASCII)
    guard items.indices.contains(focus) else { return }
    pieces = all(focus) ?? window(focus)
  }

  /// Rows that it wants: a second one where not everything fits into the first.
  static func height(_ items: [PaneItem], width: Int) -> Int {
    guard !items.isEmpty else { return 0 }
    let strip = AttachmentStrip(items, focus: items.count - 1, width: width, rows: 1, isASCII: true)
    return items.count < 2 || strip.fits(0..<items.count, { _ in .full }) != nil ? 1 : 2
  }

  /// Draws it; gives back the attachments that are seen.
  @discardableResult
  static func render(
    _ items: [PaneItem], selected: Int?, into frame: inout Frame, rect: Rect, isASCII: Bool
  ) -> Range<Int> {
    frame.fill(rect, Style(.text))
    let strip = AttachmentStrip(items, focus: selected, rect: rect, isASCII: isASCII)
    for piece in strip.pieces {
      let style: Style =
        if let item = piece.item {
          item == selected ? Style(.selection) : items[item].isFailed ? Style(.error) : Style(.chip)
        } else {
          Style(.dim)
        }
      let place = Point(x: rect.minX + 1 + piece.x, y: rect.minY + piece.row)
      frame.put(SafeText(oneLine: piece.text), at: place, style, clip: rect)
    }
    let seen = strip.pieces.compactMap(\.item)
    return (seen.first ?? 0)..<((seen.last ?? -1) + 1)
  }

  /// The attachment at a place on the screen.
  static func item(
    at point: Point, _ items: [PaneItem], selected: Int?, rect: Rect, isASCII: Bool
  ) -> PaneItem? {
    let (x, row) = (point.x - rect.minX - 1, point.y - rect.minY)
    let hit = AttachmentStrip(items, focus: selected, rect: rect, isASCII: isASCII).pieces.first { piece in
      piece.row == row && x >= piece.x && x < piece.x + TextWidth.of(piece.text)
    }
    return hit?.item.map { items[$0] }
  }

  private init(_ items: [PaneItem], focus: Int?, rect: Rect, isASCII: Bool) {
    self.init(items, focus: focus ?? items.count - 1, width: rect.width, rows: rect.height, isASCII: isASCII)
  }

  // MARK: What fits

  /// All chips, if there is room for them; the one in focus says the most.
  private func all(_ focus: Int) -> [Piece]? {
    guard items.count <= Self.mostChips else { return nil }
    let range = 0..<items.count
    return fits(range) { _ in .full } ?? fits(range) { $0 == focus ? .full : .label }
      ?? fits(range) { $0 == focus ? .full : .short }
  }

  /// As many chips around the one in focus as there is room for, and marks for the others.
  private func window(_ focus: Int) -> [Piece] {
    var details: [Int: Detail] = [:]
    var range = focus..<focus + 1
    for detail in [Detail.full, .label, .short] where details[focus] == nil {
      if fits(range, { _ in detail }) != nil { details[focus] = detail }
    }
    guard details[focus] != nil else { return cut(focus) }
    func widened(_ wider: Range<Int>, with place: Int) -> Bool {
      for detail in [Detail.label, .short] where fits(wider, { $0 == place ? detail : details[$0] ?? .short }) != nil {
        details[place] = detail
        range = wider
        return true
      }
      return false
    }
    var grows = true
    while grows {
      grows = false
      if range.lowerBound > 0 {
        grows = widened(range.lowerBound - 1..<range.upperBound, with: range.lowerBound - 1)
      }
      if range.upperBound < items.count {
        grows = widened(range.lowerBound..<range.upperBound + 1, with: range.upperBound) || grows
      }
    }
    return fits(range) { details[$0] ?? .short } ?? cut(focus)
  }

  /// Where not even one chip fits: what there is room for of its name.
  private func cut(_ focus: Int) -> [Piece] {
    let more = items.count - 1
    let mark = more > 0 && width >= 8 ? " +\(more)" : ""
    let room = width - TextWidth.of(mark) - 2
    let name = Quantity.cut(safe(items[focus].label), columns: max(0, room), isASCII: isASCII)
    let text =
      room >= 1 ? bracketed(name) : String(TextWidth.prefix(of: bracketed("\(items[focus].number)"), columns: width))
    var pieces = [Piece(item: focus, text: text, x: 0, row: 0)]
    if !mark.isEmpty { pieces.append(Piece(text: String(mark.dropFirst()), x: TextWidth.of(text) + 1, row: 0)) }
    return pieces
  }

  /// The chips of a range one after the other with marks for the rest; nil where they do not fit.
  private func fits(_ range: Range<Int>, _ detail: (Int) -> Detail) -> [Piece]? {
    var pieces: [Piece] = []
    var (x, row) = (0, 0)
    func place(_ item: Int?, _ text: String) -> Bool {
      let columns = TextWidth.of(text)
      if x > 0, x + columns > width { (x, row) = (0, row + 1) }
      guard row < rows, x + columns <= width else { return false }
      pieces.append(Piece(item: item, text: text, x: x, row: row))
      x += columns + 1
      return true
    }
    if range.lowerBound > 0, !place(nil, "+\(range.lowerBound)") { return nil }
    for item in range where !place(item, text(items[item], detail(item))) { return nil }
    if range.upperBound < items.count, !place(nil, "+\(items.count - range.upperBound)") { return nil }
    return pieces
  }

  private func text(_ item: PaneItem, _ detail: Detail) -> String {
    switch detail {
    case .short: return bracketed(safe(item.shortLabel))
    case .label: return bracketed(safe(item.label))
    case .full:
      let state: String? =
        switch item.progress {
        case .failed: "failed"
        case .loading where item.facts == nil: "reading the file"
        default: item.readingText
        }
      let named = [safe(item.label), item.tokens(isBrief: true)].compactMap { $0 }.joined(separator: " ")
      return bracketed([named, state].compactMap { $0 }.joined(separator: ", "))
    }
  }

  private func safe(_ text: String) -> String { SafeText(oneLine: text).string }

  private func bracketed(_ text: String) -> String { isASCII ? "[\(text)]" : "⟦\(text)⟧" }
}

extension PaneItem {
  fileprivate var isFailed: Bool { if case .failed = progress { true } else { false } }
}
