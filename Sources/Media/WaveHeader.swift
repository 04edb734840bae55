/// What stands in a WAV file before its samples.
///
/// ```
/// "RIFF" size "WAVE" { name size content padding to an even length }…
/// fmt : tag channels rate bytes/second bytes/frame bits/sample [extension: size valid-bits speakers format-id]
/// ds64: the true sizes of an RF64 file, whose 32-bit fields hold 0xFFFFFFFF
/// ```
struct WaveHeader: Equatable {
  /// How a sample is written; the value is its size in bytes.
  enum Encoding: Equatable {
    case unsigned8, signed16, signed24, signed32, float32, float64

    var byteCount: Int {
      switch self {
      case .unsigned8: 1
      case .signed16: 2
      case .signed24: 3
      case .signed32, .float32: 4
      case .float64: 8
      }
    }
  }

  let encoding: Encoding
  let channels: Int
  /// Samples a second.
  let rate: Int
  /// Bytes of samples that follow, nil when the writer could not go back to say it.
  let byteCount: Int?

  var frameBytes: Int { channels * encoding.byteCount }

  static let rates = 1_000...768_000

  /// Reads up to the first sample.
  ///
  /// - Throws: `MediaError`; `.unsupported` for codecs other than plain numbers.
  init(_ stream: some ByteStream, name: String) throws {
    let start = try stream.bytes(12)
    guard start.count == 12 else { throw MediaError.truncated(name, format: Self.format) }
    let riffSize = start.withUnsafeBytes { $0.number(at: 4, size: 4, bigEndian: false) } ?? 0
    var position = 12
    var layout: Layout?
    var longByteCount: Int?
    // A file of a gigabyte could hold a hundred million chunks of nothing.
    for _ in 0..<Self.mostChunks {
      let head = try stream.bytes(8)
      guard head.count == 8, let size = head.withUnsafeBytes({ $0.number(at: 4, size: 4, bigEndian: false) }) else {
        throw MediaError.truncated(name, format: Self.format)
      }
      position += 8
      if head.starts(with: "data".utf8) {
        guard let layout else { throw Self.damaged(name, "the samples come before their format") }
        encoding = layout.encoding
        channels = layout.channels
        rate = layout.rate
        byteCount = Self.byteCount(size, long: longByteCount, end: riffSize + 8, position: position)
        return
      }
      let padded = size + size % 2
      let isFormat = head.starts(with: "fmt ".utf8)
      let isLong = head.starts(with: "ds64".utf8)
      let content = isFormat || isLong ? try stream.bytes(min(padded, 40)) : []
      if isFormat {
        layout = try content.withUnsafeBytes { try Layout($0, name: name) }
      } else if isLong {
        longByteCount = content.withUnsafeBytes { $0.number(at: 8, size: 7, bigEndian: false) }
      }
      try stream.skip(padded - content.count)
      position += padded
    }
    throw Self.damaged(name, "no samples among its first \(Self.mostChunks) chunks")
  }

  static let format = "WAV"
  private static let mostChunks = 1000

  private static func damaged(_ name: String, _ detail: String) -> MediaError {
    .damaged(name, format: format, detail: detail)
  }

  /// The length that the data chunk promises, nil where its size is only a placeholder.
  ///
  /// Writers into a pipe leave 0, 0xFFFFFFFF or about 2³¹. A size of 0 is true in a file that was closed properly, whose
  /// RIFF size reaches at least up to here.
  private static func byteCount(_ size: Int, long: Int?, end: Int, position: Int) -> Int? {
    if size == 0xFFFF_FFFF, let long, long > 0 { return long }
    if size >= 0x7FFF_F000 { return nil }
    if size == 0 && (end < position || end >= 0x7FFF_F000) { return nil }
    return size
  }

  /// The content of the chunk `fmt `.
  private struct Layout {
    let encoding: Encoding
    let channels: Int
    let rate: Int

    init(_ bytes: UnsafeRawBufferPointer, name: String) throws {
      func field(_ offset: Int, _ size: Int) throws -> Int {
        guard let value = bytes.number(at: offset, size: size, bigEndian: false) else {
          throw damaged(name, "its format chunk is too short")
        }
        return value
      }
      var tag = try field(0, 2)
      channels = try field(2, 2)
      rate = try field(4, 4)
      let frameBytes = try field(12, 2)
      let bits = try field(14, 2)
      if tag == 0xFFFE {
        tag = try field(24, 2)
        // Format ids of the common kind are a tag with this tail.
        let tail: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        guard bytes.has(tail, at: 26) else {
          throw MediaError.unsupported(name, format: format, detail: "a format id of its own")
        }
      }
      // Samples of odd widths, say 12 bits, fill their bytes from the top.
      switch (tag, (bits + 7) / 8) {
      case (1, 1): encoding = .unsigned8
      case (1, 2): encoding = .signed16
      case (1, 3): encoding = .signed24
      case (1, 4): encoding = .signed32
      case (3, 4): encoding = .float32
      case (3, 8): encoding = .float64
      case (1, _), (3, _): throw MediaError.unsupported(name, format: format, detail: "\(bits) bits a sample")
      default: throw MediaError.unsupported(name, format: format, detail: "codec \(tag)")
      }
      guard channels > 0 else { throw damaged(name, "it has no channels") }
      guard frameBytes == channels * encoding.byteCount else {
        throw damaged(name, "\(frameBytes) bytes for \(channels) samples of \(bits) bits")
      }
      guard rates.contains(rate) else { throw MediaError.rateOutOfRange(name, rate: rate, limits: rates) }
    }
  }
}
