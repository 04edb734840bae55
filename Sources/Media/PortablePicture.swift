/// A picture file that every program reads: a PNG, or a JPEG that stands upright as its pixels are.
///
/// Programs that serve models often know no other format, and pass over the orientation that a camera wrote down; so all else is decoded and
/// written anew.
public struct PortablePicture: Sendable, Equatable {
  /// The most pixels that a picture written anew has: more than any model looks at.
  public static let pixelLimit = 4_000_000
  /// The largest file that is taken as it is, in bytes.
  public static let byteLimit = 20_000_000

  /// `image/png` or `image/jpeg`.
  public let mediaType: String
  /// The file.
  public let bytes: [UInt8]

  /// Reads the picture file at `path`.
  ///
  /// - Throws: `MediaError`.
  public init(path: String, limits: MediaLimits = .standard) throws {
    let file = try OpenFile(path: path, for: .picture, limit: limits.pictureBytes)
    let bytes = try file.bytes(at: 0, count: file.count)
    let asItIs: String? = bytes.withUnsafeBytes { bytes in
      guard bytes.count <= Self.byteLimit else { return nil }
      switch PictureFormat(bytes) {
      case .png where Exif.orientation(png: bytes) == .upright: return "image/png"
      case .jpeg where Exif.orientation(jpeg: bytes) == .upright: return "image/jpeg"
      default: return nil
      }
    }
    if let asItIs {
      (mediaType, self.bytes) = (asItIs, bytes)
      return
    }
    let image = try Self.fitting(bytes.withUnsafeBytes { try PictureReader.read($0, name: path, limits: limits) })
    mediaType = "image/png"
    self.bytes = try PictureWriter.png(of: image, name: path)
  }

  /// The picture, scaled down where it has too many pixels.
  private static func fitting(_ image: PixelImage) throws -> PixelImage {
    let pixels = image.width * image.height
    guard pixels > pixelLimit else { return image }
    let scale = (Double(pixelLimit) / Double(pixels)).squareRoot()
    return try Preview.scaled(
      image, width: max(1, Int(Double(image.width) * scale)), height: max(1, Int(Double(image.height) * scale)))
  }
}
