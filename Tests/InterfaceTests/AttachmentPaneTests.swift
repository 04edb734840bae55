import Chat
import Screen
import Testing

@testable import Interface

@Suite struct AttachmentPaneTests {
  @Test func showsEveryKind() throws {
    var pane = AttachmentPane.of(AttachmentSample.all, isFocused: true)
    try TranscriptSnapshot.expect(pane.frame(30, 36), named: "attachments-pane-30x36")
  }

  @Test func showsEveryKindInASCII() throws {
    var pane = AttachmentPane.of(AttachmentSample.all, isFocused: true)
    let frame = pane.frame(44, 40, painter: PicturePainter(depth: .trueColor, isASCII: true))
    try TranscriptSnapshot.expect(frame, named: "attachments-pane-ascii-44x40")
    let text = frame.snapshot.joined().replacing("図書館の本は赤い。", with: "")
    #expect(text.allSatisfy { $0.isASCII })
  }

  @Test func withoutColoursPicturesAreDrawnWithCharacters() throws {
    var pane = AttachmentPane.of([AttachmentSample.picture()])
    let frame = pane.frame(30, 16, painter: PicturePainter(depth: ColorDepth.none))
    try TranscriptSnapshot.expect(frame, named: "attachments-pane-plain-30x16")
    #expect(frame.cells.allSatisfy { $0.style.foreground == nil && $0.style.background == nil })
  }

  @Test func picturesKeepTheirColours() {
    var pane = AttachmentPane.of([AttachmentSample.picture()])
    let frame = pane.frame(30, 30)
    #expect(frame[Point(x: 1, y: 0)].text == "▀")
    // Sky at the top, grass at the bottom of the eight rows.
    #expect((frame[Point(x: 1, y: 0)].style.foreground?.blue ?? 0) > 200)
    #expect((frame[Point(x: 1, y: 7)].style.background?.blue ?? 255) < 60)
  }

  @Test func wherePicturesAreSwitchedOffNoneIsShown() {
    var pane = AttachmentPane.of([AttachmentSample.picture()])
    let frame = pane.frame(30, 12, painter: PicturePainter(depth: nil))
    #expect(frame.snapshot.first == " 1 ci.png           1920×1080")
    #expect(frame.cells.allSatisfy { $0.text != "▀" && $0.style.background == nil })
  }

  @Test func aTerminalsOwnPictureTakesThePlaceOfHalfBlocks() {
    var item = AttachmentSample.picture()
    var pane = AttachmentPane.of([item])
    let painter = PicturePainter(depth: .trueColor, isNative: true)
    _ = pane.frame(30, 30, painter: painter)
    #expect(pane.wanted.map(\.id) == ["1"])
    #expect(pane.wanted.map(\.size) == [Size(width: 28, height: 8)])
    // Of another size it does not fit.
    item.placements = [PicturePlacement(number: 7, size: Size(width: 3, height: 2))]
    pane.items = [item]
    #expect(pane.frame(30, 30, painter: painter)[Point(x: 1, y: 0)].text == "▀")
    item.placements.append(PicturePlacement(number: 9, size: Size(width: 28, height: 8)))
    pane.items = [item]
    let frame = pane.frame(30, 30, painter: painter)
    #expect(
      frame[Point(x: 2, y: 1)] == PicturePlaceholder.cells(id: 9, size: Size(width: 28, height: 8))[29])
  }

  @Test func aBudgetThatScalesDownSaysWhichOneDoesNot() {
    var pane = AttachmentPane.of([AttachmentSample.picture()])
    #expect(pane.frame(30, 30).snapshot.contains("   scaled down  whole at 1120"))
    pane.items = [AttachmentSample.picture(budget: 1120)]
    #expect(!pane.frame(30, 30).snapshot.joined().contains("scaled"))
  }

  @Test func theBudgetGoesWhileThereIsNoRoomForIt() {
    var pane = AttachmentPane.of([AttachmentSample.picture(reading: .reading(done: 180, of: 252))])
    #expect(pane.frame(30, 30).snapshot.contains("   252 tokens    reading 71 %"))
    #expect(pane.frame(40, 30).snapshot.contains("   252 of 280 tokens       reading 71 %"))
  }

  // MARK: Keys

  @Test func theNewestIsChosenWhenKeysCome() throws {
    var pane = AttachmentPane.of(AttachmentSample.all)
    pane.isFocused = true
    #expect(pane.item?.id == "5")
    #expect(try pane.press("k", "up") == .handled)
    #expect(pane.item?.id == "3")
    #expect(try pane.press("g", "up") == .handled)
    #expect(pane.item?.id == "1")
    #expect(try pane.press("end", "j") == .handled)
    #expect(pane.item?.id == "5")
  }

  @Test func plusAndMinusGoThroughTheBudgets() throws {
    var pane = AttachmentPane.of([AttachmentSample.picture()], isFocused: true)
    #expect(try pane.press("+") == .act(.budget("1", 560)))
    #expect(try pane.press("-") == .act(.budget("1", 140)))
    pane.items = [AttachmentSample.picture(budget: 1120)]
    #expect(try pane.press("+") == .act(.refused("no picture takes more than 1120 tokens")))
    pane.items = [AttachmentSample.picture(budget: 70)]
    #expect(try pane.press("-") == .act(.refused("no budget is smaller than 70 tokens")))
    pane.items = [AttachmentSample.picture(isDraft: false)]
    #expect(try pane.press("+") == .act(.refused("it was sent already; /edit changes its message")))
  }

  @Test func keysDoWhatTheKindAllows() throws {
    var pane = AttachmentPane.of([AttachmentSample.recording()], isFocused: true)
    #expect(try pane.press("p") == .act(.play("2")))
    #expect(pane.handle(.key(.space, [])) == .act(.play("2")))
    #expect(try pane.press("enter") == .view("2"))
    #expect(try pane.press("delete") == .act(.remove("2")))
    #expect(try pane.press("backspace") == .act(.remove("2")))
    #expect(try pane.press("x") == .act(.remove("2")))
    #expect(try pane.press("+") == .act(.refused("only pictures have a choice of tokens")))
    #expect(try pane.press("escape") == .leave)
    #expect(try pane.press("tab") == .leave)
    #expect(try pane.press("w") == .unhandled)
    pane.items = [AttachmentSample.picture(isDraft: false)]
    #expect(try pane.press("p") == .act(.refused("only recordings can be played")))
    #expect(
      try pane.press("x") == .act(.refused("it was sent already; it goes when its message is deleted")))
    #expect(AttachmentPane.of([]).keyHints.last == "Esc back")
  }

  @Test func theStatusNamesTheKeysThatDoSomething() {
    #expect(
      AttachmentPane.of([AttachmentSample.picture()], isFocused: true).keyHints.first
        == "Enter view  +/- tokens  Del remove  Esc back")
    #expect(
      AttachmentPane.of([AttachmentSample.recording(isDraft: false)], isFocused: true).keyHints.first
        == "Enter view  p play  Esc back")
  }

  @Test func sendingKeepsTheChosenOne() {
    var pane = AttachmentPane.of([AttachmentSample.picture("1"), AttachmentSample.picture("2")], isFocused: true)
    pane.select("1")
    pane.items = [AttachmentSample.picture("1/0"), AttachmentSample.picture("1/1")]
    #expect(pane.item?.id == "1/0")
    pane.items = [AttachmentSample.picture("0/0"), AttachmentSample.picture("1/0"), AttachmentSample.picture("1/1")]
    #expect(pane.item?.id == "1/0")
    pane.items = []
    #expect(pane.item == nil)
  }

  // MARK: Scrolling

  static func many(_ count: Int) -> [PaneItem] {
    (1...count).map { AttachmentSample.recording("\($0)", number: $0, isDraft: false) }
  }

  @Test func unattendedTheNewestIsSeen() {
    var pane = AttachmentPane.of(Self.many(40))
    var lines = pane.frame(30, 12).snapshot
    #expect(lines.first == " ↑ 36 earlier")
    #expect(lines.contains { $0.hasPrefix(" 40 ⏵ 0:07") })
    pane.items = Self.many(41)
    lines = pane.frame(30, 12).snapshot
    #expect(lines.contains { $0.hasPrefix(" 41 ⏵ 0:07") })
  }

  @Test func theChosenOneIsSeen() throws {
    var pane = AttachmentPane.of(Self.many(40), isFocused: true)
    _ = pane.frame(30, 12)
    for number in stride(from: 39, through: 1, by: -1) {
      #expect(try pane.press("up") == .handled)
      #expect(pane.frame(30, 12).snapshot.contains { $0.hasPrefix("▌\(number) ⏵") })
    }
    #expect(pane.frame(30, 12).snapshot.last == " ↓ 36 more")
    for number in 2...40 {
      #expect(try pane.press("down") == .handled)
      #expect(pane.frame(30, 12).snapshot.contains { $0.hasPrefix("▌\(number) ⏵") })
    }
  }

  @Test func theWheelScrollsWithoutChoosing() {
    var pane = AttachmentPane.of(Self.many(40), isFocused: true)
    _ = pane.frame(30, 12)
    for _ in 0..<5 {
      #expect(pane.handle(.mouse(.scrollUp, at: Point(x: 3, y: 3), [])) == .handled)
      _ = pane.frame(30, 12)
    }
    #expect(pane.item?.id == "40")
    #expect(!pane.seen.contains(39))
    for _ in 0..<9 {
      _ = pane.handle(.mouse(.scrollDown, at: Point(x: 3, y: 3), []))
      _ = pane.frame(30, 12)
    }
    #expect(pane.seen.contains(39))
  }

  @Test func aPressChoosesAndASecondOneOpens() throws {
    var pane = AttachmentPane.of(AttachmentSample.all)
    let lines = pane.frame(30, 40).snapshot
    let row = try #require(lines.firstIndex { $0.contains("notes.md") })
    let press = InputEvent.mouse(.press, at: Point(x: 4, y: row), [])
    #expect(pane.handle(press) == .handled)
    pane.isFocused = true
    _ = pane.frame(30, 40)
    #expect(pane.item?.id == "3")
    #expect(pane.handle(press) == .view("3"))
  }

  @Test func onlyWhatIsSeenIsAskedFor() {
    var pane = AttachmentPane.of((0..<5000).map { AttachmentSample.picture("\($0)", number: $0) })
    _ = pane.frame(30, 40)
    #expect(pane.seen.count <= 5 && pane.seen.contains(4999))
    #expect(pane.wanted.count == pane.seen.count)
  }

  @Test func itsWidthGrowsWithTheScreen() {
    #expect([20, 99, 100, 120, 160, 200, 400].map { AttachmentPane.width(for: $0) } == [0, 0, 30, 30, 37, 44, 44])
  }
}
