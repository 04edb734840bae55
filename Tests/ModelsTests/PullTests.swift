import Chat
import Foundation
import TestSupport
import Testing

@testable import Models

/// What a pull does when all goes well.
@Suite struct PullTests {
  static let model = FakeHub.contents(100_000, seed: 1)
  static let projector = FakeHub.contents(5_000, seed: 2)
  static let drafter = FakeHub.contents(7_000, seed: 3)
  static let files = [
    "gemma-Q4_0.gguf": model, "mmproj-BF16.gguf": projector, "MTP/mtp-gemma-Q8_0.gguf": drafter,
  ]

  @Test func aRepositoryIsFetchedWithWhatBelongsToTheModel() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": Self.files])
    let pull = try TestPull()
    let origin = try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(
      pull.names("ada--gemma-GGUF") == ["gemma-Q4_0.gguf", "mmproj-BF16.gguf", "mtp-gemma-Q8_0.gguf", "origin.json"])
    #expect(pull.bytes("ada--gemma-GGUF/gemma-Q4_0.gguf") == Self.model)
    #expect(pull.bytes("ada--gemma-GGUF/mtp-gemma-Q8_0.gguf") == Self.drafter)
    #expect(origin.repository == "ada/gemma-GGUF")
    #expect(origin.revision == FakeHub.commit)
    #expect(origin.file(.model)?.sha256 == SHA256.hex(of: Self.model))
    #expect(ModelOrigin(folder: pull.folder.path + "/ada--gemma-GGUF") == origin)
  }

  @Test func whatIsCompleteIsNotFetchedAgain() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": Self.files])
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(hub.downloads.count == 3)
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(hub.downloads.count == 3)
    #expect(pull.events.contains(.present(file: "gemma-Q4_0.gguf", bytes: 100_000)))
  }

  @Test func aFileThatNoPullHasCheckedIsReadBeforeItIsBelieved() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]])
    let pull = try TestPull()
    try pull.folder.write(Data(Self.model), named: "ada--gemma-GGUF/gemma-Q4_0.gguf")
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(hub.downloads.isEmpty)
    // One of the same size with other contents gives way.
    var other = Self.model
    other[50_000] ^= 1
    let second = try TestPull()
    try second.folder.write(Data(other), named: "ada--gemma-GGUF/gemma-Q4_0.gguf")
    try await second.pull("ada/gemma-GGUF", second.puller(hub.address))
    #expect(second.bytes("ada--gemma-GGUF/gemma-Q4_0.gguf") == Self.model)
  }

  @Test func aPartIsGoneOnWith() async throws {
    // The server breaks off after 30,000 bytes, once.
    let count = Counter()
    let hub = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, answer in
      guard request.path.contains("/resolve/"), count.next() == 1 else { return answer }
      var answer = answer
      answer.cutAfter = 30_000
      return answer
    }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(pull.bytes("ada--gemma-GGUF/gemma-Q4_0.gguf") == Self.model)
    let second = try #require(hub.downloads.last)
    #expect(hub.downloads.count == 2)
    #expect(second.header("Range") == "bytes=30000-")
    #expect(second.header("If-Range") == "\"" + SHA256.hex(of: Self.model).prefix(16) + "\"")
    #expect(pull.names("ada--gemma-GGUF") == ["gemma-Q4_0.gguf", "origin.json"])
  }

  @Test func aPartOfOtherContentsIsThrownAway() async throws {
    let pull = try TestPull()
    let older = FakeHub.contents(100_000, seed: 9)
    let first = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": older]]) { request, answer in
      guard request.path.contains("/resolve/") else { return answer }
      var answer = answer
      answer.cutAfter = request.header("Range") == nil ? 40_000 : 0
      return answer
    }
    _ = await pull.failure("ada/gemma-GGUF", try pull.puller(first.address))
    #expect(pull.bytes("ada--gemma-GGUF/gemma-Q4_0.gguf.part")?.count == 40_000)
    // The repository has a new file when the person comes back.
    let second = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]])
    try await pull.pull("ada/gemma-GGUF", pull.puller(second.address))
    #expect(second.downloads.map { $0.header("Range") } == [nil])
    #expect(pull.bytes("ada--gemma-GGUF/gemma-Q4_0.gguf") == Self.model)
  }

  @Test func aServerThatSendsTheWholeInPlaceOfTheRestIsTakenAtItsWord() async throws {
    let count = Counter()
    let hub = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, answer in
      guard request.path.contains("/resolve/") else { return answer }
      var whole = FakeHub.Answer.bytes(200, Self.model)
      if count.next() == 1 { whole.cutAfter = 30_000 }
      return whole
    }
    let pull = try TestPull()
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(hub.downloads.count == 2)
    #expect(pull.bytes("ada--gemma-GGUF/gemma-Q4_0.gguf") == Self.model)
  }

  @Test func oneOfSeveralQuantisationsHasAFolderOfItsOwn() async throws {
    let hub = try FakeHub([
      "ada/gemma-GGUF": ["a-Q4_0.gguf": Self.model, "a-Q8_0.gguf": Self.drafter, "mmproj-F16.gguf": Self.projector]
    ])
    let pull = try TestPull()
    #expect(
      await pull.failure("ada/gemma-GGUF", try pull.puller(hub.address))
        == .severalModels(
          repository: "ada/gemma-GGUF",
          files: [
            HubFile(path: "a-Q8_0.gguf", bytes: 7_000, sha256: nil),
            HubFile(path: "a-Q4_0.gguf", bytes: 100_000, sha256: nil),
          ]))
    let origin = try await pull.pull("ada/gemma-GGUF:q4_0", pull.puller(hub.address))
    #expect(origin.name == "ada--gemma-GGUF--a-Q4_0")
    #expect(pull.names(origin.name) == ["a-Q4_0.gguf", "mmproj-F16.gguf", "origin.json"])
  }

  @Test func aModelInPartsIsOneModel() async throws {
    let hub = try FakeHub([
      "ada/gemma-GGUF": [
        "BF16/a-00001-of-00002.gguf": Self.model, "BF16/a-00002-of-00002.gguf": FakeHub.contents(300, seed: 5),
      ]
    ])
    let pull = try TestPull()
    let origin = try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(origin.files.map(\.name) == ["a-00001-of-00002.gguf", "a-00002-of-00002.gguf"])
    #expect(origin.files.map(\.role) == [.model, .model])
  }

  @Test func aCatalogueNameTakesFilesOfSeveralRepositories() async throws {
    let hub = try FakeHub([
      "google/gemma-4-12B-it-qat-q4_0-gguf": [
        "gemma-4-12b-it-qat-q4_0.gguf": Self.model, "mmproj-gemma-4-12b-it-qat-q4_0.gguf": Self.projector,
      ],
      "unsloth/gemma-4-12B-it-qat-GGUF": ["mtp-gemma-4-12B-it.gguf": Self.drafter],
    ])
    let pull = try TestPull()
    let origin = try await pull.pull("gemma-4-12b", pull.puller(hub.address))
    #expect(origin.name == "gemma-4-12b")
    #expect(origin.repository == "google/gemma-4-12B-it-qat-q4_0-gguf")
    #expect(origin.file(.drafter)?.repository == "unsloth/gemma-4-12B-it-qat-GGUF")
    #expect(origin.file(.projector)?.repository == nil)
    #expect(pull.names("gemma-4-12b").count == 4)
  }

  @Test func aModelComesWithoutADrafterThatIsNotThere() async throws {
    let hub = try FakeHub([
      "google/gemma-4-12B-it-qat-q4_0-gguf": ["gemma-4-12B-it-qat-Q4_0.gguf": Self.model]
    ])
    let pull = try TestPull()
    let puller = try pull.puller(hub.address)
    // The name is found by the pattern, though its letters have another case.
    let plan = try puller.plan(PullTarget("gemma-4-12b", endpoint: puller.access.endpoint))
    #expect(plan.files.map(\.name) == ["gemma-4-12B-it-qat-Q4_0.gguf"])
    #expect(plan.omissions.map(\.role) == [.projector, .drafter])
    #expect(
      plan.omissions[1].reason
        == .noRepository("unsloth/gemma-4-12B-it-qat-GGUF", endpoint: hub.address, hasToken: false))
  }

  @Test func whatIsNotWantedIsNotAskedFor() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": Self.files])
    let pull = try TestPull()
    let origin = try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address), without: [.projector, .drafter])
    #expect(origin.files.map(\.name) == ["gemma-Q4_0.gguf"])
    // Fetched later on, they are written down beside it; left out again, they stay.
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    let last = try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address), without: [.projector])
    #expect(Set(last.files.map(\.role)) == [.model, .projector, .drafter])
  }

  @Test func aFileThatLiesElsewhereIsFetchedByItsAddress() async throws {
    let server = try ScriptedServer { FakeHub.file(Self.model, $0) }
    let pull = try TestPull()
    let origin = try await pull.pull("\(server.address)/files/a-Q4_0.gguf?x=1", pull.puller("https://hub.invalid"))
    #expect(pull.bytes("127.0.0.1--a-Q4_0/a-Q4_0.gguf") == Self.model)
    #expect(origin.file(.model)?.sha256 == SHA256.hex(of: Self.model))
    #expect(server.requests.map(\.method) == ["HEAD", "GET"])
  }

  @Test func theListIsReadToItsLastPage() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, answer in
      guard request.path.contains("/tree/") else { return answer }
      if request.query["cursor"] == "two" { return answer }
      let next = "http://\(request.header("Host") ?? "")\(request.path)?recursive=true&cursor=two"
      return .json(200, "[]", headers: [("Link", "<\(next)>; rel=\"next\"")])
    }
    let pull = try TestPull()
    let origin = try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address))
    #expect(origin.files.count == 1)
  }

  @Test func aSlowTrickleIsWaitedFor() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": FakeHub.contents(100)]]) { request, answer in
      guard request.path.contains("/resolve/"), case .bytes(let bytes)? = answer.steps.first else { return answer }
      var slow = answer
      slow.steps = bytes.flatMap { [.bytes([$0]), .pause(.milliseconds(25))] }
      return slow
    }
    let pull = try TestPull()
    var policy = TestPull.policy
    policy.stallTime = 500
    try await pull.pull("ada/gemma-GGUF", pull.puller(hub.address, policy: policy))
    // All takes five times the silence after which a connection counts as dead, and if it were not counted from the last byte it would be
    // broken off four times at least. On a machine that is very busy a silence may be true.
    #expect(hub.downloads.count <= 3)
    #expect(pull.bytes("ada--gemma-GGUF/gemma-Q4_0.gguf") == FakeHub.contents(100))
  }
}
