import Engine

/// Draws figures beside each other.
enum FigureArtist {
  static func draw(_ count: Int, _ random: inout RandomSequence) -> (Sheet, Scene) {
    var sheet = Sheet(aspect: count == 1 ? 1...1.8 : 1.3...2.5, &random)
    let (share, height) = (Double(sheet.width) / Double(count), Double(sheet.height))
    let figures = (0..<count).map { index in
      let figure = Figure(random.element(of: FigureColour.allCases), random.element(of: FigureShape.allCases))
      let radius = min(share, height) * random.number(in: (count == 1 ? 0.25 : 0.27)...0.46)
      let centre = Point(
        share * Double(index) + random.number(in: radius...(share - radius)),
        random.number(in: radius...(height - radius)))
      sheet.fill(figure.shape.outline(at: centre, radius: radius, &random), figure.colour.shade(&random))
      return figure
    }
    return (sheet, .figures(figures))
  }
}
