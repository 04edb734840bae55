import Screen
import Testing

@Suite struct PictureCellsTests {
  @Test func averagesTheAreaUnderEachHalf() {
    // Two columns, four rows: upper half red and blue, lower half grey.
    let red: [UInt8] = [255, 0, 0], blue: [UInt8] = [0, 0, 255], grey: [UInt8] = [100, 100, 100]
    let rgb = red + blue + red + blue + grey + grey + grey + grey
    let cells = HalfBlocks.cells(rgb, width: 2, height: 4, size: Size(width: 1, height: 1))
    #expect(cells == [Frame.Cell("▀", Style(.text, foreground: Color(128, 0, 128), background: Color(100, 100, 100)))])
    let exact = HalfBlocks.cells(rgb, width: 2, height: 4, size: Size(width: 2, height: 2))
    #expect(exact[0].style == Style(.text, foreground: Color(255, 0, 0), background: Color(255, 0, 0)))
    #expect(exact[1].style == Style(.text, foreground: Color(0, 0, 255), background: Color(0, 0, 255)))
  }

  @Test(arguments: [(1, 1, 5, 3), (7, 3, 2, 9), (640, 480, 40, 15), (3, 1000, 1, 4)])
  func aPlainPictureStaysPlainAtEverySize(_ width: Int, _ height: Int, _ columns: Int, _ rows: Int) {
    let rgb = Array(repeating: [10, 200, 90] as [UInt8], count: width * height).flatMap { $0 }
    let cells = HalfBlocks.cells(rgb, width: width, height: height, size: Size(width: columns, height: rows))
    #expect(cells.count == columns * rows)
    let color = Color(10, 200, 90)
    #expect(cells.allSatisfy { $0.style.foreground == color && $0.style.background == color })
  }

  @Test func refusesWhatIsNoPicture() {
    #expect(HalfBlocks.cells([], width: 0, height: 0, size: Size(width: 3, height: 3)).isEmpty)
    #expect(HalfBlocks.cells([1, 2, 3], width: 2, height: 2, size: Size(width: 3, height: 3)).isEmpty)
    #expect(HalfBlocks.cells([1, 2, 3], width: 1, height: 1, size: Size(width: 0, height: 3)).isEmpty)
  }

  @Test func drawsWithCharactersWhereThereAreNoColours() {
    let rgb: [UInt8] = [0, 0, 0, 255, 255, 255]
    let cells = HalfBlocks.cells(rgb, width: 2, height: 1, size: Size(width: 2, height: 1), depth: .none)
    #expect(cells.map(\.text) == [" ", "@"])
  }

  @Test func ditheringKeepsTheMeanColour() {
    let rgb = Array(repeating: 115 as UInt8, count: 3 * 64 * 64)
    let cells = HalfBlocks.cells(rgb, width: 64, height: 64, size: Size(width: 32, height: 16), depth: .indexed256)
    let reds = cells.flatMap { [$0.style.foreground, $0.style.background] }.compactMap { $0.map { Int($0.red) } }
    #expect(Set(reds).count > 1 && abs(reds.reduce(0, +) / reds.count - 115) <= 2)
  }

  @Test func fitsWithoutDistortion() {
    let limit = Size(width: 40, height: 20)
    #expect(HalfBlocks.fit(width: 400, height: 200, into: limit) == Size(width: 40, height: 10))
    #expect(HalfBlocks.fit(width: 100, height: 1000, into: limit) == Size(width: 4, height: 20))
    #expect(HalfBlocks.fit(width: 10000, height: 1, into: limit) == Size(width: 40, height: 1))
    #expect(HalfBlocks.fit(width: 0, height: 1, into: limit) == Size(width: 0, height: 0))
  }

  @Test func replacesDrawingsInASCII() {
    let line = "▕██▌ ▏─│┌⟦1⟧ ›● é日“x”…".map { ASCIIDrawing.replacement(for: String($0)) }.joined()
    #expect(line == "[##| ]-|+[1] >* e??\"x\".")
    #expect(line.utf8.count == line.count)
  }

  @Test func aTerminalsPictureStandsInItsCells() {
    let size = Size(width: 4, height: 3)
    let rect = Rect(x: 1, y: 1, width: 4, height: 3)
    var frame = Frame(Size(width: 8, height: 6))
    frame.put(picture: 77, in: rect)
    var same = Frame(Size(width: 8, height: 6))
    same.put(PicturePlaceholder.cells(id: 77, size: size), in: rect)
    #expect(frame == same)
    #expect(frame[Point(x: 1, y: 1)].text == "\u{10EEEE}\u{305}\u{305}")
  }

  @Test func whatLiesOutsideOfTheClipIsLeftOut() {
    let rect = Rect(x: -1, y: 2, width: 4, height: 3)
    let clip = Rect(x: 0, y: 3, width: 2, height: 9)
    var own = Frame(Size(width: 8, height: 6))
    own.put(picture: 77, in: rect, clip: clip)
    var blocks = Frame(Size(width: 8, height: 6))
    blocks.put(Array(repeating: Frame.Cell("▀", Style(.text)), count: 12), in: rect, clip: clip)
    for y in 0..<6 {
      for x in 0..<8 {
        let isInside = x < 2 && y >= 3 && y < 5
        #expect((own[Point(x: x, y: y)].text != " ") == isInside)
        #expect((blocks[Point(x: x, y: y)].text != " ") == isInside)
      }
    }
    #expect(own[Point(x: 0, y: 3)].text == PicturePlaceholder.text(row: 1, column: 1))
  }

  @Test func aPictureLargerThanTheProtocolAllowsIsNotDrawn() {
    var frame = Frame(Size(width: 300, height: 4))
    frame.put(picture: 1, in: Rect(x: 0, y: 0, width: 300, height: 4))
    frame.put(picture: 0, in: Rect(x: 0, y: 0, width: 3, height: 3))
    #expect(frame == Frame(Size(width: 300, height: 4)))
  }
}
