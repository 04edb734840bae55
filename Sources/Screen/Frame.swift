/// A screenful of cells: what the interface draws and the terminal shows.
///
/// A cell holds two numbers; its grapheme and style are looked up when asked for. Of a wide grapheme both cells are there or none: where one
/// half is drawn over, the other becomes a space.
public struct Frame: Sendable, Equatable {
  /// One cell.
  public struct Cell: Sendable, Equatable {
    /// The grapheme; empty in the second cell of a wide one.
    public var text: String
    /// How it looks.
    public var style: Style

    /// A cell.
    public init(_ text: String, _ style: Style) {
      self.text = text
      self.style = style
    }

    /// Whether it is a piece of a picture that the terminal has: its colour names the picture, marks its row and column.
    var isPicture: Bool {
      let scalars = text.unicodeScalars
      return scalars.first?.value == PicturePlaceholder.scalar && style.foreground != nil && scalars.count <= 4
        && scalars.dropFirst().allSatisfy { $0.properties.generalCategory == .nonspacingMark }
    }

    /// An empty cell.
    public static let blank = Cell(" ", Style(.text))
  }

  /// A cell as it is kept.
  struct Packed: Sendable, Hashable {
    var grapheme: UInt32
    var isWide: Bool
    var style: PackedStyle

    static let blank = Packed(grapheme: GraphemePool.space, isWide: false, style: PackedStyle(Style(.text)))
    var cell: Cell { Cell(GraphemePool.text(of: grapheme), style.style) }
  }

  /// Columns and rows.
  public let size: Size
  /// Where the terminal's cursor stands; nil hides it.
  public var cursor: Point?
  private(set) var packed: [Packed]

  /// An empty frame.
  public init(_ size: Size) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    packed = Array(repeating: .blank, count: self.size.width * self.size.height)
  }

  /// The cells row by row.
  public var cells: [Cell] { packed.map(\.cell) }

  /// The cell at a place; blank outside.
  ///
  /// A wide grapheme also takes the cell to the right of it.
  public subscript(_ point: Point) -> Cell {
    get { contains(point) ? packed[point.y * size.width + point.x].cell : .blank }
    set {
      guard contains(point) else { return }
      let row = point.y * size.width
      let style = PackedStyle(newValue.style)
      if newValue.text.isEmpty {
        // The second half of what stands to the left, or nothing.
        if point.x > 0, packed[row + point.x - 1].isWide {
          packed[row + point.x] = Packed(grapheme: GraphemePool.continuation, isWide: false, style: style)
        } else {
          store(GraphemePool.space, width: 1, x: point.x, row: row, style: style)
        }
        return
      }
      let scalars = newValue.text.unicodeScalars
      if let only = scalars.first, scalars.dropFirst().isEmpty, Frame.isPlain(only) {
        // Pictures are thousands of these.
        store(only.value, width: 1, x: point.x, row: row, style: style)
        return
      }
      let text = newValue.isPicture ? newValue.text : SafeText(oneLine: newValue.text).string
      let grapheme = text.first.map { String($0) } ?? " "
      let width = TextWidth.of(grapheme)
      if width == 0 || point.x + width > size.width {
        store(GraphemePool.space, width: 1, x: point.x, row: row, style: style)
      } else {
        store(GraphemePool.number(of: grapheme), width: width, x: point.x, row: row, style: style)
      }
    }
  }

  /// Whether a scalar is printable ASCII or one of the blocks that pictures are drawn with.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    (0x20...0x7E).contains(scalar.value) || (0x2580...0x259F).contains(scalar.value)
  }

  private func contains(_ point: Point) -> Bool {
    point.x >= 0 && point.y >= 0 && point.x < size.width && point.y < size.height
  }

  /// Writes a grapheme that fits; what it covers by half is blanked.
  mutating func store(_ grapheme: UInt32, width: Int, x: Int, row: Int, style: PackedStyle) {
    let first = row + x
    let last = first + width - 1
    if packed[first].grapheme == GraphemePool.continuation, x > 0 { blank(first - 1) }
    if packed[last].isWide, x + width < size.width { blank(last + 1) }
    packed[first] = Packed(grapheme: grapheme, isWide: width == 2, style: style)
    if width == 2 { packed[last] = Packed(grapheme: GraphemePool.continuation, isWide: false, style: style) }
  }

  private mutating func blank(_ index: Int) {
    packed[index].grapheme = GraphemePool.space
    packed[index].isWide = false
  }

  /// Draws text from a place to the right, cut at `clip`; a newline or tab in it becomes a space.
  ///
  /// A wide grapheme that the clip cuts in half becomes a space there.
  ///
  /// - Returns: The columns that the text took, whether or not the clip hid some at its left.
  @discardableResult
  public mutating func put(_ text: SafeText, at point: Point, _ style: Style, clip: Rect? = nil) -> Int {
    let minX = max(0, clip?.minX ?? 0)
    let maxX = min(size.width, clip?.maxX ?? size.width)
    let minY = max(0, clip?.minY ?? 0)
    let maxY = min(size.height, clip?.maxY ?? size.height)
    guard point.y >= minY, point.y < maxY, point.x < maxX, minX < maxX else { return 0 }
    let packedStyle = PackedStyle(style)
    let row = point.y * size.width
    var x = point.x
    let string = text.string
    Graphemes.forEach(in: string) { range, width in
      guard width > 0 else { return true }
      guard x + width <= maxX else { return false }
      if x >= minX {
        let scalars = string.unicodeScalars
        let first = scalars[range.lowerBound].value
        let number: UInt32
        if first < 0x20 {
          number = GraphemePool.space
        } else if scalars.index(after: range.lowerBound) == range.upperBound {
          number = first
        } else {
          number = GraphemePool.number(of: string[range])
        }
        store(number, width: width, x: x, row: row, style: packedStyle)
      } else if x + width > minX {
        store(GraphemePool.space, width: 1, x: minX, row: row, style: packedStyle)
      }
      x += width
      return true
    }
    return x - point.x
  }

  /// Fills a rectangle with spaces of a style.
  public mutating func fill(_ rect: Rect, _ style: Style) {
    let (minX, maxX) = (max(0, rect.minX), min(size.width, rect.maxX))
    let (minY, maxY) = (max(0, rect.minY), min(size.height, rect.maxY))
    guard minX < maxX, minY < maxY else { return }
    let space = Packed(grapheme: GraphemePool.space, isWide: false, style: PackedStyle(style))
    for y in minY..<maxY {
      let row = y * size.width
      if minX > 0, packed[row + minX].grapheme == GraphemePool.continuation { blank(row + minX - 1) }
      if maxX < size.width, packed[row + maxX].grapheme == GraphemePool.continuation { blank(row + maxX) }
      for index in row + minX..<row + maxX { packed[index] = space }
    }
  }

  /// Gives the cells of a rectangle another style and leaves their text: a selection, a found word.
  public mutating func restyle(_ rect: Rect, _ style: Style) {
    let (minX, maxX) = (max(0, rect.minX), min(size.width, rect.maxX))
    let (minY, maxY) = (max(0, rect.minY), min(size.height, rect.maxY))
    guard minX < maxX, minY < maxY else { return }
    let packedStyle = PackedStyle(style)
    for y in minY..<maxY {
      for x in minX..<maxX { packed[y * size.width + x].style = packedStyle }
    }
  }
}
