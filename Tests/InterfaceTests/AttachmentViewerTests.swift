import Chat
import Screen
import Testing

@testable import Interface

@Suite struct AttachmentViewerTests {
  static func viewer(_ id: String) -> AttachmentViewer { AttachmentViewer(items: AttachmentSample.all, id: id) }

  @Test(arguments: ["1", "2", "3", "4", "5"]) func showsEveryKind(_ id: String) throws {
    var viewer = Self.viewer(id)
    try TranscriptSnapshot.expect(viewer.frame(80, 24), named: "attachments-viewer-\(id)-80x24")
    #expect(viewer.frame(20, 5).snapshot[0].hasPrefix(" "))
    let plain = viewer.frame(60, 20, painter: PicturePainter(depth: .trueColor, isASCII: true))
    let text = plain.snapshot.joined().replacing("図書館の本は赤い。", with: "")
    #expect(text.allSatisfy { $0.isASCII })
  }

  @Test func withoutColoursAPictureIsDrawnWithCharacters() throws {
    var viewer = Self.viewer("1")
    let frame = viewer.frame(60, 20, painter: PicturePainter(depth: ColorDepth.none))
    try TranscriptSnapshot.expect(frame, named: "attachments-viewer-plain-60x20")
  }

  @Test func aPictureFillsTheScreenBeforeAndAfterItsPixelsCome() {
    var viewer = Self.viewer("1")
    let before = viewer.frame(80, 24)
    #expect(viewer.takeMissingPixels()?.id == "p1")
    #expect(viewer.takeMissingPixels() == nil)
    var red: [UInt8] = []
    for _ in 0..<320 * 180 { red += [250, 0, 0] }
    viewer.show(PixelData(width: 320, height: 180, rgb: red), id: "other")
    #expect(viewer.frame(80, 24) == before)
    viewer.show(PixelData(width: 320, height: 180, rgb: red), id: "p1")
    let after = viewer.frame(80, 24)
    #expect(after[Point(x: 40, y: 12)].style.foreground == Color(250, 0, 0))
    #expect(after.snapshot == before.snapshot)
  }

  @Test func enlargedItShowsAPart() throws {
    var viewer = Self.viewer("1")
    let whole = viewer.frame(80, 24)
    #expect(try viewer.press("z", "z") == .open)
    let part = viewer.frame(80, 24)
    #expect(part != whole && part.snapshot[0].contains("4×"))
    #expect(try viewer.press("up", "up", "up", "left", "left", "left") == .open)
    let corner = viewer.frame(80, 24)
    // The upper left is sky alone.
    #expect((corner[Point(x: 40, y: 20)].style.background?.blue ?? 0) == 220)
    #expect(corner != part)
    #expect(try viewer.press("escape") == .open)
    #expect(viewer.frame(80, 24) == whole)
    #expect(try viewer.press("escape") == .closed)
  }

  @Test func leftAndRightShowTheOthers() throws {
    var viewer = Self.viewer("1")
    #expect(try viewer.press("left") == .open)
    #expect(try viewer.press("right") == .show("2"))
    #expect(try viewer.press("p") == .act(.play("2")))
    #expect(try viewer.press("tab", "right", "right") == .show("5"))
    #expect(try viewer.press("right") == .open)
    #expect(viewer.frame(80, 24).snapshot[0].hasSuffix("5 of 5"))
    #expect(try viewer.press("delete") == .act(.remove("5")))
    viewer.update(Array(AttachmentSample.all.dropLast()))
    #expect(viewer.item?.id == "4")
    viewer.update([])
    #expect(viewer.item == nil)
    #expect(try viewer.press("right") == .closed)
  }

  @Test func aDocumentScrolls() throws {
    let text = (1...200).map { "line \($0)" }.joined(separator: "\n")
    var viewer = AttachmentViewer(
      items: [AttachmentSample.document(text: text, remark: "notes.md is long: its last 3 kB are left out")], id: "3")
    var lines = viewer.frame(60, 20).snapshot
    #expect(lines[2] == " notes.md is long: its last 3 kB are left out" && lines[3] == " line 1")
    #expect(lines[0].hasSuffix(" 0 %") && lines[19] == " line 17")
    #expect(try viewer.press("down", "j", "up", "j") == .open)
    #expect(viewer.frame(60, 20).snapshot[3] == " line 3")
    #expect(try viewer.press("pagedown") == .open)
    #expect(viewer.frame(60, 20).snapshot[3] == " line 19")
    #expect(try viewer.press("end") == .open)
    lines = viewer.frame(60, 20).snapshot
    #expect(lines[19] == " line 200" && lines[0].hasSuffix("100 %"))
    #expect(try viewer.press("j", "pageup") == .open)
    #expect(viewer.frame(60, 20).snapshot[3] == " line 168")
    _ = viewer.handle(.mouse(.scrollUp, at: Point(x: 0, y: 0), []))
    #expect(viewer.frame(60, 20).snapshot[3] == " line 165")
    #expect(try viewer.press("home") == .open)
    #expect(viewer.frame(60, 20).snapshot[3] == " line 1")
  }

  @Test func aLineWithoutEndIsReadToItsEnd() {
    let words = (1...9000).map { "w\($0)" }.joined(separator: " ")
    var view = DocumentView(words)
    var frame = Frame(Size(width: 40, height: 10))
    let rect = Rect(x: 0, y: 0, width: 40, height: 10)
    view.render(into: &frame, rect: rect)
    #expect(frame.snapshot[0].hasPrefix("w1 w2 w3"))
    view.scrollToEnd()
    frame = Frame(Size(width: 40, height: 10))
    view.render(into: &frame, rect: rect)
    #expect(frame.snapshot[9].hasSuffix("w9000") && view.share == 1)
    view.scroll(rows: -100_000)
    #expect(view.share == 0)
  }

  @Test func theTerminalsOwnPictureIsAskedForInItsSize() throws {
    var viewer = Self.viewer("1")
    let painter = PicturePainter(depth: .trueColor, isNative: true)
    _ = viewer.frame(80, 24, painter: painter)
    let size = try #require(viewer.wanted.first?.size)
    #expect(size == Size(width: 78, height: 22))
    var items = AttachmentSample.all
    items[0].placements = [PicturePlacement(number: 3, size: size)]
    viewer.update(items)
    let frame = viewer.frame(80, 24, painter: painter)
    #expect(frame[Point(x: 1, y: 2)] == PicturePlaceholder.cells(id: 3, size: size)[0])
    // Cells of the terminal's own are not enlarged.
    #expect(try viewer.press("z") == .open)
    #expect(viewer.zoom == 1)
  }
}
