import Chat
import Screen
import Testing

@testable import Interface

@Suite struct AttachmentStripTests {
  static func lines(
    _ items: [PaneItem], selected: Int? = nil, _ width: Int, rows: Int = 1, isASCII: Bool = false
  ) -> [String] {
    var frame = Frame(Size(width: width, height: rows))
    AttachmentStrip.render(
      items, selected: selected, into: &frame, rect: Rect(x: 0, y: 0, width: width, height: rows), isASCII: isASCII)
    return frame.snapshot
  }

  @Test func aChipSaysWhatItCostsAndHowFarTheModelIs() {
    #expect(
      Self.lines([AttachmentSample.picture(reading: .read)], 80) == [" ⟦Picture 1: ci.png 252 tokens, read⟧"])
    #expect(
      Self.lines([AttachmentSample.recording(reading: .reading(done: 1, of: 2))], 80)
        == [" ⟦Recording 0:07 175 tokens, reading 50 %⟧"])
    #expect(Self.lines([AttachmentSample.loading()], 80) == [" ⟦Picture 3: large.webp, reading the file⟧"])
    #expect(Self.lines([AttachmentSample.failed()], 80, isASCII: true) == [" [Picture 2: broken.png, failed]"])
  }

  @Test func theNewestSaysMostWhereThereIsLittleRoom() {
    let items = [
      AttachmentSample.picture("1", reading: .read), AttachmentSample.picture("2", number: 2, reading: .read),
    ]
    #expect(
      Self.lines(items, 80) == [" ⟦Picture 1: ci.png 252 tokens, read⟧ ⟦Picture 2: ci.png 252 tokens, read⟧"])
    #expect(Self.lines(items, 70) == [" ⟦Picture 1: ci.png⟧ ⟦Picture 2: ci.png 252 tokens, read⟧"])
    #expect(Self.lines(items, 52) == [" ⟦Picture 1⟧ ⟦Picture 2: ci.png 252 tokens, read⟧"])
    #expect(Self.lines(items, 40) == [" ⟦Picture 1⟧ ⟦Picture 2: ci.png⟧"])
    #expect(Self.lines(items, 20) == [" +1 ⟦Picture 2⟧"])
    #expect(AttachmentStrip.height(items, width: 80) == 1)
    #expect(AttachmentStrip.height(items, width: 70) == 2)
  }

  @Test func whatDoesNotFitIsCounted() {
    let items = (1...9).map { AttachmentSample.picture("\($0)", number: $0) }
    #expect(Self.lines(items, selected: 4, 60) == [" +3 ⟦Picture 4: ci.png⟧ ⟦Picture 5: ci.png 252 tokens⟧ +4"])
    #expect(Self.lines(items, selected: 0, 20) == [" ⟦Picture 1⟧ +8"])
    #expect(Self.lines(items, selected: 4, 12) == [" ⟦Pict…⟧ +8"])
    #expect(Self.lines(items, selected: 4, 5) == [" ⟦…⟧"])
  }

  @Test func theChosenChipIsMarkedAndCanBeHit() {
    let items = AttachmentSample.all
    let rect = Rect(x: 0, y: 3, width: 80, height: 2)
    var frame = Frame(Size(width: 80, height: 6))
    let seen = AttachmentStrip.render(items, selected: 1, into: &frame, rect: rect, isASCII: false)
    #expect(seen.contains(1))
    var hits: [String] = []
    for y in 0..<6 {
      for x in 0..<80 {
        let point = Point(x: x, y: y)
        let item = AttachmentStrip.item(at: point, items, selected: 1, rect: rect, isASCII: false)
        #expect((frame[point].style.role == .selection) == (item?.id == "2"))
        if let item, hits.last != item.id { hits.append(item.id) }
      }
    }
    #expect(hits == ["1", "2", "3", "4", "5"])
  }

  @Test func thousandsCostNoMoreThanAFew() {
    let items = (1...5000).map { AttachmentSample.picture("\($0)", number: $0) }
    #expect(Self.lines(items, 80)[0].hasPrefix(" +4997 ⟦Picture 4998⟧ ⟦Picture 4999: ci.png⟧ ⟦Picture 5000"))
    #expect(AttachmentStrip.height(items, width: 80) == 2)
  }
}
