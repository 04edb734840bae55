/// Writes PNG files of every kind, uncompressed, for the reader to be tried on.
struct PNGDrawing {
  enum Kind: UInt8 {
    case grey = 0
    case colour = 2
    case palette = 3
    case greyAlpha = 4
    case colourAlpha = 6

    var channels: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .colour: 3
      case .colourAlpha: 4
      }
    }
  }

  var width: Int
  var height: Int
  var kind: Kind
  var bits: Int
  var isInterlaced = false
  /// The content of `PLTE`, as triples.
  var palette: [UInt8] = []
  /// The content of `tRNS`.
  var transparency: [UInt8] = []
  /// The content of `eXIf`.
  var exif: [UInt8] = []
  /// The value of a channel: column, row, channel.
  var sample: (Int, Int, Int) -> Int

  var bytes: [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let sides = UInt32(width).bigEndianBytes + UInt32(height).bigEndianBytes
    file += Self.chunk("IHDR", sides + [UInt8(bits), kind.rawValue, 0, 0, isInterlaced ? 1 : 0])
    if !exif.isEmpty { file += Self.chunk("eXIf", exif) }
    if !palette.isEmpty { file += Self.chunk("PLTE", palette) }
    if !transparency.isEmpty { file += Self.chunk("tRNS", transparency) }
    return file + Self.chunk("IDAT", Self.stored(rows)) + Self.chunk("IEND", [])
  }

  /// Filter type and packed samples of every row of every pass.
  private var rows: [UInt8] {
    let whole = [(0, 0, 1, 1)]
    let seven = [
      (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ]
    var rows: [UInt8] = []
    for (left, top, right, down) in isInterlaced ? seven : whole where left < width && top < height {
      for y in stride(from: top, to: height, by: down) {
        rows.append(0)
        var pending = 0
        var count = 0
        for x in stride(from: left, to: width, by: right) {
          for channel in 0..<kind.channels {
            pending = pending << bits | sample(x, y, channel)
            count += bits
            while count >= 8 {
              rows.append(UInt8(truncatingIfNeeded: pending >> (count - 8)))
              count -= 8
            }
          }
        }
        if count > 0 { rows.append(UInt8(truncatingIfNeeded: pending << (8 - count))) }
      }
    }
    return rows
  }

  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return UInt32(content.count).bigEndianBytes + body + cyclicSum(body).bigEndianBytes
  }

  /// A zlib stream that stores its content.
  static func stored(_ content: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let length = min(content.count - start, 0xFFFF)
      let isLast = start + length == content.count
      stream += [isLast ? 1 : 0] + UInt16(length).littleEndianBytes + (~UInt16(length)).littleEndianBytes
      stream += content[start..<start + length]
      start += length
    } while start < content.count
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in content {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return stream + (b << 16 | a).bigEndianBytes
  }

  private static func cyclicSum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
