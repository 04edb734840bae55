import Foundation

/// The low-pass filter of the resampler as a table: one row of `taps` weights for each place between two input samples.
///
/// A windowed sinc, `sinc(c·x) · kaiser(x / 82)`, x in samples of the lower of the two rates. It passes up to 0.925 of that
/// rate's half (7.4 kHz of 8) and is 90 dB down from the half on, so that nothing folds back: by Kaiser's formula 96 dB over a
/// transition of 0.075 need 164 weights.
///
/// ```
/// rows[phase][tap] = weight of input sample  base − taps/2 + 1 + tap  for an output at  base + phase / phases
/// ```
struct ResamplingFilter {
  /// Weights in a row, a multiple of 16.
  let taps: Int
  /// Places between two input samples; the table has one row more, for the next sample itself.
  let phases: Int
  /// `[phases + 1, taps]`, each row with the sum 1.
  let rows: [Float]

  private static let halfWidth = 82.0
  private static let cutoff = 0.9625
  private static let beta = 0.1102 * (96 - 8.7)
  private static let stepsPerSample = 2048

  /// The filter for `phases` places, its width `stretch` ≥ 1 times that of equal rates.
  init(phases: Int, stretch: Double) {
    let half = (Int((Self.halfWidth * stretch).rounded(.up)) + 7) / 8 * 8
    let taps = half * 2
    self.phases = phases
    self.taps = taps
    rows = [Float](unsafeUninitializedCapacity: (phases + 1) * taps) { rows, initialized in
      Self.shape.withUnsafeBufferPointer { shape in
        // A row is the mirror image of the one as far from the other end.
        for phase in 0...phases / 2 {
          let row = UnsafeMutableBufferPointer(rebasing: rows[phase * taps..<(phase + 1) * taps])
          Self.fill(row, at: Double(phase) / Double(phases), half: half, stretch: stretch, shape: shape)
          let mirror = (phases - phase + 1) * taps - 1
          for tap in 0..<taps { rows[mirror &- tap] = row[tap] }
        }
      }
      initialized = (phases + 1) * taps
    }
  }

  private static func fill(
    _ row: UnsafeMutableBufferPointer<Float>, at place: Double, half: Int, stretch: Double,
    shape: UnsafeBufferPointer<Double>
  ) {
    let scale = Double(stepsPerSample) / stretch
    let last = shape.count - 1
    var sum = 0.0
    for tap in 0..<row.count {
      let position = abs(Double(tap - half + 1) - place) * scale
      let step = Int(position)
      var weight = 0.0
      if step < last { weight = shape[step] + (shape[step + 1] - shape[step]) * (position - Double(step)) }
      sum += weight
      row[tap] = Float(weight)
    }
    let share = Float(1 / sum)
    for tap in 0..<row.count { row[tap] *= share }
  }

  /// The right half of the filter; between its steps a straight line is 130 dB exact.
  private static let shape: [Double] = {
    let steps = Int(halfWidth) * stepsPerSample
    return (0...steps).map { step in
      let x = Double(step) / Double(stepsPerSample)
      let edge = x / halfWidth
      let window = bessel(beta * (max(0, 1 - edge * edge)).squareRoot()) / bessel(beta)
      let angle = Double.pi * cutoff * x
      return window * (angle == 0 ? 1 : sin(angle) / angle)
    }
  }()

  /// The modified Bessel function of the first kind and order zero, by its power series.
  private static func bessel(_ x: Double) -> Double {
    var sum = 1.0
    var term = 1.0
    var index = 1.0
    while term > sum * 1e-17 {
      term *= (x / 2 / index) * (x / 2 / index)
      sum += term
      index += 1
    }
    return sum
  }
}
