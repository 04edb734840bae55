import Foundation
import Testing

extension EndToEnd {
  /// Files that are dropped on the terminal, which pastes their paths.
  @Suite struct Attaching {
    private func open(
      _ home: ChatHome, variables: [String: String] = [:], columns: Int = 100
    ) async throws -> ChatSession {
      try await ChatSession.ready(home, variables: variables, columns: columns)
    }

    /// Clears what is written.
    private func clear(_ chat: ChatSession) async throws {
      try chat.terminal.press("C-c")
      try await chat.terminal.wait(for: "an empty composer") { $0.isComposerEmpty }
    }

    @Test func aPathBecomesAChipHoweverItIsWritten() async throws {
      let home = try ChatHome(seesAndHears: true)
      let chat = try await open(home)
      let narrow = "Bildschirmfoto 9.41\u{202F}AM.png"
      for name in ["home/my shot.png", "home/plain.png", "home/UPPER.PNG", "home/" + narrow] {
        try home.folder.write(ChatHome.picture, named: name)
      }
      let path = home.path + "/my shot.png"
      let escaped = path.replacingOccurrences(of: " ", with: "\\ ")
      let address = "file://" + path.replacingOccurrences(of: " ", with: "%20")
      let chip = "⟦Picture 1: my shot.png⟧"
      let forms: [(paste: String, shown: [String])] = [
        ("'\(path)'", [chip]),
        ("\"\(path)\"", [chip]),
        (escaped, [chip]),
        (address, [chip]),
        ("~/plain.png", ["⟦Picture 1: plain.png⟧"]),
        ("\(escaped) '\(home.path)/plain.png'", [chip, "⟦Picture 2: plain.png⟧"]),
        (path, [chip]),
        ("\(escaped) what is wrong here?", [chip, "what is wrong here?"]),
        // The name has a narrow space; what is pasted has a usual one.
        ("\(home.path)/Bildschirmfoto 9.41 AM.png", ["AM.png⟧"]),
        ("\(home.path)/UPPER.PNG", ["⟦Picture 1: UPPER.PNG⟧"]),
      ]
      for form in forms {
        try chat.terminal.paste(form.paste)
        let screen = try await chat.terminal.wait(for: "the chips \(form.shown) of \(form.paste)") { screen in
          form.shown.allSatisfy(screen.composer.contains)
        }
        #expect(!screen.composer.contains(home.path), "\(screen.text)")
        try await clear(chat)
      }
      // A terminal that does not mark pastes sends them as keys, faster than anybody types.
      try chat.terminal.type(escaped)
      try await chat.terminal.wait(for: "the chip of fast keys") { $0.composer.contains(chip) }
      #expect(try await chat.leave() == 0)
    }

    @Test func aPathWithoutAFileStaysAsItWasWritten() async throws {
      let chat = try await open(ChatHome(seesAndHears: true), columns: 160)
      let path = "/tmp/there-is-no/such file.png"
      try chat.terminal.paste(path)
      let screen = try await chat.terminal.wait(for: "the text") { $0.composer.contains(path) }
      #expect(!screen.composer.contains("⟦"))
      try await chat.terminal.wait(for: "a sentence about it") { $0.status.contains(path) }
      #expect(try await chat.leave() == 0)
    }

    @Test func aPictureGoesWithItsMessageAndIsThereTheNextTime() async throws {
      let home = try ChatHome(maximumTokens: 20, seesAndHears: true)
      let picture = try home.folder.write(ChatHome.picture, named: "home/shot.png")
      let chat = try await open(home)
      try chat.terminal.paste(picture)
      try await chat.terminal.wait(for: "the chip") { $0.composer.contains("⟦Picture 1: shot.png⟧") }
      try await chat.say("What is this?")
      let screen = try await chat.terminal.wait(for: "it reached the most tokens")
      #expect(screen.text.contains("What is this?"))
      #expect(screen.text.contains("Picture 1: shot.png"))
      #expect(try await chat.leave() == 0)
      // The chat has a copy of its own.
      try FileManager.default.removeItem(atPath: picture)
      let again = try await ChatSession.ready(home, "--last")
      let later = try await again.terminal.wait(for: "What is this?")
      #expect(later.text.contains("Picture 1: shot.png"))
      try await again.say("And now?")
      try await again.terminal.wait(for: "the next reply") { screen in
        screen.text.contains("And now?") && screen.text.matches(of: /the most tokens/).count == 2
      }
      #expect(try await again.leave() == 0)
    }

    @Test func aFileCanBeNamedOnTheCommandLine() async throws {
      let home = try ChatHome(seesAndHears: true)
      try home.folder.write(ChatHome.picture, named: "home/shot.png")
      let chat = try ChatSession(home)
      try await chat.open("-a \"$HOME/shot.png\"")
      try await chat.terminal.wait(for: "the chip") { $0.composer.contains("⟦Picture 1: shot.png⟧") }
      #expect(try await chat.leave() == 0)
    }
  }
}
