import Engine

/// A drawn picture and what it shows.
///
/// It depends on its kind, the seed and its number alone:
///
///     Drawing(.figures(3), seed: 1, number: 0).scene  →  three figures, always the same ones
public struct Drawing: Sendable, Equatable {
  /// What is drawn.
  public enum Kind: Sendable, Equatable {
    /// So many figures beside each other.
    case figures(Int)
    /// Boxes and arrows.
    case diagram
    /// Neither of them.
    case other

    /// Keeps pictures of different kinds with the same number from having anything in common.
    fileprivate var salt: UInt64 {
      switch self {
      case .figures(let count): UInt64(truncatingIfNeeded: count)
      case .diagram: 100
      case .other: 101
      }
    }
  }

  /// The picture.
  public let sheet: Sheet
  /// What it shows.
  public let scene: Scene

  /// Draws the picture with this number.
  public init(_ kind: Kind, seed: UInt64, number: Int) {
    var random = RandomSequence(seed: (seed &* 1_000 &+ kind.salt) &* 1_000_003 &+ UInt64(truncatingIfNeeded: number))
    switch kind {
    case .figures(let count): (sheet, scene) = FigureArtist.draw(count, &random)
    case .diagram: (sheet, scene) = DiagramArtist.draw(&random)
    case .other: (sheet, scene) = (ScribbleArtist.draw(&random), .other)
    }
  }
}
