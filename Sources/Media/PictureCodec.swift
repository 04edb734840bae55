import CCodecs

/// PNG, JPEG and WebP through their libraries.
struct PictureCodec: Sendable {
  private typealias Header = @Sendable (UnsafePointer<UInt8>?, Int) -> facet_codec_result
  private typealias Decode =
    @Sendable (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?, Int) -> facet_codec_result

  private let format: String
  private let header: Header
  private let decode: Decode

  static let png = PictureCodec(format: "PNG", header: facet_png_header, decode: facet_png_decode)
  static let jpeg = PictureCodec(format: "JPEG", header: facet_jpeg_header, decode: facet_jpeg_decode)
  private static let webp = PictureCodec(format: "WebP", header: facet_webp_header, decode: facet_webp_decode)

  /// Decodes `bytes` into upright or not yet upright pixels; `name` is for messages.
  func image(_ bytes: UnsafeRawBufferPointer, name: String, limits: MediaLimits) throws -> PixelImage {
    let header = try header(bytes, name: name, limits: limits)
    return try image(bytes, name: name, width: Int(header.width), height: Int(header.height))
  }

  /// Decodes a WebP file; of an animation the first frame, on its canvas.
  static func webp(_ bytes: UnsafeRawBufferPointer, name: String, limits: MediaLimits) throws -> PixelImage {
    let header = try webp.header(bytes, name: name, limits: limits)
    guard header.is_animated != 0 else {
      return try webp.image(bytes, name: name, width: Int(header.width), height: Int(header.height))
    }
    guard let frame = WebPContainer(bytes).firstFrame else { throw MediaError.truncated(name, format: webp.format) }
    let picture = try webp.image(frame.chunks, name: name, limits: limits)
    let width = Int(header.width)
    let height = Int(header.height)
    guard picture.width == frame.width, picture.height == frame.height, frame.x + frame.width <= width,
      frame.y + frame.height <= height
    else {
      throw MediaError.damaged(name, format: webp.format, detail: "the first frame does not fit its canvas")
    }
    if picture.width == width && picture.height == height { return picture }
    var canvas = [UInt8](repeating: 255, count: width * height * 3)
    for row in 0..<frame.height {
      let start = ((frame.y + row) * width + frame.x) * 3
      let source = row * frame.width * 3
      canvas.replaceSubrange(start..<start + frame.width * 3, with: picture.rgb[source..<source + frame.width * 3])
    }
    return try PixelImage(width: width, height: height, rgb: canvas)
  }

  private func header(_ bytes: UnsafeRawBufferPointer, name: String, limits: MediaLimits) throws -> facet_codec_result {
    let bound = bytes.bindMemory(to: UInt8.self)
    let result = header(bound.baseAddress, bound.count)
    try check(result, name: name)
    let width = Int(result.width)
    let height = Int(result.height)
    guard width > 0, height > 0 else { throw MediaError.noPixels(name) }
    // Both sides come from 32 bits: their product cannot overflow.
    guard width * height <= limits.pixels else {
      throw MediaError.tooManyPixels(name, width: width, height: height, limit: limits.pixels)
    }
    guard max(width, height) <= limits.side else {
      throw MediaError.sideTooLong(name, width: width, height: height, limit: limits.side)
    }
    return result
  }

  private func image(_ bytes: UnsafeRawBufferPointer, name: String, width: Int, height: Int) throws -> PixelImage {
    let bound = bytes.bindMemory(to: UInt8.self)
    let count = width * height * 3
    let rgb = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      try check(decode(bound.baseAddress, bound.count, buffer.baseAddress, count), name: name)
      initialized = count
    }
    return try PixelImage(width: width, height: height, rgb: rgb)
  }

  private func check(_ result: facet_codec_result, name: String) throws {
    if result.status == FACET_CODEC_OK { return }
    let detail = withUnsafeBytes(of: result.message) { message in
      String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
    }
    switch result.status {
    case FACET_CODEC_EMPTY: throw MediaError.noPixels(name)
    case FACET_CODEC_TRUNCATED: throw MediaError.truncated(name, format: format)
    case FACET_CODEC_TOO_LARGE, FACET_CODEC_UNSUPPORTED:
      throw MediaError.unsupported(name, format: format, detail: detail)
    case FACET_CODEC_NO_MEMORY: throw MediaError.noMemory(name)
    default: throw MediaError.damaged(name, format: format, detail: detail)
    }
  }
}
