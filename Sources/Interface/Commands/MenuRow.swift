import Screen

/// A row of a menu: a name and, dimmed behind it, what it means.
public struct MenuRow: Sendable, Equatable {
  /// The name.
  public var label: SafeText
  /// What it means.
  public var detail: SafeText

  /// A row.
  public init(label: SafeText, detail: SafeText) { (self.label, self.detail) = (label, detail) }

  /// Draws as many rows as there is room for, the chosen one always among them.
  public static func render(
    _ rows: [MenuRow], selected: Int, into frame: inout Frame, rect: Rect, isASCII: Bool = false
  ) {
    guard !rows.isEmpty, rect.height > 0 else { return }
    frame.fill(rect, Style(.text))
    let top = max(0, min(selected - rect.height / 2, rows.count - rect.height))
    let visible = rows[top..<min(rows.count, top + rect.height)]
    let widest = visible.map { TextWidth.of($0.label.string) }.max() ?? 0
    let column = min(widest, rect.width / 2) + 5
    for (line, row) in visible.enumerated() {
      let y = rect.minY + line
      let isSelected = top + line == selected
      if isSelected {
        frame.fill(Rect(x: rect.minX, y: y, width: rect.width, height: 1), Style(.selection))
        // Without colours the row is still marked.
        frame.put(isASCII ? ">" : "›", at: Point(x: rect.minX + 1, y: y), Style(.selection), clip: rect)
      }
      let roomy = rect.width >= column + 8 && !row.detail.isEmpty
      let room = Rect(x: rect.minX, y: y, width: roomy ? column - 1 : rect.width, height: 1)
      let label = cut(row.label, columns: room.width - 3, isASCII: isASCII)
      frame.put(label, at: Point(x: rect.minX + 3, y: y), Style(isSelected ? .selection : .text), clip: room)
      guard roomy else { continue }
      let detail = cut(row.detail, columns: rect.width - column - 1, isASCII: isASCII)
      frame.put(detail, at: Point(x: rect.minX + column, y: y), Style(isSelected ? .selection : .dim), clip: rect)
    }
  }

  private static func cut(_ text: SafeText, columns: Int, isASCII: Bool) -> SafeText {
    SafeText(Quantity.cut(text.string, columns: columns, isASCII: isASCII))
  }
}
