/// A figure as the guide names it.
public struct Figure: Sendable, Equatable {
  /// Its colour.
  public let colour: FigureColour
  /// Its shape.
  public let shape: FigureShape

  /// A figure of this colour and shape.
  public init(_ colour: FigureColour, _ shape: FigureShape) {
    self.colour = colour
    self.shape = shape
  }
}

/// An arrow of a diagram, from a box to another one, by their colours.
public struct DiagramArrow: Sendable, Hashable {
  /// Where it begins.
  public let from: FigureColour
  /// What it points to.
  public let to: FigureColour

  /// An arrow between two boxes.
  public init(from: FigureColour, to: FigureColour) {
    self.from = from
    self.to = to
  }
}

/// What a picture shows.
public enum Scene: Sendable, Equatable {
  /// Figures from left to right.
  case figures([Figure])
  /// Boxes in reading order and the arrows between them.
  case diagram(boxes: [FigureColour], arrows: [DiagramArrow])
  /// Something else.
  case other
}
