import Foundation

/// `ffmpeg` as the reader of everything without a reader here.
///
/// It gets the file as its standard input and opens it again by `/dev/fd/0`: so the name cannot be taken for an option, the
/// file cannot be exchanged meanwhile, and unlike in a pipe it can go back and forth, which recordings of telephones
/// (the index of an MPEG-4 file stands at its end) need. The reader is named and not guessed by ffmpeg, and only files may be
/// opened: a playlist in disguise reaches neither the network nor another file.
struct FFmpeg {
  private static let program = "ffmpeg"
  private let limits: MediaLimits

  init(_ limits: MediaLimits) {
    self.limits = limits
  }

  /// The first picture in `source`; that of a TIFF file is not turned.
  func picture(of source: some ByteSource, format: String, demuxer: String) throws -> PixelImage {
    let largest = limits.pixels * 4 + (1 << 20)
    // The orientation in a TIFF file is applied by the caller, as old versions of ffmpeg do not; in others it is ffmpeg's.
    let turning = demuxer == "tiff_pipe" ? ["-noautorotate"] : []
    let arguments =
      turning + [
        "-threads", "1", "-max_pixels", "\(limits.pixels)", "-f", demuxer, "-i", "file:/dev/fd/0",
        "-map", "0:v:0", "-frames:v", "1", "-c:v", "png", "-pix_fmt", "rgba", "-compression_level", "1",
        "-f", "image2pipe", "pipe:1",
      ]
    return try run(source, format: format, arguments, seconds: limits.pictureProgramSeconds) { stream in
      guard let png = try stream.rest(limit: largest) else {
        throw MediaError.tooManyBytes(source.name, .picture, bytes: largest + 1, limit: largest)
      }
      return try png.withUnsafeBytes { try PictureCodec.png.image($0, name: source.name, limits: limits) }
    }
  }

  /// Gives `body` the first sound in `source` as a WAV stream in floating point, at its own rate and with its own channels:
  /// so one resampler and one rule for channels make all sounds, whatever file they come from.
  func wave<Result>(
    of source: some ByteSource, format: String, demuxer: String, body: (any ByteStream) throws -> Result
  ) throws -> Result {
    let arguments = [
      "-f", demuxer, "-i", "file:/dev/fd/0", "-map", "0:a:0", "-t", "\(limits.seconds + 1)",
      "-c:a", "pcm_f32le", "-f", "wav", "pipe:1",
    ]
    return try run(source, format: format, arguments, seconds: limits.soundProgramSeconds, body: body)
  }

  private func run<Result>(
    _ source: some ByteSource, format: String, _ arguments: [String], seconds: Double,
    body: (any ByteStream) throws -> Result
  ) throws -> Result {
    let name = source.name
    guard let executable = ProgramPath.find(Self.program, in: limits.programFolders) else {
      throw MediaError.programMissing(name, format: format, program: Self.program)
    }
    let guards =
      ["-hide_banner", "-nostdin", "-loglevel", "error", "-max_alloc", "1073741824", "-protocol_whitelist", "file"]
    do {
      return try source.withDescriptor { descriptor in
        let program = try ExternalProgram(
          executable, arguments: guards + arguments, input: descriptor, seconds: seconds)
        do {
          let result = try body(program)
          try program.finish()
          return result
        } catch let error as MediaError where error.blamesContent {
          // The program's output is at fault, and the program's own words say why.
          try program.finish()
          throw ExternalProgram.Problem.failed(program.firstMessage)
        }
      }
    } catch ExternalProgram.Problem.tooSlow {
      throw MediaError.programTooSlow(name, format: format, program: Self.program, seconds: seconds)
    } catch ExternalProgram.Problem.failed(let message) {
      throw MediaError.programFailed(name, format: format, program: Self.program, detail: Self.plain(message))
    } catch ExternalProgram.Problem.notStarted(let errorNumber) {
      let detail = String(cString: strerror(errorNumber))
      throw MediaError.programFailed(name, format: format, program: Self.program, detail: detail)
    }
  }

  /// A message without the address of the speaking part and the name that only this file gave: `[gif @ 0x5562] text`.
  private static func plain(_ message: String) -> String {
    var text = Substring(message)
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") { text = text[end...].dropFirst() }
    for prefix in [" ", "file:/dev/fd/0: "] where text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
    return String(text)
  }
}

extension MediaError {
  /// Whether the error says that the bytes are not what they should be.
  fileprivate var blamesContent: Bool {
    switch self {
    case .truncated, .damaged, .unsupported, .noPixels: true
    default: false
    }
  }
}
