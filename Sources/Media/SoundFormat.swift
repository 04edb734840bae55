/// A sound format, recognised by its first bytes and never by a file's name.
enum SoundFormat: Equatable {
  case wave
  /// A format that `ffmpeg` decodes: what people call it, and the name of ffmpeg's reader for it.
  case program(name: String, demuxer: String)

  init?(_ source: some ByteSource) throws {
    let head = try source.bytes(at: 0, count: Self.headLength)
    if let format = head.withUnsafeBytes(Self.init) {
      self = format
      return
    }
    // Titles and cover art may stand before the sound: "ID3", version, flags, length in four times seven bits.
    guard head.count >= 10, head.starts(with: [0x49, 0x44, 0x33]) else { return nil }
    let tagLength = head[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
    let body = try source.bytes(at: 10 + tagLength, count: Self.headLength)
    self = body.withUnsafeBytes(Self.init) ?? .program(name: "MP3", demuxer: "mp3")
  }

  private static let headLength = 64

  private init?(_ bytes: UnsafeRawBufferPointer) {
    if bytes.has("WAVE", at: 8), bytes.has("RIFF") || bytes.has("RF64") || bytes.has("BW64") {
      self = .wave
    } else if let (name, demuxer) = Self.programFormat(bytes) {
      self = .program(name: name, demuxer: demuxer)
    } else {
      return nil
    }
  }

  private static func programFormat(_ bytes: UnsafeRawBufferPointer) -> (name: String, demuxer: String)? {
    if bytes.has("fLaC") { return ("FLAC", "flac") }
    if bytes.has("OggS") { return ("Ogg", "ogg") }
    if bytes.has("ftyp", at: 4) { return ("MPEG-4", "mov") }
    if bytes.has([0x1A, 0x45, 0xDF, 0xA3]) { return ("Matroska or WebM", "matroska") }
    if bytes.has("FORM"), bytes.has("AIFF", at: 8) || bytes.has("AIFC", at: 8) { return ("AIFF", "aiff") }
    if bytes.has("RIFX"), bytes.has("WAVE", at: 8) { return ("WAV", "wav") }
    if bytes.has("riff"), bytes.has("wave", at: 24) { return ("Wave64", "w64") }
    if bytes.has("caff") { return ("Core Audio", "caf") }
    if bytes.has(".snd") { return ("AU", "au") }
    if bytes.has("#!AMR") { return ("AMR", "amr") }
    if bytes.has("wvpk") { return ("WavPack", "wv") }
    if bytes.has("MAC ") { return ("Monkey's Audio", "ape") }
    if bytes.has("TTA1") { return ("True Audio", "tta") }
    if bytes.has([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) { return ("Windows Media", "asf") }
    return frames(bytes)
  }

  /// Streams of bare frames: eleven set bits, then the MPEG version and the layer (0 for AAC).
  private static func frames(_ bytes: UnsafeRawBufferPointer) -> (name: String, demuxer: String)? {
    if bytes.has([0x0B, 0x77]) { return ("AC-3", "ac3") }
    guard bytes.byte(at: 0) == 0xFF, let second = bytes.byte(at: 1), let third = bytes.byte(at: 2) else { return nil }
    if second & 0xF6 == 0xF0 { return ("AAC", "aac") }
    let isReserved = second & 0x18 == 0x08 || second & 0x06 == 0 || third & 0xF0 == 0xF0 || third & 0x0C == 0x0C
    return second & 0xE0 == 0xE0 && !isReserved ? ("MP3", "mp3") : nil
  }
}
