import Screen
import Testing

@testable import Interface

@Suite struct FileBrowserTests {
  private let browser = FileBrowser(folder: "/home/me/work", list: Dialog.list)

  private func press(_ browser: inout FileBrowser, _ keys: String...) throws -> FileBrowser.Outcome {
    var outcome = FileBrowser.Outcome.open
    for key in keys { outcome = browser.handle(try Dialog.event(key), bindings: .standard, list: Dialog.list) }
    return outcome
  }

  @Test func foldersComeFirstAndHiddenFilesNotAtAll() {
    #expect(
      browser.rows.map(\.entry.name) == [
        "drawings", "Zebra", "ci.png", "core.bin", "evil\u{1B}[2J\nname.png", "my shot.PNG", "notes.md", "日本語.wav",
      ])
  }

  @Test func entersFoldersAndAttachesFiles() throws {
    var browser = browser
    #expect(try press(&browser, "enter") == .open)
    #expect(browser.folder == "/home/me/work/drawings")
    #expect(try press(&browser, "enter") == .attach(["/home/me/work/drawings/plan.svg"]))
  }

  @Test(arguments: ["backspace", "left"]) func goesUpToTheTop(_ key: String) throws {
    var browser = browser
    _ = try press(&browser, key)
    #expect(browser.folder == "/home/me" && browser.selected?.entry.name == "work")
    _ = try press(&browser, key, key, key)
    #expect(browser.folder == "/" && browser.selected?.entry.name == "home")
    _ = try press(&browser, "right")
    #expect(browser.folder == "/home")
  }

  @Test func typingFilters() throws {
    var browser = browser
    _ = try press(&browser, "s", "h", "o")
    #expect(browser.rows.map(\.entry.name) == ["my shot.PNG"])
    #expect(try press(&browser, "enter") == .attach(["/home/me/work/my shot.PNG"]))
    // Backspace deletes what was typed before it leaves the folder.
    _ = try press(&browser, "backspace", "backspace", "backspace")
    #expect(browser.folder == "/home/me/work" && browser.rows.count == 8)
  }

  @Test func namesThatBeginAsTypedComeFirst() throws {
    var browser = browser
    _ = try press(&browser, "n")
    #expect(browser.rows.first?.entry.name == "notes.md" && browser.rows.count > 1)
  }

  @Test func aSlashGoesIntoTheFolder() throws {
    var browser = browser
    _ = try press(&browser, "d", "r", "/")
    #expect(browser.folder == "/home/me/work/drawings")
    _ = try press(&browser, "/")
    #expect(browser.folder == "/")
  }

  @Test func marksSeveral() throws {
    var browser = browser
    _ = try press(&browser, "down", "down", "tab", "tab", " ")
    #expect(browser.marked.count == 3)
    _ = try press(&browser, "up", "tab")
    #expect(
      try press(&browser, "enter") == .attach(["/home/me/work/ci.png", "/home/me/work/core.bin"]))
  }

  @Test func hiddenFilesAreShownOnAKeyOrBehindADot() throws {
    var browser = browser
    _ = try press(&browser, "alt-.")
    #expect(browser.rows.contains { $0.entry.name == ".hidden" })
    _ = try press(&browser, "alt-.")
    #expect(!browser.rows.contains { $0.entry.name == ".hidden" })
    _ = try press(&browser, ".", "h")
    #expect(browser.rows.map(\.entry.name) == [".hidden"])
  }

  @Test func aStrangeNameIsDrawnSafelyAndAttachedAsItIs() throws {
    var browser = browser
    _ = try press(&browser, "e", "v", "i", "l")
    let rows = Dialog.frame(60, 8) { browser.render(into: &$0, rect: $1, isASCII: false) }.snapshot
    #expect(rows[2].contains("evil␛[2J name.png"))
    #expect(try press(&browser, "enter") == .attach(["/home/me/work/evil\u{1B}[2J\nname.png"]))
  }

  @Test(arguments: ["escape", "alt-a", "ctrl-c"]) func closes(_ key: String) throws {
    var browser = browser
    #expect(try press(&browser, "x", key) == .closed)
  }

  @Test func aFolderThatCannotBeReadSaysSo() throws {
    var browser = FileBrowser(folder: "/nowhere", list: Dialog.list)
    #expect(try press(&browser, "enter", "tab", "down") == .open)
    let rows = Dialog.frame(60, 8) { browser.render(into: &$0, rect: $1, isASCII: false) }.snapshot
    #expect(rows[2] == "   this folder is empty or cannot be read")
  }

  @Test func theEndOfALongPathIsSeen() {
    var browser = FileBrowser(folder: "/" + String(repeating: "folder/", count: 20) + "last", list: Dialog.list)
    let title = Dialog.frame(60, 8) { browser.render(into: &$0, rect: $1, isASCII: false) }.snapshot[0]
    #expect(title.contains("attach from …") && title.contains("/folder/last "))
  }
}
