import Chat
import Screen
import Testing

@testable import Interface

@Suite struct ChatScreenTests {
  @Test func look() throws {
    var user = ChatUser.ready()
    user.show(80, 24)
    user.state.settings.modelName = "x"
    try user.send("What is wrong here?")
    user.reply(.reading(done: 100, of: 1200))
    user.wait(1)
    user.reply(.reading(done: 700, of: 1200))
    user.show(40, 10)
    user.reply(.thought("let me see. "), .thought("It is the linker."))
    user.wait(6)
    user.show(80, 14)
    user.reply(
      .answer(
        "The linker does not find `libopenblas`.\n\n```bash\nsudo apt-get install -y libopenblas-dev\n```\n\n1. Add it to"
      ))
    for _ in 0..<20 { user.reply(.answer(" the")); user.wait(0.1) }
    user.type("and how do I cache that?")
    user.show(120, 30)
    try user.press("enter")
    user.show(20, 5)
    user.show(20, 9)
    user.finish()
    user.show(80, 24)
    print(user.effects.suffix(5))
  }
}
