import Foundation
import Testing

@testable import Media

@Suite struct ResamplerTests {
  static let rates = [
    1_000, 8_000, 11_025, 12_000, 16_001, 22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 96_000, 192_000,
  ]

  static func sine(_ frequency: Double, rate: Int, count: Int) -> [Float] {
    let step = 2 * Double.pi * frequency / Double(rate)
    return [Float](unsafeUninitializedCapacity: count) { samples, initialized in
      for index in 0..<count { samples[index] = Float(0.5 * sin(step * Double(index) + 0.3)) }
      initialized = count
    }
  }

  static func resample(_ samples: [Float], rate: Int, block: Int = .max) -> [Float] {
    var resampler = Resampler(from: rate)
    var output: [Float] = []
    for start in stride(from: 0, to: samples.count, by: min(block, max(1, samples.count))) {
      resampler.append(samples[start..<start + min(block, samples.count - start)], to: &output)
    }
    resampler.finish(to: &output)
    return output
  }

  /// The greatest of the values in the middle, where the filter sees no edge.
  static func peak(_ values: [Float], margin: Int) -> Float {
    values.dropFirst(margin).dropLast(margin).reduce(0) { max($0, abs($1)) }
  }

  /// Passes up to 0.92 of the lower rate's half, without ripple, without delay, without images above it.
  @Test(arguments: rates) func passesWhatBothRatesCanHold(rate: Int) {
    let lower = min(rate, Resampler.rate)
    for part in [0.01, 0.3, 0.61, 0.92] {
      let frequency = part * Double(lower) / 2
      let count = rate * 2000 / lower
      let output = Self.resample(Self.sine(frequency, rate: rate, count: count), rate: rate)
      let expected = Self.sine(frequency, rate: Resampler.rate, count: output.count)
      let margin = 100 * Resampler.rate / lower
      let error = Self.peak(zip(output, expected).map { $0 - $1 }, margin: margin)
      #expect(error < 0.5 * 1e-4, "\(frequency) Hz at \(rate): \(error)")
    }
  }

  /// What is above 8 kHz must not fold back into speech: 80 dB less than it was.
  @Test(arguments: [22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 96_000, 192_000, 768_000])
  func stopsWhatFoldsBack(rate: Int) {
    for part in [0.0, 0.1, 0.45, 0.99] {
      let frequency = 8_010 + part * (Double(rate) / 2 - 8_020)
      let output = Self.resample(Self.sine(frequency, rate: rate, count: rate / 10), rate: rate)
      let peak = Self.peak(output, margin: 150)
      #expect(peak < 0.5 * 1e-4, "\(frequency) Hz at \(rate): \(peak)")
    }
  }

  @Test func sixteenKilohertzIsUntouched() {
    let samples = (0..<1000).map { Float(sin(Double($0 * $0))) }
    #expect(Self.resample(samples, rate: 16_000, block: 77) == samples)
  }

  @Test(arguments: rates + [7_919, 767_999, 768_000])
  func lengthIsRounded(rate: Int) {
    for count in [1, 2, 47, 48, 1000, 4321] {
      let length = Self.resample([Float](repeating: 0.1, count: count), rate: rate).count
      #expect(length == Int((Double(count * 16_000) / Double(rate)).rounded()), "\(count) at \(rate)")
    }
    #expect(Self.resample([], rate: rate).isEmpty)
  }

  @Test(arguments: [8_000, 44_100, 44_101, 48_000]) func blocksMakeNoDifference(rate: Int) {
    var random = SeededNumbers(seed: 5)
    let samples = (0..<5000).map { _ in Float.random(in: -1...1, using: &random) }
    let whole = Self.resample(samples, rate: rate)
    for block in [1, 7, 640, 4999] { #expect(Self.resample(samples, rate: rate, block: block) == whole) }
    #expect(whole.allSatisfy { abs($0) <= 1 })
  }

  @Test func aClickStaysWhereItWas() throws {
    for rate in [8_000, 44_100, 48_000, 192_000] {
      var samples = [Float](repeating: 0, count: rate)
      samples[rate / 2] = 1
      let output = Self.resample(samples, rate: rate)
      #expect(output.indices.max { output[$0] < output[$1] } == 8_000)
    }
  }
}
