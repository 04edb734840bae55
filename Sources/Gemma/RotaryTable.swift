import Foundation

/// Cosines and sines of the rotary position embedding for a run of positions, `[position][headSize / 2]`.
///
/// The angle of pair i at position p is `p · base^(−2i / headSize) / divisor[i]`, computed in single precision as the reference does.
struct RotaryTable {
  let half: Int
  private(set) var cosines: [Float] = []
  private(set) var sines: [Float] = []
  private let frequencies: [Float]

  init(headSize: Int, base: Float, divisors: [Float]?) {
    half = headSize / 2
    frequencies = (0..<headSize / 2).map { pair in
      1 / Float(pow(Double(base), Double(Float(2 * pair) / Float(headSize)))) / (divisors?[pair] ?? 1)
    }
  }

  /// Fills the table for these positions.
  mutating func fill(_ positions: Range<Int>) {
    cosines.removeAll(keepingCapacity: true)
    sines.removeAll(keepingCapacity: true)
    for position in positions {
      for frequency in frequencies {
        let angle = Float(position) * frequency
        cosines.append(cos(angle))
        sines.append(sin(angle))
      }
    }
  }
}
