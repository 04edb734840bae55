import Engine
import Foundation

/// Draws what is neither figures nor a diagram: a page of text, noise, a gradient, curves, a heap of figures, or nothing.
enum ScribbleArtist {
  private enum Motif: CaseIterable {
    case text, noise, gradient, curves, heap, blank
  }

  static func draw(_ random: inout RandomSequence) -> Sheet {
    var sheet = Sheet(aspect: 1...1.8, &random)
    switch random.element(of: Motif.allCases) {
    case .text: writeText(on: &sheet, &random)
    case .noise:
      let cell = random.whole(in: 3...60)
      let columns = sheet.width / cell + 1
      let cells = (0..<columns * (sheet.height / cell + 1)).map { _ in
        Pigment(gray: 0).map { _ in random.whole(in: 0...255) }
      }
      sheet.paint { cells[$1 / cell * columns + $0 / cell] }
    case .gradient:
      let ends = (0..<2).map { _ in Pigment(gray: 0).map { _ in random.whole(in: 0...255) } }
      let angle = random.number(in: 0...(2 * .pi))
      let (width, height) = (Double(sheet.width), Double(sheet.height))
      sheet.paint { column, row in
        let (x, y) = (2 * Double(column) / width - 1, 2 * Double(row) / height - 1)
        return ends[0].mixed(with: ends[1], 0.5 + 0.35 * (cos(angle) * x + sin(angle) * y))
      }
    case .curves: plot(on: &sheet, &random)
    case .heap:
      for _ in 0..<random.whole(in: 9...24) {
        let centre = Point(
          random.number(in: 0...Double(sheet.width)), random.number(in: 0...Double(sheet.height)))
        let radius = Double(min(sheet.width, sheet.height)) * random.number(in: 0.05...0.18)
        let outline = random.element(of: FigureShape.allCases).outline(at: centre, radius: radius, &random)
        sheet.fill(outline, random.element(of: FigureColour.allCases).shade(&random))
      }
    case .blank: break
    }
    return sheet
  }

  /// Lines of strokes that look like words from afar, on a light or a dark screen.
  private static func writeText(on sheet: inout Sheet, _ random: inout RandomSequence) {
    let isDark = random.chance(0.5)
    if isDark { sheet.paint { _, _ in Pigment(24, 26, 32) } }
    let ink = Pigment(gray: isDark ? 215 : 35)
    let size = Double(sheet.height) / random.number(in: 12...26)
    for row in 1..<Int(Double(sheet.height) / size) {
      let end = Double(sheet.width) * random.number(in: 0.35...0.95)
      var x = size
      while x < end {
        for _ in 0..<random.whole(in: 2...8) {
          let tall = random.chance(0.3) ? 0.62 : 0.4
          let bottom = size * (Double(row) + 0.7)
          let centre = Point(x + 0.2 * size, bottom - tall * size / 2)
          sheet.fill(.box(centre: centre, halfWidth: 0.06 * size, halfHeight: tall * size / 2), ink)
          if random.chance(0.6) {
            let bar = Point(x + 0.3 * size, bottom - random.number(in: 0...0.4) * size)
            sheet.fill(.box(centre: bar, halfWidth: 0.14 * size, halfHeight: 0.05 * size), ink)
          }
          x += 0.45 * size
        }
        x += 0.4 * size
      }
    }
  }

  /// Axes and waves.
  private static func plot(on sheet: inout Sheet, _ random: inout RandomSequence) {
    let (width, height) = (Double(sheet.width), Double(sheet.height))
    let stroke = height / 150
    let axes = Pigment(gray: 30)
    sheet.fill(.box(centre: Point(width / 2, height * 0.92), halfWidth: width * 0.45, halfHeight: stroke), axes)
    sheet.fill(.box(centre: Point(width * 0.05, height / 2), halfWidth: stroke, halfHeight: height * 0.42), axes)
    for _ in 0..<random.whole(in: 1...3) {
      let pigment = random.element(of: FigureColour.allCases).shade(&random)
      let (waves, phase) = (random.number(in: 1...5), random.number(in: 0...(2 * .pi)))
      let (middle, swing) = (height * random.number(in: 0.3...0.6), height * random.number(in: 0.05...0.25))
      let line = stride(from: 0.0, through: 1, by: 0.005).map { share in
        Point(width * (0.06 + 0.88 * share), middle + swing * sin(phase + 2 * .pi * waves * share))
      }
      let thickness = stroke * random.number(in: 1.5...3)
      sheet.fill(.polygon(line + line.reversed().map { Point($0.x, $0.y + 2 * thickness) }), pigment)
    }
  }
}
