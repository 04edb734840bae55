/// A picture format, recognised by its first bytes and never by a file's name.
enum PictureFormat: Equatable {
  case png
  case jpeg
  case webp
  /// A format that `ffmpeg` decodes: what people call it, and the name of ffmpeg's reader for it.
  case program(name: String, demuxer: String)

  init?(_ bytes: UnsafeRawBufferPointer) {
    if bytes.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.has([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.has("RIFF"), bytes.has("WEBP", at: 8) {
      self = .webp
    } else if let (name, demuxer) = Self.programFormat(bytes) {
      self = .program(name: name, demuxer: demuxer)
    } else {
      return nil
    }
  }

  /// What messages call the format.
  var name: String {
    switch self {
    case .png: "PNG"
    case .jpeg: "JPEG"
    case .webp: "WebP"
    case .program(let name, _): name
    }
  }

  private static func programFormat(_ bytes: UnsafeRawBufferPointer) -> (name: String, demuxer: String)? {
    if bytes.has("GIF87a") || bytes.has("GIF89a") { return ("GIF", "gif") }
    if isBitmap(bytes) { return ("BMP", "bmp_pipe") }
    if bytes.has([0x49, 0x49, 42, 0]) || bytes.has([0x4D, 0x4D, 0, 42]) { return ("TIFF", "tiff_pipe") }
    if bytes.has("8BPS") { return ("Photoshop", "psd_pipe") }
    if bytes.has("qoif") { return ("QOI", "qoi_pipe") }
    if bytes.has([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) || bytes.has([0xFF, 0x4F, 0xFF, 0x51]) {
      return ("JPEG 2000", "j2k_pipe")
    }
    if bytes.has([0xFF, 0x0A]) || bytes.has([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20]) {
      return ("JPEG XL", "jpegxl_pipe")
    }
    if bytes.has("ftypavif", at: 4) || bytes.has("ftypavis", at: 4) { return ("AVIF", "mov") }
    if bytes.has("ftyphei", at: 4) || bytes.has("ftyphev", at: 4) || bytes.has("ftypmif1", at: 4) {
      return ("HEIF", "mov")
    }
    return portableMap(bytes)
  }

  /// Two letters are not enough to know a bitmap from a text: its header's size has only a few values.
  private static func isBitmap(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.has("BM"), let headerSize = bytes.number(at: 14, size: 4, bigEndian: false) else { return false }
    return [12, 40, 52, 56, 64, 108, 124].contains(headerSize)
  }

  /// PBM, PGM and PPM (P1 to P6) and PAM (P7).
  private static func portableMap(_ bytes: UnsafeRawBufferPointer) -> (name: String, demuxer: String)? {
    let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
    guard bytes.has("P"), let kind = bytes.byte(at: 1), let blank = bytes.byte(at: 2), blanks.contains(blank) else {
      return nil
    }
    switch kind {
    case 0x31, 0x34: return ("PBM", "pbm_pipe")
    case 0x32, 0x35: return ("PGM", "pgm_pipe")
    case 0x33, 0x36: return ("PPM", "ppm_pipe")
    case 0x37: return ("PAM", "pam_pipe")
    default: return nil
    }
  }
}
