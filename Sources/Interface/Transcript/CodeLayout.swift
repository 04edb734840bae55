import Screen

/// Code: a label, then its lines, each seen through a window.
extension LeafLayout {
  /// The lines of a part of a block of code.
  ///
  /// - Parameter rest: What the next parts have of its last line, as far as it may be seen.
  func code(_ leaf: MarkdownLeaf, rest: [UInt8], _ room: Int, _ highlighter: inout Highlighter?) -> [LayoutLine] {
    guard case .code(let language) = leaf.kind else { return [] }
    let indent = codeIndent(room)
    var result: [LayoutLine] = []
    if leaf.part == 0 {
      var label = LayoutLine([.space(indent), LayoutSpan(cut(language, room - indent), style(Style(.dim)))])
      label.isCodeLabel = true
      result.append(label)
    }
    let window = LineWindow(marks: marks, shift: shift, room: room - indent)
    var start = 0
    while start <= leaf.text.count {
      let end = leaf.text[start...].firstIndex(of: Ascii.newline) ?? leaf.text.count
      let isContinued = start == 0 && leaf.continuesLine
      // What goes on from the part before is shown there.
      if !isContinued {
        let runs = highlighter?.runs(of: leaf.text[start..<end]) ?? []
        var spans = codeSpans(leaf.text[start..<end], runs, columns: window.wanted)
        let width = spans.reduce(0) { $0 + $1.width }
        if end == leaf.text.count, !rest.isEmpty, width < window.wanted {
          spans += codeSpans(rest[...], [], columns: window.wanted - width).map { LayoutSpan($0.text, $0.style) }
        }
        var line = window.line(spans)
        line.spans.insert(.space(indent), at: 0)
        result.append(line)
      }
      start = end + 1
    }
    return result
  }

  /// Code is indented where there is room.
  func codeIndent(_ room: Int) -> Int { min(width >= 48 ? 4 : width >= 28 ? 2 : 0, room / 4) }

  /// The beginning of a line in pieces, at least so many columns of it.
  private func codeSpans(_ line: ArraySlice<UInt8>, _ runs: [Highlighter.Run], columns wanted: Int) -> [LayoutSpan] {
    // Characters take at most a few bytes for each cell; what is far beyond the edge is not looked at.
    let seen = line.prefix(wanted * 32 + 64)
    var spans: [LayoutSpan] = []
    var columns = 0, run = 0
    let graphemes = Graphemes(Array(seen))
    var pending = seen.startIndex
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
      if columns >= wanted {
        flush(place)
        return spans
      }
      let isTab = line[place] == Ascii.tab
      let width = isTab ? 4 - columns % 4 : Int(graphemes.list[index].width)
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
    flush(seen.endIndex)
    return spans
  }

  private func codeStyle(_ runs: [Highlighter.Run], _ run: Int) -> Style {
    style(Style(run < runs.count ? runs[run].role : .code))
  }
}
