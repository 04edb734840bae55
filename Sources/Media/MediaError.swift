/// What can be wrong with a picture or a sound.
///
/// The first value is the name the user gave, where there is one. The sentence for each case is made in `MediaError+Description.swift`.
public enum MediaError: Error, Equatable, Sendable {
  /// What a path names that is not an ordinary file.
  public enum FileKind: Equatable, Sendable {
    case folder, pipe, device, socket, other
  }

  /// What the file was wanted for.
  public enum Purpose: Equatable, Sendable {
    case picture, sound
  }

  // The file
  case missing(String)
  case unreadable(String, errorNumber: Int32)
  case notWritten(String, errorNumber: Int32)
  case notAFile(String, FileKind)
  case empty(String, Purpose)
  case tooManyBytes(String, Purpose, bytes: Int, limit: Int)
  case unknownFormat(String, Purpose)

  // Its content
  case truncated(String, format: String)
  case damaged(String, format: String, detail: String)
  case unsupported(String, format: String, detail: String)
  case noMemory(String)

  // Pictures
  case noPixels(String)
  case tooManyPixels(String, width: Int, height: Int, limit: Int)
  case sideTooLong(String, width: Int, height: Int, limit: Int)
  case wrongPixelCount(width: Int, height: Int, bytes: Int)
  case budgetOutOfRange(Int, limit: Int)
  case patchSizeOutOfRange(Int, limit: Int)

  // Sounds
  case noSamples(String)
  case soundCutShort(String, promised: Int, present: Int)
  case rateOutOfRange(String, rate: Int, limits: ClosedRange<Int>)
  case tooManySeconds(String, limit: Double)

  // Programs that do the work for formats without a reader here
  case programMissing(String, format: String, program: String)
  case programFailed(String, format: String, program: String, detail: String)
  case programTooSlow(String, format: String, program: String, seconds: Double)
}
