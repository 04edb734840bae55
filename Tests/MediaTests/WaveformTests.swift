import Foundation
import Testing

@testable import Media

@Suite struct WaveformTests {
  @Test func framesAreFilledUpWithSilence() {
    for (count, frames) in [(1, 1), (639, 1), (640, 1), (641, 2), (16_000, 25)] {
      let waveform = Waveform(samples: [Float](repeating: 0.5, count: count))
      #expect(waveform.frameCount == frames)
      #expect(waveform.frames() == waveform.samples + [Float](repeating: 0, count: frames * 640 - count))
    }
    #expect(Waveform(samples: []).frames().isEmpty)
  }

  /// Noise with silence of 0.3 s around the given seconds.
  static func speech(seconds: Double, pauses: [Double]) -> Waveform {
    var random = SeededNumbers(seed: 9)
    var samples = (0..<Int(seconds * 16_000)).map { _ in Float.random(in: -0.5...0.5, using: &random) }
    for pause in pauses {
      for index in Int((pause - 0.15) * 16_000)..<min(samples.count, Int((pause + 0.15) * 16_000)) {
        samples[index] *= 0.01
      }
    }
    return Waveform(samples: samples)
  }

  @Test func shortRecordingsStayWhole() {
    let waveform = Self.speech(seconds: 2, pauses: [])
    #expect(waveform.clips(maximumSeconds: 2) == [waveform])
    #expect(waveform.clips() == [waveform])
    #expect(Waveform(samples: []).clips() == [Waveform(samples: [])])
  }

  @Test func cutsAtPausesInTheLastThird() {
    let waveform = Self.speech(seconds: 9.5, pauses: [1.5, 2.4, 5.1, 6.0, 7.7])
    let clips = waveform.clips(maximumSeconds: 3)
    #expect(clips.flatMap(\.samples) == waveform.samples)
    #expect(clips.allSatisfy { $0.seconds <= 3 && !$0.samples.isEmpty })
    #expect(clips.dropLast().allSatisfy { $0.samples.count % 640 == 0 })
    var cut = 0.0
    let cuts = clips.dropLast().map { clip in
      cut += clip.seconds
      return cut
    }
    #expect(cuts.count == 3)
    for (place, pause) in zip(cuts, [2.4, 5.1, 7.7]) { #expect(abs(place - pause) < 0.1) }
  }

  @Test func withoutAPauseClipsAreAsLongAsTheyMayBe() {
    let waveform = Waveform(samples: [Float](repeating: 0.25, count: 16_000 * 7))
    #expect(waveform.clips(maximumSeconds: 3).map(\.seconds) == [3, 3, 1])
  }

  @Test func earlierClipsOfAGrowingRecordingStay() {
    let whole = Self.speech(seconds: 10, pauses: [2.2, 4.9, 7.3])
    let clips = whole.clips(maximumSeconds: 3)
    for seconds in [3.5, 5, 6.5, 8, 9.5] {
      let part = Waveform(samples: Array(whole.samples[..<Int(seconds * 16_000)])).clips(maximumSeconds: 3)
      #expect(part.dropLast().elementsEqual(clips.prefix(part.count - 1)))
    }
  }

  @Test func oddLimitsStillCut() {
    let waveform = Self.speech(seconds: 1, pauses: [])
    for limit in [-1, 0, 0.001, 0.12, 0.999, .infinity, 1e300] {
      let clips = waveform.clips(maximumSeconds: limit)
      #expect(clips.flatMap(\.samples) == waveform.samples)
    }
  }
}
