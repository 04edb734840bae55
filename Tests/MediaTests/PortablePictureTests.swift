import Foundation
import Testing

@testable import Media

@Suite struct PortablePictureTests {
  private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

  private func read(_ bytes: [UInt8]) throws -> PixelImage {
    try bytes.withUnsafeBytes { try PictureReader.read($0, name: "p") }
  }

  private func portable(_ bytes: [UInt8], named name: String) throws -> PortablePicture {
    try withTemporaryFolder { folder in
      try write(bytes, to: folder + "/" + name)
      return try PortablePicture(path: folder + "/" + name)
    }
  }

  @Test func aWrittenPictureIsReadBackAsItWas() throws {
    var random = SeededNumbers(seed: 4)
    for (width, height) in [(1, 1), (3, 2), (17, 31), (640, 3)] {
      let rgb = (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
      let image = try PixelImage(width: width, height: height, rgb: rgb)
      #expect(try read(PictureWriter.png(of: image)) == image)
    }
  }

  @Test func whatEverybodyReadsStaysAsItIs() throws {
    let path = fixtures.appendingPathComponent("colour.jpg").path
    let picture = try PortablePicture(path: path)
    #expect(picture.mediaType == "image/jpeg")
    #expect(Data(picture.bytes) == (try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test func allElseBecomesAPNGOfTheSamePixels() throws {
    let path = fixtures.appendingPathComponent("lossless.webp").path
    let picture = try PortablePicture(path: path)
    #expect(picture.mediaType == "image/png" && picture.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try read(picture.bytes) == PictureReader.read(path: path))
  }

  @Test func aPictureThatTheCameraTurnedIsSentUpright() throws {
    let plain = try Data(contentsOf: fixtures.appendingPathComponent("colour.jpg"))
    // An EXIF segment with orientation 6, right behind the file's first two bytes.
    let tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
    let segment = Array("Exif\0\0".utf8) + tiff
    let length = segment.count + 2
    let turned = plain.prefix(2) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + segment + plain.dropFirst(2)
    let picture = try portable(Array(turned), named: "turned.jpg")
    let upright = try PictureReader.read(path: fixtures.appendingPathComponent("colour.jpg").path)
    let sent = try read(picture.bytes)
    #expect(picture.mediaType == "image/png")
    #expect((sent.width, sent.height) == (upright.height, upright.width))
  }

  @Test func aHugePictureThatIsWrittenAnewIsScaledDown() throws {
    // 3000 × 2000 pixels with an orientation, so that it cannot stay.
    let image = try PixelImage(width: 3000, height: 2000, rgb: [UInt8](repeating: 90, count: 18_000_000))
    let png = try PictureWriter.png(of: image)
    let exif = PNGDrawing.chunk(
      "eXIf", [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0])
    let sent = try read(portable(png.prefix(33) + exif + png.dropFirst(33), named: "huge.png").bytes)
    #expect(sent.width * sent.height <= PortablePicture.pixelLimit && sent.width > 2000)
  }
}
