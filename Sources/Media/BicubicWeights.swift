/// Which input pixels make each output pixel along one side, and with which weights.
///
/// Keys' cubic with a = −0.5. When the side shrinks, the cubic is stretched by the scale, so that every input pixel counts.
/// Weights are whole numbers, `weight · 2^precision` with the greatest precision at which all of them fit into 16 bits: the
/// 8-bit resize of PyTorch and Pillow, which the model's own preprocessing uses, computes so, and only so are its pixels met.
struct BicubicWeights {
  /// The room for weights that each output pixel has in `values`.
  let stride: Int
  /// Bits behind the point.
  let precision: Int
  /// First input pixel of each output pixel.
  let starts: [Int]
  /// How many input pixels each output pixel takes.
  let counts: [Int]
  /// The weights, `[output, stride]`.
  let values: [Int16]

  /// The weights that turn a side of `input` pixels into one of `output`.
  init(from input: Int, to output: Int) {
    let curve = Curve(input: input, output: output)
    let stride = curve.stride
    let spans = (0..<output).map(curve.span)

    // Twice through the curve, first for the largest weight: keeping all as they are would take more memory than the picture.
    var exact = [Double](repeating: 0, count: stride)
    var largest = 0.0
    for (index, span) in spans.enumerated() {
      curve.fill(&exact, at: index, span)
      largest = max(largest, exact.max() ?? 0)
    }
    var precision = 1
    while precision < 22, Int(0.5 + largest * Double(1 << (precision + 1))) < 1 << 15 { precision += 1 }
    let one = Double(1 << precision)
    var values = [Int16](repeating: 0, count: output * stride)
    for (index, span) in spans.enumerated() {
      curve.fill(&exact, at: index, span)
      for tap in 0..<span.count {
        values[index * stride + tap] = Int16(clamping: Int(exact[tap] * one + (exact[tap] < 0 ? -0.5 : 0.5)))
      }
    }
    self.stride = stride
    self.precision = precision
    self.values = values
    starts = spans.map(\.lowerBound)
    counts = spans.map(\.count)
  }

  /// The weights before they are made whole numbers.
  private struct Curve {
    let input: Int
    let scale: Double
    let stretch: Double
    let stride: Int
    private let support: Double

    init(input: Int, output: Int) {
      self.input = input
      scale = Double(input) / Double(output)
      stretch = max(1, scale)
      support = 2 * stretch
      stride = Int(support.rounded(.up)) * 2 + 1
    }

    private func centre(_ index: Int) -> Double {
      scale * (Double(index) + 0.5)
    }

    /// The input pixels of output pixel `index`.
    func span(_ index: Int) -> Range<Int> {
      let start = max(Int(centre(index) - support + 0.5), 0)
      let end = min(Int(centre(index) + support + 0.5), input)
      return start..<start + min(max(end - start, 0), stride)
    }

    /// Writes the weights of one output pixel, whose sum is 1.
    func fill(_ weights: inout [Double], at index: Int, _ span: Range<Int>) {
      let inverse = 1 / stretch
      var sum = 0.0
      for tap in 0..<span.count {
        weights[tap] = Self.cubic((Double(tap + span.lowerBound) - centre(index) + 0.5) * inverse)
        sum += weights[tap]
      }
      for tap in 0..<stride { weights[tap] = tap < span.count && sum != 0 ? weights[tap] / sum : 0 }
    }

    private static func cubic(_ value: Double) -> Double {
      let a = -0.5
      let x = abs(value)
      if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      if x < 2 { return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
      return 0
    }
  }
}
