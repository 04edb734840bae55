/// Reads sounds: WAV by itself, everything else that `ffmpeg` knows when it is installed.
///
/// ```swift
/// let waveform = try SoundReader.read(path: "question.wav")
/// let softTokens = waveform.frameCount
/// ```
public enum SoundReader {
  /// Reads the sound file at `path`.
  ///
  /// - Throws: `MediaError`.
  public static func read(path: String, limits: MediaLimits = .standard) throws -> Waveform {
    try read(OpenFile(path: path, for: .sound, limit: limits.soundBytes), limits: limits)
  }

  /// Reads a sound from memory; messages call it `name`.
  ///
  /// - Throws: `MediaError`.
  public static func read(
    _ bytes: UnsafeRawBufferPointer, name: String, limits: MediaLimits = .standard
  ) throws -> Waveform {
    guard !bytes.isEmpty else { throw MediaError.empty(name, .sound) }
    guard bytes.count <= limits.soundBytes else {
      throw MediaError.tooManyBytes(name, .sound, bytes: bytes.count, limit: limits.soundBytes)
    }
    return try read(MemoryBytes(name: name, bytes: bytes), limits: limits)
  }

  private static func read(_ source: some ByteSource, limits: MediaLimits) throws -> Waveform {
    switch try SoundFormat(source) {
    case .wave:
      do {
        return try WaveReader(SourceStream(source), name: source.name, limits: limits).waveform()
      } catch MediaError.unsupported {
        // Telephone and compressed codecs in a WAV file.
        return try decode(source, format: WaveHeader.format, demuxer: "wav", limits: limits)
      }
    case .program(let format, let demuxer):
      return try decode(source, format: format, demuxer: demuxer, limits: limits)
    case nil:
      throw MediaError.unknownFormat(source.name, .sound)
    }
  }

  private static func decode(
    _ source: some ByteSource, format: String, demuxer: String, limits: MediaLimits
  ) throws -> Waveform {
    try FFmpeg(limits).wave(of: source, format: format, demuxer: demuxer) { stream in
      try WaveReader(stream, name: source.name, limits: limits).waveform()
    }
  }
}
