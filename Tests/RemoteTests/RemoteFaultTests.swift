import Chat
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Remote

/// What goes wrong on the way, and how a reply ends before its end.
@Suite struct RemoteFaultTests {
  /// Quick repetitions, and times that a busy machine keeps.
  private var limits: RemoteLimits {
    var limits = RemoteLimits.quick
    limits.connecting = .seconds(300)
    limits.listing = .seconds(300)
    return limits
  }

  /// The same with one time that is short.
  private func limits(_ time: WritableKeyPath<RemoteLimits, Duration>, _ value: Duration) -> RemoteLimits {
    var limits = limits
    limits[keyPath: time] = value
    return limits
  }

  @Test func nobodyListens() async throws {
    let port = try unusedPort()
    await #expect(throws: RemoteError.refused(server: "127.0.0.1:\(port)")) {
      _ = try await RemoteAssistant.connect(
        to: #require(ServerAddress("http://127.0.0.1:\(port)")), model: "m", key: nil, limits: limits)
    }
  }

  @Test(arguments: ["[::1]", "localhost"]) func nobodyListensAtTheOtherNamesOfThisMachine(_ host: String) async throws {
    let port = try unusedPort()
    await #expect(throws: RemoteError.refused(server: "\(host):\(port)")) {
      _ = try await RemoteAssistant.connect(
        to: #require(ServerAddress("http://\(host):\(port)")), model: "m", key: nil, limits: limits)
    }
  }

  @Test func anAddressThatFoundationDoesNotTakeIsTold() async throws {
    let error = await #expect(throws: RemoteError.self) {
      _ = try await RemoteAssistant.connect(
        to: #require(ServerAddress("http://[fd00::1]:9")), model: "m", key: nil, limits: limits)
    }
    guard case .unreachable("[fd00::1]:9", let reason)? = error, reason.contains("name") else {
      throw TestFailure("\(String(describing: error))")
    }
  }

  @Test func aServerThatWentIsAskedAgainAndThenRefused() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["a"]) }
    let assistant = try await server.assistant(limits: limits)
    server.stop()
    // Until the port is free.
    try await Task.sleep(for: .milliseconds(60))
    await #expect(throws: RemoteError.refused(server: server.name)) { _ = try await assistant.ask("Hi") }
  }

  @Test func aNameThatIsNowhere() async throws {
    await #expect(throws: RemoteError.nameNotFound(server: "no-such-host.invalid")) {
      _ = try await RemoteAssistant.connect(
        to: #require(ServerAddress("http://no-such-host.invalid")), model: "m", key: nil, limits: .quick)
    }
  }

  @Test func encryptionWithAServerThatHasNone() async throws {
    let server = try ScriptedServer { _ in .text(200, "") }
    let address = try #require(ServerAddress("https://127.0.0.1:\(server.port)"))
    let error = await #expect(throws: RemoteError.self) {
      _ = try await RemoteAssistant.connect(to: address, model: "m", key: nil, limits: .quick)
    }
    guard case .notTrusted(address.name, _)? = error else { throw TestFailure("\(String(describing: error))") }
  }

  @Test func aMachineThatDoesNotAnswer() async throws {
    let full = try FullListener()
    await #expect(throws: RemoteError.noConnection(server: "127.0.0.1:\(full.port)", seconds: 0.3)) {
      _ = try await RemoteAssistant.connect(
        to: #require(ServerAddress("http://127.0.0.1:\(full.port)")), model: "m", key: nil,
        limits: limits(\.listing, .milliseconds(300)))
    }
  }

  @Test func aServerThatTakesTheQuestionAndSaysNothing() async throws {
    let server = try ScriptedServer.answering { _ in .stream([], steps: [.stall]) }
    let assistant = try await server.assistant(limits: limits(\.firstToken, .milliseconds(300)))
    await #expect(throws: RemoteError.noAnswer(server: server.name, seconds: 0.3)) { _ = try await assistant.ask("Hi") }
    await server.expectBrokenOff()
  }

  @Test func aServerThatFallsSilentInTheMiddle() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["Once"], steps: [.stall]) }
    let (events, error) = try await server.assistant(limits: limits(\.betweenTokens, .milliseconds(200))).outcome("Hi")
    #expect(events == [.answer("Once")])
    #expect(error == .stalled(server: server.name, seconds: 0.2))
    await server.expectBrokenOff()
  }

  @Test func signsOfLifeKeepTheConnection() async throws {
    let pings = (0..<6).flatMap { _ -> [ScriptedServer.Step] in
      [.pause(.milliseconds(400)), .bytes(Array(": ping\n\n".utf8))]
    }
    let end = ReplyReaderTests.stream(["{\"content\":\"b\"}"])
    let server = try ScriptedServer.answering { _ in .stream(["a"], steps: pings + [.bytes(Array(end.utf8))]) }
    let events = try await server.assistant(limits: limits(\.betweenTokens, .milliseconds(1500))).ask("Hi")
    #expect(ReplyReaderTests.joined(events).first == .answer("ab"))
  }

  @Test(arguments: [0, 1, 5]) func theConnectionEndsBeforeTheAnswer(_ bytes: Int) async throws {
    let server = try ScriptedServer.answering { _ in .stream(["Once"], cutAfter: bytes) }
    let (events, error) = try await server.assistant(limits: limits).outcome("Hi")
    #expect(events.isEmpty)
    #expect(error == .cut(server: server.name))
  }

  @Test func theConnectionIsReset() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["Once"], steps: [.pause(.milliseconds(50)), .reset]) }
    let (events, error) = try await server.assistant(limits: limits).outcome("Hi")
    #expect(events == [.answer("Once")])
    #expect(error == .cut(server: server.name))
  }

  @Test func onlyTheFormalitiesOfTheEndAreMissing() async throws {
    let body = ReplyReaderTests.stream(["{\"content\":\"a\"}"], isDone: false)
    let server = try ScriptedServer.answering { _ in
      .init(
        200, headers: [("Content-Type", "text/event-stream")], length: .stated(100_000),
        steps: [.bytes(Array(body.utf8))])
    }
    #expect(try await server.assistant(limits: limits).ask("Hi").reason == .endOfTurn)
  }

  /// 10 MB without an end.
  private func flood(_ line: [UInt8]) -> [ScriptedServer.Step] { (0..<300).map { _ in .bytes(line) } + [.stall] }

  @Test func garbageWithoutEndIsBounded() async throws {
    var limits = limits
    limits.eventBytes = 1 << 16
    let line = [UInt8](repeating: 0x78, count: 1 << 15)
    let server = try ScriptedServer.answering { _ in
      .init(200, length: .untold, steps: flood(line))
    }
    let (events, error) = try await server.assistant(limits: limits).outcome("Hi")
    #expect(events.isEmpty && error == .tooLong(server: server.name, bytes: 1 << 16))
    await server.expectBrokenOff()
  }

  @Test func aListWithoutEndIsBounded() async throws {
    var limits = limits
    limits.listBytes = 1 << 16
    let line = [UInt8](repeating: 0x20, count: 1 << 15)
    let server = try ScriptedServer { _ in .init(200, length: .untold, steps: flood(line)) }
    await server.expectError(.tooLong(server: server.name, bytes: 1 << 16), limits: limits)
    await server.expectBrokenOff()
  }

  @Test func whatIsNoHTTP() async throws {
    let full = try LineServer("SSH-2.0-OpenSSH_9.2\r\n")
    let error = await #expect(throws: RemoteError.self) {
      _ = try await RemoteAssistant.connect(
        to: #require(ServerAddress("http://127.0.0.1:\(full.port)")), model: "m", key: nil, limits: limits)
    }
    guard case .garbled? = error else { throw TestFailure("\(String(describing: error))") }
  }

  // MARK: Ending it

  @Test func stopEndsTheReplyAndClosesTheConnection() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["Once"], steps: [.stall]) }
    let assistant = try await server.assistant()
    var events: [ReplyEvent] = []
    for try await event in assistant.reply(to: Conversation([Message(.user, "Hi")]), options: ReplyOptions()) {
      events.append(event)
      if event == .answer("Once") { assistant.stop() }
    }
    #expect(events.first == .answer("Once") && events.count == 2)
    #expect(events.reason == .cancelled && events.figures?.generatedTokens == 1)
    await server.expectBrokenOff()
  }

  @Test func stopAtOnceEndsIt() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["Once"], steps: [.stall]) }
    let assistant = try await server.assistant()
    let stream = assistant.reply(to: Conversation([Message(.user, "Hi")]), options: ReplyOptions())
    assistant.stop()
    var events: [ReplyEvent] = []
    for try await event in stream { events.append(event) }
    #expect(events.count == 1 && events.reason == .cancelled)
  }

  @Test func stopDoesNotWaitForARepetition() async throws {
    var limits = limits
    limits.retries = [.seconds(60)]
    let server = try ScriptedServer.answering { _ in .json(503, "{}") }
    let assistant = try await server.assistant(limits: limits)
    let stream = assistant.reply(to: Conversation([Message(.user, "Hi")]), options: ReplyOptions())
    for _ in 0..<500 where server.requests.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
    assistant.stop()
    var events: [ReplyEvent] = []
    for try await event in stream { events.append(event) }
    #expect(events.reason == .cancelled)
  }

  @Test func whoeverStopsReadingClosesTheConnection() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["Once"], steps: [.stall]) }
    let assistant = try await server.assistant()
    let task = Task {
      for try await _ in assistant.reply(to: Conversation([Message(.user, "Hi")]), options: ReplyOptions()) {}
    }
    for _ in 0..<500 where server.requests.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
    task.cancel()
    await server.expectBrokenOff()
  }
}
