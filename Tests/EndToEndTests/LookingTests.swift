import Foundation
import Testing

extension EndToEnd {
  /// What lies over the talk or beside it.
  @Suite struct Looking {
    @Test func aPictureIsSeenBesideTheTalk() async throws {
      let home = try ChatHome(seesAndHears: true)
      let picture = try home.folder.write(ChatHome.picture, named: "home/shot.png")
      let chat = try await ChatSession.ready(home, columns: 120, rows: 30)
      try chat.terminal.paste(picture)
      let screen = try await chat.terminal.wait(for: "the pane with the picture") { screen in
        screen.rows[1].contains("┬") && screen.text.contains("▀")
      }
      #expect(screen.text.contains("64×48"), "\(screen.text)")
      // In a narrow window it gives way to a line.
      try chat.terminal.resize(columns: 80, rows: 24)
      try await chat.terminal.wait(for: "the strip in the place of the pane") { screen in
        !screen.rows[1].contains("┬") && screen.rows[1].count == 80 && screen.composer.contains("⟦Picture 1: shot.png⟧")
      }
      #expect(try await chat.leave() == 0)
    }

    @Test func everyDialogOpensAndEscLeadsBack() async throws {
      let chat = try await ChatSession.ready(ChatHome(maximumTokens: 12))
      try await chat.say("The first talk")
      try await chat.terminal.wait(for: "it reached the most tokens")
      try chat.terminal.type("a draft")
      for (key, words) in [
        ("F1", "Sending"), ("M-x", "commands"), ("C-o", "The first talk"), ("M-a", "Esc"), ("C-s", "Esc"),
      ] {
        let before = try await chat.terminal.wait(for: "the chat before \(key)") { screen in
          screen.composer.contains("a draft") && screen.status.contains("ready")
        }
        try chat.terminal.press(key)
        try await chat.terminal.wait(for: "the dialog of \(key)") { screen in
          screen.text.contains(words) && screen.rows[2..<22] != before.rows[2..<22]
        }
        try chat.terminal.press("Escape")
        try await chat.terminal.wait(for: "the chat behind \(key)") { $0.rows[2..<22] == before.rows[2..<22] }
      }
      #expect(try await chat.leave() == 0)
    }

    @Test func anEarlierConversationIsOpenedByItsTitle() async throws {
      let chat = try await ChatSession.ready(ChatHome(maximumTokens: 12))
      try await chat.say("About whales")
      try await chat.terminal.wait(for: "it reached the most tokens")
      try chat.terminal.press("M-n")
      try await chat.terminal.wait(for: "new conversation")
      try await chat.say("About clouds")
      try await chat.terminal.wait(for: "it reached the most tokens")
      try chat.terminal.press("C-o")
      try await chat.terminal.wait(for: "the list") {
        $0.text.contains("About whales") && $0.text.contains("About clouds")
      }
      try chat.terminal.type("whales")
      try await chat.terminal.wait(for: "the list of those that match") { screen in
        let listed = screen.rows.filter { $0.contains("2 messages") }
        return listed.count == 1 && listed[0].contains("About whales")
      }
      try chat.terminal.press("Enter")
      try await chat.terminal.wait(for: "the conversation") { $0.rows[0].contains("About whales") }
      #expect(try await chat.leave() == 0)
    }
  }
}
