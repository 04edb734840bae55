import Screen
import Testing

@Suite struct FrameTests {
  private func frame(_ width: Int, _ height: Int = 1) -> Frame { Frame(Size(width: width, height: height)) }

  @Test func drawsTextAndTellsItsColumns() {
    var frame = frame(10)
    #expect(frame.put("a日b", at: Point(x: 1, y: 0), Style(.accent)) == 4)
    #expect(frame.snapshot == [" a日b"])
    #expect(frame.roleSnapshot == [" aaaa"])
    #expect(frame[Point(x: 3, y: 0)] == Frame.Cell("", Style(.accent)))
    #expect(frame[Point(x: 99, y: 0)] == .blank)
  }

  @Test func blanksTheOtherHalfOfAWideCharacter() {
    var left = frame(6)
    left.put("日本", at: Point(x: 1, y: 0), Style(.text))
    left.put("x", at: Point(x: 1, y: 0), Style(.text))
    #expect(left.snapshot == [" x 本"])
    var right = frame(6)
    right.put("日本", at: Point(x: 1, y: 0), Style(.text))
    right.put("x", at: Point(x: 2, y: 0), Style(.text))
    #expect(right.snapshot == ["  x本"])
    var shifted = frame(6)
    shifted.put("日本", at: Point(x: 0, y: 0), Style(.text))
    shifted.put("語", at: Point(x: 1, y: 0), Style(.text))
    #expect(shifted.cells.map(\.text) == [" ", "語", "", " ", " ", " "])
    var filled = frame(6)
    filled.put("日本語", at: Point(x: 0, y: 0), Style(.text))
    filled.fill(Rect(x: 1, y: 0, width: 4, height: 1), Style(.dim))
    #expect(filled.cells.map(\.text) == [" ", " ", " ", " ", " ", " "])
    var set = frame(6)
    set.put("日本", at: Point(x: 0, y: 0), Style(.text))
    set[Point(x: 1, y: 0)] = Frame.Cell("語", Style(.text))
    #expect(set.cells.map(\.text) == [" ", "語", "", " ", " ", " "])
  }

  @Test func everyWideCharacterKeepsBothHalvesWhateverIsDrawn() {
    var generator = Sequence(state: 7)
    var frame = frame(24, 3)
    for _ in 0..<20000 {
      let at = Point(x: generator.next(28) - 2, y: generator.next(3))
      let texts: [SafeText] = ["a", "日", "👩‍👩‍👧‍👦", "e\u{301}", "日本語", ""]
      switch generator.next(4) {
      case 0: frame.fill(Rect(x: at.x, y: at.y, width: generator.next(5), height: 1), Style(.dim))
      case 1: frame[at] = Frame.Cell(texts[generator.next(6)].string, Style(.you))
      default:
        let clip = Rect(x: generator.next(12), y: 0, width: generator.next(14), height: 3)
        frame.put(texts[generator.next(6)], at: at, Style(.text), clip: generator.next(2) == 0 ? clip : nil)
      }
    }
    for y in 0..<3 {
      for x in 0..<24 {
        let id = frame.id(column: x, row: y)
        if id.isWide { #expect(x + 1 < 24 && frame.id(column: x + 1, row: y).isContinuation) }
        if id.isContinuation { #expect(x > 0 && frame.id(column: x - 1, row: y).isWide) }
      }
    }
  }

  @Test func clipsOnBothSides() {
    var frame = frame(8)
    let clip = Rect(x: 2, y: 0, width: 4, height: 1)
    frame.put("日本語日", at: Point(x: 1, y: 0), Style(.text), clip: clip)
    #expect(frame.cells.map(\.text) == [" ", " ", " ", "本", "", " ", " ", " "])
    frame.put("x", at: Point(x: 3, y: 5), Style(.text))
    frame.put("x", at: Point(x: -1, y: 0), Style(.text))
    #expect(frame.snapshot == ["   本"])
  }

  @Test func setsOnlyOneGraphemeAndNothingThatSteers() {
    var frame = frame(4)
    frame[Point(x: 0, y: 0)] = Frame.Cell("\u{1B}[2J", Style(.text))
    frame[Point(x: 3, y: 0)] = Frame.Cell("日", Style(.text))
    #expect(frame.snapshot == ["␛"])
  }

  @Test func keepsRolesEmphasisAndColours() {
    var frame = frame(Role.allCases.count)
    for (x, role) in Role.allCases.enumerated() {
      let style = Style(
        role, [.bold, .dim], foreground: Color(1, 2, 3), background: x % 2 == 0 ? nil : Color(255, 0, 254))
      frame[Point(x: x, y: 0)] = Frame.Cell("x", style)
      #expect(frame[Point(x: x, y: 0)] == Frame.Cell("x", style))
    }
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
  }

  @Test func comparesRowsAndFrames() {
    var one = frame(5, 2)
    var other = one
    #expect(one == other)
    other.put("a", at: Point(x: 0, y: 1), Style(.text))
    #expect(one != other && one.hasSameRow(0, as: other) && !one.hasSameRow(1, as: other))
    one.put("a", at: Point(x: 0, y: 1), Style(.text))
    #expect(one == other)
  }

  @Test func printsItselfForASnapshot() {
    var frame = frame(6, 2)
    frame.put("ok", at: Point(x: 1, y: 1), Style(.ok, .bold))
    frame.cursor = Point(x: 3, y: 1)
    #expect("\(frame)" == "6×2, cursor 3,1\n|\n| ok\nroles\n|\n| OO\n")
  }

  @Test func tellsWhichRowsOfAFullScreenChanged() {
    let size = Size(width: 200, height: 50)
    let row = SafeText(String(repeating: "The linker does not find 日本語 └─ ", count: 6))
    var last = Frame(size)
    var changed = 0
    for round in 0..<50 {
      var frame = Frame(size)
      for y in 0..<50 { frame.put(row, at: Point(x: (y + round) % 3, y: y), Style(.text)) }
      for y in 0..<50 where !frame.hasSameRow(y, as: last) { changed += 1 }
      last = frame
    }
    #expect(changed == 50 * 50)
  }

  @Test func onlyPicturesStandInPlacesOfPictures() {
    var frame = Frame(Size(width: 8, height: 1))
    frame.put("\u{10EEEE}\u{305}\u{305}", at: Point(x: 0, y: 0), Style(.text, foreground: Color(0, 0, 1)))
    frame[Point(x: 1, y: 0)] = Frame.Cell("\u{10EEEE}\u{305}", Style(.text))
    frame[Point(x: 2, y: 0)] = Frame.Cell("\u{10EEEE}\u{305}\u{30D}", Style(.text, foreground: Color(0, 0, 1)))
    frame[Point(x: 3, y: 0)] = Frame.Cell("\u{10EEEE}\u{1B}[2J", Style(.text, foreground: Color(0, 0, 1)))
    #expect(frame.snapshot[0].unicodeScalars.filter { $0.value == 0x10EEEE }.count == 1)
    #expect(frame[Point(x: 2, y: 0)].text == "\u{10EEEE}\u{305}\u{30D}")
  }
}

/// Numbers that look random and are the same each time.
struct Sequence {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
