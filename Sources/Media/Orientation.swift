/// How a camera held the picture: the eight values of the EXIF tag *Orientation*.
enum Orientation: Int {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case mirroredUpsideDown = 4
  case transposed = 5
  case turnRight = 6
  case transverse = 7
  case turnLeft = 8

  /// Whether rows become columns.
  var swapsSides: Bool { rawValue >= 5 }

  /// The picture as it was meant to be seen.
  ///
  /// Each output row walks through the input along a straight line; only its first pixel and its step differ.
  func applied(to image: PixelImage) throws -> PixelImage {
    guard self != .upright else { return image }
    let width = image.width
    let height = image.height
    let columns = swapsSides ? height : width
    let rows = swapsSides ? width : height
    let last = width * height - 1
    // Input pixel of output (0, 0), and how far a step right and a step down move through the input.
    let (start, right, down): (Int, Int, Int) =
      switch self {
      case .upright: (0, 1, width)
      case .mirrored: (width - 1, -1, width)
      case .upsideDown: (last, -1, -width)
      case .mirroredUpsideDown: (last - (width - 1), 1, -width)
      case .transposed: (0, width, 1)
      case .turnRight: (last - (width - 1), -width, 1)
      case .transverse: (last, -width, -1)
      case .turnLeft: (width - 1, width, -1)
      }
    let rgb = [UInt8](unsafeUninitializedCapacity: image.rgb.count) { output, initialized in
      image.rgb.withUnsafeBufferPointer { input in
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        // In squares, so that a turned picture stays within the processor's cache.
        let side = 64
        for top in stride(from: 0, to: rows, by: side) {
          for left in stride(from: 0, to: columns, by: side) {
            for y in top..<min(top + side, rows) {
              var from = (start + y * down + left * right) * 3
              var to = (y * columns + left) * 3
              for _ in left..<min(left + side, columns) {
                target[to] = source[from]
                target[to + 1] = source[from + 1]
                target[to + 2] = source[from + 2]
                from += right * 3
                to += 3
              }
            }
          }
        }
      }
      initialized = image.rgb.count
    }
    return try PixelImage(width: columns, height: rows, rgb: rgb)
  }
}
