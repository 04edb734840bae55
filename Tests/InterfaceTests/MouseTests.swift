import Chat
import Screen
import Testing

@testable import Interface

@Suite struct MouseTests {
  @Test func aClickPlacesTheCursorAndDraggingSelects() {
    var user = ChatUser.ready()
    user.type("hello 漢字 there")
    _ = user.frame(40, 10)
    let y = user.state.shown.composer.minY
    user.happen(.input(.mouse(.press, at: Point(x: 3 + 2, y: y), [])))
    #expect(user.frame(40, 10).cursor == Point(x: 5, y: y))
    user.happen(.input(.mouse(.drag, at: Point(x: 3 + 8, y: y), [])))
    user.happen(.input(.text("-")))
    #expect(user.state.composer.content.plainText == "he-字 there")
    user.happen(.input(.mouse(.press, at: Point(x: 39, y: y), [])))
    #expect(user.state.composer.content.plainText == "he-字 there")
    user.type("!")
    #expect(user.state.composer.content.plainText == "he-字 there!")
  }

  @Test func aClickInTheTalkSelectsAMessage() throws {
    var user = ChatUser.ready()
    try user.send("hello")
    user.reply(.answer("yes"))
    user.finish()
    _ = user.frame(40, 12)
    user.happen(.input(.mouse(.press, at: Point(x: 3, y: 3), [])))
    #expect(user.state.focus == .transcript)
    user.happen(.input(.mouse(.scrollUp, at: Point(x: 3, y: 3), [])))
    user.happen(.input(.mouse(.press, at: Point(x: 3, y: 3), [])))
    #expect(user.state.focus == .composer, "a second click lets go")
  }
}
