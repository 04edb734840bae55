import Testing

@testable import Remote

@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
    ("https://example.org/api/v1/", "https://example.org/api/v1"), ("HTTP://Box/", "http://Box/v1"),
    ("127.0.0.1:8080", nil), ("ftp://example.org", nil), ("http://", nil), ("http://example.org/?a=b", nil),
    ("http://me:secret@example.org", nil), ("http://me@example.org", nil), ("http://box:0", nil), ("", nil),
  ])
  func anAddressIsWhatStandsBeforeThePathOfAQuestion(text: String, url: String?) {
    #expect(ServerAddress(text)?.url.absoluteString == url)
  }

  @Test(arguments: [
    ("http://localhost:1", ServerAddress.Distance.thisMachine), ("http://127.8.0.1", .thisMachine),
    ("http://[::1]:8080", .thisMachine), ("http://a.localhost", .thisMachine), ("http://0.0.0.0", .thisMachine),
    ("http://[::ffff:127.0.0.1]", .thisMachine),
    ("http://192.168.1.7", .privateNetwork), ("http://10.0.0.1", .privateNetwork),
    ("http://172.31.0.1", .privateNetwork), ("http://100.100.1.1", .privateNetwork),
    ("http://[fd00::1]", .privateNetwork), ("http://[fe80::1]", .privateNetwork),
    ("http://gpu-box:8000", .privateNetwork), ("http://gpu.local", .privateNetwork),
    ("http://172.32.0.1", .elsewhere), ("http://8.8.8.8", .elsewhere), ("http://[2001:db8::1]", .elsewhere),
    ("https://api.example.org", .elsewhere), ("http://127.0.0.1.example.org", .elsewhere),
    ("http://localhost.example.org", .elsewhere), ("http://notlocalhost.org", .elsewhere),
  ])
  func howFarAwayAServerIsShowsInItsName(text: String, distance: ServerAddress.Distance) throws {
    let address = try #require(ServerAddress(text))
    #expect(address.distance == distance)
    #expect(address.isOpenToReaders == (distance == .elsewhere && text.hasPrefix("http:")))
  }

  @Test func theNameIsHostAndPort() {
    #expect(ServerAddress("https://Example.org/v1")?.name == "example.org")
    #expect(ServerAddress("http://gpu-box:8000")?.name == "gpu-box:8000")
    #expect(ServerAddress("http://[::1]:8000")?.name == "[::1]:8000")
  }

  @Test func theSameServerIsTheSameHostPortAndScheme() throws {
    let one = try #require(ServerAddress("https://example.org/v1"))
    func same(_ text: String) throws -> Bool { one.isSameServer(as: try #require(ServerAddress(text))) }
    #expect(try same("https://EXAMPLE.org:443/other"))
    #expect(try !same("http://example.org/v1"))
    #expect(try !same("https://example.org:8443/v1"))
    #expect(try !same("https://example.org.evil.example/v1"))
  }
}
