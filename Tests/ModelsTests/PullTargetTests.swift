import Foundation
import Testing

@testable import Models

@Suite struct PullTargetTests {
  private func target(_ text: String, endpoint: String = "https://huggingface.co") throws -> PullTarget {
    try PullTarget(text, endpoint: HubAccess.endpoint(endpoint))
  }

  private func repository(_ text: String, revision: String? = nil, file: String? = nil) throws -> PullTarget {
    .repository(try #require(RepositoryName(text)), revision: revision, file: file)
  }

  @Test func aNameOfTheCatalogueComesFirst() throws {
    let entry = try #require(Catalogue.builtIn.entries.first)
    #expect(try target("gemma-4-12b") == .catalogue(entry))
    #expect(try target("GEMMA-4-12b") == .catalogue(entry))
  }

  @Test func aRepositoryMayHaveAFile() throws {
    #expect(try target("ada/gemma-GGUF") == repository("ada/gemma-GGUF"))
    #expect(try target("hf.co/ada/gemma-GGUF:Q4_0") == repository("ada/gemma-GGUF", file: "Q4_0"))
    #expect(try target("ada/gemma-GGUF:MTP/a:b.gguf") == repository("ada/gemma-GGUF", file: "MTP/a:b.gguf"))
  }

  @Test(arguments: [
    "https://huggingface.co/ada/gemma/resolve/main/MTP/a%20b.gguf?download=true",
    "https://huggingface.co/ada/gemma/blob/main/MTP/a%20b.gguf", "http://hf.co/ada/gemma/raw/main/MTP/a%20b.gguf",
  ])
  func anAddressOfTheHubIsAFileOfARepository(text: String) throws {
    #expect(try target(text) == repository("ada/gemma", revision: "main", file: "MTP/a b.gguf"))
    // With another hub it is asked for there.
    #expect(try target(text, endpoint: "https://mirror.example/hf") == target(text))
  }

  @Test func anAddressOfTheHubMayBeThatOfARepository() throws {
    #expect(try target("https://huggingface.co/ada/gemma") == repository("ada/gemma"))
    #expect(try target("https://huggingface.co/ada/gemma/tree/v2") == repository("ada/gemma", revision: "v2"))
    #expect(try target("http://127.0.0.1:8080/ada/gemma", endpoint: "http://127.0.0.1:8080") == repository("ada/gemma"))
  }

  @Test func anotherAddressIsThatOfAFile() throws {
    let url = try #require(URL(string: "https://example.org/a/b.gguf?x=1"))
    #expect(try target("https://example.org/a/b.gguf?x=1") == .address(url))
    #expect(throws: PullError.notEncrypted("http://example.org/b.gguf")) { try target("http://example.org/b.gguf") }
    #expect(throws: PullError.notAnAddress("ftp://example.org/b.gguf")) { try target("ftp://example.org/b.gguf") }
    #expect(throws: PullError.notAnAddress("https://")) { try target("https://") }
    #expect(throws: PullError.notAnAddress("https://example.org/")) { try target("https://example.org/") }
    guard case .address = try target("http://localhost:1/b.gguf") else {
      Issue.record("nobody stands between a machine and itself")
      return
    }
  }

  @Test(arguments: ["gemma-4-13b", "a/b/c", "../b", "a/..", "-a/b", "a b/c", "a/b:", "ä/b", "/", "", "a/\u{1b}[2J"])
  func whatIsNeitherIsTold(text: String) throws {
    let failure = #expect(throws: PullError.self) { try target(text) }
    #expect(failure.map { "\($0)" }?.contains("known names are gemma-4-12b, ") == true)
  }
}
