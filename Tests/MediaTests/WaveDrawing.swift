/// Writes WAV files, right and wrong ones.
struct WaveDrawing {
  var tag: UInt16 = 1
  var channels = 1
  var rate = 16_000
  var bits = 16
  var samples: [UInt8]
  var riff = "RIFF"
  /// What the RIFF header says, nil for the truth.
  var riffSize: UInt32?
  /// What the data chunk says, nil for the truth.
  var dataSize: UInt32?
  /// Chunks before the format, before the samples and behind them.
  var first: [UInt8] = []
  var between: [UInt8] = []
  var last: [UInt8] = []
  /// Written after the sixteen bytes of the format.
  var extra: [UInt8] = []
  /// Bytes of a frame, nil for the truth.
  var frameBytes: Int?

  var bytes: [UInt8] {
    let frame = frameBytes ?? channels * ((bits + 7) / 8)
    var format = tag.littleEndianBytes + UInt16(channels).littleEndianBytes + UInt32(rate).littleEndianBytes
    format += UInt32(truncatingIfNeeded: rate * frame).littleEndianBytes
    format += UInt16(frame).littleEndianBytes + UInt16(bits).littleEndianBytes
    let padding: [UInt8] = samples.count % 2 == 1 && !last.isEmpty ? [0] : []
    let body =
      Array("WAVE".utf8) + first + Self.chunk("fmt ", format + extra) + between + Array("data".utf8)
      + (dataSize ?? UInt32(samples.count)).littleEndianBytes + samples + padding + last
    return Array(riff.utf8) + (riffSize ?? UInt32(body.count)).littleEndianBytes + body
  }

  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + UInt32(content.count).littleEndianBytes + content + (content.count % 2 == 1 ? [0] : [])
  }

  /// The extension of `WAVE_FORMAT_EXTENSIBLE` for a common format.
  static func extensible(_ tag: UInt16, validBits: UInt16) -> [UInt8] {
    UInt16(22).littleEndianBytes + validBits.littleEndianBytes + UInt32(3).littleEndianBytes + tag.littleEndianBytes
      + [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
  }

  static func signed16(_ values: [Int]) -> [UInt8] {
    values.flatMap { UInt16(truncatingIfNeeded: $0).littleEndianBytes }
  }
}
