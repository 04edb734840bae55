import Testing

@testable import Media

/// A TIFF structure with an orientation, as EXIF blocks have it.
func tiffBlock(orientation: UInt16, bigEndian: Bool = false) -> [UInt8] {
  func number(_ value: UInt32, _ size: Int) -> [UInt8] {
    let bytes = Array(value.littleEndianBytes.prefix(size))
    return bigEndian ? bytes.reversed() : bytes
  }
  let make = [number(0x010F, 2), number(2, 2), number(4, 4), [0x41, 0x42, 0x43, 0]].flatMap(\.self)
  let turn = [number(0x0112, 2), number(3, 2), number(1, 4), number(UInt32(orientation), 2), [0, 0]].flatMap(\.self)
  return (bigEndian ? [0x4D, 0x4D] : [0x49, 0x49]) + number(42, 2) + number(8, 4) + number(2, 2) + make + turn
    + number(0, 4)
}

/// The JPEG with metadata in front.
func withExif(_ jpeg: [UInt8], _ tiff: [UInt8]) -> [UInt8] {
  let block = Array("Exif\0\0".utf8) + tiff
  let length = UInt16(block.count + 2)
  return Array(jpeg[..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + block + jpeg[2...]
}

@Suite struct OrientationTests {
  /// Where the pixel of an upright picture lies in the stored one, by the EXIF standard's words for row 0 and column 0.
  static func stored(_ orientation: Int, x: Int, y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
    switch orientation {
    case 2: (width - 1 - x, y)
    case 3: (width - 1 - x, height - 1 - y)
    case 4: (x, height - 1 - y)
    case 5: (y, x)
    case 6: (y, height - 1 - x)
    case 7: (width - 1 - y, height - 1 - x)
    case 8: (width - 1 - y, x)
    default: (x, y)
    }
  }

  @Test(arguments: 1...8, [false, true])
  func turnsJPEGs(orientation: Int, bigEndian: Bool) throws {
    let jpeg = try fixture("colour.jpg")
    let plain = try readPicture(jpeg)
    let turned = try readPicture(withExif(jpeg, tiffBlock(orientation: UInt16(orientation), bigEndian: bigEndian)))
    #expect(turned.width == (orientation < 5 ? plain.width : plain.height))
    #expect(turned.height == (orientation < 5 ? plain.height : plain.width))
    for y in 0..<turned.height {
      for x in 0..<turned.width {
        let from = Self.stored(orientation, x: x, y: y, width: plain.width, height: plain.height)
        let here = (y * turned.width + x) * 3
        let there = (from.y * plain.width + from.x) * 3
        #expect(turned.rgb[here..<here + 3].elementsEqual(plain.rgb[there..<there + 3]))
      }
    }
  }

  @Test(arguments: 1...8) func turnsPicturesLargerThanOneSquare(orientation: Int) throws {
    let (width, height) = (150, 70)
    let plain = try PixelImage(
      width: width, height: height, rgb: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 * 31 >> 3) })
    let turned = try #require(Orientation(rawValue: orientation)).applied(to: plain)
    let wrong = (0..<width * height).filter { pixel in
      let (x, y) = (pixel % turned.width, pixel / turned.width)
      let from = Self.stored(orientation, x: x, y: y, width: width, height: height)
      let there = (from.y * width + from.x) * 3
      return !turned.rgb[pixel * 3..<pixel * 3 + 3].elementsEqual(plain.rgb[there..<there + 3])
    }
    #expect(wrong.isEmpty)
  }

  @Test func takesDamagedMetadataForUpright() {
    let good = tiffBlock(orientation: 6)
    func orientation(_ bytes: [UInt8]) -> Orientation { bytes.withUnsafeBytes(Exif.orientation(tiff:)) }
    #expect(orientation(good) == .turnRight)
    for count in 0..<30 { #expect(orientation(Array(good[..<count])) == .upright) }
    for value: UInt16 in [0, 9, 0xFFFF] { #expect(orientation(tiffBlock(orientation: value)) == .upright) }
    var random = SeededNumbers(seed: 1)
    for _ in 0..<2000 {
      var bytes = good
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      _ = orientation(bytes)
    }
  }

  @Test func findsTheBlockBehindOtherSegments() throws {
    let jpeg = try fixture("colour.jpg")
    let withBlock = withExif(jpeg, tiffBlock(orientation: 3))
    let comment: [UInt8] = [0xFF, 0xFE, 0, 5, 0x61, 0x62, 0x63, 0xFF]  // and a fill byte before the next marker
    let both = Array(withBlock[..<2]) + comment + withBlock[2...]
    #expect(both.withUnsafeBytes(Exif.orientation(jpeg:)) == .upsideDown)
    #expect(try readPicture(both).width == 24)
  }
}
