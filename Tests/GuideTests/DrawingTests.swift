import Foundation
import Media
import TestSupport
import Testing

@testable import GuideEvaluation

@Suite struct DrawingTests {
  private static let kinds: [Drawing.Kind] = [.figures(1), .figures(3), .diagram, .other]

  @Test(arguments: kinds)
  func theSameSeedDrawsTheSamePictureAndAnotherOneAnother(_ kind: Drawing.Kind) {
    #expect(Drawing(kind, seed: 5, number: 2) == Drawing(kind, seed: 5, number: 2))
    #expect(Drawing(kind, seed: 5, number: 2) != Drawing(kind, seed: 6, number: 2))
    #expect(Drawing(kind, seed: 5, number: 2) != Drawing(kind, seed: 5, number: 3))
  }

  @Test(arguments: kinds)
  func sheetsHaveSidesOf200To900Pixels(_ kind: Drawing.Kind) {
    for number in 0..<20 {
      let sheet = Drawing(kind, seed: 1, number: number).sheet
      #expect((200...900).contains(sheet.width) && (200...900).contains(sheet.height))
      #expect(sheet.rgb.count == sheet.width * sheet.height * 3)
    }
  }

  @Test func figuresAreThereInTheirColoursFromLeftToRight() throws {
    for number in 0..<20 {
      let drawing = Drawing(.figures(3), seed: 1, number: number)
      guard case .figures(let figures) = drawing.scene else { throw CocoaError(.fileReadUnknown) }
      #expect(figures.count == 3)
      for (index, figure) in figures.enumerated() {
        let columns = drawing.sheet.width * index / 3..<drawing.sheet.width * (index + 1) / 3
        // The smallest figure is an arrow of a quarter of its share: some hundredths of the area.
        #expect(Self.share(of: figure.colour, columns, in: drawing.sheet) > 0.01, "\(figure) of sheet \(number)")
      }
    }
  }

  @Test func boxesOfADiagramDifferAndArrowsGoBetweenNeighbours() throws {
    for number in 0..<40 {
      guard case .diagram(let boxes, let arrows) = Drawing(.diagram, seed: 1, number: number).scene else {
        throw CocoaError(.fileReadUnknown)
      }
      #expect((2...3).contains(boxes.count) && Set(boxes).count == boxes.count)
      #expect((1..<boxes.count).contains(arrows.count))
      for arrow in arrows {
        let (from, to) = (try #require(boxes.firstIndex(of: arrow.from)), try #require(boxes.firstIndex(of: arrow.to)))
        #expect(abs(from - to) == 1)
      }
    }
  }

  @Test func aDiscCoversItsAreaWithASmoothEdge() {
    var sheet = Sheet(width: 60, height: 50, paper: Pigment(gray: 255))
    sheet.fill(.disc(centre: Point(30.3, 24.6), radius: 20), Pigment(gray: 0))
    let covered = stride(from: 0, to: sheet.rgb.count, by: 3).reduce(0.0) { $0 + 1 - Double(sheet.rgb[$1]) / 255 }
    #expect(abs(covered - .pi * 400) < 3)
    #expect(sheet.rgb.contains { (1...254).contains($0) })
  }

  @Test func anOutlineBeyondTheSheetIsCutOff() {
    var sheet = Sheet(width: 10, height: 10, paper: Pigment(gray: 255))
    sheet.fill(.box(centre: Point(0, 0), halfWidth: 5, halfHeight: 100), Pigment(gray: 0))
    #expect(sheet.rgb.count { $0 == 0 } == 5 * 10 * 3)
    sheet.fill(.box(centre: Point(50, 50), halfWidth: 5, halfHeight: 5), Pigment(gray: 0))
    #expect(sheet.rgb.count { $0 == 0 } == 5 * 10 * 3)
  }

  @Test func theEngineReadsTheFilesAsTheyWereDrawn() throws {
    let folder = try TestFolder()
    // More than one stored block, and a last one that is not full.
    for (number, kind) in Self.kinds.enumerated() {
      let sheet = Drawing(kind, seed: 3, number: number).sheet
      let path = try folder.write(PNGWriter.bytes(of: sheet), named: "\(number).png")
      let image = try PictureReader.read(path: path)
      #expect(image.width == sheet.width && image.height == sheet.height)
      #expect(image.rgb == sheet.rgb)
    }
  }

  @Test func coloursAreThoseOfTheTraining() throws {
    let path = GuideData.sourceFolder + "/Training/pictures.py"
    let source = try String(contentsOfFile: path, encoding: .utf8)
    for colour in FigureColour.allCases {
      let pigment = colour.pigment
      #expect(source.contains("\"\(colour)\": (\(pigment.red), \(pigment.green), \(pigment.blue))"), "\(colour)")
    }
  }

  /// How much of some columns is nearest to this colour of all, white included.
  private static func share(of colour: FigureColour, _ columns: Range<Int>, in sheet: Sheet) -> Double {
    var (found, looked) = (0, 0)
    for row in stride(from: 0, to: sheet.height, by: 4) {
      for column in stride(from: columns.lowerBound, to: columns.upperBound, by: 4) {
        looked += 1
        let at = (row * sheet.width + column) * 3
        func distance(_ pigment: Pigment) -> Int {
          zip([pigment.red, pigment.green, pigment.blue], sheet.rgb[at..<at + 3])
            .reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        }
        let mine = distance(colour.pigment)
        if mine < 60, mine < distance(Pigment(gray: 250)) { found += 1 }
      }
    }
    return Double(found) / Double(looked)
  }
}
