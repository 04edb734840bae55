import Testing

@testable import Media

@Suite struct WaveTests {
  static let values = [0, 1, -1, 1000, -32768, 32767, 12345]

  @Test func sixteenBitsAt16kHzComeOutAsTheyAre() throws {
    let waveform = try readSound(WaveDrawing(samples: WaveDrawing.signed16(Self.values)).bytes)
    #expect(waveform.samples == Self.values.map { Float($0) / 32768 })
    #expect(waveform.seconds == 7.0 / 16000)
  }

  @Test func readsEverySampleFormat() throws {
    func samples(_ drawing: WaveDrawing) throws -> [Float] { try readSound(drawing.bytes).samples }
    #expect(try samples(WaveDrawing(bits: 8, samples: [0, 128, 255, 64])) == [-1, 0, 127.0 / 128, -0.5])
    let deep = [0, 1, -1, 0x7FFFFF, -0x800000, 0x123456]
    let three = deep.flatMap { Array(UInt32(truncatingIfNeeded: $0).littleEndianBytes.prefix(3)) }
    #expect(try samples(WaveDrawing(bits: 24, samples: three)) == deep.map { Float($0) / 0x800000 })
    let four = [Int32.min, -1, 0, .max, 0x4000_0000]
    let fourBytes = four.flatMap { UInt32(bitPattern: $0).littleEndianBytes }
    #expect(try samples(WaveDrawing(bits: 32, samples: fourBytes)) == four.map { Float($0) / 0x8000_0000 })
    let floats: [Float] = [0.25, -0.75, 1]
    let floatBytes = floats.flatMap { $0.bitPattern.littleEndianBytes }
    #expect(try samples(WaveDrawing(tag: 3, bits: 32, samples: floatBytes)) == floats)
    let doubleBytes = floats.flatMap { value in
      let bits = Double(value).bitPattern
      return UInt32(truncatingIfNeeded: bits).littleEndianBytes + UInt32(bits >> 32).littleEndianBytes
    }
    #expect(try samples(WaveDrawing(tag: 3, bits: 64, samples: doubleBytes)) == floats)
  }

  @Test func wildFloatsBecomeSamples() throws {
    let wild: [Float] = [.nan, .infinity, -.infinity, 3, -1e30, 0.5]
    let bytes = wild.flatMap { $0.bitPattern.littleEndianBytes }
    #expect(try readSound(WaveDrawing(tag: 3, bits: 32, samples: bytes).bytes).samples == [0, 1, -1, 1, -1, 0.5])
  }

  @Test func averagesChannels() throws {
    let two = WaveDrawing(channels: 2, samples: WaveDrawing.signed16([100, 300, -8, 8, 32767, 32767]))
    #expect(try readSound(two.bytes).samples == [200, 0, 32767].map { $0 / 32768 })
    let many = WaveDrawing(channels: 300, bits: 8, samples: [UInt8](repeating: 192, count: 600))
    #expect(try readSound(many.bytes).samples == [0.5, 0.5])
  }

  @Test func readsTheExtensibleFormat() throws {
    var drawing = WaveDrawing(tag: 0xFFFE, samples: WaveDrawing.signed16(Self.values))
    drawing.extra = WaveDrawing.extensible(1, validBits: 16)
    #expect(try readSound(drawing.bytes).samples == Self.values.map { Float($0) / 32768 })
    drawing.extra[20] = 9
    #expect(throws: MediaError.programMissing("sound", format: "WAV", program: "ffmpeg")) {
      try readSound(drawing.bytes)
    }
    drawing.extra = []
    #expect(throws: MediaError.self) { try readSound(drawing.bytes) }
  }

  @Test func passesOverOtherChunks() throws {
    var drawing = WaveDrawing(samples: WaveDrawing.signed16(Self.values))
    drawing.first = WaveDrawing.chunk("JUNK", [UInt8](repeating: 1, count: 37))
    drawing.between = WaveDrawing.chunk("LIST", Array("INFOISFT".utf8)) + WaveDrawing.chunk("odd ", [1, 2, 3])
    drawing.last = WaveDrawing.chunk("id3 ", [1, 2, 3, 4])
    #expect(try readSound(drawing.bytes).samples.count == Self.values.count)
    var odd = WaveDrawing(bits: 8, samples: [0, 255, 128])
    odd.last = WaveDrawing.chunk("LIST", [9, 9])
    #expect(try readSound(odd.bytes).samples == [-1, 127.0 / 128, 0])
  }

  @Test func readsStreamsOfUnknownLength() throws {
    for (riff, data) in [
      (0xFFFF_FFFF, 0xFFFF_FFFF), (0, 0), (36, 0), (0x7FFF_FFFF, 0x7FFF_FFDB), (0x8000_0024, 0x8000_0000),
    ] as [(UInt32, UInt32)] {
      var drawing = WaveDrawing(samples: WaveDrawing.signed16(Self.values) + [7])
      drawing.riffSize = riff
      drawing.dataSize = data
      let isEmptyFile = riff == 36
      if isEmptyFile {
        // Closed properly: the RIFF size reaches to the end of an empty data chunk.
        #expect(throws: MediaError.noSamples("sound")) { try readSound(drawing.bytes) }
      } else {
        #expect(try readSound(drawing.bytes).samples.count == Self.values.count, "\(riff) \(data)")
      }
    }
  }

  @Test func readsRF64() throws {
    func sizes(_ data: UInt32) -> [UInt8] {
      WaveDrawing.chunk(
        "ds64",
        UInt32(500).littleEndianBytes + [0, 0, 0, 0] + data.littleEndianBytes + [UInt8](repeating: 0, count: 16))
    }
    var drawing = WaveDrawing(samples: WaveDrawing.signed16(Self.values), riff: "RF64", riffSize: .max, dataSize: .max)
    drawing.first = sizes(14)
    drawing.last = WaveDrawing.chunk("LIST", [1, 2])
    #expect(try readSound(drawing.bytes).samples.count == Self.values.count)
    drawing.riff = "BW64"
    drawing.first = sizes(1000)
    #expect(throws: MediaError.soundCutShort("sound", promised: 1000, present: 24)) { try readSound(drawing.bytes) }
  }

  @Test func namesWhatIsWrong() {
    func error(_ drawing: WaveDrawing) -> MediaError? {
      #expect(throws: MediaError.self) { try readSound(drawing.bytes) }
    }
    let good = WaveDrawing(samples: WaveDrawing.signed16(Self.values))
    var drawing = good
    drawing.dataSize = 200
    #expect(error(drawing) == .soundCutShort("sound", promised: 200, present: 14))
    drawing = good
    drawing.samples = []
    #expect(error(drawing) == .noSamples("sound"))
    drawing.last = WaveDrawing.chunk("LIST", [1, 2])
    #expect(error(drawing) == .noSamples("sound"))
    drawing = good
    drawing.samples = [1]
    #expect(error(drawing) == .noSamples("sound"))
    for rate in [0, 999, 768_001, 4_000_000_000] {
      drawing = good
      drawing.rate = rate
      #expect(error(drawing) == .rateOutOfRange("sound", rate: rate, limits: 1_000...768_000))
    }
    drawing = good
    drawing.channels = 0
    #expect(error(drawing) == .damaged("sound", format: "WAV", detail: "it has no channels"))
    drawing = good
    drawing.frameBytes = 3
    #expect(error(drawing) == .damaged("sound", format: "WAV", detail: "3 bytes for 1 samples of 16 bits"))
    drawing = good
    drawing.between = WaveDrawing.chunk("fmt ", [1, 0])
    #expect(error(drawing) == .damaged("sound", format: "WAV", detail: "its format chunk is too short"))
    for (tag, bits) in [(6, 8), (0x55, 0), (1, 64), (3, 16), (1, 0)] as [(UInt16, Int)] {
      drawing = good
      drawing.tag = tag
      drawing.bits = bits
      #expect(error(drawing) == .programMissing("sound", format: "WAV", program: "ffmpeg"))
    }
    let noFormat =
      Array("RIFF".utf8) + UInt32(14).littleEndianBytes + Array("WAVE".utf8) + WaveDrawing.chunk("data", [1, 2])
    #expect(throws: MediaError.damaged("sound", format: "WAV", detail: "the samples come before their format")) {
      try readSound(noFormat)
    }
  }

  @Test func everyPrefixIsAnError() throws {
    let bytes = WaveDrawing(samples: WaveDrawing.signed16(Self.values)).bytes
    for count in 0..<bytes.count {
      #expect(throws: MediaError.self, "\(count) of \(bytes.count) bytes") { try readSound(Array(bytes[..<count])) }
    }
  }

  @Test func refusesSoundsThatAreTooLong() {
    var limits = withoutPrograms
    limits.seconds = 0.5
    let long = WaveDrawing(samples: [UInt8](repeating: 0, count: 16_002))
    #expect(throws: MediaError.tooManySeconds("sound", limit: 0.5)) { try readSound(long.bytes, limits: limits) }
    var stream = long
    (stream.riffSize, stream.dataSize) = (.max, .max)
    #expect(throws: MediaError.tooManySeconds("sound", limit: 0.5)) { try readSound(stream.bytes, limits: limits) }
    #expect(throws: Never.self) {
      try readSound(WaveDrawing(samples: [UInt8](repeating: 0, count: 16_000)).bytes, limits: limits)
    }
  }

  @Test func changedBytesNeverCrash() throws {
    var extensible = WaveDrawing(tag: 0xFFFE, channels: 2, rate: 44_100, samples: [UInt8](repeating: 99, count: 64))
    extensible.extra = WaveDrawing.extensible(1, validBits: 16)
    extensible.first = WaveDrawing.chunk("ds64", [UInt8](repeating: 3, count: 28))
    let bytes = extensible.bytes
    var random = SeededNumbers(seed: 11)
    for _ in 0..<300 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { changed.removeLast(Int.random(in: 0..<changed.count, using: &random)) }
      do {
        #expect(try !readSound(changed).samples.isEmpty)
      } catch {
        #expect(error is MediaError)
      }
    }
  }
}
