import Screen

/// Breaks text into lines.
enum TextWrap {
  /// The bytes of each line, without the spaces at breaks: breaks are at spaces, around wide characters, and inside words longer than a line.
  static func lines(_ text: [UInt8], _ graphemes: Graphemes, width: Int) -> [Range<Int>] {
    let list = graphemes.list
    var lines: [Range<Int>] = []
    var start = 0, columns = 0, index = 0
    var breakAt: Int?
    func push(_ end: Int) {
      var end = end
      while end > start, text[Int(list[end - 1].start)] == Ascii.space { end -= 1 }
      lines.append(graphemes.start(start)..<graphemes.start(end))
    }
    while index < list.count {
      let grapheme = list[index]
      let byte = text[Int(grapheme.start)]
      if byte == Ascii.newline {
        push(index)
        index += 1
        (start, columns, breakAt) = (index, 0, nil)
        continue
      }
      if columns + Int(grapheme.width) > width, index > start {
        if byte == Ascii.space {
          push(index)
          while index < list.count, text[Int(list[index].start)] == Ascii.space { index += 1 }
          if index < list.count, text[Int(list[index].start)] == Ascii.newline { index += 1 }
          (start, columns, breakAt) = (index, 0, nil)
          if index == list.count { return lines }
          continue
        }
        let cut = grapheme.width == 2 && !closes(text, graphemes, index) ? index : breakAt ?? index
        push(cut)
        start = cut
        columns = list[start..<index].reduce(0) { $0 + Int($1.width) }
        breakAt = nil
        continue
      }
      columns += Int(grapheme.width)
      index += 1
      if byte == Ascii.space || grapheme.width == 2 && !closes(text, graphemes, index) { breakAt = index }
    }
    push(list.count)
    return lines
  }

  /// Whether a character is one that no line begins with, such as a full stop.
  private static func closes(_ text: [UInt8], _ graphemes: Graphemes, _ index: Int) -> Bool {
    let start = graphemes.start(index)
    guard start < text.count else { return false }
    if text[start] < 0x80 { return ",.;:!?)]}'\"".utf8.contains(text[start]) }
    return closing.contains(String(decoding: text[start..<graphemes.start(index + 1)], as: UTF8.self))
  }

  private static let closing: Set<String> = [
    "、", "。", "，", "．", "）", "」", "』", "】", "》", "〉", "！", "？", "：", "；", "ー", "…",
  ]

  /// The pieces of a line: one for each run in it.
  static func spans(
    _ text: InlineText, _ range: Range<Int>, field: Int, style: (InlineText.Look) -> Style
  ) -> [LayoutSpan] {
    var spans: [LayoutSpan] = []
    var low = 0, high = text.runs.count
    // The first run that ends inside the line.
    while low < high {
      let middle = (low + high) / 2
      if text.runs[middle].end <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var start = range.lowerBound
    while start < range.upperBound, low < text.runs.count {
      let end = min(range.upperBound, text.runs[low].end)
      spans.append(span(text.text[start..<end], style(text.runs[low].look), field: field))
      start = end
      low += 1
    }
    return spans
  }

  /// A piece of a field; tabs are drawn as one space.
  static func span(_ bytes: ArraySlice<UInt8>, _ style: Style, field: Int) -> LayoutSpan {
    let isPlain = bytes.allSatisfy { $0 >= Ascii.space && $0 < 0x7F }
    let drawn = String(decoding: bytes.map { $0 == Ascii.tab ? Ascii.space : $0 }, as: UTF8.self)
    let width = isPlain ? bytes.count : TextWidth.of(drawn)
    return LayoutSpan(drawn, style, width: width, field: field, range: bytes.startIndex..<bytes.endIndex)
  }
}
