import Testing

@testable import Media

@Suite struct PNGTests {
  /// Every colour type and depth that PNG has.
  static let kinds: [(PNGDrawing.Kind, Int)] = [
    (.grey, 1), (.grey, 2), (.grey, 4), (.grey, 8), (.grey, 16), (.colour, 8), (.colour, 16), (.palette, 1),
    (.palette, 2), (.palette, 4), (.palette, 8), (.greyAlpha, 8), (.greyAlpha, 16), (.colourAlpha, 8),
    (.colourAlpha, 16),
  ]

  static let palette: [UInt8] = (0..<256).flatMap { (value: Int) -> [UInt8] in
    [UInt8(value), UInt8(255 - value), UInt8(value * 7 % 256)]
  }

  static func drawing(_ kind: PNGDrawing.Kind, _ bits: Int, width: Int = 13, height: Int = 11) -> PNGDrawing {
    let mask = 1 << bits - 1
    return PNGDrawing(
      width: width, height: height, kind: kind, bits: bits,
      palette: kind == .palette ? Array(palette.prefix(3 << bits)) : []
    ) { x, y, channel in (x * 37 + y * 101 + channel * 59 + (bits == 16 ? x * y * 517 : 0)) & mask }
  }

  /// What must be seen: the high byte of 16 bits, fewer bits stretched to 255, transparency over white.
  static func expected(_ drawing: PNGDrawing) -> [UInt8] {
    var rgb: [UInt8] = []
    for y in 0..<drawing.height {
      for x in 0..<drawing.width {
        let samples = (0..<drawing.kind.channels).map { drawing.sample(x, y, $0) }
        let bytes = samples.map { drawing.bits == 16 ? $0 >> 8 : $0 * 255 / (1 << drawing.bits - 1) }
        var colour: [Int]
        var alpha = 255
        switch drawing.kind {
        case .grey: colour = [bytes[0], bytes[0], bytes[0]]
        case .greyAlpha: (colour, alpha) = ([bytes[0], bytes[0], bytes[0]], bytes[1])
        case .colour: colour = bytes
        case .colourAlpha: (colour, alpha) = (Array(bytes[..<3]), bytes[3])
        case .palette:
          colour = (0..<3).map { Int(drawing.palette[samples[0] * 3 + $0]) }
          if samples[0] < drawing.transparency.count { alpha = Int(drawing.transparency[samples[0]]) }
        }
        if drawing.kind == .grey || drawing.kind == .colour, !drawing.transparency.isEmpty {
          let key = stride(from: 0, to: drawing.transparency.count, by: 2)
            .map { Int(drawing.transparency[$0]) << 8 | Int(drawing.transparency[$0 + 1]) }
          if key == samples { alpha = 0 }
        }
        rgb += colour.map { UInt8((Double($0 * alpha + 255 * (255 - alpha)) / 255).rounded()) }
      }
    }
    return rgb
  }

  @Test(arguments: kinds.indices, [false, true])
  func readsEveryKind(index: Int, isInterlaced: Bool) throws {
    var drawing = Self.drawing(Self.kinds[index].0, Self.kinds[index].1)
    drawing.isInterlaced = isInterlaced
    let image = try readPicture(drawing.bytes)
    #expect(image.width == 13 && image.height == 11)
    #expect(image.rgb == Self.expected(drawing))
  }

  @Test func laysTransparentPaletteEntriesOverWhite() throws {
    var drawing = Self.drawing(.palette, 4)
    drawing.transparency = [0, 64, 128, 200]
    #expect(try readPicture(drawing.bytes).rgb == Self.expected(drawing))
  }

  @Test(arguments: [(PNGDrawing.Kind.grey, 8), (.grey, 16), (.colour, 8), (.grey, 2)], [false, true])
  func makesTheTransparentColourWhite(kind: (PNGDrawing.Kind, Int), isInterlaced: Bool) throws {
    var drawing = Self.drawing(kind.0, kind.1)
    drawing.isInterlaced = isInterlaced
    drawing.transparency = (0..<kind.0.channels).flatMap { channel in
      let value = drawing.sample(3, 2, channel)
      return [UInt8(value >> 8), UInt8(value & 255)]
    }
    let image = try readPicture(drawing.bytes)
    #expect(image.rgb == Self.expected(drawing))
    #expect(Array(image.rgb[(2 * 13 + 3) * 3..<(2 * 13 + 3) * 3 + 3]) == [255, 255, 255])
  }

  @Test func everyPrefixIsAnError() throws {
    let bytes = Self.drawing(.colour, 8, width: 5, height: 4).bytes
    for count in 0..<bytes.count {
      #expect(throws: MediaError.self, "\(count) of \(bytes.count) bytes") { try readPicture(Array(bytes[..<count])) }
    }
    #expect(throws: MediaError.truncated("picture", format: "PNG")) { try readPicture(Array(bytes.dropLast(20))) }
  }

  @Test func everyChangedByteOfAChunkIsAnError() throws {
    let bytes = Self.drawing(.colour, 8, width: 5, height: 4).bytes
    for index in 8..<bytes.count {
      var changed = bytes
      changed[index] ^= 0x10
      #expect(throws: MediaError.self, "byte \(index)") { try readPicture(changed) }
    }
  }

  @Test func namesASideOfNoPixels() {
    for (width, height) in [(0, 4), (4, 0), (0, 0)] {
      let drawing = PNGDrawing(width: width, height: height, kind: .colour, bits: 8) { _, _, _ in 0 }
      #expect(throws: MediaError.noPixels("picture")) { try readPicture(drawing.bytes) }
    }
  }

  @Test func refusesTooManyPixelsBeforeReadingThem() {
    func header(_ width: UInt32, _ height: UInt32) -> [UInt8] {
      let sides = width.bigEndianBytes + height.bigEndianBytes
      return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + PNGDrawing.chunk("IHDR", sides + [8, 6, 0, 0, 0])
        + PNGDrawing.chunk("IDAT", PNGDrawing.stored([0]))
    }
    #expect(throws: MediaError.tooManyPixels("picture", width: 40_000, height: 40_000, limit: 128_000_000)) {
      try readPicture(header(40_000, 40_000))
    }
    #expect(throws: MediaError.tooManyPixels("picture", width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, limit: 128_000_000)) {
      try readPicture(header(0x7FFF_FFFF, 0x7FFF_FFFF))
    }
    #expect(throws: MediaError.sideTooLong("picture", width: 2_000_000, height: 3, limit: 1_000_000)) {
      try readPicture(header(2_000_000, 3))
    }
    // As many pixels as allowed, of which none is there.
    #expect(throws: MediaError.self) { try readPicture(header(10_000, 12_800)) }
  }

  @Test func appliesTheOrientationOfItsExifChunk() throws {
    var drawing = Self.drawing(.colour, 8)
    let plain = try readPicture(drawing.bytes)
    drawing.exif = tiffBlock(orientation: 6)
    #expect(try readPicture(drawing.bytes) == Orientation.turnRight.applied(to: plain))
  }
}
