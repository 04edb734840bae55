import Chat
import Foundation
import Screen

/// The conversations as rows.
extension ConversationPicker {
  /// Where the columns stand.
  private struct Columns {
    let mark: Int, current: Int, title: Int
    /// The widest date of those that are seen; 0 where there is no room for dates.
    let date: Int
    /// Likewise of the counts of messages.
    let count: Int

    init(width: Int, dates: [String], counts: [String]) {
      (mark, current, title) = width >= 50 ? (1, 3, 5) : (0, 1, 3)
      date = width >= 30 ? dates.map { TextWidth.of($0) }.max() ?? 0 : 0
      count = width >= 70 ? counts.map { TextWidth.of($0) }.max() ?? 0 : 0
    }

    /// One past the title's last column.
    func titleEnd(_ row: Rect) -> Int {
      row.maxX - 1 - (date > 0 ? date + 2 : 0) - (count > 0 ? count + 2 : 0)
    }
  }

  mutating func drawRows(_ visible: Range<Int>, into frame: inout Frame, _ rect: Rect, isASCII: Bool) {
    guard let list else { return }
    let seen = list[visible.clamped(to: list.indices)]
    let dates = seen.map { summary -> String in
      let date = format.text(summary.updated)
      // Where there is little room the day has to do: "12 Nov" without its " 14:02".
      return rect.width < 60 && date.count > 6 ? String(date.dropLast(6)) : date
    }
    let counts = seen.map { $0.messageCount == 1 ? "1 message" : "\($0.messageCount) messages" }
    let columns = Columns(width: rect.width, dates: dates, counts: counts)
    for (offset, summary) in seen.enumerated() {
      let y = rect.minY + offset * linesEach
      let height = min(linesEach, rect.maxY - y)
      guard height > 0 else { break }
      let isSelected = visible.lowerBound + offset == position.selected
      let style: (Role) -> Style = { Style(isSelected ? .selection : $0) }
      let lines = Rect(x: rect.minX, y: y, width: rect.width, height: height)
      let row = Rect(x: rect.minX, y: y, width: rect.width, height: 1)
      if isSelected {
        frame.fill(lines, style(.text))
        frame.put(isASCII ? ">" : "›", at: Point(x: row.minX + columns.mark, y: y), style(.accent), clip: row)
      }
      if summary.id == current {
        frame.put(isASCII ? "*" : "•", at: Point(x: row.minX + columns.current, y: y), style(.accent), clip: row)
      }
      drawTitle(summary, columns, style(.text), into: &frame, row, isASCII: isASCII)
      var x = row.maxX - 1
      for (text, width) in [(dates[offset], columns.date), (counts[offset], columns.count)] where width > 0 {
        frame.put(
          SafeText(oneLine: text), at: Point(x: x - TextWidth.of(text), y: y), style(.dim), clip: row)
        x -= width + 2
      }
      if height > 1 {
        let place = Rect(
          x: row.minX + columns.title, y: y + 1, width: row.width - columns.title - 1, height: 1)
        drawExcerpt(of: summary, isSelected: isSelected, into: &frame, place, isASCII: isASCII)
      }
    }
  }

  private func drawTitle(
    _ summary: ConversationSummary, _ columns: Columns, _ style: Style, into frame: inout Frame, _ row: Rect,
    isASCII: Bool
  ) {
    let start = row.minX + columns.title
    let room = max(0, min(columns.titleEnd(row), row.maxX) - start)
    let place = Rect(x: start, y: row.minY, width: room, height: 1)
    if case .renaming(let id, let title) = mode, id == summary.id {
      frame.fill(place, Style(.text))
      title.draw(into: &frame, rect: place, Style(.text), isASCII: isASCII)
      return
    }
    let title = SafeText(oneLine: summary.title)
    let shown = title.isEmpty ? "without a title" : Quantity.cut(title.string, columns: room, isASCII: isASCII)
    var look = style
    if summary.id == current { look.emphasis = .bold }
    frame.put(SafeText(oneLine: shown), at: place.origin, look, clip: place)
  }

  /// What was found, or how the conversation begins where it was found in the title.
  private func drawExcerpt(
    of summary: ConversationSummary, isSelected: Bool, into frame: inout Frame, _ rect: Rect, isASCII: Bool
  ) {
    let own = SafeText(oneLine: summary.excerpt ?? summary.opening).string
    // The marks of the cut are the store's.
    let text = isASCII ? own.replacing("…", with: "~") : own
    let shown = Quantity.cut(text, columns: rect.width, isASCII: isASCII)
    let plain = Style(isSelected ? .selection : .dim)
    guard summary.excerpt != nil, let found = shown.range(of: query, options: .caseInsensitive) else {
      frame.put(SafeText(oneLine: shown), at: rect.origin, plain, clip: rect)
      return
    }
    var x = rect.minX
    for (piece, style) in [
      (shown[..<found.lowerBound], plain), (shown[found], Style(.search)), (shown[found.upperBound...], plain),
    ] {
      x += frame.put(SafeText(oneLine: String(piece)), at: Point(x: x, y: rect.minY), style, clip: rect)
    }
  }
}
