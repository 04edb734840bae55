import Screen

/// How pictures are shown: by the terminal itself, in half blocks, in characters of rising darkness, or not at all.
struct PicturePainter: Sendable, Equatable {
  /// The colours that there are; nil where the person wants no pictures.
  var depth: ColorDepth?
  /// Whether the terminal shows pictures by itself once it has them.
  var isNative = false
  /// Whether only ASCII can be shown.
  var isASCII = false

  /// Whether pictures are shown at all.
  var isOn: Bool { depth != nil }

  /// The cells that a picture fills inside of a limit; one of few pixels is not blown up beyond `scale` cells a pixel.
  func size(of pixels: PixelData, into limit: Size, scale: Int = 1) -> Size {
    let most = isNative ? PicturePlaceholder.limit : .max
    let (width, height) = (min(limit.width, most, pixels.width * scale), min(limit.height, most))
    return HalfBlocks.fit(
      width: pixels.width, height: pixels.height, into: Size(width: width, height: min(height, pixels.height * scale)))
  }

  /// What the terminal calls a picture that it has in a size.
  func number(_ placements: [PicturePlacement], size: Size) -> Int? {
    isNative ? placements.first { $0.size == size }?.number : nil
  }

  /// The cells of a picture, row by row.
  func cells(of pixels: PixelData, size: Size) -> [Frame.Cell] {
    guard let depth else { return [] }
    return HalfBlocks.cells(
      pixels.rgb, width: pixels.width, height: pixels.height, size: size, depth: isASCII ? .none : depth)
  }
}

extension PixelData {
  /// The pixels of a rectangle; what lies outside of the picture is left out.
  func cropped(_ rect: Rect) -> PixelData {
    func range(_ start: Int, _ end: Int, _ length: Int) -> Range<Int> {
      let start = max(0, min(start, length))
      return start..<max(start, min(end, length))
    }
    let columns = range(rect.minX, rect.maxX, width)
    let rows = range(rect.minY, rect.maxY, height)
    guard rgb.count >= 3 * width * height else { return PixelData(width: 0, height: 0, rgb: []) }
    var result: [UInt8] = []
    result.reserveCapacity(3 * columns.count * rows.count)
    for row in rows {
      let start = 3 * row * width
      result += rgb[start + 3 * columns.lowerBound..<start + 3 * columns.upperBound]
    }
    return PixelData(width: columns.count, height: rows.count, rgb: result)
  }
}
