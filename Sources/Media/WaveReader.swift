/// Reads the samples of a WAV stream into a waveform, a block at a time.
struct WaveReader {
  private let stream: any ByteStream
  private let name: String
  private let header: WaveHeader
  private let limits: MediaLimits

  /// Reads the header.
  init(_ stream: some ByteStream, name: String, limits: MediaLimits) throws {
    self.stream = stream
    self.name = name
    self.limits = limits
    header = try WaveHeader(stream, name: name)
  }

  /// Reads all samples, averages the channels and brings them to 16,000 a second.
  ///
  /// - Throws: `MediaError` when there are none, too many, or fewer than the header promised. In a stream of unknown length
  ///   the last incomplete frame is left out.
  func waveform() throws -> Waveform {
    let frameBytes = header.frameBytes
    let frameLimit = Int(limits.seconds * Double(header.rate))
    if let byteCount = header.byteCount, byteCount / frameBytes > frameLimit { throw tooLong }
    // Its filter takes longer to make than a damaged file to refuse: not before there are samples.
    var resampler: Resampler?
    var samples: [Float] = []
    let blockFrames = max(1, (1 << 16) / frameBytes)
    var mono = [Float](repeating: 0, count: blockFrames)
    var frames = 0
    var bytes = 0
    try withUnsafeTemporaryAllocation(byteCount: blockFrames * frameBytes, alignment: 8) { block in
      while true {
        let wanted = min(block.count, (header.byteCount ?? .max) - bytes)
        let count = try stream.fill(UnsafeMutableRawBufferPointer(rebasing: block[..<wanted]))
        bytes += count
        if let byteCount = header.byteCount, count < wanted {
          throw MediaError.soundCutShort(name, promised: byteCount, present: bytes)
        }
        let complete = count / frameBytes
        frames += complete
        if frames > frameLimit { throw tooLong }
        if complete == 0 { break }
        mono.withUnsafeMutableBufferPointer {
          header.average(UnsafeRawBufferPointer(block), frames: complete, into: $0)
        }
        if resampler == nil { resampler = Resampler(from: header.rate) }
        resampler?.append(mono[..<complete], to: &samples)
        if count < block.count { break }
      }
    }
    resampler?.finish(to: &samples)
    guard !samples.isEmpty else { throw MediaError.noSamples(name) }
    return Waveform(samples: samples)
  }

  private var tooLong: MediaError { .tooManySeconds(name, limit: limits.seconds) }
}

extension WaveHeader {
  /// Writes the mean of the channels of each frame, −1…1, to `mono`.
  ///
  /// Samples in floating point may be anything: what is above 1 is cut, what is no number is silence.
  func average(_ bytes: UnsafeRawBufferPointer, frames: Int, into mono: UnsafeMutableBufferPointer<Float>) {
    switch encoding {
    case .unsigned8:
      average(bytes, frames, mono) { bytes, offset in (Float(bytes[offset]) - 128) / 128 }
    case .signed16:
      average(bytes, frames, mono) { bytes, offset in
        Float(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))) / 0x8000
      }
    case .signed24:
      average(bytes, frames, mono) { bytes, offset in
        let high = Int32(Int8(bitPattern: bytes[offset + 2])) << 16
        return Float(high | Int32(bytes[offset + 1]) << 8 | Int32(bytes[offset])) / 0x80_0000
      }
    case .signed32:
      average(bytes, frames, mono) { bytes, offset in
        Float(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))) / 0x8000_0000
      }
    case .float32:
      average(bytes, frames, mono) { bytes, offset in
        let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        return Self.limited(Float(bitPattern: bits))
      }
    case .float64:
      average(bytes, frames, mono) { bytes, offset in
        let bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        return Self.limited(Float(Double(bitPattern: bits)))
      }
    }
  }

  @inline(__always)
  private func average(
    _ bytes: UnsafeRawBufferPointer, _ frames: Int, _ mono: UnsafeMutableBufferPointer<Float>,
    sample: (UnsafeRawBufferPointer, Int) -> Float
  ) {
    let size = encoding.byteCount
    let count = Float(channels)
    var offset = 0
    for frame in 0..<frames {
      var sum: Float = 0
      for _ in 0..<channels {
        sum += sample(bytes, offset)
        offset += size
      }
      mono[frame] = sum / count
    }
  }

  private static func limited(_ value: Float) -> Float {
    value.isNaN ? 0 : max(-1, min(1, value))
  }
}
