import Screen

/// What stands to the left of a leaf: the bars of quotes, the marks of items, and the space below them.
struct LeafPrefix {
  /// Left of the first line, of the others, and of the empty line above.
  private(set) var first: [LayoutSpan] = [], rest: [LayoutSpan] = [], blank: [LayoutSpan] = []
  /// Cells; the same for all lines.
  private(set) var width = 0

  /// The prefix of a leaf; where it would be wider than `limit`, the outer containers are left out.
  init(_ leaf: MarkdownLeaf, marks: DrawingMarks, limit: Int) {
    var depth = 0
    var parts: [(first: LayoutSpan, rest: LayoutSpan, blank: LayoutSpan)] = []
    for (index, container) in leaf.containers.enumerated() {
      let isNew = leaf.part == 0 && index >= leaf.sharedContainers
      switch container.kind {
      case .quote:
        let bar = LayoutSpan(marks.quote + " ", Style(.rule))
        parts.append((bar, bar, isNew ? .space(2) : bar))
      case .item(let item):
        let mark = LeafPrefix.mark(item, depth: depth, marks)
        let space = LayoutSpan.space(TextWidth.of(mark))
        let role: Role = item.isDone == true ? .ok : .accent
        parts.append((isNew ? LayoutSpan(mark, Style(role)) : space, space, space))
        depth += 1
      }
    }
    var total = parts.reduce(0) { $0 + $1.rest.width }
    while total > limit, let outer = parts.first {
      total -= outer.rest.width
      parts.removeFirst()
    }
    (first, rest, blank) = (parts.map(\.first), parts.map(\.rest), parts.map(\.blank))
    width = total
  }

  private static func mark(_ item: MarkdownItem, depth: Int, _ marks: DrawingMarks) -> String {
    let box = item.isDone.map { $0 ? "[x] " : "[ ] " }
    if let number = item.number { return "\(number)\(Character(Unicode.Scalar(item.mark))) " + (box ?? "") }
    return box ?? marks.bullets[depth % marks.bullets.count] + " "
  }
}
