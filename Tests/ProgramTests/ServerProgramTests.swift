import Chat
import Foundation
import TestSupport
import Testing

@testable import facet

/// The whole program against a server that does what a test tells it to.
@Suite struct ServerProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var environment: [String: String] {
    [
      "HOME": folder.path, "XDG_CONFIG_HOME": folder.path + "/config", "XDG_DATA_HOME": folder.path + "/data",
      "XDG_RUNTIME_DIR": folder.path, "TERM": "dumb", "FACET_API_KEY": "sk-Zebra",
      // A proxy that is not there: a server on this machine is none of its business.
      "http_proxy": "http://127.0.0.1:9", "no_proxy": "",
    ]
  }

  private func server(_ answer: String = "Four.") throws -> ScriptedServer {
    let chunks = answer.map { "data: {\"choices\":[{\"delta\":{\"content\":\"\($0)\"}}]}\n\n" }
    let end =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\n\n"
      + "data: [DONE]\n\n"
    return try ScriptedServer { request in
      guard request.path != "/v1/models" else {
        return .json(200, "{\"data\":[{\"id\":\"tiny\",\"max_model_len\":4096}]}")
      }
      return .init(
        200, headers: [("Content-Type", "text/event-stream")], length: .chunked,
        steps: (chunks + [end]).map { .bytes(Array($0.utf8)) })
    }
  }

  private func run(
    _ arguments: [String], input: String = "", _ more: [String: String] = [:]
  ) async throws -> RunningProgram.Result {
    try await BuiltProgram.run(
      arguments, input: Data(input.utf8), environment: environment.merging(more) { $1 })
  }

  /// All files below a folder, as text.
  private func files(below path: String) -> String {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.compactMap { FileManager.default.contents(atPath: path + "/" + $0) }
      .map { String(decoding: $0, as: UTF8.self) }.joined()
  }

  @Test func aQuestionIsAnsweredByTheServer() async throws {
    let server = try server()
    let result = try await run(["run", "--server", server.address, "--model", "tiny", "2 + 2?"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "Four.")
    #expect(result.errors.contains("a server on this machine, 127.0.0.1:\(server.port), reads what you send"))
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(server.requests.map(\.path) == ["/v1/models", "/v1/chat/completions"])
    #expect(server.requests.allSatisfy { $0.header("Authorization") == "Bearer sk-Zebra" })
  }

  @Test func programsAreToldInAField() async throws {
    let server = try server()
    let result = try await run(["run", "--json", "--server", server.address, "2 + 2?"])
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    let last = try JSONValue(parsing: String(#require(result.output.split(separator: "\n").last)))
    #expect(last["server"]?.asString == "127.0.0.1:\(server.port)" && last["model"] == "tiny")
    #expect(last["prompt_tokens"] == 9 && last["reason"] == "end_of_turn")
  }

  @Test func aConversationGoesOnLineByLine() async throws {
    let server = try server()
    let result = try await run(["--plain", "--server", server.address], input: "2 + 2?\nAnd again?\n")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "Four.\nFour.\n")
    let body = try JSONValue(parsing: #require(server.requests.last).body)
    #expect(body["messages"]?.asArray?.compactMap { $0["content"]?.asString } == ["2 + 2?", "Four.", "And again?"])
    #expect(server.requests.count == 3)
  }

  @Test func nothingIsSentBeforeAMessageIs() async throws {
    let server = try server()
    let result = try await run(["--plain", "--server", server.address], input: "/stats\n/model\n")
    #expect(result.status == 0, "\(result.errors)")
    #expect(server.requests.allSatisfy { $0.method == "GET" && $0.path == "/v1/models" && $0.body.isEmpty })
  }

  @Test func theKeyIsWrittenNowhere() async throws {
    let server = try server()
    let key = try folder.write(Data("sk-Giraffe".utf8), named: "key")
    try folder.write(
      Data("{ server: '\(server.address)', apiKeyFile: '\(key)' }".utf8), named: "config/facet/config.json5")
    let talk = try await run(["--plain"], input: "2 + 2?\n")
    let json = try await run(["run", "--json", "--stats", "2 + 2?"], ["FACET_API_KEY": ""])
    let config = try await run(["config"])
    let doctor = try await run(["doctor"])
    let broken = try ScriptedServer { _ in .json(401, "{}") }
    let refused = try await run(["run", "--server", broken.address, "Hi"])
    #expect(talk.status == 0 && json.status == 0, "\(talk.errors) \(json.errors)")
    #expect(refused.status == 1 && refused.errors.contains("refuses the API key"))
    let all =
      [talk, json, config, doctor, refused].map { $0.output + $0.errors }.joined() + files(below: folder.path + "/data")
    #expect(all.contains("2 + 2?") && !all.contains("Zebra") && !all.contains("Giraffe"))
    #expect(config.output.contains("apiKeyFile: \"\(key)\""))
    #expect(server.requests.last?.header("Authorization") == "Bearer sk-Giraffe")
  }

  @Test func theDoctorNamesTheServerAndDoesNotAskIt() async throws {
    let server = try server()
    try folder.write(Data("{ server: '\(server.address)' }".utf8), named: "config/facet/config.json5")
    let result = try await run(["doctor"])
    #expect(result.output.contains("\(server.address)/v1, on this machine; not contacted now"), "\(result.output)")
    let json = try JSONValue(parsing: try await run(["doctor", "--json"]).output)
    #expect(json["server"]?["contacted"] == false && json["server"]?["key_from"] == "FACET_API_KEY")
    #expect(server.requests.isEmpty)
  }

  @Test func aModelOfThisMachineIsUsedInstead() async throws {
    let server = try server()
    try folder.write(Data("{ server: '\(server.address)' }".utf8), named: "config/facet/config.json5")
    for arguments in [["run", "--no-server", "-n", "4", "Hi"], ["run", "-m", folder.path + "/none.gguf", "Hi"]] {
      _ = try await run(arguments)
    }
    #expect(server.requests.isEmpty)
  }

  @Test func aServerThatIsNotThereIsOneSentence() async throws {
    let gone = try server()
    let address = gone.address
    gone.stop()
    let result = try await run(["run", "--json", "--server", address, "Hi"])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("facet: ") && result.errors.split(separator: "\n").count == 1)
    #expect(result.output.contains("\"event\":\"error\""))
  }

  @Test func controlCEndsTheReplyAndItsConnection() async throws {
    let server = try ScriptedServer { request in
      guard request.path != "/v1/models" else { return .json(200, "{\"data\":[{\"id\":\"tiny\"}]}") }
      let first = "data: {\"choices\":[{\"delta\":{\"content\":\"Once\"}}]}\n\n"
      // Signs of life, so that it does not matter how late the test comes to its turn.
      let pings = (0..<3000).flatMap { _ -> [ScriptedServer.Step] in
        [.pause(.milliseconds(200)), .bytes(Array(": ping\n\n".utf8))]
      }
      return .init(
        200, headers: [("Content-Type", "text/event-stream")], length: .chunked,
        steps: [.bytes(Array(first.utf8))] + pings)
    }
    let program = try BuiltProgram.start(["run", "--server", server.address, "Hi"], environment: environment)
    try await program.waitForOutput()
    program.send(SIGINT)
    let result = try await program.result()
    #expect(result.status == 130 && result.output == "Once")
    for _ in 0..<500 where server.brokenOff == 0 { try await Task.sleep(for: .milliseconds(10)) }
    #expect(server.brokenOff == 1)
  }
}
