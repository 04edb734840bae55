import Testing

extension EndToEnd {
  @Suite struct Talking {
    @Test func aMessageIsAnsweredPieceByPieceAndGivesTheTitle() async throws {
      let chat = try await ChatSession.ready(ChatHome())
      try await chat.terminal.wait(for: "new conversation")
      try await chat.say("How do tides work?")
      let first = try await chat.waitForWriting()
      #expect(first.rows[0].contains("How do tides work?"))
      #expect(!first.composer.contains("tides"))
      try await chat.terminal.wait(for: "more of the reply") { $0.status.contains("writing") && $0.text != first.text }
      try await chat.stopReply()
      #expect(try await chat.leave() == 0)
      let isFullScreen = try chat.terminal.isFullScreen
      #expect(!isFullScreen)
    }

    @Test func aCopiedReplyIsInTheBufferOfTmux() async throws {
      let chat = try await ChatSession.ready(ChatHome(maximumTokens: 12))
      try await chat.say("Briefly, please")
      try await chat.terminal.wait(for: "it reached the most tokens that a reply may have")
      #expect(throws: (any Error).self, "nothing was copied yet") { try chat.terminal.copied() }
      try chat.terminal.press("M-o")
      try await chat.terminal.wait(for: "copied the last reply into tmux")
      #expect(try !chat.terminal.copied().isEmpty)
      #expect(try await chat.leave() == 0)
    }

    @Test func aStoppedReplyStaysAndTheNextTurnGoesOn() async throws {
      let chat = try await ChatSession.ready(ChatHome())
      try await chat.say("First question")
      try await chat.waitForWriting()
      try await chat.stopReply()
      let stopped = try chat.terminal.screen().rows[2..<20]
      // Stopped is stopped: nothing is written any more.
      try await Task.sleep(for: .milliseconds(300))
      #expect(try chat.terminal.screen().rows[2..<20] == stopped)
      try await chat.say("Second question")
      try await chat.waitForWriting()
      try await chat.stopReply()
      #expect(try await chat.leave() == 0)
    }

    @Test func aReplyThatIsCutAtItsLimitSaysSo() async throws {
      let chat = try await ChatSession.ready(ChatHome(maximumTokens: 12))
      try await chat.say("Briefly, please")
      let screen = try await chat.terminal.wait(for: "it reached the most tokens that a reply may have")
      #expect(screen.text.contains("Briefly, please"))
      #expect(screen.text.contains("tok/s"))
    }

    @Test func whatIsSentWhileAReplyRunsWaitsForItsEnd() async throws {
      let chat = try await ChatSession.ready(ChatHome(maximumTokens: 10_000))
      try await chat.say("The first one")
      try await chat.waitForWriting()
      try chat.terminal.type("And another")
      try await chat.terminal.wait(for: "typing while a reply runs") {
        $0.composer.contains("And another") && $0.status.contains("writing")
      }
      try await Task.sleep(for: .milliseconds(20))
      try chat.terminal.press("Enter")
      try await chat.terminal.wait(for: "waits: And another")
      // It is sent by itself once the reply has reached its limit.
      try await chat.terminal.wait(for: "the next turn") { screen in
        !screen.text.contains("waits:") && screen.status.contains("writing")
      }
      try await chat.stopReply()
      #expect(try await chat.leave() == 0)
    }

    @Test func controlQLeavesWhileAReplyRuns() async throws {
      let chat = try await ChatSession.ready(ChatHome())
      try await chat.say("Never mind")
      try await chat.waitForWriting()
      #expect(try await chat.leave() == 0)
    }

    @Test(.enabled(if: Tool.mayTrace, "needs strace"))
    func theFirstScreenDoesNotWaitForTheModel() async throws {
      // Every reading of the model's file takes a twentieth of a second.
      let trace = ["strace", "-f", "-o", "/dev/null", "-e", "trace=pread64", "-e", "inject=pread64:delay_enter=50000"]
      let chat = try ChatSession(ChatHome(tracing: trace))
      try await chat.open()
      let screen = try chat.terminal.screen()
      #expect(screen.text.contains("nothing leaves this machine"), "\(screen.text)")
      #expect(screen.status.contains("loading"), "\(screen.text)")
      // A message may be written and sent meanwhile.
      try await chat.say("Are you there?")
      let waiting = try await chat.terminal.wait(for: "the message above the composer") {
        $0.text.contains("Are you there?") && !$0.composer.contains("there")
      }
      #expect(waiting.status.contains("loading"), "\(waiting.text)")
      try await chat.waitForWriting()
      #expect(try await chat.leave() == 0)
    }
  }
}
