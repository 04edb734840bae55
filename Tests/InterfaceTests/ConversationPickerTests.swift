import Chat
import Foundation
import Screen
import Testing

@testable import Interface

@Suite struct ConversationPickerTests {
  static func picker(_ list: [ConversationSummary] = Dialog.conversations, query: String = "") -> ConversationPicker {
    var picker = ConversationPicker(query: query, current: "c2", now: Dialog.now, timeZone: Dialog.timeZone)
    picker.setList(list, query: query)
    return picker
  }

  private func press(_ picker: inout ConversationPicker, _ keys: String...) throws -> ConversationPicker.Outcome {
    var outcome = ConversationPicker.Outcome.stay
    for key in keys { outcome = picker.handle(try Dialog.event(key), bindings: .standard) }
    return outcome
  }

  private func frame(_ picker: inout ConversationPicker, _ width: Int = 80, _ height: Int = 12) -> Frame {
    Dialog.frame(width, height) { picker.render(into: &$0, rect: $1, isASCII: false) }
  }

  @Test func entersWhatIsChosen() throws {
    var picker = Self.picker()
    #expect(try press(&picker, "enter") == .open("c1"))
    #expect(try press(&picker, "down", "down", "enter") == .open("c3"))
    #expect(try press(&picker, "up", "up", "up", "enter") == .open("c5"))
    #expect(!ConversationPicker.Outcome.open("c1").keepsOpen && ConversationPicker.Outcome.undo.keepsOpen)
  }

  @Test(arguments: ["escape", "ctrl-o", "ctrl-c"]) func closes(_ key: String) throws {
    var picker = Self.picker()
    #expect(try press(&picker, key) == .closed)
  }

  @Test func typingAsksTheStore() throws {
    var picker = Self.picker()
    #expect(try press(&picker, "b") == .query("b"))
    #expect(try press(&picker, "u") == .query("bu"))
    // A space alone changes nothing.
    #expect(try press(&picker, " ") == .stay)
    #expect(try press(&picker, "backspace", "backspace") == .query("b"))
  }

  @Test func tabSearchesInside() throws {
    var picker = Self.picker()
    _ = try press(&picker, "b")
    #expect(try press(&picker, "tab") == .deepQuery("b"))
    #expect(try press(&picker, "u") == .deepQuery("bu"))
    #expect(try press(&picker, "tab") == .query("bu"))
    // Without words there is nothing to look for.
    #expect(try press(&picker, "ctrl-u", "tab") == .query(""))
  }

  @Test func earlierResultsDoNotReplaceLaterOnes() throws {
    var picker = Self.picker()
    _ = try press(&picker, "b", "u")
    picker.setList([Dialog.conversations[2]], query: "b")
    #expect(picker.list?.count == 5 && picker.isWaiting)
    picker.setList([Dialog.conversations[1]], query: "bu")
    #expect(picker.list?.map(\.id) == ["c2"] && !picker.isWaiting)
  }

  @Test func nothingIsOpenedFromAListOfOtherWords() throws {
    var picker = Self.picker()
    _ = try press(&picker, "b")
    #expect(try press(&picker, "enter") == .stay)
  }

  @Test func renamesInPlace() throws {
    var picker = Self.picker()
    _ = try press(&picker, "f2", "ctrl-u")
    for character in "a green build" { _ = try press(&picker, String(character)) }
    #expect(frame(&picker).snapshot[2].contains("a green build  "))
    #expect(try press(&picker, "enter") == .rename("c1", "a green build"))
    #expect(picker.list?[0].title == "a green build")
    #expect(try press(&picker, "ctrl-r", "x", "escape") == .stay)
    #expect(picker.list?[0].title == "a green build")
  }

  @Test(arguments: ["delete", "ctrl-d"]) func deletesOnlyWithItsOwnKey(_ key: String) throws {
    var picker = Self.picker()
    #expect(try press(&picker, key, "enter") == .stay)
    #expect(picker.list?.count == 5)
    #expect(try press(&picker, key, "y") == .delete("c1", "the red build"))
    #expect(picker.list?.count == 4 && picker.selected?.id == "c2")
    #expect(try press(&picker, "y") == .query("y"))
  }

  @Test func deleteInTheMiddleOfTheWordsDeletesACharacter() throws {
    var picker = Self.picker()
    _ = try press(&picker, "a", "b", "home")
    #expect(try press(&picker, "delete") == .query("b"))
    #expect(picker.mode == .choosing)
  }

  @Test(arguments: ["ctrl-z", "ctrl-_"]) func takesTheLastDeletionBack(_ key: String) throws {
    var picker = Self.picker()
    #expect(try press(&picker, key) == .undo)
  }

  @Test func theSameConversationStaysChosen() throws {
    var picker = Self.picker()
    _ = try press(&picker, "down", "down")
    picker.setList([Dialog.summary(9, "new", ago: 0)] + Dialog.conversations, query: "")
    #expect(picker.selected?.id == "c3")
    picker.setList([], query: "")
    #expect(picker.selected == nil)
  }

  @Test func tenThousandConversationsAreDrawnByTheRow() throws {
    let many = (0..<10_000).map { Dialog.summary($0, "number \($0)", ago: Double($0) * 600) }
    var picker = Self.picker(many)
    _ = frame(&picker)
    #expect(try press(&picker, "ctrl-end", "enter") == .open("c9999"))
    let rows = frame(&picker).snapshot
    #expect(rows[10].contains("number 9999") && rows[0].contains(" 9992–10000 of 10000 "))
  }

  @Test func whatWasFoundIsShownBelowTheTitle() throws {
    var found = Dialog.conversations[0]
    found.excerpt = "…linker does not find LibOpenBLAS on the runner…"
    var picker = Self.picker()
    for key in ["o", "p", "e", "n", "b", "tab"] { _ = try press(&picker, key) }
    picker.setList([found, Dialog.conversations[1]], query: "openb")
    let shown = frame(&picker)
    #expect(shown.snapshot[3] == "     …linker does not find LibOpenBLAS on the runner…")
    #expect(shown.roleSnapshot[3].contains("lqqqqql"))
    #expect(shown.snapshot[5] == "     How do I caching swift builds?")
  }

  @Test func aClickChoosesAndAnotherOneOpens() {
    var picker = Self.picker()
    _ = frame(&picker)
    let click = InputEvent.mouse(.press, at: Point(x: 9, y: 4), [])
    #expect(picker.handle(click, bindings: .standard) == .stay)
    #expect(picker.handle(click, bindings: .standard) == .open("c3"))
  }
}
