/// A recording as the model hears it: one channel, 16,000 samples a second, −1…1.
public struct Waveform: Sendable, Equatable {
  /// Samples in a second.
  public static let rate = 16_000
  /// Samples that become one soft token: 40 ms.
  public static let frameLength = 640

  /// The samples.
  public let samples: [Float]

  /// Takes samples at 16,000 a second.
  public init(samples: [Float]) {
    self.samples = samples
  }

  /// How long it lasts.
  public var seconds: Double { Double(samples.count) / Double(Self.rate) }

  /// How many frames, and so soft tokens, it makes.
  public var frameCount: Int { (samples.count + Self.frameLength - 1) / Self.frameLength }

  /// The samples as `[frameCount, 640]`, the last frame filled up with silence.
  public func frames() -> [Float] {
    samples + repeatElement(0, count: frameCount * Self.frameLength - samples.count)
  }

  /// Cuts a recording that is longer than a clip may be, each time at the quietest place in the last third of what is allowed.
  ///
  /// The clips one after the other are the recording. Every cut lies between two frames and depends only on the samples before the
  /// allowed length's end: so the clips of a growing recording stay as they are.
  /// - Parameter maximumSeconds: how long a clip may be, at least three frames; 30 seconds make the 750 soft tokens that the
  ///   model was trained on.
  public func clips(maximumSeconds: Double = 30) -> [Waveform] {
    let longest = max(3, Int(min(maximumSeconds, 1e9) * Double(Self.rate) / Double(Self.frameLength)))
    var clips: [Waveform] = []
    var start = 0
    while samples.count - start > longest * Self.frameLength {
      let end = start + Self.cut(samples[start..<start + longest * Self.frameLength]) * Self.frameLength
      clips.append(Waveform(samples: Array(samples[start..<end])))
      start = end
    }
    clips.append(start == 0 ? self : Waveform(samples: Array(samples[start...])))
    return clips
  }

  /// The frame before which the first clip of `samples`, whole frames, ends: where the 200 ms around the cut have the least
  /// energy, the last such place of equals.
  private static func cut(_ samples: ArraySlice<Float>) -> Int {
    let frames = samples.count / frameLength
    let reach = 5  // half frames on either side
    let half = frameLength / 2
    let first = frames - frames / 3
    let energies = (0..<frames * 2).map { index in
      let begin = samples.startIndex + index * half
      return samples[begin..<begin + half].reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    func energy(around frame: Int) -> Double {
      let near = energies[max(0, frame * 2 - reach)..<min(energies.count, frame * 2 + reach)]
      return near.reduce(0, +) / Double(near.count)
    }
    var best = frames
    var least = energy(around: frames)
    for frame in stride(from: frames - 1, through: max(1, first), by: -1) {
      let here = energy(around: frame)
      if here < least { (best, least) = (frame, here) }
    }
    return best
  }
}
