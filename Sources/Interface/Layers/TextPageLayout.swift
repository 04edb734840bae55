import Screen

/// The rows of a page of text for one width.
struct TextPageLayout: Sendable {
  /// Text in a row.
  struct Piece: Sendable, Equatable {
    var x: Int
    var text: SafeText
    var style: Style
    /// Whether the program itself says it.
    var isOwn: Bool
  }

  let width: Int
  let filter: String
  /// The rows, each of pieces from left to right.
  let rows: [[Piece]]
  /// The rows that there are without a filter.
  let allRows: Int

  private static let margin = 1
  private static let gap = 2
  /// The narrowest column in which entries are still read well.
  private static let narrowestColumn = 52

  /// Lays out the blocks that hold all words of `filter`, of a section whose heading does all.
  init(_ blocks: [TextPage.Block], filter: String, width: Int) {
    (self.width, self.filter) = (width, filter)
    let all = Self.rows(blocks, width: width)
    allRows = all.count
    let words = filter.lowercased().split(separator: " ")
    rows = words.isEmpty ? all : Self.rows(Self.fitting(blocks, words), width: width)
  }

  // MARK: Filtering

  private static func fitting(_ blocks: [TextPage.Block], _ words: [Substring]) -> [TextPage.Block] {
    func fits(_ text: String) -> Bool {
      let text = text.lowercased()
      return words.allSatisfy { text.contains($0) }
    }
    return sections(blocks).flatMap { section -> [TextPage.Block] in
      if case .heading(let title)? = section.first, fits(title) { return section }
      let kept = section.filter { block in
        switch block {
        case .text(let text): fits(text)
        case .entry(let name, let text): fits("\(name) \(text)")
        case .heading: false
        }
      }
      guard !kept.isEmpty, case .heading? = section.first else { return kept }
      return section.prefix(1) + kept
    }
  }

  private static func sections(_ blocks: [TextPage.Block]) -> [[TextPage.Block]] {
    var sections: [[TextPage.Block]] = []
    for block in blocks {
      if case .heading = block {
        sections.append([block])
      } else if sections.isEmpty {
        sections = [[block]]
      } else {
        sections[sections.count - 1].append(block)
      }
    }
    return sections
  }

  // MARK: Rows

  private static func rows(_ blocks: [TextPage.Block], width: Int) -> [[Piece]] {
    let sections = sections(blocks)
    let column = (width - margin) / 2
    guard sections.count > 1, column - gap >= narrowestColumn else {
      return joined(
        sections.map { rows(section: $0, names: nameWidth(blocks, width), x: margin, width: width - margin) })
    }
    let names = nameWidth(blocks, column)
    let parts = sections.map { rows(section: $0, names: names, x: margin, width: column - gap) }
    let split = evenSplit(parts.map(\.count))
    let left = joined(Array(parts[..<split]))
    let right = joined(Array(parts[split...])).map { row in
      row.map { piece in
        var piece = piece
        piece.x += column
        return piece
      }
    }
    return (0..<max(left.count, right.count)).map { row in
      (row < left.count ? left[row] : []) + (row < right.count ? right[row] : [])
    }
  }

  /// How many of the first parts make the first column, so that the longer column is as short as can be.
  private static func evenSplit(_ counts: [Int]) -> Int {
    (1..<max(2, counts.count)).min { first, second in
      func longer(_ split: Int) -> Int {
        max(counts[..<split].reduce(0) { $0 + $1 + 1 }, counts[split...].reduce(0) { $0 + $1 + 1 })
      }
      return longer(first) < longer(second)
    } ?? counts.count
  }

  /// Sections one below the other, with an empty row between two.
  private static func joined(_ sections: [[[Piece]]]) -> [[Piece]] {
    var rows: [[Piece]] = []
    for section in sections where !section.isEmpty {
      if !rows.isEmpty { rows.append([]) }
      rows += section
    }
    return rows
  }

  /// Columns that the names of entries take: that of the longest, but never so much that nothing is left for what they mean.
  private static func nameWidth(_ blocks: [TextPage.Block], _ width: Int) -> Int {
    let widest =
      blocks.map { block in
        if case .entry(let name, _) = block { TextWidth.of(SafeText(oneLine: name)) } else { 0 }
      }.max() ?? 0
    return min(widest, max(0, (width - margin) / 2 - 4))
  }

  private static func rows(section: [TextPage.Block], names: Int, x: Int, width: Int) -> [[Piece]] {
    section.flatMap { block -> [[Piece]] in
      switch block {
      case .heading(let title):
        return wrapped(title, width: width).map {
          [Piece(x: x, text: $0, style: Style(.facet, .bold), isOwn: true)]
        }
      case .text(let text):
        return wrapped(text, width: width - 1).map { [Piece(x: x, text: $0, style: Style(.text), isOwn: false)] }
      case .entry(let name, let text):
        return entry(name, text, names: names, x: x, width: width)
      }
    }
  }

  private static func entry(_ name: String, _ text: String, names: Int, x: Int, width: Int) -> [[Piece]] {
    let indent = width >= 40 ? 2 : 0
    let column = indent + names + gap
    let left = wrapped(name, width: max(1, names)).map {
      Piece(x: x + indent, text: $0, style: Style(.accent), isOwn: true)
    }
    let right = wrapped(text, width: max(1, width - column - 1)).map {
      Piece(x: x + column, text: $0, style: Style(.text), isOwn: true)
    }
    return (0..<max(left.count, right.count)).map { row in
      (row < left.count ? [left[row]] : []) + (row < right.count ? [right[row]] : [])
    }
  }

  private static func wrapped(_ text: String, width: Int) -> [SafeText] {
    SafeText(text).string.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      let bytes = Array(SafeText(oneLine: String(line)).string.utf8)
      return TextWrap.lines(bytes, Graphemes(bytes), width: max(1, width)).map {
        SafeText(String(decoding: bytes[$0], as: UTF8.self))
      }
    }
  }
}
