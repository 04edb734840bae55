import Screen

/// Lays out one leaf of a document for a width.
struct LeafLayout {
  let marks: DrawingMarks
  let width: Int
  /// Whether it is a thought, which is drawn in one role.
  var isThought = false

  /// Whether text is shown as it was typed, without any Markdown in it.
  var isTyped = false
  /// Cells of code and wide tables that are hidden at the left.
  var shift = 0
  /// The addresses that links can name.
  var definitions = LinkDefinitions()

  /// What else of a document the lines of a leaf depend on.
  struct Surroundings {
    /// The part with which a block begins that this leaf goes on with.
    var head: MarkdownLeaf?
    /// What following parts have of the last line of code, as far as it may be seen.
    var rest: [UInt8] = []
  }

  /// The lines of a leaf; at least one, except where a part of code only goes on a line that is shown already.
  ///
  /// - Parameter highlighter: For code, in the state at its beginning; left in the state at its end.
  func lines(
    _ leaf: MarkdownLeaf, in surroundings: Surroundings = Surroundings(), highlighter: inout Highlighter?,
    chips: [String] = []
  ) -> [LayoutLine] {
    let prefix = LeafPrefix(leaf, marks: marks, limit: width / 2)
    let room = room(prefix)
    var lines: [LayoutLine]
    switch leaf.kind {
    case .paragraph:
      lines = text(LeafContent(leaf, isTyped: isTyped, definitions).fields, Style(.text), room)
      append(chips, to: &lines, room)
    case .heading(let level): lines = text(LeafContent(leaf, definitions).fields, headingStyle(level), room)
    case .html: lines = text([InlineText(literal: leaf.text)], Style(.dim), room)
    case .rule: lines = [LayoutLine([LayoutSpan(String(repeating: marks.rule, count: room), style(Style(.rule)))])]
    case .code: lines = code(leaf, rest: surroundings.rest, room, &highlighter)
    case .table(let alignments):
      lines = TableLayout(layout: self, alignments: alignments, room: room).lines(leaf, head: surroundings.head)
    case .empty: lines = [LayoutLine()]
    }
    for index in lines.indices { lines[index].spans.insert(contentsOf: index == 0 ? prefix.first : prefix.rest, at: 0) }
    if leaf.hasBlankBefore, !isUnlabelledCode(leaf) { lines.insert(LayoutLine(prefix.blank), at: 0) }
    return lines
  }

  /// Cells beside what stands to the left of a leaf.
  func room(_ prefix: LeafPrefix) -> Int { max(4, width - prefix.width) }

  /// The empty line above code without a language is its label's.
  private func isUnlabelledCode(_ leaf: MarkdownLeaf) -> Bool {
    leaf.kind == .code(language: "") && leaf.containers.isEmpty
  }

  private func headingStyle(_ level: Int) -> Style {
    switch level {
    case 1: Style(.accent, [.bold, .underline])
    case 2: Style(.accent, .bold)
    case 3: Style(.text, .bold)
    default: Style(.text, [.bold, .italic])
    }
  }

  private func text(_ fields: [InlineText], _ base: Style, _ room: Int) -> [LayoutLine] {
    guard let field = fields.first else { return [LayoutLine()] }
    return wrapped(field, base, room, field: 0).map { LayoutLine($0) }
  }

  /// A field's lines as pieces; at least one line.
  func wrapped(_ text: InlineText, _ base: Style, _ room: Int, field: Int) -> [[LayoutSpan]] {
    TextWrap.lines(text.text, Graphemes(text.text), width: room).map { range in
      TextWrap.spans(text, range, field: field) { style(look($0, base)) }
    }
  }

  private func look(_ look: InlineText.Look, _ base: Style) -> Style {
    var style = base
    if look.contains(.dim) {
      style = Style(.dim)
    } else if look.contains(.code) {
      style = Style(.code, base.emphasis)
    } else if look.contains(.image) {
      style = Style(.chip, base.emphasis)
    } else if look.contains(.link) {
      style = Style(.accent, base.emphasis.union(.underline))
    }
    if look.contains(.strong) { style.emphasis.insert(.bold) }
    if look.contains(.emphasis) { style.emphasis.insert(.italic) }
    if look.contains(.struck) { style.emphasis.insert(.strikethrough) }
    return style
  }

  /// A style in the role of a thought where it is one.
  func style(_ style: Style) -> Style {
    isThought ? Style(.thought, style.emphasis) : style
  }

  /// Puts chips after the text, two spaces apart; one never breaks over lines.
  func append(_ chips: [String], to lines: inout [LayoutLine], _ room: Int) {
    for chip in chips {
      let label = cut(marks.chipOpen + chip + marks.chipClose, room)
      let used = lines.last?.width ?? 0
      if used > 0, used + 2 + TextWidth.of(label) <= room {
        lines[lines.count - 1].spans += [.space(2), LayoutSpan(label, Style(.chip))]
      } else if used == 0, !lines.isEmpty {
        lines[lines.count - 1].spans.append(LayoutSpan(label, Style(.chip)))
      } else {
        lines.append(LayoutLine([LayoutSpan(label, Style(.chip))]))
      }
    }
  }

  /// Text that fits, with a mark where it was cut.
  func cut(_ text: String, _ room: Int) -> String {
    guard TextWidth.of(text) > room else { return text }
    var result = "", used = 0
    for character in text {
      let width = TextWidth.of(character)
      guard used + width <= room - 1 else { break }
      result.append(character)
      used += width
    }
    return result + marks.cut
  }
}
