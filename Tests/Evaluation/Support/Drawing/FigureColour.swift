import Engine

/// The colours that the guide names.
public enum FigureColour: String, Sendable, CaseIterable {
  case red, orange, yellow, green, blue, purple, pink, brown, black, cyan

  /// The middle of its shades, as in the training's `pictures.py`.
  public var pigment: Pigment {
    switch self {
    case .red: Pigment(220, 30, 35)
    case .orange: Pigment(255, 140, 10)
    case .yellow: Pigment(250, 220, 20)
    case .green: Pigment(35, 155, 60)
    case .blue: Pigment(35, 80, 215)
    case .purple: Pigment(130, 45, 170)
    case .pink: Pigment(250, 145, 190)
    case .brown: Pigment(125, 75, 35)
    case .black: Pigment(15, 15, 15)
    case .cyan: Pigment(0, 190, 200)
    }
  }

  /// One of its shades; black stays without a tint.
  func shade(_ random: inout RandomSequence) -> Pigment {
    if self == .black {
      let shift = random.whole(in: -12...12)
      return pigment.map { $0 + shift }
    }
    return pigment.map { $0 + random.whole(in: -10...10) }
  }
}
