/// Reading a line: which containers go on, what begins, and whose text the rest is.
extension BlockBuilder {
  mutating func takeLine(_ whole: LineCursor, into leaves: inout [MarkdownLeaf]) {
    var line = whole
    var depth = 0
    while depth < containers.count, goesOn(containers[depth], &line) { depth += 1 }
    if depth == containers.count, takeOpenLeaf(line, into: &leaves) { return }
    // The item that ends here, if one does: the next one may be of the same list.
    var sibling = depth < containers.count ? containers[depth].container : nil
    if !isParagraph { close(to: depth, into: &leaves) }

    var hasBegun = false
    while !line.isBlank, line.indent < 4 {
      let indent = line.indent
      var start = line
      start.skipIndent()
      if let level = paragraphUnderline(start, depth: depth) {
        turnIntoHeading(level, into: &leaves)
        return
      }
      if depth < BlockBuilder.depthLimit,
        beginContainer(start, indent: indent, depth: &depth, sibling: sibling, rest: &line, into: &leaves)
      {
        hasBegun = true
        sibling = nil
        continue
      }
      if beginLeaf(start, line, indent: indent, depth: depth, into: &leaves) { return }
      break
    }

    if line.isBlank {
      if !hasBegun {
        close(to: depth, into: &leaves)
        closeLeaf(into: &leaves)
        sawBlank = true
      }
    } else if isParagraph {
      // Also where a quote's or an item's mark is missing: the paragraph goes on.
      var text = line
      text.skipIndent()
      add(text.text, into: &leaves)
    } else {
      close(to: depth, into: &leaves)
      if line.indent >= 4 {
        line.skipIndent(4)
        open(.indented, line: line.text)
      } else {
        line.skipIndent()
        if let definition = LinkDefinitions.definition(line.rest) {
          if takesDefinitions { definitions.add(definition.name, definition.address) }
        } else {
          open(.paragraph, line: line.text)
        }
      }
    }
  }

  /// Text as it was typed: lines stay lines, and only fences mean something.
  mutating func takeTyped(_ line: LineCursor, into leaves: inout [MarkdownLeaf]) {
    if leaf != nil, takeOpenLeaf(line, into: &leaves) { return }
    var start = line
    start.skipIndent()
    if line.indent < 4, let fence = BlockStart.fence(start, indent: line.indent) {
      closeLeaf(into: &leaves)
      open(.fenced(fence))
    } else if line.isBlank {
      closeLeaf(into: &leaves)
      sawBlank = true
    } else if isParagraph {
      add(line.text, into: &leaves)
    } else {
      open(.paragraph, line: line.text)
    }
  }

  private var isParagraph: Bool {
    if case .paragraph? = leaf?.kind { true } else { false }
  }

  private func goesOn(_ open: OpenContainer, _ line: inout LineCursor) -> Bool {
    switch open.container.kind {
    case .quote:
      var start = line
      guard line.indent <= 3 else { return false }
      start.skipIndent()
      guard start.peek() == Ascii.greater else { return false }
      start.skip(1)
      start.skipIndent(1)
      line = start
      return true
    case .item:
      // An item may begin with one empty line, not with two.
      if line.isBlank { return open.hasLeaf || leaf != nil }
      guard line.indent >= open.indent else { return false }
      line.skipIndent(open.indent)
      return true
    }
  }

  /// Gives the line to the open leaf if it is one that only its own end closes.
  private mutating func takeOpenLeaf(_ whole: LineCursor, into leaves: inout [MarkdownLeaf]) -> Bool {
    var line = whole
    switch leaf?.kind {
    case .fenced(let fence):
      if BlockStart.closes(fence, line) {
        closeLeaf(into: &leaves)
      } else {
        line.skipIndent(fence.indent)
        add(line.text, into: &leaves)
      }
      return true
    case .html(let end):
      if end == .blankLine, line.isBlank {
        closeLeaf(into: &leaves)
        sawBlank = true
        return true
      }
      add(line.text, into: &leaves)
      if BlockStart.ends(end, line.rest) { closeLeaf(into: &leaves) }
      return true
    case .indented:
      if line.isBlank {
        leaf?.blankLines += 1
        return true
      }
      guard line.indent >= 4 else { return false }
      for _ in 0..<(leaf?.blankLines ?? 0) { add([], into: &leaves) }
      leaf?.blankLines = 0
      line.skipIndent(4)
      add(line.text, into: &leaves)
      return true
    case .table:
      guard !line.isBlank, line.rest.contains(Ascii.bar), line.indent < 4 else { return false }
      var start = line
      start.skipIndent()
      guard start.peek() != Ascii.greater, BlockStart.listMarker(start) == nil else { return false }
      add(start.text, into: &leaves)
      return true
    case .paragraph, nil: return false
    }
  }

  /// The level of the heading that this underline makes of the open paragraph.
  private func paragraphUnderline(_ line: LineCursor, depth: Int) -> Int? {
    guard isParagraph, depth == containers.count else { return nil }
    return BlockStart.underline(line)
  }

  private mutating func turnIntoHeading(_ level: Int, into leaves: inout [MarkdownLeaf]) {
    guard let open = leaf else { return }
    leaf = nil
    write(.heading(level), text: open.text, hasBlankBefore: open.hasBlankBefore, into: &leaves)
  }

  /// Begins a quote or an item.
  private mutating func beginContainer(
    _ start: LineCursor, indent: Int, depth: inout Int, sibling: MarkdownContainer?, rest: inout LineCursor,
    into leaves: inout [MarkdownLeaf]
  ) -> Bool {
    var line = start
    if line.peek() == Ascii.greater {
      close(to: depth, into: &leaves)
      line.skip(1)
      line.skipIndent(1)
      push(.quote, indent: 0)
    } else if let marker = BlockStart.listMarker(line), !BlockStart.isRule(line) {
      line.skip(marker.length)
      let isEmpty = line.isBlank
      // Only a list that says something and begins at 1 may interrupt a paragraph.
      if isParagraph, depth == containers.count, isEmpty || marker.number ?? 1 != 1 { return false }
      close(to: depth, into: &leaves)
      let spaces = line.indent
      let taken = isEmpty || spaces > 4 ? 1 : spaces
      line.skipIndent(taken)
      let item = item(marker, after: sibling, rest: &line)
      push(.item(item), indent: indent + marker.length + taken)
    } else {
      return false
    }
    depth = containers.count
    rest = line
    return true
  }

  private mutating func push(_ kind: MarkdownContainer.Kind, indent: Int) {
    containers.append(OpenContainer(container: MarkdownContainer(id: nextID, kind: kind), indent: indent))
    nextID += 1
  }

  private mutating func item(
    _ marker: BlockStart.ListMarker, after sibling: MarkdownContainer?, rest: inout LineCursor
  ) -> MarkdownItem {
    var item = MarkdownItem(number: marker.number, mark: marker.mark, list: nextID)
    if case .item(let before)? = sibling?.kind, before.mark == marker.mark,
      (before.number == nil) == (marker.number == nil)
    {
      item.list = before.list
      item.number = before.number.map { $0 + 1 }
    }
    let isBox = rest.peek() == Ascii.openBracket && rest.peek(2) == Ascii.closeBracket
    if isBox, [0, Ascii.space].contains(rest.peek(3)), [Ascii.space, 0x78, 0x58].contains(rest.peek(1)) {
      item.isDone = rest.peek(1) != Ascii.space
      rest.skip(rest.peek(3) == 0 ? 3 : 4)
    }
    return item
  }

  /// Begins, or is, a leaf that is no paragraph.
  private mutating func beginLeaf(
    _ start: LineCursor, _ line: LineCursor, indent: Int, depth: Int, into leaves: inout [MarkdownLeaf]
  ) -> Bool {
    if let heading = BlockStart.heading(start) {
      close(to: depth, into: &leaves)
      write(.heading(heading.level), text: heading.text, hasBlankBefore: takeBlank(), into: &leaves)
    } else if let fence = BlockStart.fence(start, indent: indent) {
      close(to: depth, into: &leaves)
      open(.fenced(fence))
    } else if let end = BlockStart.html(start) {
      close(to: depth, into: &leaves)
      open(.html(end), line: line.text)
      if BlockStart.ends(end, line.rest) { closeLeaf(into: &leaves) }
    } else if BlockStart.isRule(start) {
      close(to: depth, into: &leaves)
      write(.rule, text: [], hasBlankBefore: takeBlank(), into: &leaves)
    } else if let alignments = tableHead(start, depth: depth) {
      beginTable(alignments, into: &leaves)
    } else {
      return false
    }
    return true
  }

  mutating func takeBlank() -> Bool {
    defer { sawBlank = false }
    return sawBlank
  }

  /// The alignments if this line, with the last line of the open paragraph above it, begins a table.
  private func tableHead(_ line: LineCursor, depth: Int) -> [TableAlignment]? {
    guard isParagraph, depth == containers.count, let open = leaf,
      let alignments = TableRow.alignments(line.rest)
    else { return nil }
    let header = open.text[(open.text.lastIndex(of: Ascii.newline).map { $0 + 1 } ?? 0)...]
    return TableRow.cells(header).count == alignments.count && header.contains(Ascii.bar) ? alignments : nil
  }

  private mutating func beginTable(_ alignments: [TableAlignment], into leaves: inout [MarkdownLeaf]) {
    guard var open = leaf else { return }
    leaf = nil
    var header = open.text
    if let newline = open.text.lastIndex(of: Ascii.newline) {
      header = Array(open.text[(newline + 1)...])
      open.text.removeSubrange(newline...)
      leaf = open
      closeLeaf(into: &leaves)
      open.hasBlankBefore = false
    }
    sawBlank = open.hasBlankBefore
    self.open(.table(alignments), line: header)
  }
}
