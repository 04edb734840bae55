/// A screenful of cells: what the interface draws and the terminal shows.
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

    /// An empty cell.
    public static let blank = Cell(" ", Style(.text))
  }

  /// Columns and rows.
  public let size: Size
  /// The cells row by row.
  public private(set) var cells: [Cell]
  /// Where the terminal's cursor stands; nil hides it.
  public var cursor: Point?

  /// An empty frame.
  public init(_ size: Size) {
    self.size = size
    cells = Array(repeating: .blank, count: max(0, size.width * size.height))
  }

  /// The cell at a place; blank outside.
  public subscript(_ point: Point) -> Cell {
    get { contains(point) ? cells[point.y * size.width + point.x] : .blank }
    set { if contains(point) { cells[point.y * size.width + point.x] = newValue } }
  }

  private func contains(_ point: Point) -> Bool {
    point.x >= 0 && point.y >= 0 && point.x < size.width && point.y < size.height
  }

  /// Draws text from a place to the right, cut at `clip`; a newline or tab in it becomes a space.
  ///
  /// - Returns: The columns that were filled.
  @discardableResult
  public mutating func put(_ text: SafeText, at point: Point, _ style: Style, clip: Rect? = nil) -> Int {
    let clip = clip ?? Rect(x: 0, y: 0, width: size.width, height: size.height)
    guard point.y >= clip.minY, point.y < clip.maxY else { return 0 }
    var x = point.x
    for grapheme in text.string {
      let width = TextWidth.of(grapheme)
      guard width > 0 else { continue }
      guard x + width <= clip.maxX else { break }
      if x >= clip.minX {
        self[Point(x: x, y: point.y)] = Cell(grapheme == "\n" || grapheme == "\t" ? " " : String(grapheme), style)
        if width == 2 { self[Point(x: x + 1, y: point.y)] = Cell("", style) }
      }
      x += width
    }
    return x - point.x
  }

  /// Fills a rectangle with spaces of a style.
  public mutating func fill(_ rect: Rect, _ style: Style) {
    for y in max(0, rect.minY)..<max(max(0, rect.minY), min(size.height, rect.maxY)) {
      for x in max(0, rect.minX)..<max(max(0, rect.minX), min(size.width, rect.maxX)) {
        self[Point(x: x, y: y)] = Cell(" ", style)
      }
    }
  }
}
