import Chat
import Foundation
import Screen
import Testing

@testable import Interface

/// The screens that the README shows are those of the program.
@Suite(.serialized) struct ReadmeTests {
  private static let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("README.md")

  /// Expects the README to show a frame between two marks; with `FACET_RECORD=1` writes it there instead.
  private func expect(_ frame: Frame, _ name: String) throws {
    var text = try String(contentsOf: Self.readme, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- screen: \(name) -->\n"))
    let end = try #require(text.range(of: "<!-- end -->", range: start.upperBound..<text.endIndex))
    let shown = "```\n" + frame.snapshot.joined(separator: "\n") + "\n```\n"
    if ProcessInfo.processInfo.environment["FACET_RECORD"] != nil {
      text.replaceSubrange(start.upperBound..<end.lowerBound, with: shown)
      try Data(text.utf8).write(to: Self.readme)
    } else {
      #expect(text[start.upperBound..<end.lowerBound] == shown, "FACET_RECORD=1 swift test records anew")
    }
  }

  private func talk() throws -> ChatUser {
    var user = ChatUser.ready()
    user.world.status = { $0 == "/tmp/ci.png" ? .file(.picture) : .missing }
    user.happen(.input(.paste("/tmp/ci.png")))
    let chip = try #require(user.state.composer.chips.first?.id)
    user.happen(.attached(chip: chip, [ChatUser.picture()]))
    try user.send("What is wrong here?")
    user.reply(.reading(done: 410, of: 410))
    for _ in 0..<54 {
      user.reply(.thought("It is the linker. "))
      user.wait(0.11)
    }
    user.reply(
      .answer(
        "The linker does not find `libopenblas`. The runner lacks its development package:\n\n"
          + "```bash\nsudo apt-get install -y libopenblas-dev\n```\n\n1."))
    for word in " Add it to the step before `swift build`".split(separator: " ") {
      user.reply(.answer(" \(word)"))
      user.wait(0.11)
    }
    return user
  }

  @Test func aReplyBesideThePicture() throws {
    var user = try talk()
    user.type("and how do I cache that?")
    try expect(user.frame(104, 20), "reply")
  }

  @Test func aRecordingOnANarrowScreen() throws {
    var user = try talk()
    user.finish(tokens: 214, seconds: 24)
    try user.press("f9")
    user.happen(.recording(.started))
    for step in 0..<20 {
      let level = [0.05, 0.2, 0.5, 0.7, 0.4, 0.6, 0.2, 0.1][step % 8]
      user.happen(.recording(.level(Float(level), seconds: Double(step) / 5)), after: 0.2)
    }
    user.happen(.recording(.growing(ChatUser.recording().attachment, seconds: 3)))
    user.happen(.prepared(ReadingProgress(done: 702, total: 702)))
    try expect(user.frame(80, 15), "recording")
  }
}
