import Chat
import Foundation
import TestSupport
import Testing

@testable import Remote

/// The assistant against a server that does what a test tells it to.
@Suite struct RemoteAssistantTests {
  @Test func aReplyStreams() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["Fo", "ur."], thoughts: ["Hm."]) }
    let assistant = try await server.assistant()
    let events = try await assistant.ask("2 + 2?")
    #expect(ReplyReaderTests.joined(events).dropLast() == [.thought("Hm."), .answer("Four.")])
    let figures = try #require(events.figures)
    #expect(figures.promptTokens == 30 && figures.generatedTokens == 7)
    #expect(figures.readingSeconds > 0 && figures.generatingSeconds >= 0)
    let question = try #require(server.requests.last)
    #expect(question.method == "POST" && question.path == "/v1/chat/completions")
    #expect(question.header("Content-Type") == "application/json" && question.header("Authorization") == nil)
    let body = try JSONValue(parsing: question.body)
    #expect(body["model"] == "tiny" && body["messages"] == [["role": "user", "content": "2 + 2?"]])
  }

  @Test func theContextAndTheOtherModelsAreTheServers() async throws {
    let server = try ScriptedServer.answering(models: ["tiny", "other"]) { _ in .stream(["a"]) }
    let assistant = try await server.assistant(model: "tiny")
    #expect(assistant.contextLength == 8192 && assistant.models == ["tiny", "other"] && assistant.name == "tiny")
    #expect(server.requests.map { "\($0.method) \($0.path)" } == ["GET /v1/models"])
  }

  @Test func nothingOfWhatIsWrittenLeavesBeforeItIsSent() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["a"]) }
    let assistant = try await server.assistant()
    await assistant.prepare(Conversation([Message(.user, "a draft")])) { _ in }
    #expect(try await assistant.keepReading(in: "/nowhere") == nil)
    #expect(await assistant.takeReading(from: "/nowhere") == 0)
    #expect(server.requests.map { "\($0.method) \($0.path)" } == ["GET /v1/models"])
    #expect(server.requests.allSatisfy { $0.body.isEmpty && $0.query.isEmpty })
  }

  // MARK: Which model

  @Test func severalModelsAreListed() async throws {
    let server = try ScriptedServer.answering(models: ["a", "b"]) { _ in .stream(["a"]) }
    await server.expectError(.severalModels(server: server.name, known: ["a", "b"]))
    await server.expectError(.noSuchModel(server: server.name, name: "c", known: ["a", "b"]), model: "c")
  }

  @Test func aServerWithoutAListIsBelieved() async throws {
    let server = try ScriptedServer { request in
      request.path == "/v1/models" ? .json(404, "{\"detail\":\"Not Found\"}") : .stream(["a"])
    }
    await server.expectError(.noModels(server: server.name))
    let assistant = try await server.assistant(model: "any")
    #expect(assistant.name == "any" && assistant.contextLength == nil)
    #expect(try await assistant.ask("Hi").first == .answer("a"))
  }

  @Test func aServerWithoutModelsSaysSo() async throws {
    let server = try ScriptedServer { request in
      // As Ollama does before its first model.
      request.path == "/v1/models"
        ? .json(200, #"{"object":"list","data":null}"#)
        : .json(404, #"{"error":{"message":"model 'any' not found","type":"not_found_error"}}"#)
    }
    await server.expectError(.noModels(server: server.name))
    let (_, error) = try await server.assistant(model: "any").outcome("Hi")
    #expect(error == .noSuchModel(server: server.name, name: "any", known: []))
  }

  @Test func aWebPageIsNoServer() async throws {
    let server = try ScriptedServer { _ in .text(200, "<!doctype html><p>Hi", headers: [("Content-Type", "text/html")])
    }
    await server.expectError(.notAServer(address: server.address + "/v1"))
    let lost = try ScriptedServer { _ in .text(404, "<html>Not Found") }
    await lost.expectError(.wrongAddress(address: lost.address + "/v1/models", status: 404))
    let odd = try ScriptedServer { _ in .text(200, "SSH-2.0") }
    await odd.expectError(.garbled(server: odd.name, text: "SSH-2.0"))
  }

  // MARK: The key

  @Test func theKeyGoesInOneHeader() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["a"]) }
    let assistant = try await server.assistant(key: APIKey("sk-Zebra"))
    _ = try await assistant.ask("Hi")
    #expect(server.requests.map { $0.header("Authorization") } == ["Bearer sk-Zebra", "Bearer sk-Zebra"])
    #expect(!server.requests.contains { $0.target.contains("Zebra") || $0.text.contains("Zebra") })
  }

  @Test(arguments: [401, 403]) func aKeyThatIsMissingOrWrongIsTold(_ status: Int) async throws {
    let server = try ScriptedServer { _ in .json(status, "{\"error\":{\"message\":\"bad key sk-***\"}}") }
    await server.expectError(.keyRefused(server: server.name, hasKey: false, message: "bad key sk-***"))
    await server.expectError(
      .keyRefused(server: server.name, hasKey: true, message: "bad key sk-***"), key: APIKey("sk-Zebra"))
  }

  /// The ways in which servers ask for a password; with the first, Foundation would wait for one.
  static let passwords = [
    "Basic realm=\"keep out\"", "Digest realm=\"keep out\", nonce=\"1\", qop=\"auth\"", "Bearer", "Negotiate",
  ]

  @Test(arguments: passwords) func aServerThatAsksForAPasswordWantsAKey(_ header: String) async throws {
    let answer = ScriptedServer.Answer.json(
      401, "{\"error\":\"who are you?\"}", headers: [("WWW-Authenticate", header)])
    // Long enough for a busy machine: whoever waits for more than the answer is told of silence.
    var limits = RemoteLimits.quick
    (limits.firstToken, limits.betweenTokens) = (.seconds(30), .seconds(30))
    let closed = try ScriptedServer { _ in answer }
    await closed.expectError(
      .keyRefused(server: closed.name, hasKey: false, message: "who are you?"), limits: limits)
    let half = try ScriptedServer.answering { _ in answer }
    let assistant = try await half.assistant(key: APIKey("sk-Zebra"), limits: limits)
    let (events, error) = await assistant.outcome("Hi")
    #expect(events.isEmpty)
    #expect(error == .keyRefused(server: half.name, hasKey: true, message: "who are you?"))
  }

  @Test(arguments: [301, 302, 303, 307, 308]) func nothingFollowsARedirection(_ status: Int) async throws {
    let other = try ScriptedServer { _ in .text(200, "") }
    let target = other.address + "/v1/elsewhere"
    let server = try ScriptedServer.answering { _ in .redirect(status, to: target) }
    let assistant = try await server.assistant(key: APIKey("sk-Zebra"))
    await #expect(throws: RemoteError.redirected(server: server.name, to: target)) { _ = try await assistant.ask("Hi") }
    #expect(other.requests.isEmpty)
  }

  // MARK: Refusals

  @Test(arguments: [
    (400, #"{"error":{"message":"This model's maximum context length is 4096 tokens"}}"#, "context"),
    (
      400,
      #"{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}"#,
      "context"
    ),
    (413, "too large", "size"), (404, #"{"error":"model \"x\" not found, try pulling it first"}"#, "model"),
    (404, #"{"detail":"Not Found"}"#, "address"), (405, "", "address"),
    (422, #"{"detail":[{"loc":["body","top_k"],"msg":"extra"}]}"#, "rejected"),
    (500, #"{"error":{"message":"ggml_cuda: out of memory\nat line 5"}}"#, "failed"),
    (502, "<html>Bad Gateway", "page"),
    (429, #"{"error":{"message":"slow down"}}"#, "often"),
  ])
  func refusalsAreToldApart(status: Int, body: String, kind: String) async throws {
    let server = try ScriptedServer.answering { _ in .json(status, body, headers: [("Retry-After", "20")]) }
    let assistant = try await server.assistant()
    let error = await #expect(throws: RemoteError.self) { _ = try await assistant.ask("Hi") }
    let found: String? =
      switch error {
      case .contextTooLong?: "context"
      case .requestTooLarge?: "size"
      case .noSuchModel(_, "tiny", ["tiny"])?: "model"
      case .wrongAddress?: "address"
      case .rejected(_, 422, "top_k: extra")?: "rejected"
      case .failed(_, 500, "ggml_cuda: out of memory at line 5")?: "failed"
      case .notAServer?: "page"
      case .tooManyRequests(_, "20 s"?, "slow down")?: "often"
      default: nil
      }
    #expect(found == kind, "\(String(describing: error))")
  }

  @Test(arguments: [
    (
      Chat.Attachment.Kind.picture, "image input is not supported - hint: you may need to provide the mmproj",
      "pictures"
    ),
    (.recording, "audio input is not supported by this model", "sound"),
    (.picture, "not a multimodal model", "pictures"),
  ])
  func aServerThatDoesNotSeeOrHearSaysSo(kind: Chat.Attachment.Kind, message: String, word: String) async throws {
    let server = try ScriptedServer.answering { _ in .json(500, "{\"error\":{\"message\":\"\(message)\"}}") }
    let assistant = try await server.assistant()
    let folder = try TestFolder()
    let attachment = try Sample.attachment(kind, in: folder)
    await #expect(throws: RemoteError.mediaRefused(server: server.name, kind: word, message: message)) {
      _ = try await assistant.ask(.user("What is it?", attachments: [attachment]))
    }
  }

  @Test func aServerThatPrintsWhatItDoesNotUnderstandIsUnderstood() async throws {
    let message = "15 validation errors: " + String(repeating: "x ", count: 400) + "'type': 'input_audio'"
    let server = try ScriptedServer.answering { _ in .json(500, "{\"error\":{\"message\":\"\(message)\"}}") }
    let assistant = try await server.assistant()
    let folder = try TestFolder()
    let sound = try Sample.attachment(.recording, in: folder)
    let error = await #expect(throws: RemoteError.self) {
      _ = try await assistant.ask(.user("?", attachments: [sound]))
    }
    guard case .mediaRefused(_, "sound", _)? = error else { throw TestFailure("\(String(describing: error))") }
  }

  @Test func whatAServerDoesNotKnowIsLeftOut() async throws {
    let server = try ScriptedServer.answering { request in
      for field in ["chat_template_kwargs", "stream_options"] where request.text.contains(field) {
        return .json(400, "{\"error\":{\"message\":\"Unrecognized request argument: \(field)\"}}")
      }
      return .stream(["a"])
    }
    let assistant = try await server.assistant()
    let events = try await assistant.ask(Message(.user, "Hi"), isThinking: true)
    #expect(events.first == .answer("a"))
    #expect(server.requests.count == 4)
  }

  @Test func theNewerNameOfTheLimitIsUsedWhereTheOlderIsRefused() async throws {
    let server = try ScriptedServer.answering { request in
      request.text.contains("max_tokens")
        ? .json(
          400, #"{"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}}"#)
        : .stream(["a"], end: "length")
    }
    let assistant = try await server.assistant()
    let events = try await assistant.ask(Message(.user, "Hi"), options: ReplyOptions(maximumTokens: 5))
    #expect(events.reason == .maximumTokens)
    #expect(try JSONValue(parsing: #require(server.requests.last).body)["max_completion_tokens"] == 5)
  }

  @Test func whatSomebodyAskedForIsNotLeftOutSilently() async throws {
    let server = try ScriptedServer.answering { _ in .json(400, "{\"error\":{\"message\":\"unknown field top_k\"}}") }
    let assistant = try await server.assistant()
    await #expect(throws: RemoteError.rejected(server: server.name, status: 400, message: "unknown field top_k")) {
      _ = try await assistant.ask(Message(.user, "Hi"), options: ReplyOptions(topK: 4))
    }
  }

  // MARK: Again

  @Test func aServerThatIsNotReadyIsAskedAgain() async throws {
    let server = try ScriptedServer.counting { count in
      count < 2 ? .json(503, "{\"error\":{\"message\":\"Loading model\"}}") : .stream(["a"])
    }
    #expect(try await server.assistant().ask("Hi").first == .answer("a"))
  }

  @Test func aListThatIsNotReadyIsAskedForAgain() async throws {
    let asked = Counter()
    // A load balancer says it with a page.
    let server = try ScriptedServer { request in
      asked.next() < 2 ? .text(503, "<html>503") : .json(200, "{\"data\":[{\"id\":\"tiny\"}]}")
    }
    #expect(try await server.assistant().name == "tiny")
    let never = try ScriptedServer { _ in .json(503, "{\"error\":{\"message\":\"Loading model\"}}") }
    await never.expectError(.failed(server: never.name, status: 503, message: "Loading model"))
    // The first time and two repetitions.
    #expect(never.requests.count == 3)
  }

  @Test func butNotForEver() async throws {
    let server = try ScriptedServer.answering { _ in .json(503, "{\"error\":{\"message\":\"Loading model\"}}") }
    let assistant = try await server.assistant()
    await #expect(throws: RemoteError.failed(server: server.name, status: 503, message: "Loading model")) {
      _ = try await assistant.ask("Hi")
    }
    // The list, the question and two repetitions.
    #expect(server.requests.count == 4)
  }

  @Test func afterTheFirstWordNothingIsAskedAgain() async throws {
    let server = try ScriptedServer.counting { _ in .stream(["a", "b"], cutAfter: 60) }
    let assistant = try await server.assistant()
    let (events, error) = await assistant.outcome("Hi")
    #expect(events == [.answer("a")])
    #expect(error == .cut(server: server.name))
    #expect(server.requests.count == 2)
  }
}
