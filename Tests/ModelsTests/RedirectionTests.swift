import Foundation
import TestSupport
import Testing

@testable import Models

/// Where redirections may lead, and what the other server is told.
@Suite struct RedirectionTests {
  typealias Answer = FakeHub.Answer
  private static let model = FakeHub.contents(50_000)

  /// A hub that sends everybody who wants a file to another place.
  private func hub(to place: @escaping @Sendable (FakeHub.Request) -> Answer) throws -> FakeHub {
    try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, usual in
      request.path.contains("/resolve/") ? place(request) : usual
    }
  }

  @Test func theTokenDoesNotGoToAnotherServer() async throws {
    let store = try ScriptedServer { FakeHub.file(Self.model, $0) }
    let port = store.port
    for host in ["127.0.0.1", "localhost"] {
      let hub = try hub { _ in .redirect(to: "http://\(host):\(port)/blob?signature=abc") }
      let pull = try TestPull()
      try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address, token: "hf_secret"))
      #expect(
        hub.server.requests.map { $0.header("Authorization") } == [String?](repeating: "Bearer hf_secret", count: 3))
      let asked = try #require(store.requests.last)
      #expect(asked.header("Authorization") == nil)
      #expect(asked.query["signature"] == "abc")
    }
  }

  @Test func theTokenDoesNotComeBackByADetour() async throws {
    let count = Counter()
    let back = Counter()
    let other = try ScriptedServer { request in
      .redirect(to: request.query["back"] ?? "")
    }
    let port = other.port
    let hub = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, usual in
      guard request.path.contains("/resolve/") else { return usual }
      guard count.next() == 1 else {
        if request.header("Authorization") == nil { _ = back.next() }
        return usual
      }
      let address = "http://\(request.header("Host") ?? "")\(request.path)"
      return .redirect(to: "http://127.0.0.1:\(port)/?back=\(address)")
    }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address, token: "hf_secret"))
    #expect(back.next() == 2)
  }

  @Test func aRenamedRepositoryIsFollowedWithTheToken() async throws {
    let hub = try FakeHub(["ada/new-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, usual in
      request.path.contains("ada/old-GGUF")
        ? .redirect(307, to: request.target.replacing("old-GGUF", with: "new-GGUF")) : usual
    }
    let pull = try TestPull()
    try await pull.pull("ada/old-GGUF", pull.puller(hub.address, token: "hf_secret"))
    #expect(hub.server.requests.allSatisfy { $0.header("Authorization") == "Bearer hf_secret" })
  }

  @Test func theRestOfAFileIsAskedForAtTheOtherServerToo() async throws {
    let count = Counter()
    let store = try ScriptedServer { request in
      var answer = FakeHub.file(Self.model, request)
      if count.next() == 1 { answer.cutAfter = 20_000 }
      return answer
    }
    let address = store.address
    let hub = try hub { _ in .redirect(to: address + "/blob") }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(store.requests.map { $0.header("Range") } == [nil, "bytes=20000-"])
    #expect(pull.bytes("ada--gemma-GGUF/gemma-Q4_0.gguf") == Self.model)
  }

  @Test func redirectionsInACircleEnd() async throws {
    let hub = try hub { .redirect(to: $0.target) }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(failure.map { "\($0)" }?.contains("leads from one address to the next without end") == true)
    #expect(hub.downloads.count == HTTPClient.mostRedirections + 1)
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/a", "", "http://", "http://ada:pw@127.0.0.1/", "mailto:a"])
  func redirectionsLeadToTheWebOnly(place: String) async throws {
    let hub = try hub { _ in .redirect(to: place) }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    guard case .badRedirect(_, .notAnAddress)? = failure else {
      Issue.record("\(place): \(String(describing: failure))")
      return
    }
  }

  @Test func encryptionIsNotGivenUp() throws {
    let from = try #require(URL(string: "https://hub.example/a/b"))
    func target(_ place: String) throws(PullError) -> String {
      try HTTPClient.target(of: HTTPAnswer(url: from, status: 302, headers: ["location": place])).absoluteString
    }
    #expect(try target("c?x=1") == "https://hub.example/a/c?x=1")
    #expect(try target("/c") == "https://hub.example/c")
    #expect(try target("//store.example/c") == "https://store.example/c")
    #expect(try target("HTTPS://store.example/c") == "HTTPS://store.example/c")
    #expect(throws: PullError.badRedirect(address: "https://hub.example/a/b", reason: .notEncrypted)) {
      try target("http://hub.example/c")
    }
  }

  @Test func aSignatureIsNotShown() async throws {
    let store = try ScriptedServer { _ in .text(404, "") }
    let address = store.address
    let hub = try hub { _ in .redirect(to: address + "/blob?signature=abc") }
    let pull = try TestPull()
    #expect(
      await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address)) == .notFound(address: address + "/blob"))
  }
}
