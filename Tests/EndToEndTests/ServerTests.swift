import Foundation
import TestSupport
import Testing

extension EndToEnd {
  @Suite struct Server {
    @Test func wordsLeaveOnlyWithEnterAndTheScreenSaysWhereTo() async throws {
      let server = try ScriptedServer { request in
        guard request.path != "/v1/models" else { return .json(200, "{\"data\":[{\"id\":\"tiny-remote\"}]}") }
        let text =
          "data: {\"choices\":[{\"delta\":{\"content\":\"Blue light scatters.\"}}]}\n\n"
          + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
        return .text(200, text, headers: [("Content-Type", "text/event-stream")])
      }
      let home = try ChatHome(settings: "server: '\(server.address)',")
      let chat = try ChatSession(home)
      try await chat.open(namesModel: false)
      let first = try await chat.terminal.wait(for: "the model of the server") { $0.text.contains("tiny-remote") }
      #expect(first.rows.first?.contains("127.0.0.1:\(server.port)") == true, "\(first.text)")
      #expect(first.text.contains("reads what you send") && !first.text.contains("nothing leaves"), "\(first.text)")
      try chat.terminal.type("Why is the sky blue?")
      // Longer than the pause after which a model on this machine begins to read.
      try await Task.sleep(for: .milliseconds(900))
      #expect(server.requests.map { "\($0.method) \($0.path)" } == ["GET /v1/models"])
      try chat.terminal.press("Enter")
      try await chat.terminal.wait(for: "Blue light scatters.")
      #expect(server.requests.count == 2)
      #expect(try await chat.leave() == 0)
    }
  }
}
