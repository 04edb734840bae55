import Synchronization

/// Pictures of the kitty protocol that stand in cells: a character with two marks for row and column, the picture's number as its colour.
///
/// They are cells like any other, so that they can be moved, covered and scrolled.
public enum PicturePlaceholder {
  /// The character that stands for a piece of a picture.
  public static let scalar: UInt32 = 0x10EEEE

  /// The protocol's limit for a picture, in cells each way.
  public static let limit = 256

  /// The text of the cell at a row and column of a picture.
  public static func text(row: Int, column: Int) -> String {
    var text = String.UnicodeScalarView()
    if let base = Unicode.Scalar(scalar) { text.append(base) }
    text.append(marks[max(0, min(limit - 1, row))])
    text.append(marks[max(0, min(limit - 1, column))])
    return String(text)
  }

  /// The cells, row by row, of a transmitted picture; none where it is larger than the protocol allows.
  public static func cells(id: Int, size: Size) -> [Frame.Cell] {
    guard let style = style(id: id, size: size) else { return [] }
    return (0..<size.height).flatMap { row in
      (0..<size.width).map { Frame.Cell(text(row: row, column: $0), style) }
    }
  }

  static func style(id: Int, size: Size) -> Style? {
    guard id > 0, id < 1 << 24, (1...limit).contains(size.width), (1...limit).contains(size.height) else { return nil }
    return Style(.text, foreground: Color(UInt8(id >> 16 & 255), UInt8(id >> 8 & 255), UInt8(id & 255)))
  }

  private static let known = Mutex<[Int: [UInt32]]>([:])

  /// The graphemes' numbers at the start of a row, kept because a large picture has tens of thousands of cells.
  static func graphemes(row: Int, columns: Int) -> [UInt32] {
    known.withLock { known in
      var numbers = known[row] ?? []
      guard numbers.count < columns else { return numbers }
      for column in numbers.count..<columns { numbers.append(GraphemePool.number(of: text(row: row, column: column))) }
      known[row] = numbers
      return numbers
    }
  }

  /// The marks that stand for the numbers from 0.
  ///
  /// The protocol takes the marks above a letter (combining class 230) that Unicode 6.0 had, in their order, without those that melt into
  /// letters when text is normalised.
  public static let marks: [Unicode.Scalar] = {
    let melting: Set<UInt32> = [
      0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309, 0x30A, 0x30B, 0x30C, 0x30F, 0x311, 0x313, 0x314,
      0x342, 0x653,
      0x654, 0x340, 0x341, 0x343, 0x344,
    ]
    return (0x300...0x1D244 as ClosedRange<UInt32>).compactMap { value in
      guard let scalar = Unicode.Scalar(value), !melting.contains(value) else { return nil }
      let properties = scalar.properties
      guard properties.canonicalCombiningClass.rawValue == 230, properties.generalCategory == .nonspacingMark,
        let age = properties.age, age.major < 6 || age.major == 6 && age.minor == 0
      else { return nil }
      return scalar
    }
  }()
}

extension Frame {
  /// Shows a picture that the terminal has in a rectangle of its size; what lies outside of `clip` is left out.
  public mutating func put(picture id: Int, in rect: Rect, clip: Rect? = nil) {
    guard let style = PicturePlaceholder.style(id: id, size: rect.size).map(PackedStyle.init) else { return }
    let clip = clip ?? rect
    let (minX, maxX) = (max(0, rect.minX, clip.minX), min(size.width, rect.maxX, clip.maxX))
    let (minY, maxY) = (max(0, rect.minY, clip.minY), min(size.height, rect.maxY, clip.maxY))
    guard minX < maxX, minY < maxY else { return }
    for y in minY..<maxY {
      let graphemes = PicturePlaceholder.graphemes(row: y - rect.minY, columns: rect.width)
      for x in minX..<maxX {
        store(graphemes[x - rect.minX], width: 1, x: x, row: y * size.width, style: style)
      }
    }
  }
}
