import Foundation

extension MediaError: CustomStringConvertible {
  /// One sentence that names the file, says what is wrong and, where something helps, what to do.
  public var description: String {
    switch self {
    case .missing(let name):
      "There is no file '\(name)'; check the path."
    case .unreadable(let name, let errorNumber):
      "'\(name)' cannot be read: \(Self.words(for: errorNumber))."
    case .notWritten(let name, let errorNumber):
      "'\(name)' cannot be written: \(Self.words(for: errorNumber)); check the folder and the room on the disk."
    case .notAFile(let name, let kind):
      "'\(name)' is \(kind.words), not a file; name a file."
    case .empty(let name, let purpose):
      "'\(name)' is empty: it holds no \(purpose.word)."
    case .tooManyBytes(let name, let purpose, let bytes, let limit):
      "'\(name)' has \(Self.megabytes(bytes)) MB, more than the \(Self.megabytes(limit)) MB that are read for a "
        + "\(purpose.word); make it smaller."
    case .unknownFormat(let name, .picture):
      "'\(name)' is not a picture in a known format; convert it to PNG, JPEG or WebP."
    case .unknownFormat(let name, .sound):
      "'\(name)' is not a sound in a known format; convert it to WAV, FLAC, MP3 or Ogg."
    case .truncated(let name, let format):
      "'\(name)' is cut short: its \(format) data end too early; get the whole file."
    case .damaged(let name, let format, let detail):
      "'\(name)' is damaged: its \(format) data are not valid\(Self.parenthesis(detail)); get a good copy."
    case .unsupported(let name, let format, let detail):
      "'\(name)' is a kind of \(format) that is not supported\(Self.parenthesis(detail)); convert it to another format."
    case .noMemory(let name):
      "There is not enough memory to read '\(name)'; close other programs or make it smaller."
    case .noPixels(let name):
      "'\(name)' is a picture of 0 pixels; there is nothing to look at."
    case .tooManyPixels(let name, let width, let height, let limit):
      "'\(name)' is \(width) × \(height) pixels, more than the \(limit / 1_000_000) million that are read; make it smaller."
    case .sideTooLong(let name, let width, let height, let limit):
      "'\(name)' is \(width) × \(height) pixels; no side may have more than \(limit), so cut it into pieces."
    case .wrongPixelCount(let width, let height, let bytes):
      "\(bytes) bytes do not make a picture of \(width) × \(height) pixels with three bytes each."
    case .budgetOutOfRange(let budget, let limit):
      "A picture cannot take \(budget) soft tokens; choose 1 to \(limit), usually 70, 140, 280, 560 or 1120."
    case .patchSizeOutOfRange(let size, let limit):
      "The projector asks for patches of \(size) × \(size) pixels; 1 to \(limit) are possible, so get another projector."
    case .noSamples(let name):
      "'\(name)' holds no sound: its length is 0; record it again."
    case .soundCutShort(let name, let promised, let present):
      "'\(name)' is cut short: it promises \(promised) bytes of sound and has \(present); get the whole file."
    case .rateOutOfRange(let name, let rate, let limits):
      "'\(name)' has \(rate) samples a second; \(limits.lowerBound) to \(limits.upperBound) can be read, so convert it to 16000."
    case .tooManySeconds(let name, let limit):
      "'\(name)' lasts longer than the \(Self.duration(limit)) that are read; cut it into shorter files."
    case .programMissing(let name, let format, let program):
      "'\(name)' is \(format): reading it needs \(program), install it with: sudo apt install \(program)"
    case .programFailed(let name, let format, let program, let detail):
      "'\(name)' could not be read as \(format): \(program) gave up\(Self.parenthesis(detail)); get a good copy or convert it."
    case .programTooSlow(let name, let format, let program, let seconds):
      "'\(name)' could not be read as \(format): \(program) took longer than \(Self.duration(seconds)); convert it first."
    }
  }

  private static func words(for errorNumber: Int32) -> String {
    switch errorNumber {
    case EACCES, EPERM: "permission denied; change its permissions"
    case ENAMETOOLONG: "the name is too long"
    case ELOOP: "its links go in a circle"
    default: String(cString: strerror(errorNumber))
    }
  }

  private static func parenthesis(_ detail: String) -> String {
    detail.isEmpty ? "" : " (\(detail))"
  }

  /// Whole megabytes, rounded up so that a number just over a limit never reads as the limit.
  private static func megabytes(_ bytes: Int) -> Int {
    bytes / 1_000_000 + (bytes % 1_000_000 == 0 ? 0 : 1)
  }

  private static func duration(_ seconds: Double) -> String {
    if seconds >= 120, seconds.truncatingRemainder(dividingBy: 60) == 0 { return "\(Int(seconds / 60)) minutes" }
    return seconds == seconds.rounded() ? "\(Int(seconds)) seconds" : "\(seconds) seconds"
  }
}

extension MediaError.FileKind {
  fileprivate var words: String {
    switch self {
    case .folder: "a folder"
    case .pipe: "a pipe"
    case .device: "a device"
    case .socket: "a socket"
    case .other: "something special"
    }
  }
}

extension MediaError.Purpose {
  fileprivate var word: String {
    switch self {
    case .picture: "picture"
    case .sound: "sound"
    }
  }
}
