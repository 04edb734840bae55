import Screen
import Testing

@testable import Interface

@Suite struct LineInputTests {
  private func typed(_ text: String, then keys: String...) throws -> LineInput {
    var line = LineInput()
    for character in text { _ = line.handle(.text(String(character)), bindings: .standard) }
    for key in keys { _ = line.handle(try Dialog.event(key), bindings: .standard) }
    return line
  }

  @Test(
    arguments: [
      (["backspace"], "the red "), (["ctrl-a", "delete"], "he red 👨‍👩‍👧"), (["ctrl-w"], "the red "),
      (["ctrl-u"], ""), (["alt-b", "ctrl-k"], "the "), (["home", "alt-d"], " red 👨‍👩‍👧"),
      (["left", "backspace"], "the red👨‍👩‍👧"), (["ctrl-w", "home", "ctrl-y"], "👨‍👩‍👧the red "),
      (["ctrl-a", "right", "x"], "txhe red 👨‍👩‍👧"),
    ] as [([String], String)])
  func editsAsTheComposerDoes(_ keys: [String], _ text: String) throws {
    var line = try typed("the red 👨‍👩‍👧")
    for key in keys { _ = line.handle(try Dialog.event(key), bindings: .standard) }
    #expect(line.text == text)
  }

  @Test func aPasteBecomesOneLine() {
    var line = LineInput()
    #expect(line.handle(.paste("one\r\ntwo\tthree\u{1B}[2J\n"), bindings: .standard) == .changed)
    #expect(line.text == "one two three␛[2J")
  }

  @Test func marksJoinTheCharacterBefore() throws {
    var line = try typed("e\u{301}x")
    _ = line.handle(.key(.left, []), bindings: .standard)
    #expect(line.cursor == 1)
    _ = line.handle(.key(.backspace, []), bindings: .standard)
    #expect(line.text == "x")
  }

  @Test func keysOfOthersAreLeftToThem() {
    var line = LineInput("a")
    #expect(line.handle(.key(.up, []), bindings: .standard) == .unhandled)
    #expect(line.handle(.key(.escape, []), bindings: .standard) == .unhandled)
    #expect(line.handle(.key(.left, []), bindings: .standard) == .handled)
  }

  @Test func longTextScrollsWithTheCursor() throws {
    var line = LineInput(String(repeating: "0123456789", count: 5) + "日本")
    var frame = Dialog.frame(20, 1) { line.render(into: &$0, rect: $1, isASCII: false) }
    #expect(frame.snapshot == [" › …90123456789日本"])
    #expect(frame.cursor == Point(x: 19, y: 0))
    _ = line.handle(.key(.home, []), bindings: .standard)
    frame = Dialog.frame(20, 1) { line.render(into: &$0, rect: $1, isASCII: false) }
    #expect(frame.snapshot == [" › 01234567890123456"])
    #expect(frame.cursor == Point(x: 3, y: 0))
  }

  @Test func theLineHasAnEnd() {
    var line = LineInput()
    _ = line.handle(.paste(String(repeating: "é", count: 5000)), bindings: .standard)
    #expect(line.text.count == LineInput.limit)
    #expect(line.handle(.text("x"), bindings: .standard) == .handled)
  }
}
