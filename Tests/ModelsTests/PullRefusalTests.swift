import Foundation
import TestSupport
import Testing

@testable import Models

/// What a pull says when it may not, or cannot, fetch what was asked for.
@Suite struct PullRefusalTests {
  typealias Answer = FakeHub.Answer
  static let model = FakeHub.contents(100_000, seed: 1)
  static let place = "ada--gemma-GGUF/gemma-Q4_0.gguf"

  /// A hub with one model, whose contents are answered for by `answer`.
  private func hub(_ answer: @escaping @Sendable (_ usual: Answer) -> Answer) throws -> FakeHub {
    try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, usual in
      request.path.contains("/resolve/") ? answer(usual) : usual
    }
  }

  @Test func aGatedModelSaysWhereToAcceptItsLicence() async throws {
    let hub = try hub { _ in Answer(403, headers: [("X-Error-Code", "GatedRepo")]) }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(
      failure.map { "\($0)" } == """
        ada/gemma-GGUF is given only to people who accept its licence: open \(hub.address)/ada/gemma-GGUF, accept it \
        there, make a token under Settings, and set HF_TOKEN to it
        """)
    #expect(hub.downloads.count == 1)
    // A proxy that leaves the code out changes nothing.
    let plain = try self.hub { _ in Answer(403) }
    #expect(
      await pull.failure("ada/gemma-GGUF", try pull.puller(plain.address))
        == .gated(repository: "ada/gemma-GGUF", page: plain.address + "/ada/gemma-GGUF"))
  }

  @Test(arguments: [nil, "hf_secret"])
  func whoMustSayWhoTheyAreIsTold(token: String?) async throws {
    // With the header that makes libraries ask for a password by themselves.
    for header in ["Bearer realm=\"hub\"", "Basic realm=\"hub\""] {
      let hub = try hub { _ in Answer(401, headers: [("WWW-Authenticate", header)]) }
      let pull = try TestPull()
      let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address, token: token))
      guard case .notAllowed(_, let hasToken)? = failure else {
        Issue.record("\(String(describing: failure))")
        continue
      }
      #expect(hasToken == (token != nil))
      #expect(hub.downloads.map { $0.header("Authorization") } == [token.map { "Bearer " + $0 }])
      #expect(failure.map { "\($0)" }?.contains("HF_TOKEN") == true)
      #expect(failure.map { "\($0)" }?.contains("secret") == false)
    }
  }

  @Test(arguments: ["Basic realm=\"keep out\"", "Digest realm=\"keep out\", nonce=\"1\"", "Bearer", "Negotiate"])
  func aFileBehindAPasswordIsTold(header: String) async throws {
    let server = try ScriptedServer { _ in .text(401, "who are you?", headers: [("WWW-Authenticate", header)]) }
    let pull = try TestPull()
    // Long enough for a busy machine: whoever waits for more than the answer is told of silence.
    var policy = TestPull.policy
    (policy.stallTime, policy.tries) = (30_000, 1)
    let address = server.address + "/a.gguf"
    #expect(
      await pull.failure(address, try pull.puller("https://hub.invalid", policy: policy))
        == .notAllowed(address: address, hasToken: false))
    #expect(server.requests.map(\.method).first == "HEAD")
  }

  @Test func aRepositoryThatIsNotThereIsTold() async throws {
    let hub = try FakeHub([:])
    let pull = try TestPull()
    #expect(
      await pull.failure("ada/gone", try pull.puller(hub.address)).map { "\($0)" }
        == "\(hub.address) has no repository ada/gone; check the name, or set HF_TOKEN if it is private")
  }

  /// The hub does not always say what its 401 means; of a list it means that there is no such repository for strangers.
  @Test func aRepositoryThatIsNotThereIsToldWithoutACode() async throws {
    let hub = try FakeHub([:]) { _, _ in
      .json(
        401, "{\"error\": \"Invalid username or password.\"}",
        headers: [("WWW-Authenticate", "Bearer realm=\"Authentication required\"")])
    }
    let pull = try TestPull()
    #expect(
      await pull.failure("ada/gone", try pull.puller(hub.address))
        == .noRepository("ada/gone", endpoint: hub.address, hasToken: false))
    // Whoever has said who they are is told that it was not believed.
    let failure = await pull.failure("ada/gone", try pull.puller(hub.address, token: "hf_secret"))
    #expect(failure == .notAllowed(address: hub.address + "/api/models/ada/gone", hasToken: true))
  }

  @Test func aFileThatIsNotThereIsTold() async throws {
    let hub = try hub { _ in Answer(404) }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(
      failure.map { "\($0)" }
        == "there is no \(hub.address)/ada/gemma-GGUF/resolve/\(FakeHub.commit)/gemma-Q4_0.gguf; check the name")
  }

  @Test func aPageInPlaceOfAFileIsNotKept() async throws {
    let page = Array("<html>Log in to the hotel's network</html>".utf8)
    for (headers, isPage) in [([("Content-Type", "text/html; charset=utf-8")], true), ([], false)] {
      let pull = try TestPull()
      let server = try ScriptedServer { request in
        request.method == "HEAD" ? Answer(405) : .bytes(200, page, headers: headers)
      }
      #expect(
        await pull.failure(server.address + "/a.gguf", try pull.puller("https://hub.invalid"))
          == .notTheFile(file: "a.gguf", isPage: isPage))
      #expect(pull.bytes("127.0.0.1--a/a.gguf") == nil)
    }
  }

  @Test(arguments: [
    ("<html>", PullError.NotAHub.notJSON), ("[]", .noCommit), ("{\"sha\": \"main\"}", .noCommit),
    ("{\"sha\": 7}", .noCommit), ("", .notJSON),
  ])
  func whatIsNoHubIsTold(body: String, reason: PullError.NotAHub) async throws {
    let server = try ScriptedServer { _ in .text(200, body) }
    let pull = try TestPull()
    #expect(
      await pull.failure("ada/gemma-GGUF", try pull.puller(server.address))
        == .notAHub(endpoint: server.address, reason: reason))
  }

  @Test(arguments: [
    "{}", "[{\"path\": \"a.gguf\"}]", "[{\"type\": \"file\", \"path\": \"a.gguf\", \"size\": -1}]",
    "[{\"type\": \"file\", \"path\": \"a.gguf\", \"size\": 99999999999999999}]",
    "[{\"type\": \"file\", \"path\": \"a.gguf\", \"size\": 1e300}]",
    "[{\"type\": \"file\", \"path\": \"a.gguf\", \"size\": 1, \"lfs\": {\"oid\": \"zz\", \"size\": 1}}]",
  ])
  func aListThatCannotBeTrueIsTold(list: String) async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": [:]]) { request, usual in
      request.path.contains("/tree/") ? .json(200, list) : usual
    }
    let pull = try TestPull()
    #expect(
      await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
        == .notAHub(endpoint: hub.address, reason: .noListing))
  }

  @Test func aListWithoutEndIsTold() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": [:]]) { request, usual in
      request.path.contains("/tree/")
        ? .json(200, "[]", headers: [("Link", "<\(request.target)>; rel=\"next\"")]) : usual
    }
    let pull = try TestPull()
    #expect(
      await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
        == .notAHub(endpoint: hub.address, reason: .tooLong))
  }

  @Test(arguments: [
    "../../.bashrc.gguf", "/etc/a.gguf", "a/../../b.gguf", ".hidden.gguf", "a\\..\\b.gguf", "a\u{1b}[2J.gguf",
  ])
  func aPathThatLeadsOutOfTheFolderIsRefused(path: String) async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": [path: Self.model]])
    let pull = try TestPull()
    #expect(
      await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
        == .unsafePath(repository: "ada/gemma-GGUF", path: path))
    #expect(hub.downloads.isEmpty)
    #expect(try pull.folder.names() == [])
  }

  @Test(arguments: [401, 403]) func anAddressThatIsSignedForGettingAloneIsFetched(status: Int) async throws {
    let server = try ScriptedServer { request in
      request.method == "HEAD" ? Answer(status) : FakeHub.file(Self.model, request)
    }
    let pull = try TestPull()
    let puller = try pull.puller("https://hub.invalid")
    let origin = try await pull.pull(server.address + "/a.gguf?X-Signature=1", puller)
    #expect(pull.bytes("127.0.0.1--a/a.gguf") == Self.model && origin.files.map(\.bytes) == [100_000])
    #expect(server.requests.map(\.method) == ["HEAD", "GET"])
    // Who refuses both is believed.
    let closed = try ScriptedServer { _ in Answer(status) }
    let address = closed.address + "/a.gguf"
    #expect(
      await pull.failure(address, puller)
        == (status == 401 ? .notAllowed(address: address, hasToken: false) : .status(403, address: address)))
  }

  @Test func aDiskThatIsTooSmallIsToldBeforehand() async throws {
    let hub = try hub { $0 }
    let pull = try TestPull()
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address, freeSpace: { _ in 99_999 }))
    #expect(failure == .diskTooSmall(folder: pull.folder.path + "/ada--gemma-GGUF", needed: 100_000, free: 99_999))
    #expect(hub.downloads.isEmpty)
    // What is there need not be fetched: 70 kB are enough for the rest.
    try pull.folder.write(Data(Self.model.prefix(30_000)), named: Self.place + ".part")
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address, freeSpace: { _ in 70_000 }))
  }

  @Test(.disabled(if: geteuid() == 0, "root may write everywhere"))
  func aFolderThatMayNotBeWrittenToIsTold() async throws {
    let hub = try hub { $0 }
    let pull = try TestPull()
    chmod(pull.folder.path, 0o500)
    defer { chmod(pull.folder.path, 0o700) }
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(failure == .notWritten(path: pull.folder.path + "/ada--gemma-GGUF", code: EACCES))
  }

  @Test func aFileWhereAFolderBelongsIsTold() async throws {
    let hub = try hub { $0 }
    let pull = try TestPull()
    try pull.folder.write(Data([1]), named: "ada--gemma-GGUF")
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(failure.map { "\($0)" }?.contains("cannot be written: ") == true)
  }

  @Test func aLinkInThePlaceOfAPartIsNotFollowed() async throws {
    let hub = try hub { $0 }
    let pull = try TestPull()
    let victim = try pull.folder.write(Data([1, 2, 3]), named: "victim")
    try pull.folder.write(Data(), named: "ada--gemma-GGUF/x")
    symlink(victim, pull.folder.path + "/" + Self.place + ".part")
    let failure = await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
    #expect(failure == .notWritten(path: pull.folder.path + "/" + Self.place + ".part", code: ELOOP))
    #expect(pull.bytes("victim") == [1, 2, 3])
  }

  @Test(arguments: [
    (
      PullError.diskFull(path: "/data/a.gguf.part"),
      "the disk is full while /data/a.gguf.part is written; make room, and type the same again to go on"
    ),
    (
      .diskTooSmall(folder: "/data/a", needed: 6_975_879_296, free: 1_310_000_000),
      """
      6.98 GB are still to be fetched and 1.31 GB are free where /data/a is; make room, or set XDG_DATA_HOME to a folder \
      on another disk
      """
    ),
    (
      .broken(host: "hub.example"),
      "the connection to hub.example broke off; check the network, and type the same again to go on"
    ),
    (
      .certificate(host: "hub.example", reason: "it is of yesterday"),
      """
      the connection to hub.example is not safe: it is of yesterday; check the clock and the network, something may stand \
      between
      """
    ),
    (
      .severalModels(
        repository: "ada/gemma-GGUF",
        files: [
          HubFile(path: "a.gguf", bytes: 640, sha256: nil), HubFile(path: "b.gguf", bytes: 12_345_678, sha256: nil),
        ]),
      """
      ada/gemma-GGUF holds several models; choose one by facet pull ada/gemma-GGUF:FILE, where FILE is one of a.gguf \
      (640 bytes), b.gguf (12.3 MB)
      """
    ),
  ])
  func aSentenceSaysWhatToDo(failure: PullError, sentence: String) {
    #expect("\(failure)" == sentence)
  }
}
