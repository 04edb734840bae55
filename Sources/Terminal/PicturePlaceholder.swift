import Foundation
import Screen

/// Pictures of the kitty protocol that stand in cells: a character with two marks for row and column, the picture's number as its colour.
///
/// They are cells like any other, so that they can be moved, covered and scrolled.
public enum PicturePlaceholder {
  /// The character that stands for a piece of a picture.
  public static let scalar: UInt32 = 0x10EEEE

  /// The cells, row by row, of a transmitted picture; the protocol has marks for sizes up to 256.
  public static func cells(id: Int, size: Size) -> [Frame.Cell] {
    guard id > 0, id < 1 << 24, (1...256).contains(size.width), (1...256).contains(size.height) else { return [] }
    let color = Color(UInt8(id >> 16 & 255), UInt8(id >> 8 & 255), UInt8(id & 255))
    let style = Style(.text, foreground: color)
    var cells: [Frame.Cell] = []
    for row in 0..<size.height {
      for column in 0..<size.width {
        var text = String.UnicodeScalarView()
        if let base = Unicode.Scalar(scalar) { text.append(base) }
        text.append(marks[row])
        text.append(marks[column])
        cells.append(Frame.Cell(String(text), style))
      }
    }
    return cells
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

  /// What hands a picture over, to be shown in so many cells; nothing is answered to it.
  ///
  /// - Parameter rgb: 8-bit red, green and blue, row by row: `[height, width, 3]`.
  static func transmission(id: Int, rgb: [UInt8], width: Int, height: Int, size: Size) -> [UInt8] {
    let data = Data(rgb).base64EncodedData()
    var result: [UInt8] = []
    result.reserveCapacity(data.count + data.count / 64 + 200)
    var at = data.startIndex
    repeat {
      let end = min(at + 4096, data.endIndex)
      let more = end < data.endIndex ? 1 : 0
      let start =
        at == data.startIndex
        ? "\u{1B}_Ga=T,U=1,q=2,f=24,i=\(id),s=\(width),v=\(height),c=\(size.width),r=\(size.height),m=\(more);"
        : "\u{1B}_Gq=2,m=\(more);"
      result += start.utf8
      result += data[at..<end]
      result += "\u{1B}\\".utf8
      at = end
    } while at < data.endIndex
    return result
  }

  /// What makes the terminal forget a picture.
  static func deletion(id: Int) -> String { "\u{1B}_Ga=d,d=I,i=\(id),q=2\u{1B}\\" }
}
