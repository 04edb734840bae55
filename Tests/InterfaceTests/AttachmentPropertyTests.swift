import Chat
import Screen
import Testing

@testable import Interface

/// Whatever is attached and whatever is pressed, nothing is drawn outside of where it belongs.
@Suite struct AttachmentPropertyTests {
  private static let names = [
    "ci.png", "", "日本語のとても長い名前のファイル.png", "👨‍👩‍👧‍👦.png", "e\u{301}\u{1B}[31m.png", "a\nb\tc", "\u{202E}gnp.exe",
    String(repeating: "long ", count: 40),
  ]
  private static let inputs = [
    "j", "k", "g", "G", "h", "l", "+", "-", "p", "x", "z", "0", "q", "w", " ", "up", "down", "left", "right", "home",
    "end", "pageup", "pagedown", "enter", "tab", "escape", "delete",
  ]

  private static func item(_ id: Int, _ random: inout SteadyRandom) -> PaneItem {
    let name = names.randomElement(using: &random) ?? ""
    let number = Int.random(in: 0...12345, using: &random)
    let isDraft = Bool.random(using: &random)
    let total = Int.random(in: 0...5, using: &random)
    let reading: PaneItem.Reading =
      [.unread, .read, .reading(done: Int.random(in: -1...6, using: &random), of: total)].randomElement(using: &random)
      ?? .read
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1:
      let size = [(1, 1), (1, 300), (300, 1), (96, 54), (16, 16), (0, 0)].randomElement(using: &random) ?? (1, 1)
      var item = AttachmentSample.picture(
        "\(id)", number: number, name: name, budget: [70, 280, 1120, 9, -3].randomElement(using: &random) ?? 70,
        reading: reading, isDraft: isDraft, preview: AttachmentSample.landscape(width: size.0, height: size.1))
      if Bool.random(using: &random) { item.facts?.budgets = [] }
      if Bool.random(using: &random) {
        item.placements = [PicturePlacement(number: 5, size: Size(width: 28, height: 8))]
      }
      return item
    case 2:
      var item = AttachmentSample.picture("\(id)", number: number, name: name, reading: reading, isDraft: isDraft)
      // Pixels that promise more than there are.
      item.facts?.preview = PixelData(width: 50, height: 50, rgb: [1, 2, 3])
      return item
    case 3:
      var item = AttachmentSample.recording("\(id)", number: number, name: name, reading: reading, isDraft: isDraft)
      item.facts?.bars = [[], [.nan, .infinity, -1, 2], [0.5]].randomElement(using: &random) ?? []
      return item
    case 4: return AttachmentSample.recording("\(id)", number: number, name: name, reading: reading, isDraft: isDraft)
    case 5:
      let text = ["", "\n\n\n", "\r\n", "漢字\u{1B}[2J", String(repeating: "word ", count: 5000)]
      return AttachmentSample.document(
        "\(id)", number: number, name: name, text: text.randomElement(using: &random) ?? "",
        remark: Bool.random(using: &random) ? "it was cut" : nil, reading: reading, isDraft: isDraft)
    case 6: return AttachmentSample.failed("\(id)", number: number)
    default: return AttachmentSample.loading("\(id)", number: number)
    }
  }

  /// A frame full of marks, and whether those outside of a rectangle are still there.
  private static func marked(_ size: Size) -> Frame {
    var frame = Frame(size)
    for y in 0..<size.height {
      for x in 0..<size.width { frame[Point(x: x, y: y)] = Frame.Cell("M", Style(.search)) }
    }
    return frame
  }

  private static func isUntouched(_ frame: Frame, outside rect: Rect) -> Bool {
    for y in 0..<frame.size.height {
      for x in 0..<frame.size.width where !rect.contains(Point(x: x, y: y)) {
        if frame[Point(x: x, y: y)] != Frame.Cell("M", Style(.search)) { return false }
      }
    }
    return true
  }

  @Test(arguments: 0..<16) func nothingIsDrawnOutside(seed: Int) throws {
    var random = SteadyRandom(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7)
    let depths: [ColorDepth?] = [nil, ColorDepth.none, .ansi16, .indexed256, .trueColor]
    for _ in 0..<10 {
      var items = (0..<Int.random(in: 0...9, using: &random)).map { item($0, &random) }
      var pane = AttachmentPane.of(items, isFocused: Bool.random(using: &random))
      var viewer = AttachmentViewer(items: items, id: "\(Int.random(in: 0...9, using: &random))")
      for _ in 0..<12 {
        let painter = PicturePainter(
          depth: depths.randomElement(using: &random) ?? nil, isNative: Bool.random(using: &random),
          isASCII: Bool.random(using: &random))
        let size = Size(width: .random(in: 0...70, using: &random), height: .random(in: 0...30, using: &random))
        let (x, y) = (Int.random(in: 0...size.width, using: &random), Int.random(in: 0...size.height, using: &random))
        let rect = Rect(
          x: x, y: y, width: .random(in: 0...size.width - x, using: &random),
          height: .random(in: 0...size.height - y, using: &random))
        var frame = Self.marked(size)
        pane.render(into: &frame, rect: rect, painter: painter)
        #expect(Self.isUntouched(frame, outside: rect))
        #expect(pane.wanted.allSatisfy { $0.size.width <= rect.width && $0.size.height <= rect.height })
        frame = Self.marked(size)
        viewer.render(into: &frame, rect: rect, painter: painter)
        #expect(Self.isUntouched(frame, outside: rect))
        frame = Self.marked(size)
        AttachmentStrip.render(
          items, selected: Bool.random(using: &random) ? pane.selected : nil, into: &frame, rect: rect,
          isASCII: painter.isASCII)
        #expect(Self.isUntouched(frame, outside: rect))

        var input = try AttachmentSample.input(Self.inputs.randomElement(using: &random) ?? "j")
        if Int.random(in: 0..<4, using: &random) == 0 {
          let actions: [MouseAction] = [.press, .release, .drag, .scrollUp, .scrollDown]
          let place = Point(x: .random(in: -1...70, using: &random), y: .random(in: -1...30, using: &random))
          input = .mouse(actions.randomElement(using: &random) ?? .press, at: place, [])
        }
        _ = pane.handle(input)
        _ = viewer.handle(input)
        if Int.random(in: 0..<5, using: &random) == 0 {
          if !items.isEmpty, Bool.random(using: &random) {
            items.remove(at: Int.random(in: items.indices, using: &random))
          } else {
            items.append(item(Int.random(in: 0...99, using: &random), &random))
          }
          pane.items = items
          viewer.update(items)
          if let id = viewer.takeMissingPixels()?.id {
            viewer.show(AttachmentSample.landscape(width: 160, height: 90), id: id)
          }
        }
      }
    }
  }

  private func item(_ id: Int, _ random: inout SteadyRandom) -> PaneItem { Self.item(id, &random) }
}
