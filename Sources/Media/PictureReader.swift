/// Reads pictures: PNG, JPEG and WebP through their libraries, GIF, BMP, TIFF and others through `ffmpeg` when installed.
///
/// ```swift
/// let image = try PictureReader.read(path: "photo.jpg")
/// let patches = try PicturePatches(image, budget: 280)
/// ```
public enum PictureReader {
  /// Reads the picture file at `path`.
  ///
  /// - Throws: `MediaError`.
  public static func read(path: String, limits: MediaLimits = .standard) throws -> PixelImage {
    let file = try OpenFile(path: path, for: .picture, limit: limits.pictureBytes)
    let bytes = try file.bytes(at: 0, count: file.count)
    return try bytes.withUnsafeBytes { try read($0, from: file, limits: limits) }
  }

  /// Reads a picture from memory; messages call it `name`.
  ///
  /// - Throws: `MediaError`.
  public static func read(
    _ bytes: UnsafeRawBufferPointer, name: String, limits: MediaLimits = .standard
  ) throws -> PixelImage {
    guard !bytes.isEmpty else { throw MediaError.empty(name, .picture) }
    guard bytes.count <= limits.pictureBytes else {
      throw MediaError.tooManyBytes(name, .picture, bytes: bytes.count, limit: limits.pictureBytes)
    }
    return try read(bytes, from: MemoryBytes(name: name, bytes: bytes), limits: limits)
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer, from source: some ByteSource, limits: MediaLimits
  ) throws -> PixelImage {
    let name = source.name
    switch PictureFormat(bytes) {
    case .png:
      let image = try PictureCodec.png.image(bytes, name: name, limits: limits)
      return try Exif.orientation(png: bytes).applied(to: image)
    case .jpeg:
      let image = try PictureCodec.jpeg.image(bytes, name: name, limits: limits)
      return try Exif.orientation(jpeg: bytes).applied(to: image)
    case .webp:
      let image = try PictureCodec.webp(bytes, name: name, limits: limits)
      return try WebPContainer(bytes).orientation.applied(to: image)
    case .program(let format, let demuxer):
      let image = try FFmpeg(limits).picture(of: source, format: format, demuxer: demuxer)
      // A TIFF file is itself the structure that EXIF borrowed.
      return try Exif.orientation(tiff: bytes).applied(to: image)
    case nil:
      throw MediaError.unknownFormat(name, .picture)
    }
  }
}
