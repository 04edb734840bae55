/// A recording from the microphone that is closed.
public struct MicrophoneClip: Sendable, Equatable {
  /// What it is good for.
  public enum Verdict: Sendable, Equatable {
    /// It can be sent.
    case good
    /// It is shorter than `MicrophoneClip.shortest`.
    case tooShort
    /// Nothing was heard in it.
    case silent
  }

  /// Why it was closed.
  public enum Reason: Sendable, Equatable {
    /// Somebody stopped it.
    case stopped
    /// The limit was reached; the next clip follows without a gap.
    case limit
    /// The speaker paused.
    case pause
    /// The device failed.
    case failure
  }

  /// The shortest clip that is kept, in seconds.
  public static let shortest = 0.3

  /// What was heard, in whole steps of 16 bits, so that a WAV file holds exactly this.
  public let waveform: Waveform
  /// What it is good for.
  public let verdict: Verdict
  /// Why it was closed.
  public let reason: Reason

  /// What to say of a clip that is dropped; nil for a good one.
  public var remark: String? {
    switch verdict {
    case .good: nil
    case .tooShort:
      "The recording is shorter than \(Self.shortest) seconds and was dropped; press the key again to stop it."
    case .silent: "Nothing was heard, the recording was dropped; check the microphone's switch and level."
    }
  }
}

/// How to record.
public struct MicrophoneOptions: Sendable, Equatable {
  /// The device, by the name that `Microphone.devices()` gives.
  public var device = "default"
  /// The longest clip in seconds; the model hears 30.
  public var clipSeconds = 30.0
  /// How many clips may follow each other before the recording ends by itself.
  public var clipLimit = 20
  /// Whether a pause after speech ends the recording.
  public var stopsAtPause = false
  /// How long a pause is, in seconds.
  public var pauseSeconds = 1.2

  /// The standard options, to be changed one by one.
  public init(device: String = "default", stopsAtPause: Bool = false) {
    self.device = device
    self.stopsAtPause = stopsAtPause
  }
}

/// What the microphone tells, in order; `ended` is the last.
public enum MicrophoneEvent: Sendable, Equatable {
  /// Sound comes in, at this rate and with so many channels.
  case started(rate: Int, channels: Int)
  /// The next whole frames of 640 samples, and how loud they are at most, 0…1.
  case frames([Float], level: Float)
  /// The clip is closed; after `limit` another one follows.
  case clip(MicrophoneClip)
  /// Sound was lost because the program was too slow or the machine slept; recording goes on.
  case interrupted
  /// The device failed; what was heard before came as a clip.
  case failed(MicrophoneError)
  /// Nothing follows.
  case ended
}
