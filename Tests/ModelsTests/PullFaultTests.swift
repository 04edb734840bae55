import Chat
import Foundation
import TestSupport
import Testing

@testable import Models

/// What a pull does when a connection or a server fails while a file comes.
@Suite struct PullFaultTests {
  @Test func anEncryptedConnectionThatIsNoneIsToldAtOnce() async throws {
    let server = try LineServer("HTTP/1.1 400 Bad Request\r\n\r\n")
    let pull = try TestPull()
    let failure = await pull.failure(
      "https://127.0.0.1:\(server.port)/a.gguf", try pull.puller("https://hub.invalid"))
    guard case .certificate("127.0.0.1", let reason)? = failure, !["sSL", "tLS"].contains(reason.prefix(3)) else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(pull.waits.isEmpty)
  }

  /// That is the network's fault, and may pass.
  @Test func anEncryptedConnectionThatBreaksOffAtItsBeginningIsTriedAgain() async throws {
    let server = try LineServer("")
    let pull = try TestPull()
    let failure = await pull.failure(
      "https://127.0.0.1:\(server.port)/a.gguf", try pull.puller("https://hub.invalid"))
    guard case .connection("127.0.0.1", _)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(pull.waits.count == 4)
  }

  typealias Answer = FakeHub.Answer
  static let model = FakeHub.contents(100_000, seed: 1)
  static let place = "ada--gemma-GGUF/gemma-Q4_0.gguf"

  /// A hub with one model, whose contents are answered for by `answer`; `number` counts from 1.
  private func hub(
    _ answer: @escaping @Sendable (_ request: FakeHub.Request, _ number: Int, _ usual: Answer) -> Answer
  ) throws -> FakeHub {
    let count = Counter()
    return try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, usual in
      request.path.contains("/resolve/") ? answer(request, count.next(), usual) : usual
    }
  }

  @Test func aConnectionThatBreaksOffIsTakenUpHoweverOften() async throws {
    // 20 times: more often than it would be tried without getting further.
    let hub = try hub { _, _, usual in
      var cut = usual
      cut.cutAfter = 5_000
      return cut
    }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(pull.bytes(Self.place) == Self.model)
    #expect(hub.downloads.count == 20)
    // Every time it got further, so that the waits did not grow.
    #expect(Set(pull.waits) == [1])
  }

  @Test func fiveTriesThatBringNothingAreEnough() async throws {
    let hub = try hub { request, _, usual in
      var cut = usual
      cut.cutAfter = request.header("Range") == nil ? 30_000 : 0
      return cut
    }
    let pull = try TestPull()
    let failure = try #require(await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address)))
    #expect("\(failure)".contains("type the same again to go on"))
    #expect(hub.downloads.count == 6)
    #expect(pull.waits == [1, 1, 2, 4, 8])
    // What came is still there, and enough for the next time.
    #expect(pull.bytes(Self.place + ".part") == Array(Self.model.prefix(30_000)))
  }

  @Test func aResetInTheMiddleIsTakenUp() async throws {
    let hub = try hub { _, number, usual in
      guard number == 1, case .bytes(let bytes)? = usual.steps.first else { return usual }
      var answer = usual
      answer.length = .stated(bytes.count)
      answer.steps = [.bytes(Array(bytes.prefix(20_000))), .pause(.milliseconds(50)), .reset]
      return answer
    }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(pull.bytes(Self.place) == Self.model)
    #expect(hub.downloads.last?.header("Range") == "bytes=20000-")
  }

  @Test func aServerThatFallsSilentIsLeft() async throws {
    let hub = try hub { _, number, usual in
      guard number == 1, case .bytes(let bytes)? = usual.steps.first else { return usual }
      var answer = usual
      answer.length = .stated(bytes.count)
      answer.steps = [.bytes(Array(bytes.prefix(20_000))), .stall]
      return answer
    }
    let pull = try TestPull()
    var policy = TestPull.policy
    policy.stallTime = 400
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address, policy: policy))
    #expect(pull.bytes(Self.place) == Self.model)
    let reasons = pull.events.compactMap { if case .waiting(let reason, _, _, _) = $0 { reason } else { nil } }
    #expect(reasons.contains { "\($0)".contains("has sent nothing for") })
  }

  @Test func aChangedFileBeginsAnew() async throws {
    let older = FakeHub.contents(100_000, seed: 8)
    let hub = try hub { request, number, usual in
      guard number == 1 else { return usual }
      var cut = FakeHub.file(older, request)
      cut.cutAfter = 30_000
      return cut
    }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    // The tag of the older file was sent along, so that the server sent all of the newer one.
    #expect(hub.downloads.count == 2)
    #expect(pull.bytes(Self.place) == Self.model)
  }

  @Test(arguments: ["bytes 0-99999/100000", "bytes 7-99999/100000", "bytes 30000-99999/88", "lines 3-4/5", ""])
  func aPartThatWasNotAskedForIsNotTaken(range: String) async throws {
    let hub = try hub { request, number, usual in
      switch number {
      case 1:
        var cut = usual
        cut.cutAfter = 30_000
        return cut
      case 2:
        return .bytes(206, Array(Self.model.dropFirst(30_000)), headers: [("Content-Range", range)])
      default: return FakeHub.file(Self.model, request)
      }
    }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    if range.hasSuffix("/88") {
      #expect(failure == .wrongSize(file: "gemma-Q4_0.gguf", expected: 100_000, found: 88))
    } else {
      #expect(failure == nil)
      #expect(pull.bytes(Self.place) == Self.model)
    }
  }

  @Test func aFileOfAnotherSizeIsNotFetched() async throws {
    let hub = try hub { _, _, _ in .bytes(200, Array(Self.model.prefix(99_000))) }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(failure == .wrongSize(file: "gemma-Q4_0.gguf", expected: 100_000, found: 99_000))
    #expect(failure.map { "\($0)" }?.contains("should have 100000 bytes, and the server has 99000") == true)
  }

  @Test func moreThanTheFileHoldsIsNotWritten() async throws {
    let hub = try hub { _, _, usual in
      var answer = usual
      answer.length = .chunked
      answer.steps = [.bytes(Self.model), .bytes([UInt8](repeating: 7, count: 50_000))]
      return answer
    }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    guard case .wrongSize("gemma-Q4_0.gguf", 100_000, let found)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(found > 100_000)
    #expect(pull.bytes(Self.place + ".part").map { $0.count <= 100_000 } == true)
  }

  @Test func otherContentsAreFetchedOnceMoreAndThenRefused() async throws {
    var other = Self.model
    other[70_000] ^= 1
    let hub = try hub { [other] request, _, _ in FakeHub.file(other, request) }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(
      failure
        == .wrongDigest(
          file: "gemma-Q4_0.gguf", expected: SHA256.hex(of: Self.model), found: SHA256.hex(of: other)))
    #expect(hub.downloads.count == 2)
    #expect(pull.names("ada--gemma-GGUF") == [])
    // A fault that passes is a fault of the line.
    let once = try self.hub { [other] request, number, usual in number == 1 ? FakeHub.file(other, request) : usual }
    try await pull.pull("ada/gemma-GGUF", pull.puller(once.address))
    #expect(pull.bytes(Self.place) == Self.model)
    #expect(pull.events.contains(.startingAnew(file: "gemma-Q4_0.gguf")))
  }

  @Test func aPartThatWasChangedOnTheDiskIsFoundOut() async throws {
    let hub = try hub { request, _, usual in
      var answer = usual
      if request.header("Range") == nil { answer.cutAfter = 30_000 } else { answer.cutAfter = 0 }
      return answer
    }
    let pull = try TestPull()
    _ = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    var part = try #require(pull.bytes(Self.place + ".part"))
    part[10_000] ^= 1
    try pull.folder.write(Data(part), named: Self.place + ".part")
    let whole = try self.hub { _, _, usual in usual }
    try await pull.pull("ada/gemma-GGUF", pull.puller(whole.address))
    #expect(pull.bytes(Self.place) == Self.model)
    #expect(whole.downloads.map { $0.header("Range") } == ["bytes=30000-", nil])
  }

  @Test func tooManyQuestionsAreWaitedOutAsTheServerAsks() async throws {
    let hub = try hub { _, number, usual in
      number == 1 ? Answer(429, headers: [("Retry-After", "7")]) : usual
    }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(pull.waits == [7])
  }

  @Test func anHourIsNotWaited() async throws {
    let hub = try hub { _, _, _ in Answer(429, headers: [("Retry-After", "3600")]) }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(failure.map { "\($0)" }?.hasSuffix("try again in 60 minutes") == true)
    #expect(hub.downloads.count == 1)
  }

  @Test(arguments: [500, 502, 503, 504, 408])
  func aServersTroubleMayPass(status: Int) async throws {
    let hub = try hub { _, number, usual in number <= 2 ? Answer(status) : usual }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(pull.bytes(Self.place) == Self.model)
    #expect(pull.waits == [1, 2])
  }

  @Test func aTroubleThatStaysIsTold() async throws {
    let hub = try FakeHub([:]) { _, _ in Answer(500) }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(failure.map { "\($0)" }?.contains("(status 500); try again later") == true)
    #expect(hub.server.requests.count == 5)
    #expect(pull.waits == [1, 2, 4, 8])
  }

  @Test func twoPullsOfTheSameModelDoNotMix() async throws {
    let hub = try hub { _, _, usual in
      var answer = usual
      answer.length = .stated(100_000)
      answer.steps = [.bytes(Array(Self.model.prefix(10_000))), .stall]
      return answer
    }
    var patient = TestPull.policy
    patient.stallTime = 3_600_000
    let first = try TestPull()
    let puller = try first.puller(hub.address, policy: patient)
    async let result = first.failure("ada/gemma-GGUF", puller)
    while !first.events.contains(where: { if case .fetching = $0 { true } else { false } }) { await Task.yield() }
    let second = Puller(access: puller.access, models: first.folder.path, policy: TestPull.policy)
    #expect(
      await first.failure("ada/gemma-GGUF", second)
        == .beingPulled(folder: first.folder.path + "/ada--gemma-GGUF"))
    first.cancellation.cancel()
    #expect(await result == .cancelled)
    // What came stays for the next time.
    #expect(first.bytes(Self.place + ".part")?.count == 10_000)
  }

  @Test func nobodyAnswering() async throws {
    let server = try ScriptedServer { _ in .text(200, "") }
    let address = server.address
    server.stop()
    let pull = try TestPull()
    var policy = TestPull.policy
    policy.tries = 2
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(address, policy: policy))
    #expect(
      failure.map { "\($0)" }?.hasPrefix("127.0.0.1 cannot be reached: ") == true, "\(String(describing: failure))")
  }
}
