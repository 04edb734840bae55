/// A block of Markdown that holds no other block, together with the quotes and list items it stands in.
///
/// A document is a flat list of leaves: containers only matter for what is drawn to the left of a leaf.
struct MarkdownLeaf: Sendable, Equatable {
  /// What a leaf is.
  enum Kind: Sendable, Equatable {
    case paragraph
    /// Level 1…6.
    case heading(Int)
    /// Code; the language is the first word after the fence, empty when there is none.
    case code(language: String)
    /// A table: alignments of its columns; the first row of part 0 is the header.
    case table([TableAlignment])
    /// A block of HTML, shown as it is.
    case html
    case rule
    /// A list item or quote without content.
    case empty
  }

  /// What it is.
  var kind: Kind
  /// The quotes and list items around it, from the outside in.
  var containers: [MarkdownContainer]
  /// How many of `containers` were there before this leaf; the others begin with it.
  var sharedContainers: Int
  /// The content: lines joined by newlines, without the marks of blocks.
  var text: [UInt8]
  /// Whether an empty line belongs above it.
  var hasBlankBefore: Bool
  /// Long blocks are cut into parts, so that each is cheap to lay out; 0 for the first.
  var part = 0
  /// Whether this part goes on in the middle of a line of the part before.
  var continuesLine = false
}

/// How a column of a table is aligned.
enum TableAlignment: Sendable, Equatable {
  case left, center, right
}

/// A quote or a list item.
struct MarkdownContainer: Sendable, Equatable {
  /// What a container is.
  enum Kind: Sendable, Equatable {
    case quote
    case item(MarkdownItem)
  }

  /// Unlike any other container's in the document.
  var id: Int
  /// What it is.
  var kind: Kind
}

/// An item of a list.
struct MarkdownItem: Sendable, Equatable {
  /// The number of an ordered item, nil for a bullet.
  var number: Int?
  /// The character of the marker: `-`, `*` or `+`, or what follows the number: `.` or `)`.
  var mark: UInt8
  /// The list it is part of.
  var list: Int
  /// Whether its task is done; nil where it has no box.
  var isDone: Bool?
}
