/// A row of a frame as numbers, for whoever paints it: equal numbers look the same.
extension Frame {
  /// What a cell shows, without its text.
  public struct CellID: Sendable, Hashable {
    let packed: Packed

    /// Whether this is the second cell of a wide grapheme.
    public var isContinuation: Bool { packed.grapheme == GraphemePool.continuation }
    /// Whether the grapheme takes two cells.
    public var isWide: Bool { packed.isWide }
    /// The grapheme.
    public var text: String { GraphemePool.text(of: packed.grapheme) }
    /// Whether the grapheme is a space.
    public var isSpace: Bool { packed.grapheme == GraphemePool.space }
    /// The style.
    public var style: Style { packed.style.style }
  }

  /// The cell at a column and row inside the frame.
  ///
  /// - Precondition: The place lies inside.
  public func id(column: Int, row: Int) -> CellID { CellID(packed: packed[row * size.width + column]) }

  /// Whether a row shows the same in two frames of the same width.
  public func hasSameRow(_ row: Int, as other: Frame) -> Bool {
    guard size.width == other.size.width, row < size.height, row < other.size.height else { return false }
    let range = row * size.width..<(row + 1) * size.width
    return packed.withUnsafeBufferPointer { mine in
      other.packed.withUnsafeBufferPointer { theirs in
        for index in range where mine[index] != theirs[index] { return false }
        return true
      }
    }
  }
}

extension Frame {
  /// The text of each row, without spaces at its end.
  public var snapshot: [String] {
    (0..<size.height).map { row in
      var line = ""
      for column in 0..<size.width { line += id(column: column, row: row).text }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  /// The roles of each row: one letter a cell (see `Role.letter`), upper case where emphasis is added, a space for plain text.
  public var roleSnapshot: [String] {
    (0..<size.height).map { row in
      var line = ""
      for column in 0..<size.width {
        let style = id(column: column, row: row).style
        if style.foreground != nil || style.background != nil {
          line += "#"
        } else if style.role == .text, style.emphasis.isEmpty {
          line += " "
        } else {
          line += style.emphasis.isEmpty ? String(style.role.letter) : style.role.letter.uppercased()
        }
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  /// Text and roles as one text for a file: each row between bars, the cursor's place, then the roles.
  public var description: String {
    let place = cursor.map { "cursor \($0.x),\($0.y)" } ?? "no cursor"
    return
      (["\(size.width)×\(size.height), \(place)"] + snapshot.map { "|" + $0 } + ["roles"]
      + roleSnapshot.map { "|" + $0 }).joined(separator: "\n") + "\n"
  }
}

extension Frame: CustomStringConvertible {}

extension Role {
  /// The letter that stands for it in a snapshot.
  public var letter: Character {
    switch self {
    case .text: "t"
    case .dim: "d"
    case .accent: "a"
    case .you: "y"
    case .facet: "f"
    case .thought: "h"
    case .code: "c"
    case .codeKeyword: "k"
    case .codeString: "s"
    case .codeNumber: "n"
    case .codeComment: "m"
    case .codeType: "p"
    case .chip: "i"
    case .rule: "r"
    case .ok: "o"
    case .warning: "w"
    case .error: "e"
    case .recording: "g"
    case .selection: "l"
    case .search: "q"
    }
  }
}
