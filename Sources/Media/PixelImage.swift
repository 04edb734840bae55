/// A picture as 8-bit RGB: transparency already laid over white, the camera's orientation already applied.
public struct PixelImage: Sendable, Equatable {
  /// Pixels in a row, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int
  /// The pixels, `[height, width, 3]`.
  public let rgb: [UInt8]

  /// Takes the pixels `[height, width, 3]`.
  ///
  /// - Throws: `MediaError.wrongPixelCount` unless both sides are at least 1 and `rgb` has `width × height × 3` bytes.
  public init(width: Int, height: Int, rgb: [UInt8]) throws {
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !overflow, rgb.count % 3 == 0, rgb.count / 3 == pixels else {
      throw MediaError.wrongPixelCount(width: width, height: height, bytes: rgb.count)
    }
    self.width = width
    self.height = height
    self.rgb = rgb
  }
}
