import Foundation
import Screen

/// What the terminal is told of pictures that stand in cells.
extension PicturePlaceholder {
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
