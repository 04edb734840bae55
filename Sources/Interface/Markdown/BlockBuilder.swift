/// Turns lines into leaves: the open quotes, items and the open leaf, as CommonMark describes them.
///
/// A value, so that a line can be tried on a copy.
struct BlockBuilder: Sendable {
  /// A container that following lines may belong to.
  struct OpenContainer: Sendable {
    var container: MarkdownContainer
    /// Columns that a line of this item is indented.
    var indent = 0
    /// Whether a leaf has been written that stands in it.
    var hasLeaf = false
  }

  /// A leaf that following lines may belong to.
  struct OpenLeaf: Sendable {
    /// What it is, and what is needed to find its end.
    enum Kind: Sendable {
      case paragraph
      case fenced(BlockStart.Fence)
      case indented
      case html(BlockStart.HTMLEnd)
      case table([TableAlignment])
    }

    var kind: Kind
    var text: [UInt8] = []
    var lines = 0
    var part = 0
    var continuesLine = false
    var hasBlankBefore = false
    /// Empty lines inside indented code, which count only if more code follows.
    var blankLines = 0
  }

  /// Deeper nesting is text.
  static let depthLimit = 24
  /// A block of so many bytes goes on in a new part.
  static let partLimit = 8192
  /// A block of so many lines of code goes on in a new part.
  static let linesLimit = 64

  let syntax: MarkdownDocument.Syntax
  var containers: [OpenContainer] = []
  var leaf: OpenLeaf?
  /// Whether an empty line came since the last leaf.
  var sawBlank = false
  var nextID = 0
  /// The addresses that were given names to.
  var definitions = LinkDefinitions()
  /// Whether names are taken in; not while a line is only tried.
  var takesDefinitions = true
  /// The kind of the last leaf, for the space around code and headings.
  private var lastKind: MarkdownLeaf.Kind?
  private var lastWasOutermost = true

  init(_ syntax: MarkdownDocument.Syntax) {
    self.syntax = syntax
  }

  /// Reads one line, or with `continuesLine` the next piece of a long one.
  mutating func take(
    _ bytes: [UInt8], _ range: Range<Int>, continuesLine: Bool, into leaves: inout [MarkdownLeaf]
  ) {
    if continuesLine {
      takePiece(bytes[range], into: &leaves)
    } else if syntax == .typed {
      takeTyped(LineCursor(bytes, range), into: &leaves)
    } else {
      takeLine(LineCursor(bytes, range), into: &leaves)
    }
  }

  /// Writes what is open.
  mutating func finish(into leaves: inout [MarkdownLeaf]) {
    close(to: 0, into: &leaves)
  }

  /// The rest of a long line belongs to the leaf that the line's beginning belongs to.
  private mutating func takePiece(_ piece: ArraySlice<UInt8>, into leaves: inout [MarkdownLeaf]) {
    guard var open = leaf else {
      leaf = OpenLeaf(kind: .paragraph, text: Array(piece), lines: 1, hasBlankBefore: false)
      return
    }
    leaf = nil
    if open.text.count >= BlockBuilder.partLimit {
      if case .table = open.kind {
        write(open, into: &leaves)
        open.kind = .paragraph
        open.part = 0
      } else {
        write(open, into: &leaves)
        open.part += 1
      }
      open.continuesLine = true
      open.hasBlankBefore = false
      open.text = []
      open.lines = 0
    }
    open.text += piece
    open.lines = max(open.lines, 1)
    leaf = open
  }

  /// Adds a line to the open leaf; a full one is written and goes on in a new part.
  mutating func add(_ line: [UInt8], into leaves: inout [MarkdownLeaf]) {
    guard var open = leaf else { return }
    leaf = nil
    let isText = if case .paragraph = open.kind { true } else { false }
    let limit = isText ? Int.max : BlockBuilder.linesLimit
    if open.text.count >= BlockBuilder.partLimit || open.lines >= limit {
      write(open, into: &leaves)
      open.part += 1
      open.text = []
      open.lines = 0
      open.hasBlankBefore = false
      open.continuesLine = false
    }
    if open.lines > 0 { open.text.append(Ascii.newline) }
    open.text += line
    open.lines += 1
    leaf = open
  }

  /// Begins a leaf.
  mutating func open(_ kind: OpenLeaf.Kind, line: [UInt8]? = nil) {
    var open = OpenLeaf(kind: kind, hasBlankBefore: sawBlank)
    sawBlank = false
    if let line {
      open.text = line
      open.lines = 1
    }
    leaf = open
  }

  /// Writes the open leaf.
  mutating func closeLeaf(into leaves: inout [MarkdownLeaf]) {
    guard let open = leaf else { return }
    leaf = nil
    write(open, into: &leaves)
    if open.blankLines > 0 { sawBlank = true }
  }

  /// Closes the open leaf and all containers from a depth on.
  mutating func close(to depth: Int, into leaves: inout [MarkdownLeaf]) {
    guard leaf != nil || depth < containers.count else { return }
    closeLeaf(into: &leaves)
    if let last = containers.last, depth < containers.count, !last.hasLeaf {
      write(.empty, text: [], hasBlankBefore: takeBlank(), into: &leaves)
    }
    containers.removeLast(containers.count - depth)
  }

  private mutating func write(_ open: OpenLeaf, into leaves: inout [MarkdownLeaf]) {
    let kind: MarkdownLeaf.Kind
    switch open.kind {
    case .paragraph: kind = .paragraph
    case .fenced(let fence): kind = .code(language: fence.language)
    case .indented: kind = .code(language: "")
    case .html: kind = .html
    case .table(let alignments): kind = .table(alignments)
    }
    write(
      kind, text: open.text, hasBlankBefore: open.hasBlankBefore, part: open.part, continuesLine: open.continuesLine,
      into: &leaves)
  }

  /// Writes a leaf with the containers that are open.
  mutating func write(
    _ kind: MarkdownLeaf.Kind, text: [UInt8], hasBlankBefore: Bool, part: Int = 0, continuesLine: Bool = false,
    into leaves: inout [MarkdownLeaf]
  ) {
    var isSpaced = hasBlankBefore
    let shared = containers.firstIndex { !$0.hasLeaf } ?? containers.count
    if part == 0, shared == 0, syntax == .markdown, let lastKind {
      isSpaced =
        isSpaced || containers.isEmpty && needsSpaceAbove(kind) || lastWasOutermost && needsSpaceBelow(lastKind)
    }
    leaves.append(
      MarkdownLeaf(
        kind: kind, containers: containers.map(\.container),
        sharedContainers: shared, text: text,
        hasBlankBefore: part == 0 && lastKind != nil && isSpaced, part: part, continuesLine: continuesLine))
    (lastKind, lastWasOutermost) = (kind, containers.isEmpty)
    for index in containers.indices where !containers[index].hasLeaf { containers[index].hasLeaf = true }
  }

  private func needsSpaceAbove(_ kind: MarkdownLeaf.Kind) -> Bool {
    switch kind {
    case .heading, .code, .table: true
    default: false
    }
  }

  private func needsSpaceBelow(_ kind: MarkdownLeaf.Kind) -> Bool {
    switch kind {
    case .code, .table: true
    default: false
    }
  }
}
