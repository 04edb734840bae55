import Testing

extension EndToEnd {
  /// The chat as it is right after it was built: nobody has named a model.
  @Suite struct BuiltInGuide {
    @Test func itAnswersUntilAnotherModelIsNamedAndAgainAfterwards() async throws {
      let home = try ChatHome(maximumTokens: 6)
      let chat = try ChatSession(home)
      try await chat.open(namesModel: false)
      let first = try await chat.terminal.wait(for: "the guide") { $0.status.contains("ready   built-in guide") }
      #expect(first.rows[0].contains("built-in guide"), "\(first.text)")
      #expect(first.text.contains("it knows facet alone"), "\(first.text)")
      try await chat.say("How do I attach a screenshot?")
      try await chat.terminal.wait(for: "its reply") { screen in
        screen.status.contains("ready   built-in guide") && !screen.composer.contains("attach")
          && screen.rows[0].contains("How do I attach")
      }
      try await chat.say("/model \(home.model)")
      try await chat.terminal.wait(for: "the other model") { screen in
        screen.rows[0].contains("Tiny") && screen.status.contains("ready") && !screen.status.contains("guide")
      }
      try await chat.say("/model none")
      try await chat.terminal.wait(for: "the guide again") { screen in
        screen.rows[0].contains("built-in guide") && screen.status.contains("ready   built-in guide")
      }
      #expect(try await chat.leave() == 0)
    }
  }
}
