import Screen
import Testing

@testable import Interface

@Suite struct TextPageTests {
  private let numbers = TextPage(title: "numbers", lines: (1...84).map { "line \($0)" })

  private func frame(_ page: inout TextPage, _ width: Int, _ height: Int) -> [String] {
    Dialog.frame(width, height) { page.render(into: &$0, rect: $1, isASCII: false) }.snapshot
  }

  private func press(_ page: inout TextPage, _ keys: String...) throws -> TextPage.Outcome {
    var outcome = TextPage.Outcome.open
    for key in keys { outcome = page.handle(try Dialog.event(key), bindings: .standard) }
    return outcome
  }

  @Test(
    arguments: [
      (["down"], 2), (["pagedown"], 10), ([" "], 10), (["end"], 75), (["end", "pageup"], 66), (["end", "home"], 1),
      (["up"], 1), (["G", "k"], 74), (["ctrl-n", "ctrl-p"], 1),
    ] as [([String], Int)])
  func scrolls(_ keys: [String], _ first: Int) throws {
    var page = numbers
    _ = frame(&page, 60, 12)
    for key in keys { _ = try press(&page, key) }
    let rows = frame(&page, 60, 12)
    #expect(rows[1] == " line \(first)")
    #expect(rows[0].contains(" \(first)–\(first + 9) of 84 "))
  }

  @Test func theWheelScrolls() {
    var page = numbers
    _ = frame(&page, 60, 12)
    _ = page.handle(.mouse(.scrollDown, at: Point(x: 3, y: 3), []), bindings: .standard)
    #expect(frame(&page, 60, 12)[1] == " line 4")
  }

  @Test(arguments: ["escape", "q", "f1", "enter", "ctrl-c"]) func closes(_ key: String) throws {
    var page = numbers
    #expect(try press(&page, key) == .closed)
  }

  @Test func wrapsLongLinesAndKeepsTheirControlCharactersHarmless() {
    var page = TextPage(title: "\u{1B}]0;x\u{7}", lines: ["one two three four\nfive \u{1B}[2J"])
    let rows = frame(&page, 12, 7)
    #expect(rows[1...4] == [" one two", " three four", " five ␛[2J", ""])
  }

  @Test func filtersLinesByWords() throws {
    var page = numbers
    _ = frame(&page, 60, 12)
    _ = try press(&page, "/", "8", "2")
    #expect(frame(&page, 60, 12)[1...3] == [" › 82", " line 82", ""])
    // Esc first takes the filter back.
    #expect(try press(&page, "escape") == .open)
    #expect(frame(&page, 60, 12)[1] == " line 1")
    #expect(try press(&page, "escape") == .closed)
  }

  @Test func aFilterThatFitsNothingSaysSo() throws {
    var page = numbers
    _ = try press(&page, "/", "x", "q")
    #expect(frame(&page, 60, 12)[2] == " nothing here has these words")
  }

  @Test func theHelpKnowsAllKeysAndCommands() {
    let help = TextPage.help(bindings: .standard, keymap: .emacs)
    let text = help.lines.joined(separator: "\n")
    for command in Command.allCases { #expect(text.contains("/\(command.name)") && text.contains(command.summary)) }
    for action in KeyAction.allCases { #expect(text.contains(action.summary)) }
    #expect(!text.contains("visual mode"))
    #expect(TextPage.help(bindings: .standard, keymap: .vi).lines.contains { $0.contains("visual mode") })
  }

  @Test func theHelpKeepsTheHeadingOfWhatFits() throws {
    var help = TextPage.help(bindings: .standard, keymap: .emacs)
    _ = try press(&help, "/", "s", "p", "e", "a", "k")
    let rows = frame(&help, 80, 24)
    #expect(rows[2...4] == [" Commands", rows[3], ""])
    #expect(rows[3].hasPrefix("   /record") && rows[3].hasSuffix("  speak a message"))
  }

  @Test func theHelpIsInASCIIWhereOnlyThatCanBeShown() {
    var help = TextPage.help(bindings: .standard, keymap: .vi)
    for _ in 0..<12 {
      let frame = Dialog.frame(70, 20) { help.render(into: &$0, rect: $1, isASCII: true) }
      #expect(frame.snapshot.joined().utf8.allSatisfy { $0 < 0x80 })
      _ = help.handle(.key(.pageDown, []), bindings: .standard)
    }
  }
}
