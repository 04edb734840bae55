import Foundation
import Testing

extension EndToEnd {
  @Suite(.enabled(if: Tool.mayTrace, "needs strace, and leave to trace")) struct Network {
    @Test func aWholeSessionOpensNoInternetSocket() async throws {
      let trace = NSTemporaryDirectory() + "facet-network-" + UUID().uuidString
      defer { unlink(trace) }
      let home = try ChatHome(
        maximumTokens: 30, seesAndHears: true,
        tracing: ["strace", "-f", "-o", trace, "-e", "trace=network,exit_group"])
      let picture = try home.folder.write(ChatHome.picture, named: "home/shot.png")
      let chat = try await ChatSession.ready(home)
      try chat.terminal.paste(picture)
      try await chat.terminal.wait(for: "the chip") { $0.composer.contains("⟦Picture 1: shot.png⟧") }
      try await chat.say("What is this?")
      try await chat.terminal.wait(for: "it reached the most tokens")
      #expect(try await chat.leave() == 0)
      let calls = try String(contentsOfFile: trace, encoding: .utf8)
      #expect(calls.contains("exit_group(0"))
      // AF_INET6 begins the same way.
      #expect(!calls.contains("AF_INET"), "\(calls)")
    }
  }
}
