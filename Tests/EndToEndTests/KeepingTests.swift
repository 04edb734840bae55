import Foundation
import Testing

extension EndToEnd {
  /// What was said is kept, whatever happens.
  @Suite struct Keeping {
    @Test func afterAKillWhatWasOnTheDiskComesBack() async throws {
      let home = try ChatHome()
      let chat = try await ChatSession.ready(home)
      try await chat.say("Remember this")
      try await chat.waitForWriting()
      // Replies are written down once a second.
      try await Task.sleep(for: .seconds(2.5))
      try chat.send(SIGKILL)
      try await chat.waitForEnd()

      let again = try await ChatSession.ready(home, "--last")
      let screen = try await again.terminal.wait(for: "the reply to be marked as stopped") { screen in
        screen.rows[0].contains("Remember this") && screen.text.contains("stopped")
      }
      #expect(!screen.text.contains("could not be read"))
      try await again.say("And now?")
      try await again.waitForWriting()
      try await again.stopReply()
      #expect(try await again.leave() == 0)

      let folder = home.path + "/.local/share/facet/conversations"
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
      #expect(files.count == 1)
      let text = try String(contentsOfFile: folder + "/" + (files.first ?? ""), encoding: .utf8)
      for line in text.split(separator: "\n") {
        #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line.prefix(200))")
      }
      #expect(text.contains("Remember this"))
      #expect(text.contains("And now?"))
    }

    @Test func whatWasReadNeedNotBeReadAgain() async throws {
      let home = try ChatHome(maximumTokens: 12, settings: "keepReading: true")
      let chat = try await ChatSession.ready(home)
      try await chat.say("Read this once")
      try await chat.terminal.wait(for: "it reached the most tokens")
      #expect(try await chat.leave() == 0)
      let folder = home.path + "/.local/share/facet/readings"
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files.count == 1)
      #expect(files.first?.hasSuffix(".reading") == true)

      let again = try ChatSession(home)
      try await again.open("--last")
      try await again.terminal.wait(for: "tokens were kept from an earlier session")
      try await again.say("And go on")
      try await again.terminal.wait(for: "it reached the most tokens")
      #expect(try await again.leave() == 0)
    }

    @Test func aDraftIsThereTheNextTime() async throws {
      let home = try ChatHome()
      let chat = try await ChatSession.ready(home)
      try chat.terminal.type("half a thou")
      try await chat.terminal.wait(for: "what was typed") { $0.composer.contains("half a thou") }
      #expect(try await chat.leave() == 0)
      let again = try await ChatSession.ready(home)
      try await again.terminal.wait(for: "the draft") { $0.composer.contains("half a thou") }
    }

    @Test func aConversationThatIsOpenElsewhereIsReadOnly() async throws {
      let home = try ChatHome(maximumTokens: 12)
      let first = try await ChatSession.ready(home)
      try await first.say("Shared words")
      try await first.terminal.wait(for: "it reached the most tokens")

      let second = try ChatSession(home)
      try await second.open("--last")
      let sentence = "is open in another facet; it can be read here"
      let screen = try await second.terminal.wait(for: sentence)
      #expect(screen.text.contains("Shared words"))
      try await second.say("May I?")
      try await second.terminal.wait(for: "the message to stay") { screen in
        screen.composer.contains("May I?") && screen.text.contains(sentence)
      }
      #expect(try await second.leave() == 0)

      // The first one goes on as if nothing had been.
      try await first.say("Still mine")
      try await first.terminal.wait(for: "the next reply") { screen in
        screen.text.contains("Still mine") && !screen.composer.contains("mine") && screen.status.contains("ready")
      }
      #expect(try await first.leave() == 0)
    }

    @Test(arguments: ["/proc/facet-home", "/dev/null"])
    func whereNothingCanBeKeptTheChatStillWorks(_ path: String) async throws {
      let chat = try await ChatSession.ready(
        ChatHome(), "--context 200000 --threads 1", variables: ["HOME": path])
      try await chat.say("Hello")
      try await chat.terminal.wait(for: "a sentence about saving") { $0.status.contains("not saved") }
      try chat.terminal.press("Escape")
      try await chat.terminal.wait(for: "the end of the reply") { $0.text.contains("\n stopped") }
      // Nobody leaves without having been asked, and the shell's screen says it once more.
      try chat.terminal.press("C-q")
      try await chat.terminal.wait(for: "leave and lose what is not saved")
      try chat.terminal.press("y")
      let shell = try await chat.terminal.wait(for: "the shell's prompt") { $0.isShell }
      #expect(shell.text.contains("not saved"))
      #expect(try await chat.status() == 0)
    }
  }
}
