import Testing

@testable import Remote

@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
    ("https://example.org/api/v1/", "https://example.org/api/v1"),
    ("127.0.0.1:8080", nil), ("ftp://example.org", nil), ("http://", nil), ("http://example.org/?a=b", nil),
  ])
  func anAddressIsWhatStandsBeforeThePathOfAQuestion(text: String, url: String?) {
    #expect(ServerAddress(text)?.url.absoluteString == url)
  }
}
