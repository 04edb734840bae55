import Engine
import Foundation

/// A sheet of pixels that areas are painted on.
///
/// Edges are smooth: a pixel is covered by the share of it that lies inside, exact along a line and of eight lines in its height.
public struct Sheet: Sendable, Equatable {
  /// Pixels in a row.
  public let width: Int
  /// Rows of pixels.
  public let height: Int
  /// The pixels, `[height, width, 3]`.
  public private(set) var rgb: [UInt8]

  /// An empty sheet of one colour.
  public init(width: Int, height: Int, paper: Pigment) {
    self.width = width
    self.height = height
    rgb = []
    rgb.reserveCapacity(width * height * 3)
    for _ in 0..<width * height { rgb += [paper.red, paper.green, paper.blue] }
  }

  /// An empty light sheet with sides of 200 to 900 pixels and a width to height of this range.
  init(aspect range: ClosedRange<Double>, _ random: inout RandomSequence) {
    let aspect = random.ratio(in: range)
    let short = random.ratio(in: 200...(900 * min(aspect, 1 / aspect)))
    let (width, height) = aspect >= 1 ? (short * aspect, short) : (short, short / aspect)
    self.init(width: Int(width.rounded()), height: Int(height.rounded()), paper: .paper(&random))
  }

  /// Paints the inside of an outline.
  mutating func fill(_ outline: Outline, _ pigment: Pigment) {
    let lines = 8
    let rows = outline.rows
    let first = max(0, Int(rows.top.rounded(.down)))
    let last = min(height - 1, Int(rows.bottom.rounded(.down)))
    guard first <= last else { return }
    var covered = [Double](repeating: 0, count: width)
    for row in first...last {
      for index in covered.indices { covered[index] = 0 }
      for line in 0..<lines {
        let y = Double(row) + (Double(line) + 0.5) / Double(lines)
        for span in outline.spans(at: y) {
          add(max(0, span.from), min(Double(width), span.to), weight: 1 / Double(lines), to: &covered)
        }
      }
      for column in covered.indices where covered[column] > 0 {
        blend(pigment, min(1, covered[column]), at: (row * width + column) * 3)
      }
    }
  }

  /// Paints every pixel by its column and row.
  mutating func paint(_ pigment: (_ column: Int, _ row: Int) -> Pigment) {
    for row in 0..<height {
      for column in 0..<width { blend(pigment(column, row), 1, at: (row * width + column) * 3) }
    }
  }

  private func add(_ from: Double, _ to: Double, weight: Double, to covered: inout [Double]) {
    guard from < to else { return }
    let (first, last) = (Int(from), min(width - 1, Int(to)))
    for column in first...last {
      covered[column] += weight * (min(to, Double(column + 1)) - max(from, Double(column)))
    }
  }

  private mutating func blend(_ pigment: Pigment, _ share: Double, at index: Int) {
    let mixed = Pigment(rgb[index], rgb[index + 1], rgb[index + 2]).mixed(with: pigment, share)
    (rgb[index], rgb[index + 1], rgb[index + 2]) = (mixed.red, mixed.green, mixed.blue)
  }
}
