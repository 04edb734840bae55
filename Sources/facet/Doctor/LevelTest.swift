import Foundation
import Media

/// Two seconds from a microphone, of which only the loudness is kept.
enum LevelTest: Sendable, Equatable {
  case heard(SoundLevel)
  case failed(MicrophoneError)

  /// What is listened to, in seconds.
  static let seconds = 2.0

  /// Records, and returns when it is done; a device that gives nothing is given up after some seconds.
  static func run(device: String) async -> LevelTest {
    var options = MicrophoneOptions(device: device)
    options.clipSeconds = seconds
    options.clipLimit = 1
    let (microphone, events) = Microphone.record(options)
    var (samples, error): ([Float], MicrophoneError?) = ([], nil)
    for await event in events {
      switch event {
      case .frames(let frames, _): samples += frames
      case .failed(let failure): error = failure
      case .started, .clip, .interrupted, .ended: break
      }
    }
    withExtendedLifetime(microphone) {}
    if let error { return .failed(error) }
    return .heard(SoundLevel(samples))
  }

  /// What is wrong with it.
  var findings: [DoctorFinding] {
    switch self {
    case .failed(let error): [.advice(Failure(error).sentence)]
    case .heard(let level): level.verdict.advice.map { [.advice($0)] } ?? []
    }
  }
}

/// How loud a piece of sound is, in decibels below the loudest that can be written down (0).
struct SoundLevel: Sendable, Equatable {
  enum Verdict: String, Sendable {
    case silent, faint, good
    case tooLoud = "too loud"
  }

  /// The effective level of the loudest 40 ms; −∞ for silence.
  var loudest: Double
  /// The same of the quietest 40 ms: the noise of the room.
  var quietest: Double
  /// The share of samples at the limit, 0…1.
  var clipped: Double

  /// Measures samples at 16 kHz.
  init(_ samples: [Float]) {
    let frames = stride(from: 0, to: samples.count, by: Waveform.frameLength).map { start -> Double in
      let frame = samples[start..<min(samples.count, start + Waveform.frameLength)]
      let power = frame.reduce(0) { $0 + Double($1) * Double($1) } / Double(frame.count)
      return 10 * log10(power)
    }
    loudest = frames.max() ?? -.infinity
    quietest = frames.min() ?? -.infinity
    clipped = samples.isEmpty ? 0 : Double(samples.count { abs($0) >= 0.999 }) / Double(samples.count)
  }

  /// What it is good for: speech at a usual distance reaches −35 to −10, and a microphone that is switched off stays below −75.
  var verdict: Verdict {
    if clipped > 0.001 { return .tooLoud }
    return loudest < -75 ? .silent : loudest < -45 ? .faint : .good
  }

  /// In words: `−23 dB at its loudest, −61 dB at its quietest: good`.
  var words: String {
    guard loudest.isFinite else { return "nothing at all was heard" }
    return "\(Self.decibels(loudest)) at its loudest, \(Self.decibels(quietest)) at its quietest: \(verdict.rawValue)"
  }

  private static func decibels(_ level: Double) -> String {
    guard level.isFinite else { return "silence" }
    let whole = Int(level.rounded())
    return whole < 0 ? "−\(-whole) dB" : "\(whole) dB"
  }
}

extension SoundLevel.Verdict {
  /// What to do; nil if all is well.
  var advice: String? {
    switch self {
    case .good: nil
    case .silent: "nothing was heard from the microphone; check its switch, and its level with alsamixer"
    case .faint: "the microphone is faint, if somebody spoke while it was tested; raise its level with alsamixer"
    case .tooLoud: "the microphone is too loud, so that sound is cut off; lower its level with alsamixer"
    }
  }
}
