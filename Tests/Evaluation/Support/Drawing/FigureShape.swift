import Engine
import Foundation

/// The shapes that the guide names.
public enum FigureShape: String, Sendable, CaseIterable {
  case circle, square, triangle, star, arrow, cross

  /// Its edge around a centre, inside a circle of this radius, turned a little.
  func outline(at centre: Point, radius: Double, _ random: inout RandomSequence) -> Outline {
    let tilt = random.chance(0.5) ? random.number(in: -0.15...0.15) : 0
    switch self {
    case .circle: return .disc(centre: centre, radius: radius * 0.92)
    case .square: return ring(corners: 4, from: .pi / 4, inner: nil).placed(centre, radius, turn: tilt)
    case .triangle: return ring(corners: 3, from: -.pi / 2, inner: nil).placed(centre, radius, turn: tilt)
    case .star:
      let inner = random.number(in: 0.38...0.48)
      return ring(corners: 5, from: -.pi / 2, inner: inner).placed(centre, radius, turn: tilt)
    case .arrow:
      let (shaft, barb) = (random.number(in: 0.16...0.26), random.number(in: 0.52...0.7))
      let neck = random.number(in: 0...0.3)
      let upper = [Point(-0.96, -shaft), Point(neck, -shaft), Point(neck, -barb)]
      let corners = upper + [Point(0.96, 0)] + upper.reversed().map { Point($0.x, -$0.y) }
      return Outline.polygon(corners).placed(centre, radius, turn: tilt + .pi / 2 * Double(random.whole(in: 0...3)))
    case .cross:
      let arm = random.number(in: 0.22...0.34)
      let quarter = [Point(arm, -0.97), Point(arm, -arm), Point(0.97, -arm)]
      let corners = (0..<4).flatMap { turns in quarter.map { $0.turned(by: .pi / 2 * Double(turns)) } }
      return Outline.polygon(corners).placed(centre, radius, turn: tilt)
    }
  }

  /// Corners on a circle of radius 1, with further ones between them at `inner`.
  private func ring(corners: Int, from start: Double, inner: Double?) -> Outline {
    let step = 2 * Double.pi / Double(corners)
    return .polygon(
      (0..<corners).flatMap { index in
        let angle = start + step * Double(index)
        let corner = Point(cos(angle), sin(angle))
        return [corner] + (inner.map { [Point($0 * cos(angle + step / 2), $0 * sin(angle + step / 2))] } ?? [])
      })
  }
}
