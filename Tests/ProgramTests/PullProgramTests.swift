import Chat
import Foundation
import Models
import TestSupport
import Testing

/// `facet pull` as a person types it, against a hub on this machine.
@Suite struct PullProgramTests {
  private static let model = FakeHub.contents(3_000_000, seed: 1)
  private static let files = ["gemma-Q4_0.gguf": model, "mmproj-F16.gguf": FakeHub.contents(1_000, seed: 2)]

  /// The variables of a run: its folders, its hub, and nothing that this machine may have of its own.
  private func environment(_ folder: TestFolder, _ hub: String) -> [String: String] {
    var variables = ["XDG_DATA_HOME": folder.path, "HOME": folder.path, "HF_ENDPOINT": hub, "HF_HOME": folder.path]
    for name in [
      "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "HF_TOKEN",
    ] {
      variables[name] = ""
    }
    return variables
  }

  @Test func aModelIsFetchedAndTheNextCommandNamed() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": Self.files])
    let folder = try TestFolder()
    let result = try await BuiltProgram.run(["pull", "ada/gemma-GGUF"], environment: environment(folder, hub.address))
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == """
        ada--gemma-GGUF is in \(folder.path)/facet/models/ada--gemma-GGUF:
          model      gemma-Q4_0.gguf  3.00 MB
          projector  mmproj-F16.gguf  1.00 kB
        Talk with it: facet --model ada--gemma-GGUF
        Always use it: facet models default ada--gemma-GGUF

        """)
    #expect(result.errors.contains("facet: gemma-Q4_0.gguf is complete and checked, 3.00 MB\n"))
    #expect(result.errors.contains("facet: gemma-Q4_0.gguf: 50 %, 1.5 of 3.0 MB"))
    let bytes = FileManager.default.contents(atPath: folder.path + "/facet/models/ada--gemma-GGUF/gemma-Q4_0.gguf")
    #expect(bytes.map { [UInt8]($0) } == Self.model)
  }

  @Test func aServerThatWouldAnswerAllTheSameIsNamed() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": Self.files])
    let folder = try TestFolder()
    let configuration = try folder.write(
      Data("{server: 'http://127.0.0.1:9'}".utf8), named: ".config/facet/config.json5")
    let result = try await BuiltProgram.run(
      ["pull", "ada/gemma-GGUF"],
      environment: environment(folder, hub.address).merging(["XDG_CONFIG_HOME": ""]) { $1 })
    #expect(
      result.output.contains(
        "Always use it: facet models default ada--gemma-GGUF, and take the key server, which goes before it, out of "
          + configuration), "\(result.output)\(result.errors)")
  }

  @Test func aDryRunWritesNothing() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": Self.files])
    let folder = try TestFolder()
    let result = try await BuiltProgram.run(
      ["pull", "--dry-run", "--no-projector", "ada/gemma-GGUF"], environment: environment(folder, hub.address))
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("  model      gemma-Q4_0.gguf  3.00 MB  from ada/gemma-GGUF\n"))
    #expect(result.output.contains("To be downloaded: 3.00 MB; free on the disk: "))
    #expect(hub.downloads.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/facet"))
  }

  @Test func withoutANameTheKnownOnesAreListedAndNobodyIsAsked() async throws {
    let result = try await BuiltProgram.run(["pull"])
    #expect(result.status == 0)
    #expect(result.output.contains("  gemma-4-12b  "))
    let wrong = try await BuiltProgram.run(["pull", "gemma-4-12"])
    #expect(wrong.status == 1)
    #expect(wrong.errors.hasPrefix("facet: there is no model called “gemma-4-12”; known names are gemma-4-12b, "))
  }

  /// Ten times the program is killed at a random place; what remains is always good to go on with.
  @Test func aPullThatIsKilledTenTimesEndsWithTheRightFile() async throws {
    // A run gets so many bytes and then nothing, until it has been killed ten times: however late a kill comes, it comes in the middle.
    let sent = Counter()
    let kills = Counter()
    let hub = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, usual in
      guard request.path.contains("/resolve/"), case .bytes(let bytes)? = usual.steps.first, kills.value < 10 else {
        return usual
      }
      var answer = usual
      answer.length = .stated(bytes.count)
      let most = min(bytes.count - 1, Int.random(in: 1...280_000))
      answer.steps =
        stride(from: 0, to: most, by: 10_000).flatMap { start -> [ScriptedServer.Step] in
          let piece = Array(bytes[start..<min(start + 10_000, most)])
          return [.bytes(piece), .perform { sent.next(piece.count) }, .pause(.milliseconds(1))]
        } + [.perform { sent.next(1_000_000_000) }, .stall]
      return answer
    }
    let folder = try TestFolder()
    let variables = environment(folder, hub.address)
    let path = folder.path + "/facet/models/ada--gemma-GGUF/gemma-Q4_0.gguf"
    for kill in 1...10 {
      // At some place before the silence, or in it.
      let before = sent.value
      let enough = before + Int.random(in: 1...280_000)
      let run = try BuiltProgram.start(["pull", "ada/gemma-GGUF"], environment: variables)
      for _ in 0..<6000 where sent.value < enough { try await Task.sleep(for: .milliseconds(1)) }
      if kill == 10 { kills.next(10) }
      run.send(SIGKILL)
      #expect(try await run.result().status == nil)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    let result = try await BuiltProgram.run(["pull", "ada/gemma-GGUF"], environment: variables)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      FileManager.default.contents(atPath: path).map { SHA256.hex(of: [UInt8]($0)) } == SHA256.hex(of: Self.model))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/facet/models/ada--gemma-GGUF").sorted()
        == ["gemma-Q4_0.gguf", "origin.json"])
    // What had come before was not fetched anew: later runs asked for a rest.
    #expect(hub.downloads.contains { $0.header("Range") != nil })
  }

  @Test func controlCKeepsWhatHasCome() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": ["gemma-Q4_0.gguf": Self.model]]) { request, usual in
      guard request.path.contains("/resolve/"), case .bytes(let bytes)? = usual.steps.first else { return usual }
      var answer = usual
      answer.length = .stated(bytes.count)
      answer.steps = [.bytes(Array(bytes.prefix(1_000_000))), .stall]
      return answer
    }
    let folder = try TestFolder()
    let part = folder.path + "/facet/models/ada--gemma-GGUF/gemma-Q4_0.gguf.part"
    let run = try BuiltProgram.start(["pull", "ada/gemma-GGUF"], environment: environment(folder, hub.address))
    @Sendable func size() -> Int {
      ((try? FileManager.default.attributesOfItem(atPath: part))?[.size] as? NSNumber)?.intValue ?? 0
    }
    // On a thread of its own: a task may wait for minutes here until other tests let it go on, and the pull tries again after half of one.
    Thread.detachNewThread {
      for _ in 0..<6000 where size() < 1_000_000 { usleep(10_000) }
      run.send(SIGINT)
    }
    let result = try await run.result()
    #expect(result.status == 130)
    #expect(
      result.errors.hasSuffix("facet: stopped; what has come stays, and facet pull ada/gemma-GGUF goes on from there\n")
    )
    #expect(size() == 1_000_000)
  }

  @Test func aProxyIsUsedAndNoProxyRespected() async throws {
    // It answers for a host that no name server knows.
    let hub = try FakeHub(["ada/gemma-GGUF": Self.files])
    let folder = try TestFolder()
    var variables = environment(folder, "http://hub.invalid")
    variables["http_proxy"] = hub.address
    let result = try await BuiltProgram.run(["pull", "ada/gemma-GGUF"], environment: variables)
    #expect(result.status == 0, "\(result.errors)")
    #expect(hub.server.requests.allSatisfy { $0.target.hasPrefix("http://hub.invalid/") })
    // Encrypted connections are asked for as a tunnel, and the proxy is not told what for.
    let gate = try ScriptedServer { _ in .text(403, "") }
    variables = environment(folder, "https://hub.invalid")
    variables["https_proxy"] = gate.address
    variables["HF_TOKEN"] = "hf_secret"
    let run = try BuiltProgram.start(["pull", "--dry-run", "ada/other-GGUF"], environment: variables)
    for _ in 0..<3000 where gate.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    run.send(SIGINT)
    _ = try await run.result()
    let asked = try #require(gate.requests.first)
    #expect(asked.method == "CONNECT")
    #expect(asked.target == "hub.invalid:443")
    #expect(asked.headers.allSatisfy { !$0.value.contains("hf_secret") })
    // Who is excepted is asked directly.
    variables = environment(folder, hub.address)
    variables["http_proxy"] = "http://127.0.0.1:1"
    variables["no_proxy"] = "127.0.0.1"
    #expect(try await BuiltProgram.run(["pull", "ada/gemma-GGUF"], environment: variables).status == 0)
  }

  @Test func aFailureIsOneSentence() async throws {
    let hub = try FakeHub(["ada/gemma-GGUF": Self.files]) { request, usual in
      request.path.contains("/resolve/") ? .init(403, headers: [("X-Error-Code", "GatedRepo")]) : usual
    }
    let folder = try TestFolder()
    let result = try await BuiltProgram.run(["pull", "ada/gemma-GGUF"], environment: environment(folder, hub.address))
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasSuffix("make a token under Settings, and set HF_TOKEN to it\n"))
  }
}
