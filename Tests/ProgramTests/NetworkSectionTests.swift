import Chat
import Testing

@testable import facet

@Suite struct NetworkSectionTests {
  private func words(_ section: NetworkSection) -> String {
    section.rows.map { "\($0.label): \($0.value)" }.joined(separator: "\n")
  }

  @Test func withoutAServerNothingIsAskedByItself() {
    let section = NetworkSection([:], ConfigurationFile("{}", path: "/c.json5"))
    #expect(words(section).contains("never: no socket is opened"))
    #expect(words(section).contains("https://huggingface.co"))
    #expect(section.findings.isEmpty && section.json["by_itself"] == JSONValue.null)
  }

  @Test func aConfiguredServerIsAskedByTheChat() {
    let section = NetworkSection([:], ConfigurationFile("{ server: \"http://gpu-box:8000\" }", path: "/c.json5"))
    #expect(words(section).contains("a chat and facet run ask http://gpu-box:8000/v1"))
  }

  @Test func aHubThatCannotBeAskedIsTold() {
    let file = ConfigurationFile("{}", path: "/c.json5")
    let named = words(NetworkSection(["HF_ENDPOINT": "http://hub.example/"], file))
    #expect(named.contains("from http://hub.example when"))
    #expect(NetworkSection(["HF_ENDPOINT": "hub.example"], file).findings.count == 1)
  }
}
