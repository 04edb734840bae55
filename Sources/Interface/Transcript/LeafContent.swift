/// The text of a leaf as it is seen: what is wrapped, searched and highlighted.
struct LeafContent {
  /// One text, or one for each cell of a table, row by row.
  var fields: [InlineText]

  /// The text of a leaf.
  ///
  /// - Parameters:
  ///   - isTyped: Whether paragraphs are shown as they are.
  ///   - definitions: The addresses that links can name.
  init(_ leaf: MarkdownLeaf, isTyped: Bool = false, _ definitions: LinkDefinitions = LinkDefinitions()) {
    switch leaf.kind {
    case .paragraph where isTyped, .code, .html: fields = [InlineText(literal: leaf.text)]
    case .paragraph, .heading: fields = [InlineParser.parse(leaf.text, definitions)]
    case .table(let alignments):
      fields = LeafContent.rows(leaf, columns: alignments.count, definitions).flatMap { $0 }
    case .rule, .empty: fields = []
    }
  }

  /// The cells of a table, as many in each row as it has columns.
  static func rows(
    _ leaf: MarkdownLeaf, columns: Int, _ definitions: LinkDefinitions = LinkDefinitions()
  ) -> [[InlineText]] {
    leaf.text.split(separator: Ascii.newline, omittingEmptySubsequences: false).map { row in
      var cells = TableRow.cells(row).prefix(columns).map { InlineParser.parse(withBreaks($0), definitions) }
      while cells.count < columns { cells.append(InlineText()) }
      return cells
    }
  }

  /// Models end lines in cells with `<br>`, for want of anything else.
  private static func withBreaks(_ cell: [UInt8]) -> [UInt8] {
    guard cell.contains(Ascii.less) else { return cell }
    var text = String(decoding: cell, as: UTF8.self)
    for mark in ["<br>", "<br/>", "<br />"] { text = text.replacing(mark, with: "\n") }
    return Array(text.utf8)
  }
}
