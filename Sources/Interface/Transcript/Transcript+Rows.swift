import Screen

/// The rows of a message, and going from one to the next.
extension Transcript {
  /// How many leaves a section of a message has; 0 where it is not shown.
  mutating func leafCount(_ index: Int, _ section: RowAddress.Section) -> Int {
    let isUnfolded = unfolded.contains(messages[index].id)
    switch section {
    case .header: return 1
    case .fold: return messages[index].thought?.isEmpty ?? true ? 0 : 1
    case .thought: return isUnfolded ? withLayout(index) { layout, _ in layout.thought?.document.leaves.count ?? 0 } : 0
    case .gap: return isUnfolded && !messages[index].text.isEmpty && messages[index].thought?.isEmpty == false ? 1 : 0
    case .answer: return withLayout(index) { layout, _ in layout.answer.document.leaves.count }
    case .tail: return tail(index).isEmpty ? 0 : 1
    case .notice: return messages[index].notice == nil ? 0 : 1
    }
  }

  /// The lines of the leaf that a row is in.
  mutating func lines(_ row: RowAddress) -> [LayoutLine] {
    let message = messages[row.message]
    switch row.section {
    case .header: return header(row.message)
    case .fold: return [foldLine(message)]
    case .gap: return [LayoutLine()]
    case .thought, .answer:
      let chips = row.section == .answer ? chipLabels(message) : []
      var laidOut = 0
      let lines = withLayout(row.message) { layout, message in
        layout.lines(
          row.leaf, isThought: row.section == .thought, chips: chips,
          isTyped: row.section == .answer && message.syntax == .typed, laidOut: &laidOut)
      }
      work.leaves += laidOut
      return lines
    case .tail: return tail(row.message)
    case .notice:
      let text = SafeText(oneLine: message.notice ?? "").string
      let field = InlineText(literal: Array(text.utf8))
      let layout = LeafLayout(marks: marks, width: textWidth)
      return layout.wrapped(field, Style(.warning), textWidth, field: 0).map { line in
        LayoutLine(line.map { LayoutSpan($0.text, $0.style) })
      }
    }
  }

  private func header(_ index: Int) -> [LayoutLine] {
    let message = messages[index]
    let role: Role =
      switch message.role {
      case .user: .you
      case .assistant: .facet
      default: .dim
      }
    let layout = LeafLayout(marks: marks, width: textWidth)
    let name = layout.cut(SafeText(oneLine: message.shownName).string, textWidth)
    var line = LayoutLine([LayoutSpan(name, Style(role, .bold))])
    let right = SafeText(oneLine: message.figures ?? message.time ?? "").string
    let free = textWidth - TextWidth.of(name) - TextWidth.of(right)
    if !right.isEmpty, !isCompact, free >= 2 { line.spans += [.space(free), LayoutSpan(right, Style(.dim))] }
    return index == 0 || isCompact ? [line] : [LayoutLine(), line]
  }

  private func foldLine(_ message: TranscriptMessage) -> LayoutLine {
    let mark = unfolded.contains(message.id) ? marks.unfolded : marks.folded
    return LayoutLine([LayoutSpan(mark + " " + message.thoughtLabel, Style(.thought))])
  }

  private func chipLabels(_ message: TranscriptMessage) -> [String] {
    message.chips.map { SafeText(oneLine: isCompact ? $0.shortLabel : $0.label).string }
  }

  /// Chips that no paragraph can take, or the cursor of a reply that has no text yet.
  private mutating func tail(_ index: Int) -> [LayoutLine] {
    let message = messages[index]
    let last = withLayout(index) { layout, _ in layout.answer.document.leaves.last?.kind }
    if message.isStreaming, last == nil { return [LayoutLine()] }
    guard !message.chips.isEmpty, last != .paragraph else { return [] }
    var lines: [LayoutLine] = []
    LeafLayout(marks: marks, width: textWidth).append(chipLabels(message), to: &lines, textWidth)
    return lines
  }

  /// The first row of the transcript at or after a row's message; nil past the end.
  func firstRow(of index: Int) -> RowAddress? {
    index < messages.count ? RowAddress(message: index) : nil
  }

  /// The row below; nil at the end.
  mutating func row(after row: RowAddress) -> RowAddress? {
    if row.line + 1 < lines(row).count {
      var next = row
      next.line += 1
      return next
    }
    let count = leafCount(row.message, row.section)
    var leaf = RowAddress(message: row.message, section: row.section, leaf: row.leaf + 1)
    while leaf.leaf < count {
      if !lines(leaf).isEmpty { return leaf }
      leaf.leaf += 1
    }
    var section = row.section
    while let next = RowAddress.Section(rawValue: section.rawValue + 1) {
      if leafCount(row.message, next) > 0 { return RowAddress(message: row.message, section: next) }
      section = next
    }
    return firstRow(of: row.message + 1)
  }

  /// The row above; nil at the beginning.
  mutating func row(before row: RowAddress) -> RowAddress? {
    if row.line > 0 {
      var previous = row
      previous.line -= 1
      return previous
    }
    if row.leaf > 0 {
      return lastRow(RowAddress(message: row.message, section: row.section, leaf: row.leaf - 1))
    }
    var section = row.section
    while let previous = RowAddress.Section(rawValue: section.rawValue - 1) {
      let count = leafCount(row.message, previous)
      if count > 0 { return lastRow(RowAddress(message: row.message, section: previous, leaf: count - 1)) }
      section = previous
    }
    return row.message > 0 ? lastRow(of: row.message - 1) : nil
  }

  /// The last row of a message.
  mutating func lastRow(of index: Int) -> RowAddress {
    for raw in stride(from: RowAddress.Section.notice.rawValue, through: 0, by: -1) {
      guard let section = RowAddress.Section(rawValue: raw) else { continue }
      let count = leafCount(index, section)
      if count > 0 { return lastRow(RowAddress(message: index, section: section, leaf: count - 1)) }
    }
    return RowAddress(message: index)
  }

  /// The last row of a leaf, or of the one before where it has none.
  mutating func lastRow(_ leaf: RowAddress) -> RowAddress {
    var row = leaf
    while row.leaf > 0, lines(row).isEmpty { row.leaf -= 1 }
    row.line = max(0, lines(row).count - 1)
    return row
  }

  /// A row that exists near one that may not exist any more.
  mutating func valid(_ row: RowAddress) -> RowAddress {
    guard !messages.isEmpty else { return RowAddress(message: 0) }
    guard row.message < messages.count else { return lastRow(of: messages.count - 1) }
    let count = leafCount(row.message, row.section)
    guard count > 0 else {
      var section = row.section
      while let previous = RowAddress.Section(rawValue: section.rawValue - 1) {
        let count = leafCount(row.message, previous)
        if count > 0 { return lastRow(RowAddress(message: row.message, section: previous, leaf: count - 1)) }
        section = previous
      }
      return RowAddress(message: row.message)
    }
    var result = row
    result.leaf = min(row.leaf, count - 1)
    let last = lastRow(result)
    return last.leaf < result.leaf || last.line < result.line ? last : result
  }

  /// The row some lines above, or the first.
  mutating func row(_ row: RowAddress, up count: Int) -> RowAddress {
    var row = row
    for _ in 0..<max(0, count) {
      guard let previous = self.row(before: row) else { break }
      row = previous
    }
    return row
  }

  /// The row some lines below, or the last.
  mutating func row(_ row: RowAddress, down count: Int) -> RowAddress {
    var row = row
    for _ in 0..<max(0, count) {
      guard let next = self.row(after: row) else { break }
      row = next
    }
    return row
  }
}
