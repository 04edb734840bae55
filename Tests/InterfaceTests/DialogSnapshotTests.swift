import Screen
import Testing

@testable import Interface

@Suite struct DialogSnapshotTests {
  private func expect(_ user: ChatUser, _ size: Size, _ name: String) throws {
    var user = user
    let frame = user.frame(size.width, size.height)
    try ScreenSnapshot.expect(frame, named: "dialog-\(name)-\(size.width)x\(size.height)")
  }

  @Test(arguments: Dialog.sizes) func help(_ size: Size) throws {
    var user = try ChatDialogTests.talk()
    try user.press("f1")
    try expect(user, size, "help")
  }

  @Test(arguments: Dialog.sizes) func palette(_ size: Size) throws {
    var user = try ChatDialogTests.talk()
    try user.press("alt-x", "down")
    try expect(user, size, "palette")
  }

  @Test(arguments: Dialog.sizes) func conversations(_ size: Size) throws {
    var user = try ChatDialogTests.listing()
    try user.press("down")
    try expect(user, size, "conversations")
  }

  @Test func conversationsThatWereSearched() throws {
    var user = try ChatDialogTests.listing()
    user.type("linker")
    try user.press("tab")
    var found = Array(Dialog.conversations.prefix(2))
    found[0].excerpt = "…The linker does not find libopenblas; the runner lacks its development package…"
    user.happen(.listed(found, query: "linker"))
    try expect(user, Size(width: 80, height: 24), "conversations-deep")
  }

  @Test func aConversationToBeDeleted() throws {
    var user = try ChatDialogTests.listing()
    try user.press("delete")
    try expect(user, Size(width: 80, height: 24), "conversations-delete")
  }

  @Test(arguments: Dialog.sizes) func files(_ size: Size) throws {
    var user = try ChatDialogTests.talk()
    try user.press("alt-a", "down", "down", "tab")
    try expect(user, size, "files")
  }

  @Test(arguments: Dialog.sizes) func search(_ size: Size) throws {
    var user = try ChatDialogTests.talk()
    try user.press("ctrl-s")
    user.type("build")
    try expect(user, size, "search")
  }

  @Test(arguments: Dialog.sizes) func question(_ size: Size) throws {
    var user = try ChatDialogTests.talk()
    try user.send("/delete")
    try expect(user, size, "question")
  }

  @Test func conversationsInASCII() throws {
    let user = try ChatDialogTests.listing(isASCII: true)
    try expect(user, Size(width: 60, height: 16), "conversations-ascii")
  }

  @Test func theCommandsInASCII() throws {
    var user = try ChatDialogTests.talk(isASCII: true)
    try user.press("alt-x")
    let frame = user.frame(80, 30)
    #expect(frame.snapshot.joined().utf8.allSatisfy { $0 < 0x80 })
  }
}
