import Chat
import Screen
import Testing

@testable import Interface

@Suite struct ComposerDrawingTests {
  @Test(arguments: [(80, 24), (40, 10), (20, 5)])
  func screens(_ width: Int, _ height: Int) throws {
    let name = "\(width)x\(height)"
    var empty = Typist()
    try ComposerSnapshot.expect(empty.frame(width: width, height: height), named: "composer-empty-\(name)")

    var menu = Typist()
    menu.context.width = width
    menu.type("/t")
    try menu.press("down")
    try ComposerSnapshot.expect(menu.frame(width: width, height: height), named: "composer-menu-\(name)")

    var long = Typist(files: ["/tmp/日本 shot.png": .file(.picture)])
    long.context.width = width
    long.send(.paste("/tmp/日本 shot.png"))
    long.type("What is wrong here? The linker does not find 図書館, and the rest of this goes on.")
    try long.press("alt-enter", "T", "w", "o", "shift-left", "shift-left")
    try ComposerSnapshot.expect(
      long.frame(width: width, height: height, limit: 4), named: "composer-long-\(name)")

    var search = Typist()
    search.type("an earlier question")
    try search.press("enter", "ctrl-r", "q", "u")
    try ComposerSnapshot.expect(search.frame(width: width, height: height), named: "composer-search-\(name)")
  }

  @Test func asciiMarks() throws {
    var typist = Typist(files: ["/tmp/shot.png": .file(.picture)])
    typist.send(.paste("/tmp/shot.png"))
    try ComposerSnapshot.expect(typist.frame(width: 40, height: 3, isASCII: true), named: "composer-ascii")
  }

  @Test func thePaletteShowsWhatFits() throws {
    var palette = CommandPalette()
    for character in "reply" { _ = palette.handle(.text(String(character))) }
    var frame = Frame(Size(width: 80, height: 10))
    palette.render(into: &frame, rect: Rect(x: 0, y: 0, width: 80, height: 10), isReplying: true)
    try ComposerSnapshot.expect(frame, named: "command-palette-80x10")
  }

  @Test func theCursorStandsBehindWideCharacters() {
    var typist = Typist("日本")
    #expect(typist.frame(width: 20, height: 3).cursor == Point(x: 7, y: 2))
  }

  @Test func theCursorOfAFullRowStaysInside() {
    var typist = Typist(String(repeating: "a", count: 16))
    #expect(typist.frame(width: 20, height: 3).cursor == Point(x: 19, y: 2))
    #expect(typist.composer.height(width: 20, limit: 5) == 1)
    typist.context.width = 20
    typist.type("b")
    #expect(typist.composer.height(width: 20, limit: 5) == 2)
  }

  @Test func scrollsWhenHigherThanTheLimit() {
    var typist = Typist((1...20).map { "line \($0)" }.joined(separator: "\n"))
    #expect(typist.composer.height(width: 40, limit: 5) == 5)
    let text = ComposerSnapshot.text(typist.frame(width: 40, height: 5, limit: 5))
    #expect(text.contains("line 20") && text.contains("line 16") && !text.contains("line 15 "))
  }
}
