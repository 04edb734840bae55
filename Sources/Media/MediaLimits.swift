/// How much of a picture or a sound is accepted, and where helper programs are looked for.
///
/// The limits are checked before memory is allocated for what they limit.
public struct MediaLimits: Sendable, Equatable {
  /// The largest picture file, in bytes.
  public var pictureBytes = 256_000_000
  /// The largest picture, in pixels: above the 108 million of the largest common cameras.
  public var pixels = 128_000_000
  /// The longest side of a picture, in pixels: the tables for resizing grow with it.
  public var side = 1_000_000
  /// The largest sound file, in bytes.
  public var soundBytes = 1_000_000_000
  /// The longest sound, in seconds.
  public var seconds = 3600.0
  /// How long a helper program may work on a picture, in seconds.
  public var pictureProgramSeconds = 30.0
  /// How long a helper program may work on a sound, in seconds.
  public var soundProgramSeconds = 300.0
  /// The folders in which helper programs are looked for, nil for those of the environment's `PATH`.
  public var programFolders: [String]?

  /// The limits of the program.
  public static let standard = MediaLimits()

  /// Creates the standard limits, to be changed one by one.
  public init() {}
}
