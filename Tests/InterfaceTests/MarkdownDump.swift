@testable import Interface

/// Markdown as a tree written in lines, for comparing.
enum MarkdownDump {
  /// One line a leaf: the containers around it, its kind and its content.
  ///
  /// `-` and `1.` begin an item, `>` a quote; a space stands where an item goes on, `|` where a quote does. A leading `/` is an empty line above.
  static func lines(_ text: String, syntax: MarkdownDocument.Syntax = .markdown) -> [String] {
    lines(MarkdownDocument(text, syntax: syntax))
  }

  static func lines(_ document: MarkdownDocument) -> [String] {
    document.leaves.map { leaf in
      let definitions = document.definitions
      let containers = leaf.containers.enumerated().map { index, container in
        let isNew = leaf.part == 0 && index >= leaf.sharedContainers
        switch container.kind {
        case .quote: return isNew ? "> " : "| "
        case .item(let item):
          guard isNew else { return "  " }
          let box = item.isDone.map { $0 ? "[x] " : "[ ] " } ?? ""
          let mark = Character(Unicode.Scalar(item.mark))
          return (item.number.map { "\($0)\(mark) " } ?? "\(mark) ") + box
        }
      }
      return (leaf.hasBlankBefore ? "/" : "") + containers.joined() + content(leaf, definitions)
    }
  }

  private static func content(_ leaf: MarkdownLeaf, _ definitions: LinkDefinitions) -> String {
    let text = String(decoding: leaf.text, as: UTF8.self)
    switch leaf.kind {
    case .paragraph: return "p " + inline(text, definitions)
    case .heading(let level): return "h\(level) " + inline(text, definitions)
    case .code(let language): return "code(\(language)) " + text
    case .html: return "html " + text
    case .rule: return "rule"
    case .empty: return "empty"
    case .table(let alignments):
      let marks = alignments.map { $0 == .left ? "l" : $0 == .right ? "r" : "c" }.joined()
      let rows = LeafContent.rows(leaf, columns: alignments.count, definitions).map { row in
        row.map { inline($0) }.joined(separator: " | ")
      }
      return "table(\(marks)) " + rows.joined(separator: "\n")
    }
  }

  /// Text with its looks in braces: `{strong:word}`.
  static func inline(_ text: String, _ definitions: LinkDefinitions = LinkDefinitions()) -> String {
    inline(InlineParser.parse(Array(text.utf8), definitions))
  }

  static func inline(_ text: InlineText) -> String {
    var start = 0
    return text.runs.reduce(into: "") { result, run in
      let piece = String(decoding: text.text[start..<run.end], as: UTF8.self)
      start = run.end
      let names: [(InlineText.Look, String)] = [
        (.emphasis, "em"), (.strong, "strong"), (.struck, "del"), (.code, "code"), (.link, "a"), (.image, "img"),
        (.dim, "dim"),
      ]
      let looks = names.filter { run.look.contains($0.0) }.map(\.1).joined(separator: "+")
      result += looks.isEmpty ? piece : "{\(looks):\(piece)}"
    }
  }
}
