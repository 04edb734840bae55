import Testing

extension EndToEnd {
  @Suite struct TerminalKinds {
    @Test func withoutUTF8EverythingIsASCII() async throws {
      let chat = try await ChatSession.ready(ChatHome(maximumTokens: 30), variables: ["LC_ALL": "C"])
      let welcome = try chat.terminal.screen()
      #expect(welcome.isASCII, "\(welcome.text)")
      #expect(welcome.rows[1].hasPrefix("-----"))
      try await chat.say("Hello")
      let screen = try await chat.terminal.wait(for: "it reached the most tokens")
      #expect(screen.isASCII, "\(screen.text)")
      #expect(try await chat.leave() == 0)
    }

    @Test func withoutUTF8PanesAndDialogsAreASCII() async throws {
      let home = try ChatHome(seesAndHears: true)
      let picture = try home.folder.write(ChatHome.picture, named: "home/shot.png")
      let chat = try await ChatSession.ready(home, variables: ["LC_ALL": "C"], columns: 120, rows: 30)
      try chat.terminal.paste(picture)
      try await chat.terminal.wait(for: "the pane") { screen in
        screen.rows[1].contains("-+-") && screen.composer.contains("[Picture 1: shot.png]")
      }
      for key in ["F3", "F3", "F1", "C-o", "M-x", "M-a", "C-s", "M-m"] {
        try chat.terminal.press(key)
        try await Task.sleep(for: .milliseconds(100))
        let screen = try chat.terminal.screen()
        #expect(screen.isASCII, "\(key): \(screen.text)")
        if key != "F3" { try chat.terminal.press("Escape") }
        try await Task.sleep(for: .milliseconds(100))
      }
      #expect(try await chat.leave() == 0)
    }

    @Test func withoutColoursNothingIsColoured() async throws {
      let chat = try await ChatSession.ready(ChatHome(maximumTokens: 30), variables: ["NO_COLOR": "1"])
      try await chat.say("Hello")
      try await chat.terminal.wait(for: "it reached the most tokens")
      let styled = try chat.terminal.styledScreen()
      // Bold and dim remain, and the colours of no theme.
      #expect(styled.contains("\u{1B}["))
      #expect(styled.matches(of: /\e\[[0-9;:]*m/).allSatisfy { !Self.colours($0.output) }, "\(styled.debugDescription)")
    }

    @Test(arguments: ["screen", "xterm-16color", "vt100", "tmux-256color"])
    func everyTerminalWillDo(_ terminal: String) async throws {
      let chat = try await ChatSession.ready(ChatHome(maximumTokens: 30), terminal: terminal)
      try await chat.say("Hello")
      let screen = try await chat.terminal.wait(for: "it reached the most tokens")
      #expect(screen.rows[0].hasPrefix(" facet"))
      #expect(try await chat.leave() == 0)
      try await chat.terminal.wait(for: "the shell's screen") { !$0.text.contains(" facet  Tiny") }
    }

    /// Whether a sequence sets a colour of the foreground or the background.
    private static func colours(_ sequence: Substring) -> Bool {
      sequence.dropFirst(2).dropLast().split(separator: ";").contains { part in
        guard let number = Int(part.prefix { $0.isNumber }) else { return false }
        return (30...38).contains(number) || (40...48).contains(number) || (90...107).contains(number)
      }
    }
  }
}
