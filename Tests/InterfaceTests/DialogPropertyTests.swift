import Chat
import Screen
import Testing

@testable import Interface

/// Whatever keys come at whatever size, dialogs go on and draw inside their rectangle.
@Suite struct DialogPropertyTests {
  private static let keys: [Key] = [
    .enter, .tab, .escape, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .space,
    .function(1), .function(2), .character("a"), .character("e"), .character("k"), .character("u"), .character("w"),
    .character("y"), .character("z"), .character("r"), .character("d"), .character("."), .character("<"),
    .character(">"), .character("s"),
  ]
  private static let texts = [
    "a", "e", "y", "n", "q", "/", " ", ".", "é", "👨‍👩‍👧", "漢字", "\u{301}", "\u{1B}[2J", "\u{202E}x", "\n", "b",
    String(repeating: "long ", count: 60),
  ]

  private func event(_ random: inout SteadyRandom) -> InputEvent {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5:
      let modifiers: [KeyModifiers] = [[], [], .control, .alt, .shift]
      return .key(Self.keys.randomElement(using: &random) ?? .up, modifiers.randomElement(using: &random) ?? [])
    case 5..<8: return .text(Self.texts.randomElement(using: &random) ?? "")
    case 8: return .paste(Self.texts.randomElement(using: &random) ?? "")
    default:
      let action: [MouseAction] = [.press, .release, .drag, .scrollUp, .scrollDown]
      let point = Point(x: .random(in: -1...90, using: &random), y: .random(in: -1...30, using: &random))
      return .mouse(action.randomElement(using: &random) ?? .press, at: point, [])
    }
  }

  /// Draws in the middle of a screen full of marks and expects those around to stay.
  private func draw(_ random: inout SteadyRandom, _ body: (inout Frame, Rect) -> Void) {
    let rect = Rect(
      x: 2, y: 2, width: .random(in: 0...130, using: &random), height: .random(in: 0...24, using: &random))
    var frame = Frame(Size(width: rect.width + 4, height: rect.height + 4))
    let row = SafeText(String(repeating: "#", count: frame.size.width))
    for y in 0..<frame.size.height { frame.put(row, at: Point(x: 0, y: y), Style(.error)) }
    let before = frame
    body(&frame, rect)
    for y in 0..<frame.size.height {
      for x in 0..<frame.size.width where !rect.contains(Point(x: x, y: y)) {
        let point = Point(x: x, y: y)
        #expect(frame[point] == before[point], "\(x),\(y) of \(rect)")
      }
    }
    if let cursor = frame.cursor { #expect(rect.contains(cursor), "\(cursor) in \(rect)") }
  }

  @Test(arguments: 0..<12) func pages(seed: Int) {
    var random = SteadyRandom(state: UInt64(seed) &+ 7)
    var page =
      seed % 2 == 0
      ? TextPage.help(bindings: .standard, keymap: .vi)
      : TextPage(title: Self.texts[seed], lines: Self.texts + ["", "a\tb\nc"])
    for _ in 0..<150 {
      _ = page.handle(event(&random), bindings: .standard)
      draw(&random) { frame, rect in
        #expect(page.height(width: rect.width, limit: rect.height) <= rect.height)
        page.render(into: &frame, rect: rect, isASCII: seed % 3 == 0)
      }
    }
  }

  @Test(arguments: 0..<12) func conversations(seed: Int) {
    var random = SteadyRandom(state: UInt64(seed) &+ 7)
    var picker = ConversationPickerTests.picker()
    for step in 0..<300 {
      _ = picker.handle(event(&random), bindings: .standard)
      if step % 3 == 0 {
        var list = Array(Dialog.conversations.shuffled(using: &random).prefix(.random(in: 0...5, using: &random)))
        if !list.isEmpty { list[0].excerpt = Self.texts.randomElement(using: &random) }
        picker.setList(list, query: picker.query)
      }
      draw(&random) { frame, rect in
        #expect(picker.height(width: rect.width, limit: rect.height) <= rect.height)
        picker.render(into: &frame, rect: rect, isASCII: seed % 3 == 0)
      }
    }
  }

  @Test(arguments: 0..<12) func files(seed: Int) {
    var random = SteadyRandom(state: UInt64(seed) &+ 7)
    var browser = FileBrowser(folder: seed % 4 == 0 ? "" : "/home/me/work", list: Dialog.list)
    for _ in 0..<300 {
      _ = browser.handle(event(&random), bindings: .standard, list: Dialog.list)
      draw(&random) { browser.render(into: &$0, rect: $1, isASCII: seed % 3 == 0) }
    }
  }

  @Test(arguments: 0..<12) func lines(seed: Int) {
    var random = SteadyRandom(state: UInt64(seed) &+ 7)
    var search = SearchLine("")
    var palette = CommandPalette()
    var question = Question("delete “漢字”?", answers: [("y", "delete")], keep: "keep")
    for step in 0..<300 {
      let event = event(&random)
      _ = search.handle(event, bindings: .standard)
      _ = palette.handle(event)
      _ = question.handle(event, bindings: .standard)
      search.status =
        step % 2 == 0 ? nil : Transcript.SearchStatus(current: step % 5, count: step % 7, isComplete: step % 3 == 0)
      draw(&random) { search.render(into: &$0, rect: $1, isASCII: seed % 3 == 0) }
      draw(&random) { question.render(into: &$0, rect: $1, isASCII: seed % 3 == 0) }
      draw(&random) { frame, rect in
        LayerFrame.render(
          title: Self.texts[step % Self.texts.count], note: "1–2 of 3", keys: "Enter choose   Esc back", into: &frame,
          rect: rect, isASCII: seed % 3 == 0
        ) { palette.render(into: &$0, rect: $1, isASCII: seed % 3 == 0) }
      }
    }
  }
}
