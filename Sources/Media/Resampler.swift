/// Brings a stream of samples to 16,000 a second without delay.
///
/// ```swift
/// var resampler = Resampler(from: 44_100)
/// resampler.append(block, to: &samples)  // as often as blocks come
/// resampler.finish(to: &samples)         // now n · 16000 / 44100 samples, rounded
/// ```
/// Output k is the filtered input at the time k · rate / 16000, kept as whole numbers so that nothing drifts. Common rates have
/// a filter row for each place that occurs (44.1 kHz: 160). For a rate that has thousands of them, up to 512 are kept and a
/// straight line is drawn between the results of two, 105 dB exact. Input at 16 kHz comes out bit for bit.
struct Resampler {
  /// The rate of the output: what the model hears.
  static let rate = 16_000

  // input rate / 16000 as a reduced fraction
  private let numerator: Int
  private let denominator: Int
  private let filter: ResamplingFilter?

  /// Input from the first sample that the next output needs; before the first one lies silence.
  private var pending: [Float] = []
  /// Where the next output's window begins in `pending`, and how far behind its middle the output lies, in 1/denominator.
  private var base = 0
  private var remainder = 0
  private var inputCount = 0
  private var outputCount = 0

  private static let mostRows = 1024.0
  private static let interpolatedRows = 512.0

  /// A resampler for input at `rate` samples a second.
  init(from rate: Int) {
    let divisor = Self.greatestCommonDivisor(rate, Self.rate)
    numerator = rate / divisor
    denominator = Self.rate / divisor
    guard rate != Self.rate else {
      filter = nil
      return
    }
    // A stretched filter is longer and smoother: the fewer rows it needs, so that the table's size stays.
    let stretch = max(1, Double(rate) / Double(Self.rate))
    let isExact = Double(denominator) * stretch <= Self.mostRows
    let filter = ResamplingFilter(
      phases: isExact ? denominator : max(8, Int((Self.interpolatedRows / stretch).rounded(.up))), stretch: stretch)
    self.filter = filter
    pending = [Float](repeating: 0, count: filter.taps / 2 - 1)
  }

  /// Takes the next samples and appends to `output` what can be said so far.
  mutating func append(_ samples: ArraySlice<Float>, to output: inout [Float]) {
    inputCount += samples.count
    guard let filter else {
      output += samples
      return
    }
    pending += samples
    emit(filter, atMost: .max, to: &output)
  }

  /// Appends the outputs that were waiting for input after the end, which is silence.
  mutating func finish(to output: inout [Float]) {
    guard let filter else { return }
    let total = (inputCount * denominator + numerator / 2) / numerator
    pending += repeatElement(0, count: filter.taps + numerator / denominator + 1)
    emit(filter, atMost: total - outputCount, to: &output)
  }

  private mutating func emit(_ filter: ResamplingFilter, atMost limit: Int, to output: inout [Float]) {
    let taps = filter.taps
    let isExact = filter.phases == denominator
    var emitted = 0
    pending.withUnsafeBufferPointer { pending in
      filter.rows.withUnsafeBufferPointer { rows in
        guard let input = pending.baseAddress, let rows = rows.baseAddress else { return }
        while base + taps <= pending.count && emitted < limit {
          let place = remainder * filter.phases
          let row = rows + place / denominator * taps
          var value = Self.product(input + base, row, taps)
          if !isExact {
            let part = Float(place % denominator) / Float(denominator)
            value += (Self.product(input + base, row + taps, taps) - value) * part
          }
          output.append(max(-1, min(1, value)))
          emitted += 1
          remainder += numerator
          base += remainder / denominator
          remainder %= denominator
        }
      }
    }
    outputCount += emitted
    let used = min(base, pending.count)
    pending.removeFirst(used)
    base -= used
  }

  /// The sum of the products; `count` is a multiple of 16.
  private static func product(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    let a = UnsafeRawPointer(a)
    let b = UnsafeRawPointer(b)
    var first = SIMD8<Float>.zero
    var second = SIMD8<Float>.zero
    for offset in stride(from: 0, to: count * 4, by: 64) {
      first +=
        a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
        * b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      second +=
        a.loadUnaligned(fromByteOffset: offset + 32, as: SIMD8<Float>.self)
        * b.loadUnaligned(fromByteOffset: offset + 32, as: SIMD8<Float>.self)
    }
    return (first + second).sum()
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
