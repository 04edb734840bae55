/// The chunks of a WebP file that libwebp's decoder leaves to others: EXIF and the frames of an animation.
///
/// ```
/// "RIFF" size "WEBP" { name size content padding to an even length }…
/// ANMF content: x/2 y/2 width−1 height−1 duration (24 bits each) flags, then the frame's own chunks
/// ```
struct WebPContainer {
  /// The first picture of an animation and where it lies on the canvas.
  struct Frame {
    let x: Int
    let y: Int
    let width: Int
    let height: Int
    /// `ALPH`, `VP8 ` and `VP8L` chunks, which libwebp decodes as they are.
    let chunks: UnsafeRawBufferPointer
  }

  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The first frame of an animation, nil when there is none or it is cut short.
  var firstFrame: Frame? {
    guard let content = chunk("ANMF"), let chunks = content.part(at: 16, length: content.count - 16),
      let x = content.number(at: 0, size: 3, bigEndian: false),
      let y = content.number(at: 3, size: 3, bigEndian: false),
      let width = content.number(at: 6, size: 3, bigEndian: false),
      let height = content.number(at: 9, size: 3, bigEndian: false)
    else { return nil }
    return Frame(x: x * 2, y: y * 2, width: width + 1, height: height + 1, chunks: chunks)
  }

  /// The orientation in the `EXIF` chunk.
  var orientation: Orientation {
    guard let content = chunk("EXIF") else { return .upright }
    // Some writers put JPEG's prefix in front.
    let prefix = content.has("Exif\0\0") ? 6 : 0
    return content.part(at: prefix, length: content.count - prefix).map(Exif.orientation(tiff:)) ?? .upright
  }

  private func chunk(_ name: StaticString) -> UnsafeRawBufferPointer? {
    var offset = 12
    while let size = bytes.number(at: offset + 4, size: 4, bigEndian: false) {
      if bytes.has(name, at: offset) { return bytes.part(at: offset + 8, length: size) }
      offset += 8 + size + size % 2
    }
    return nil
  }
}
