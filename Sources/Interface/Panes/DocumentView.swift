import Screen

/// A long text of which a part is seen; only that part is broken into lines.
struct DocumentView: Sendable {
  /// A row of the text: a row of one of its pieces.
  private struct Place: Sendable, Comparable {
    var piece = 0
    var row = 0

    static func < (left: Place, right: Place) -> Bool { (left.piece, left.row) < (right.piece, right.row) }
  }

  /// Longer lines of a file are taken apart, so that one that never ends costs no more than others.
  private static let longestPiece = 4096

  private let bytes: [UInt8]
  /// The lines, or pieces of lines.
  private let pieces: [Range<Int>]
  private var top = Place()
  private var size = Size(width: 80, height: 24)

  /// A text, seen from its start.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    var pieces: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: Ascii.newline) ?? bytes.count
      while end - start > Self.longestPiece {
        let cut = Graphemes.cut(bytes, from: start, limit: Self.longestPiece)
        pieces.append(start..<cut)
        start = cut
      }
      pieces.append(start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end))
      start = end + 1
    }
    (self.bytes, self.pieces) = (bytes, pieces)
  }

  private func lines(_ piece: Int) -> [SafeText] {
    let lines = WrappedText.lines(String(decoding: bytes[pieces[piece]], as: UTF8.self), width: size.width)
    return lines.isEmpty ? [.empty] : lines
  }

  // MARK: Scrolling

  /// How much of the text lies above, 0…1; nil where all of it is seen.
  var share: Double? {
    let end = lastTop
    guard end > Place() else { return nil }
    return top >= end ? 1 : Double(top.piece) / Double(max(1, end.piece))
  }

  /// Moves by rows, down where positive.
  mutating func scroll(rows: Int) {
    top = moved(top, by: rows)
    limit()
  }

  /// Moves by screens less a row.
  mutating func scroll(pages: Int) { scroll(rows: pages * max(1, size.height - 1)) }

  /// Goes to the start.
  mutating func scrollToStart() { top = Place() }

  /// Goes to the end.
  mutating func scrollToEnd() { top = lastTop }

  /// The first row when the last one stands at the bottom.
  private var lastTop: Place {
    guard !pieces.isEmpty else { return Place() }
    let end = Place(piece: pieces.count - 1, row: lines(pieces.count - 1).count - 1)
    return moved(end, by: 1 - max(1, size.height))
  }

  private mutating func limit() { top = min(top, lastTop) }

  private func moved(_ place: Place, by rows: Int) -> Place {
    guard pieces.indices.contains(place.piece) else { return Place() }
    var place = Place(piece: place.piece, row: min(place.row, lines(place.piece).count - 1) + rows)
    while place.row < 0, place.piece > 0 {
      place.piece -= 1
      place.row += lines(place.piece).count
    }
    while place.piece < pieces.count - 1 {
      let count = lines(place.piece).count
      guard place.row >= count else { break }
      place.row -= count
      place.piece += 1
    }
    return Place(piece: place.piece, row: max(0, min(place.row, lines(place.piece).count - 1)))
  }

  // MARK: Drawing

  /// Draws what is seen.
  mutating func render(into frame: inout Frame, rect: Rect) {
    guard rect.width > 0, rect.height > 0 else { return }
    size = rect.size
    if !pieces.isEmpty { top.row = min(top.row, lines(top.piece).count - 1) }
    limit()
    var y = rect.minY
    var piece = top.piece
    while piece < pieces.count, y < rect.maxY {
      for line in lines(piece).dropFirst(piece == top.piece ? top.row : 0) where y < rect.maxY {
        frame.put(line, at: Point(x: rect.minX, y: y), Style(.text), clip: rect)
        y += 1
      }
      piece += 1
    }
  }
}
