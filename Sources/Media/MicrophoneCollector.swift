import Foundation

/// Makes clips of sound that comes in: frames of 640 samples, their level, the limit, pauses.
///
/// It knows no device and no clock; time is counted in samples.
struct MicrophoneCollector {
  private let options: MicrophoneOptions
  private let limit: Int
  private var clip: [Float] = []
  /// How much of the clip was handed over.
  private var handed = 0
  private var clipCount = 0
  private var voice = VoiceDetector()
  /// Whether nothing more is taken.
  private(set) var isFinished = false

  init(_ options: MicrophoneOptions) {
    self.options = options
    let frames = max(1, Int(min(options.clipSeconds, 3600) * Double(Waveform.rate) / Double(Waveform.frameLength)))
    limit = frames * Waveform.frameLength
    clip.reserveCapacity(min(limit, 30 * Waveform.rate))
  }

  /// Takes samples at 16 kHz and gives what they lead to.
  mutating func append(_ samples: [Float]) -> [MicrophoneEvent] {
    var events: [MicrophoneEvent] = []
    var rest = samples[...]
    while !rest.isEmpty, !isFinished {
      let taken = rest.prefix(limit - clip.count)
      rest = rest.dropFirst(taken.count)
      clip += taken.lazy.map(Self.step)
      let paused = handOver(to: &events)
      if clip.count == limit {
        clipCount += 1
        isFinished = clipCount >= max(1, options.clipLimit)
        close(.limit, to: &events)
      } else if paused {
        isFinished = true
        close(.pause, to: &events)
      }
    }
    return events
  }

  /// Closes the clip.
  mutating func finish(_ reason: MicrophoneClip.Reason) -> [MicrophoneEvent] {
    guard !isFinished else { return [] }
    isFinished = true
    // Nothing since the last clip's limit: an empty clip would only be reported as too short.
    if clip.isEmpty, clipCount > 0 { return [] }
    var events: [MicrophoneEvent] = []
    close(reason, to: &events)
    return events
  }

  /// The nearest value that 16 bits can hold.
  private static func step(_ value: Float) -> Float {
    max(-32768, min(32767, (value * 32768).rounded())) / 32768
  }

  /// Hands over whole frames; true when they end a pause that ends the recording.
  private mutating func handOver(to events: inout [MicrophoneEvent]) -> Bool {
    let end = clip.count / Waveform.frameLength * Waveform.frameLength
    guard end > handed else { return false }
    var loudest: Float = 0
    for start in stride(from: handed, to: end, by: Waveform.frameLength) {
      let energy = clip[start..<start + Waveform.frameLength].reduce(0) { $0 + $1 * $1 }
      let decibels = 10 * log10(max(1e-10, energy / Float(Waveform.frameLength)))
      voice.append(decibels)
      loudest = max(loudest, max(0, min(1, (decibels + 60) / 60)))
    }
    events.append(.frames(Array(clip[handed..<end]), level: loudest))
    handed = end
    return options.stopsAtPause && voice.hasPaused(seconds: options.pauseSeconds)
  }

  private mutating func close(_ reason: MicrophoneClip.Reason, to events: inout [MicrophoneEvent]) {
    let waveform = Waveform(samples: clip)
    let isShort = waveform.seconds < MicrophoneClip.shortest
    let verdict: MicrophoneClip.Verdict = isShort ? .tooShort : voice.isSilent ? .silent : .good
    events.append(.clip(MicrophoneClip(waveform: waveform, verdict: verdict, reason: reason)))
    clip.removeAll(keepingCapacity: true)
    handed = 0
    voice.startClip()
  }
}

/// Tells speech from the room's noise by the energy of frames of 40 ms against a running floor.
struct VoiceDetector {
  /// The energy that the room has without speech, in decibels below full scale.
  private var floor: Float = -45
  private var loudest: Float = -100
  private var voicedFrames = 0
  private var quietFrames = 0

  private static let framesPerSecond = Double(Waveform.rate) / Double(Waveform.frameLength)

  /// Takes the energy of the next frame.
  mutating func append(_ decibels: Float) {
    loudest = max(loudest, decibels)
    // Down at once, up slowly (3 dB a second): words pass, a fan that starts is the floor after a while.
    floor = min(max(decibels, -90), floor + 0.12)
    if decibels > max(floor + 9, -55) {
      voicedFrames += 1
      quietFrames = 0
    } else {
      quietFrames += 1
    }
  }

  /// Whether something was said, and then nothing for so long.
  func hasPaused(seconds: Double) -> Bool {
    voicedFrames >= 6 && Double(quietFrames) >= seconds * Self.framesPerSecond
  }

  /// Whether the clip holds nothing louder than what microphones give by themselves, or only the room's noise.
  var isSilent: Bool { loudest < -60 || (loudest < -40 && loudest < floor + 6) }

  /// The next clip starts; the room stays the same.
  mutating func startClip() {
    loudest = -100
  }
}
