import Foundation

/// A place on a sheet in pixels, from the upper left corner.
struct Point: Equatable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// Turned around the origin by an angle in radians, clockwise on a sheet.
  func turned(by angle: Double) -> Point {
    Point(x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
  }
}

/// The edge of an area that can be filled.
enum Outline {
  case disc(centre: Point, radius: Double)
  case polygon([Point])

  /// A rectangle whose corners are cut round by `rounding` pixels.
  static func box(centre: Point, halfWidth: Double, halfHeight: Double, rounding: Double = 0) -> Outline {
    let steps = rounding > 0 ? 6 : 0
    let (x, y) = (halfWidth - rounding, halfHeight - rounding)
    let middles = [Point(x, -y), Point(x, y), Point(-x, y), Point(-x, -y)]
    return .polygon(
      middles.enumerated().flatMap { corner, middle in
        (0...steps).map { step in
          let share = steps > 0 ? Double(step) / Double(steps) : 0
          let angle = .pi / 2 * (Double(corner) - 1 + share)
          return Point(
            centre.x + middle.x + rounding * cos(angle), centre.y + middle.y + rounding * sin(angle))
        }
      })
  }

  /// A stroke from one point to another with a head of this length at its end.
  static func arrow(from start: Point, to end: Point, width: Double, head: Double, barb: Double) -> Outline {
    let length = hypot(end.x - start.x, end.y - start.y)
    let upper = [Point(0, -width / 2), Point(length - head, -width / 2), Point(length - head, -barb)]
    let corners = upper + [Point(length, 0)] + upper.reversed().map { Point($0.x, -$0.y) }
    return Outline.polygon(corners).placed(start, 1, turn: atan2(end.y - start.y, end.x - start.x))
  }

  /// Turned, made this much larger, and moved so that the origin comes to `centre`.
  func placed(_ centre: Point, _ scale: Double, turn: Double) -> Outline {
    switch self {
    case .disc(let old, let radius):
      let moved = old.turned(by: turn)
      return .disc(centre: Point(centre.x + scale * moved.x, centre.y + scale * moved.y), radius: scale * radius)
    case .polygon(let corners):
      return .polygon(
        corners.map { corner in
          let turned = corner.turned(by: turn)
          return Point(centre.x + scale * turned.x, centre.y + scale * turned.y)
        })
    }
  }

  /// The highest and the lowest place.
  var rows: (top: Double, bottom: Double) {
    switch self {
    case .disc(let centre, let radius): (centre.y - radius, centre.y + radius)
    case .polygon(let corners): (corners.map(\.y).min() ?? 0, corners.map(\.y).max() ?? 0)
    }
  }

  /// What of a horizontal line lies inside, from left to right.
  func spans(at y: Double) -> [(from: Double, to: Double)] {
    switch self {
    case .disc(let centre, let radius):
      let square = radius * radius - (y - centre.y) * (y - centre.y)
      return square > 0 ? [(centre.x - square.squareRoot(), centre.x + square.squareRoot())] : []
    case .polygon(let corners):
      var crossings: [Double] = []
      for (index, end) in corners.enumerated() {
        let start = corners[index == 0 ? corners.count - 1 : index - 1]
        guard (start.y <= y) != (end.y <= y) else { continue }
        crossings.append(start.x + (y - start.y) / (end.y - start.y) * (end.x - start.x))
      }
      crossings.sort()
      return stride(from: 0, to: crossings.count - 1, by: 2).map { (crossings[$0], crossings[$0 + 1]) }
    }
  }
}
