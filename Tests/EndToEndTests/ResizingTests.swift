import Testing

extension EndToEnd {
  @Suite struct Resizing {
    @Test func aStormOfSizesLeavesTheRightScreen() async throws {
      let chat = try await ChatSession.ready(ChatHome())
      try await chat.say("Keep talking")
      try await chat.waitForWriting()
      for step in 0..<200 {
        try chat.terminal.resize(columns: 10 + step * 37 % 190, rows: 3 + step * 11 % 60)
      }
      try chat.terminal.resize(columns: 80, rows: 24)
      try await chat.waitForWriting()
      try await chat.stopReply()
      try chat.terminal.type("still here")
      for (columns, rows) in [(20, 5), (40, 10), (80, 24), (200, 50)] {
        try chat.terminal.resize(columns: columns, rows: rows)
        try await chat.terminal.wait(for: "the screen of \(columns) × \(rows)") { screen in
          isRight(screen, columns: columns, rows: rows)
        }
        let middle = 2..<rows - 1
        try await Task.sleep(for: .milliseconds(100))
        let screen = try chat.terminal.screen()
        // After Ctrl-L, which draws everything, nothing else stands there.
        try chat.terminal.press("C-l")
        try await Task.sleep(for: .milliseconds(100))
        #expect(try chat.terminal.screen().rows[middle] == screen.rows[middle])
      }
      #expect(try await chat.leave() == 0)
    }

    /// Whether title, rules, composer and status stand where they belong.
    private func isRight(_ screen: TextScreen, columns: Int, rows: Int) -> Bool {
      let lines = screen.rows
      guard lines.count == rows else { return false }
      let rule = String(repeating: "─", count: columns)
      let gap = rows >= 28 ? 1 : 0
      let hasTitle = rows < 8 || lines[0].hasPrefix(" facet") && lines[1] == rule
      // What the model wrote it may read once more, when its tokens are no text that gives the same tokens again.
      let isQuiet = lines[rows - 1].hasPrefix(" ready") || lines[rows - 1].hasPrefix(" reading")
      return hasTitle && isQuiet && lines[rows - 2 - gap].hasPrefix(" › still here")
        && lines[rows - 3 - gap] == rule && !lines[rows - 4 - gap].hasPrefix("──")
    }
  }
}
