/// A cell's place: column and row, counted from the upper left corner.
public struct Point: Sendable, Hashable {
  /// Column and row.
  public var x: Int, y: Int

  /// A place.
  public init(x: Int, y: Int) { (self.x, self.y) = (x, y) }
}

/// Columns and rows.
public struct Size: Sendable, Hashable {
  /// Columns and rows.
  public var width: Int, height: Int

  /// A size.
  public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }
}

/// A rectangle of cells.
public struct Rect: Sendable, Hashable {
  /// The upper left corner.
  public var origin: Point
  /// Columns and rows.
  public var size: Size

  /// A rectangle; negative sizes become zero.
  public init(x: Int, y: Int, width: Int, height: Int) {
    origin = Point(x: x, y: y)
    size = Size(width: max(0, width), height: max(0, height))
  }

  /// The first column.
  public var minX: Int { origin.x }
  /// The first row.
  public var minY: Int { origin.y }
  /// One past the last column.
  public var maxX: Int { origin.x + size.width }
  /// One past the last row.
  public var maxY: Int { origin.y + size.height }
  /// Columns.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }
}
