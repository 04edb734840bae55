import Chat
import Testing

@testable import Remote

@Suite struct ServerMessageTests {
  @Test(arguments: [
    (#"{"error":{"message":"no room","type":"x"}}"#, "no room"), (#"{"error":"no room"}"#, "no room"),
    (#"{"object":"error","message":"no room"}"#, "no room"), (#"{"detail":"Not Found"}"#, "Not Found"),
    (#"{"detail":[{"loc":["body","messages"],"msg":"missing"},{"msg":"bad"}]}"#, "messages: missing; bad"),
    ("plain words.\n", "plain words"), ("<html><body>Bad Gateway", ""), ("", ""), ("{}", ""),
    ("a\u{1B}[2Jb\r\nc\u{0}d", "a [2Jb c d"),
  ])
  func theMessageOfAnErrorIsOneLine(body: String, message: String) {
    #expect(ServerMessage.text(of: Array(body.utf8)) == message)
  }

  @Test func aLongMessageIsCut() {
    let text = ServerMessage.text(of: Array(String(repeating: "word ", count: 10_000).utf8))
    #expect(text.count <= 301 && text.hasSuffix("…"))
  }

  @Test func everyErrorIsOneSentenceThatNamesTheServerAndARemedy() {
    let errors: [RemoteError] = [
      .refused(server: "s:1"), .nameNotFound(server: "s:1"), .notTrusted(server: "s:1", reason: "expired"),
      .noConnection(server: "s:1", seconds: 15), .unreachable(server: "s:1", reason: "x"),
      .redirected(server: "s:1", to: "http://t"), .noAnswer(server: "s:1", seconds: 600),
      .stalled(server: "s:1", seconds: 120), .cut(server: "s:1"), .empty(server: "s:1"),
      .tooLong(server: "s:1", bytes: 1 << 22), .garbled(server: "s:1", text: "x"), .notAServer(address: "http://s:1"),
      .reported(server: "s:1", message: "x"), .keyRefused(server: "s:1", hasKey: false, message: ""),
      .keyRefused(server: "s:1", hasKey: true, message: "bad"), .wrongAddress(address: "http://s:1/x", status: 404),
      .noSuchModel(server: "s:1", name: "m", known: []), .noSuchModel(server: "s:1", name: "m", known: ["a", "b"]),
      .contextTooLong(server: "s:1", message: "x"), .requestTooLarge(server: "s:1", bytes: 5000),
      .tooManyRequests(server: "s:1", wait: "20 s", message: ""),
      .tooManyRequests(server: "s:1", wait: nil, message: "x"),
      .mediaRefused(server: "s:1", kind: "pictures", message: "x"),
      .rejected(server: "s:1", status: 400, message: ""), .failed(server: "s:1", status: 500, message: "x"),
      .severalModels(server: "s:1", known: ["a", "b"]), .noModels(server: "s:1"),
    ]
    for error in errors {
      let text = error.description
      #expect(text.contains("s:1") && text.contains { ";,:(".contains($0) }, "\(text)")
      #expect(!text.contains("\n") && !text.hasSuffix("."), "\(text)")
    }
  }

  @Test func aListOfModelsIsShort() {
    let error = RemoteError.severalModels(server: "s", known: (1...5000).map { "model-\($0)" })
    #expect(error.description.utf8.count < 400)
  }
}
