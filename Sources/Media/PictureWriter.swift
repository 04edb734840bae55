import CCodecs

/// Writes pictures as PNG files: 8 bits for each of three colours, nothing lost.
public enum PictureWriter {
  /// The file's bytes; messages call the picture `name`.
  ///
  /// - Throws: `MediaError.noMemory`, and `MediaError.unsupported` for sides that no PNG file has.
  public static func png(of image: PixelImage, name: String = "picture") throws(MediaError) -> [UInt8] {
    guard let width = UInt32(exactly: image.width), let height = UInt32(exactly: image.height) else {
      throw .unsupported(name, format: "PNG", detail: "\(image.width) × \(image.height) pixels")
    }
    let room = facet_png_room(width, height)
    var result = facet_codec_result()
    let bytes = image.rgb.withUnsafeBufferPointer { rgb in
      [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        result = facet_png_encode(rgb.baseAddress, width, height, buffer.baseAddress, room, &count)
        if result.status != FACET_CODEC_OK { count = 0 }
      }
    }
    guard result.status != FACET_CODEC_NO_MEMORY else { throw .noMemory(name) }
    guard result.status == FACET_CODEC_OK else {
      let detail = withUnsafeBytes(of: result.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      throw .unsupported(name, format: "PNG", detail: detail)
    }
    return bytes
  }
}
