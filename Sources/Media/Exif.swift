/// Finds the orientation that a camera wrote into a picture's metadata.
///
/// The metadata are an optional hint: whatever is wrong with them means *upright*, never an error.
enum Exif {
  /// The orientation in a JPEG: the first APP1 segment that begins with `Exif`.
  static func orientation(jpeg bytes: UnsafeRawBufferPointer) -> Orientation {
    var offset = 2
    while bytes.byte(at: offset) == 0xFF, let marker = bytes.byte(at: offset + 1) {
      switch marker {
      case 0xFF:
        offset += 1  // a fill byte
      case 0x01, 0xD0...0xD7:
        offset += 2  // markers without a length
      case 0xD8, 0xD9, 0xDA:
        return .upright  // the pixels begin: metadata come before them
      default:
        guard let length = bytes.number(at: offset + 2, size: 2, bigEndian: true), length >= 2,
          let segment = bytes.part(at: offset + 4, length: length - 2)
        else { return .upright }
        if marker == 0xE1, segment.has("Exif\0\0"), let tiff = segment.part(at: 6, length: segment.count - 6) {
          return orientation(tiff: tiff)
        }
        offset += 2 + length
      }
    }
    return .upright
  }

  /// The orientation in a PNG: its `eXIf` chunk.
  static func orientation(png bytes: UnsafeRawBufferPointer) -> Orientation {
    var offset = 8
    while let length = bytes.number(at: offset, size: 4, bigEndian: true) {
      if bytes.has("eXIf", at: offset + 4) {
        return bytes.part(at: offset + 8, length: length).map(orientation(tiff:)) ?? .upright
      }
      offset += 12 + length
    }
    return .upright
  }

  /// The orientation in a TIFF structure, which is what an EXIF block holds: tag 0x0112 of the first directory.
  static func orientation(tiff bytes: UnsafeRawBufferPointer) -> Orientation {
    let bigEndian: Bool
    if bytes.has([0x49, 0x49, 42, 0]) {
      bigEndian = false
    } else if bytes.has([0x4D, 0x4D, 0, 42]) {
      bigEndian = true
    } else {
      return .upright
    }
    guard let directory = bytes.number(at: 4, size: 4, bigEndian: bigEndian),
      let entries = bytes.number(at: directory, size: 2, bigEndian: bigEndian)
    else { return .upright }
    for index in 0..<entries {
      let entry = directory + 2 + index * 12
      guard let tag = bytes.number(at: entry, size: 2, bigEndian: bigEndian) else { return .upright }
      guard tag == 0x0112 else { continue }
      let unsignedShort = 3
      guard bytes.number(at: entry + 2, size: 2, bigEndian: bigEndian) == unsignedShort,
        bytes.number(at: entry + 4, size: 4, bigEndian: bigEndian) == 1,
        let value = bytes.number(at: entry + 8, size: 2, bigEndian: bigEndian)
      else { return .upright }
      return Orientation(rawValue: value) ?? .upright
    }
    return .upright
  }
}
