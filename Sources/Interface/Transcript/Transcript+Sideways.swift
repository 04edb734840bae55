import Screen

/// Moving sideways what is too wide for the page: code and some tables. All else is wrapped.
extension Transcript {
  /// Whether something of the selected message is hidden at the left or right.
  public var isWide: Bool { shownHidden > 0 || sideways != nil }

  /// Moves code and wide tables of the selected message sideways by half their room, to what is right when positive.
  public mutating func scroll(sideways count: Int) {
    guard let id = selection?.message else { return }
    let present = sideways?.message == id ? sideways?.cells ?? 0 : 0
    let step = max(4, textWidth / 2)
    let cells = max(0, present + (count > 0 ? min(step, shownHidden) : -step))
    sideways = cells > 0 ? (id, cells) : nil
  }

  /// Moves a place that was searched for into the window of its wide line.
  mutating func revealSideways(_ match: TranscriptSearch.Match, in index: Int) {
    let id = messages[index].id
    let present = sideways?.message == id ? sideways?.cells ?? 0 : 0
    let place = withLayout(index) { layout, _ in layout.sidewaysPlace(of: match) }
    guard let place else { return sideways = present > 0 ? sideways : nil }
    // At the edges stand the marks.
    if place.column > present || present == 0, place.column + place.width < present + place.room { return }
    let cells = place.column + place.width < place.room ? 0 : max(0, place.column - place.room / 3)
    sideways = cells > 0 ? (id, cells) : nil
  }
}

extension MessageLayout {
  /// Where in its whole line a place of code or of a wide table stands, and the cells that are shown of the line.
  func sidewaysPlace(of match: TranscriptSearch.Match) -> (column: Int, width: Int, room: Int)? {
    let isThought = match.section == .thought
    guard let body = isThought ? thought : answer, body.document.leaves.indices.contains(match.leaf) else { return nil }
    let leaves = body.document.leaves
    let leaf = leaves[match.leaf]
    var layout = leafLayout(isThought: isThought, isTyped: false)
    layout.definitions = body.document.definitions
    let room = layout.room(LeafPrefix(leaf, marks: marks, limit: layout.width / 2))
    switch leaf.kind {
    case .code:
      var text = Array(leaf.text[..<min(match.range.lowerBound, leaf.text.count)])
      var index = match.leaf
      while leaves[index].continuesLine, index > 0, !text.contains(Ascii.newline) {
        index -= 1
        text = leaves[index].text + text
      }
      let line = text[(text.lastIndex(of: Ascii.newline).map { $0 + 1 } ?? 0)...]
      let found = leaf.text[match.range.clamped(to: 0..<leaf.text.count)]
      return (MessageLayout.columns(line), MessageLayout.columns(found), room - layout.codeIndent(room))
    case .table(let alignments):
      let table = TableLayout(layout: layout, alignments: alignments, room: room)
      let head = surroundings(leaves, match.leaf).head
      return table.place(of: match.field % alignments.count, in: leaf, head: head).map { ($0.start, $0.width, room) }
    default: return nil
    }
  }

  private static func columns(_ text: ArraySlice<UInt8>) -> Int {
    var columns = 0
    for (number, piece) in text.split(separator: Ascii.tab, omittingEmptySubsequences: false).enumerated() {
      if number > 0 { columns += 4 - columns % 4 }
      columns += TextWidth.of(String(decoding: piece, as: UTF8.self))
    }
    return columns
  }
}
