import Screen

/// Code: a label, then its lines, cut at the right edge.
extension LeafLayout {
  func code(_ leaf: MarkdownLeaf, _ room: Int, _ highlighter: inout Highlighter?) -> [LayoutLine] {
    guard case .code(let language) = leaf.kind else { return [] }
    let indent = min(codeIndent, room / 4)
    var result: [LayoutLine] = []
    if leaf.part == 0 {
      var label = LayoutLine([.space(indent), LayoutSpan(cut(language, room - indent), style(Style(.dim)))])
      label.isCodeLabel = true
      result.append(label)
    }
    var start = 0
    while start <= leaf.text.count {
      let end = leaf.text[start...].firstIndex(of: Ascii.newline) ?? leaf.text.count
      let isContinued = start == 0 && leaf.continuesLine
      // What goes on from the part before is far beyond the edge, and not coloured.
      if !isContinued {
        let runs = highlighter?.runs(of: leaf.text[start..<end]) ?? []
        result.append(LayoutLine([.space(indent)] + codeLine(leaf.text[start..<end], runs, room - indent)))
      }
      start = end + 1
    }
    return result
  }

  private func codeLine(_ line: ArraySlice<UInt8>, _ runs: [Highlighter.Run], _ room: Int) -> [LayoutSpan] {
    // Characters take at most a few bytes for each cell; what is far beyond the edge is not looked at.
    let seen = line.prefix(room * 32 + 64)
    var spans: [LayoutSpan] = []
    var columns = 0, run = 0
    let graphemes = Graphemes(Array(seen))
    var pending = seen.startIndex
    var isCut = false
    func flush(_ end: Int) {
      guard end > pending else { return }
      spans.append(TextWrap.span(line[pending..<end], codeStyle(runs, run), field: 0))
      pending = end
    }
    for index in graphemes.list.indices {
      let offset = graphemes.start(index)
      let place = seen.startIndex + offset
      if run < runs.count, offset >= runs[run].end {
        flush(place)
        while run < runs.count, offset >= runs[run].end { run += 1 }
      }
      let isTab = line[place] == Ascii.tab
      let width = isTab ? 4 - columns % 4 : Int(graphemes.list[index].width)
      if columns + width > room {
        flush(place)
        isCut = true
        break
      }
      if isTab {
        flush(place)
        spans.append(
          LayoutSpan(
            String(repeating: " ", count: width), codeStyle(runs, run), width: width, field: 0,
            range: place..<(place + 1)))
        pending = place + 1
      }
      columns += width
    }
    if !isCut {
      flush(seen.endIndex)
      isCut = seen.count < line.count
    }
    return isCut ? marked(spans, columns, room) : spans
  }

  private func codeStyle(_ runs: [Highlighter.Run], _ run: Int) -> Style {
    style(Style(run < runs.count ? runs[run].role : .code))
  }

  /// A cut line with the mark in its last cell.
  private func marked(_ spans: [LayoutSpan], _ columns: Int, _ room: Int) -> [LayoutSpan] {
    var spans = spans
    var columns = columns
    while columns > room - 1, let last = spans.popLast() {
      columns -= last.width
      guard columns < room - 1, last.text.utf8.count == last.range.count else { continue }
      var kept = "", width = 0
      for character in last.text where columns + width + TextWidth.of(character) <= room - 1 {
        kept.append(character)
        width += TextWidth.of(character)
      }
      spans.append(
        LayoutSpan(
          kept, last.style, width: width, field: 0,
          range: last.range.lowerBound..<(last.range.lowerBound + kept.utf8.count)))
      columns += width
      break
    }
    return spans + [.space(room - 1 - columns), LayoutSpan(marks.cut, Style(.dim))]
  }
}
