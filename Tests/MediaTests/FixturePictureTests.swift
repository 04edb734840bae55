import Foundation
import Testing

@testable import Media

/// JPEG, WebP and GIF files written by Pillow, and what Pillow sees in them.
@Suite struct FixturePictureTests {
  static let expected: [String: [UInt8]] = {
    let path = testFolder.appendingPathComponent("Fixtures/expected.json")
    return (try? JSONDecoder().decode([String: [UInt8]].self, from: Data(contentsOf: path))) ?? [:]
  }()

  static func checkPixels(_ name: String, limits: MediaLimits = withoutPrograms) throws {
    let image = try readPicture(fixture(name), limits: limits)
    #expect(image.width == 24 && image.height == 16)
    let expected = try #require(Self.expected[name])
    let seen = stride(from: 0, to: image.rgb.count, by: 7).map { image.rgb[$0] }
    #expect(seen.count == expected.count)
    // Versions of the libraries may round differently.
    #expect(zip(seen, expected).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
  }

  @Test(
    arguments: [
      "colour.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "ycck.jpg", "lossy.webp", "lossless.webp", "alpha.webp",
      "animated.webp",
    ])
  func readsPixels(name: String) throws {
    try Self.checkPixels(name)
  }

  @Test(.enabled(if: hasFFmpeg, "install ffmpeg"))
  func readsTheFirstPictureOfAGIF() throws {
    try Self.checkPixels("still.gif", limits: .standard)
  }

  @Test(arguments: [
    "colour.jpg", "progressive.jpg", "cmyk.jpg", "lossy.webp", "lossless.webp", "alpha.webp", "animated.webp",
  ])
  func truncationIsAnError(name: String) throws {
    let bytes = try fixture(name)
    let whole = try readPicture(bytes)
    for count in 0..<bytes.count - 1 {
      let prefix = Array(bytes[..<count])
      do {
        // Bytes may be missing only where they hold no pixel: an end marker, padding, the rest of an animation.
        #expect(try readPicture(prefix) == whole, "\(count) of \(bytes.count) bytes")
      } catch {
        #expect(error is MediaError)
      }
    }
    #expect(throws: MediaError.truncated("picture", format: name.hasSuffix("jpg") ? "JPEG" : "WebP")) {
      try readPicture(Array(bytes[..<(bytes.count * 2 / 5)]))
    }
  }

  @Test(
    arguments: [
      "colour.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "lossy.webp", "lossless.webp", "alpha.webp",
      "animated.webp",
    ])
  func changedBytesNeverCrash(name: String) throws {
    let bytes = try fixture(name)
    var random = SeededNumbers(seed: 7)
    for _ in 0..<400 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      if Bool.random(using: &random) { changed.removeLast(Int.random(in: 0..<changed.count, using: &random)) }
      do {
        var limits = withoutPrograms
        limits.pixels = 1 << 20
        let image = try readPicture(changed, limits: limits)
        #expect(image.rgb.count == image.width * image.height * 3)
      } catch {
        #expect(error is MediaError)
      }
    }
  }

  @Test func refusesHugeJPEGsBeforeReadingThem() throws {
    var bytes = try fixture("colour.jpg")
    let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x9C, 0x40, 0x9C, 0x40])
    #expect(throws: MediaError.tooManyPixels("picture", width: 40_000, height: 40_000, limit: 128_000_000)) {
      try readPicture(bytes)
    }
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0, 0, 0, 9])
    #expect(throws: MediaError.noPixels("picture")) { try readPicture(bytes) }
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xFF, 0, 9])
    #expect(throws: MediaError.self) { try readPicture(bytes) }
  }

  @Test func refusesEndlessProgressiveJPEGs() throws {
    let bytes = try fixture("progressive.jpg")
    let scan = try #require(bytes.indices.dropLast().last { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
    let one = bytes[scan..<bytes.count - 2]
    let many = Array(bytes[..<scan]) + Array(repeatElement(one, count: 200).joined()) + [0xFF, 0xD9]
    #expect(throws: MediaError.self) { try readPicture(many) }
  }

  @Test func laysTheFirstFrameOnItsCanvas() throws {
    let still = try fixture("lossless.webp")
    let picture = try readPicture(still)
    func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
      Array(name.utf8) + UInt32(content.count).littleEndianBytes + content + (content.count % 2 == 1 ? [0] : [])
    }
    func three(_ value: Int) -> [UInt8] { Array(UInt32(value).littleEndianBytes.prefix(3)) }
    func animation(x: Int, y: Int, width: Int) -> [UInt8] {
      let canvas = chunk("VP8X", [0x02, 0, 0, 0] + three(40 - 1) + three(30 - 1))
      let place = three(x / 2) + three(y / 2) + three(width - 1) + three(16 - 1) + three(100) + [0]
      let body = canvas + chunk("ANIM", [0, 0, 0, 0, 0, 0]) + chunk("ANMF", place + still[12...])
      return Array("RIFF".utf8) + UInt32(body.count + 4).littleEndianBytes + Array("WEBP".utf8) + body
    }
    let image = try readPicture(animation(x: 6, y: 4, width: 24))
    #expect(image.width == 40 && image.height == 30)
    for y in 0..<30 {
      for x in 0..<40 {
        let seen = image.rgb[(y * 40 + x) * 3..<(y * 40 + x) * 3 + 3]
        let isInside = (6..<30).contains(x) && (4..<20).contains(y)
        let from = isInside ? ((y - 4) * 24 + x - 6) * 3 : 0
        #expect(seen.elementsEqual(isInside ? picture.rgb[from..<from + 3] : [255, 255, 255]))
      }
    }
    let outside = MediaError.damaged("picture", format: "WebP", detail: "the first frame does not fit its canvas")
    #expect(throws: outside) { try readPicture(animation(x: 18, y: 4, width: 24)) }
    #expect(throws: outside) { try readPicture(animation(x: 6, y: 4, width: 23)) }
  }

  @Test func knowsFormatsByTheirBytes() throws {
    let text = Array("BM and some words that are no bitmap, long enough for a header".utf8)
    #expect(throws: MediaError.unknownFormat("picture", .picture)) { try readPicture(text) }
    #expect(throws: MediaError.unknownFormat("picture", .picture)) { try readPicture([1]) }
    #expect(throws: MediaError.empty("picture", .picture)) { try readPicture([]) }
    #expect(throws: MediaError.programMissing("picture", format: "GIF", program: "ffmpeg")) {
      try readPicture(fixture("still.gif"))
    }
    try withTemporaryFolder { folder in
      let path = folder + "/a-jpeg.png"
      try write(fixture("grey.jpg"), to: path)
      #expect(try PictureReader.read(path: path).width == 24)
    }
  }
}
