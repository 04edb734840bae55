import TestSupport
import Testing

@testable import Remote

@Suite struct EventStreamTests {
  private func events(_ text: String) throws -> [String] {
    var stream = EventStream()
    return (try stream.append(text.utf8) + stream.finish()).map {
      ($0.name.isEmpty ? "" : $0.name + "=") + String(decoding: $0.data, as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("data: a\n\n", ["a"]), ("data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]), ("data:a\r\rdata:b\r\r", ["a", "b"]),
    ("data: a\ndata: b\n\n", ["a\nb"]), (": keep-alive\n\ndata: a\n\n", ["a"]), ("data:  a\n\n", [" a"]),
    ("\u{FEFF}data: a\n\n", ["a"]), ("data: a", ["a"]), ("data: a\n", ["a"]), ("data\n\n", [""]), ("", []),
    ("event: error\ndata: no\n\ndata: x\n\n", ["error=no", "x"]), ("error: {}\n\n", ["error={}"]),
    ("id: 4\nretry: 10\nfoo: bar\n\ndata: a\n\n", ["a"]), ("event: x\n\ndata: a\n\n", ["a"]),
  ])
  func eventsAreAsTheStandardHasThem(text: String, expected: [String]) throws {
    #expect(try events(text) == expected)
  }

  @Test func howTheBytesAreCutDoesNotMatter() throws {
    var random = SeededRandom(seed: 5)
    let pieces = [
      "data: ", "data:", "\n", "\r\n", "\r", "\n\n", ": ping", "ä", "🦊", "{\"a\":\"\u{E9}\"}", "event: error", "[DONE]",
      "\u{FEFF}",
    ]
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0..<25, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      let bytes = Array(text.joined().utf8)
      var whole = EventStream()
      let expected = try whole.append(bytes) + whole.finish()
      var cut = EventStream()
      var found: [EventStream.Event] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...4, using: &random)
        found += try cut.append(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      found += cut.finish()
      #expect(found == expected, "\(text)")
    }
  }

  @Test(arguments: ["data: ", "data: x\n", ": ", ""])
  func aLineWithoutAnEndIsRefusedAtTheLimit(_ begin: String) {
    var stream = EventStream(limit: 100)
    #expect(throws: EventStream.TooLong.self) {
      _ = try stream.append(begin.utf8)
      for _ in 0..<200 { _ = try stream.append("data: xxxxxxxxx\(begin.hasSuffix("\n") ? "\n" : "")".utf8) }
    }
  }

  @Test func commentsWithoutEndTakeNoRoom() throws {
    var stream = EventStream(limit: 100)
    for _ in 0..<1000 { #expect(try stream.append(": OPENROUTER PROCESSING\n\n".utf8).isEmpty) }
    #expect(try stream.append("data: a\n\n".utf8).count == 1)
  }
}
