import Foundation

/// Writes PNG files whose pixels are stored as they are, in blocks that are not compressed.
public enum PNGWriter {
  /// The file of a sheet.
  public static func bytes(of sheet: Sheet) -> Data {
    var file = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // Eight bits a channel, red, green and blue, no interlacing.
    append("IHDR", Data(bigEndian(sheet.width) + bigEndian(sheet.height) + [8, 2, 0, 0, 0]), to: &file)
    append("IDAT", stored(scanLines(of: sheet)), to: &file)
    append("IEND", Data(), to: &file)
    return file
  }

  /// Every row with the filter "none" before it.
  private static func scanLines(of sheet: Sheet) -> [UInt8] {
    var lines: [UInt8] = []
    let stride = sheet.width * 3
    lines.reserveCapacity((stride + 1) * sheet.height)
    for row in 0..<sheet.height {
      lines.append(0)
      lines += sheet.rgb[row * stride..<(row + 1) * stride]
    }
    return lines
  }

  /// A zlib stream (RFC 1950) of stored deflate blocks (RFC 1951).
  private static func stored(_ bytes: [UInt8]) -> Data {
    var stream = Data([0x78, 0x01])
    var start = 0
    repeat {
      let end = min(bytes.count, start + 0xFFFF)
      let count = UInt16(end - start)
      stream.append(end == bytes.count ? 1 : 0)
      for word in [count, ~count] { stream.append(contentsOf: [UInt8(word & 0xFF), UInt8(word >> 8)]) }
      stream.append(contentsOf: bytes[start..<end])
      start = end
    } while start < bytes.count
    stream.append(contentsOf: bigEndian(Int(adler32(bytes))))
    return stream
  }

  private static func append(_ name: String, _ content: Data, to file: inout Data) {
    file.append(contentsOf: bigEndian(content.count))
    let named = Array(name.utf8) + content
    file.append(contentsOf: named)
    file.append(contentsOf: bigEndian(Int(crc32(named))))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }

  private static let crcTable: [UInt32] = (0..<256).map { start in
    (0..<8).reduce(UInt32(start)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
  }
}
