import Chat
import Testing

@testable import Remote

@Suite struct ServerModelsTests {
  private func models(_ text: String) throws -> ServerModels? { ServerModels(try JSONValue(parsing: text)) }

  @Test(arguments: [
    #"{"data":[{"id":"m","max_model_len":8192}]}"#, #"{"data":[{"id":"m","meta":{"n_ctx":8192,"n_ctx_train":9}}]}"#,
    #"{"data":[{"id":"m","context_length":8192}]}"#, #"{"models":[{"name":"m","max_context_length":8192}]}"#,
  ])
  func theContextStandsInDifferentPlaces(_ text: String) throws {
    #expect(try models(text)?.models == [.init(name: "m", context: 8192)])
  }

  @Test(arguments: [#"{"data":[{"id":"m","max_model_len":-5}]}"#, #"{"data":[{"id":"m"},{},{"id":""},4]}"#])
  func whatIsNoContextOrModelIsPassedOver(_ text: String) throws {
    #expect(try models(text)?.models == [.init(name: "m", context: nil)])
  }

  @Test(arguments: [#"{"object":"list","data":null}"#, #"{"models":null}"#, #"{"data":[]}"#])
  func noModelsAreAListAsWell(_ text: String) throws {
    #expect(try models(text)?.models == [])
  }

  @Test func anotherAnswerIsNoList() throws {
    #expect(try models("{}") == nil)
    #expect(try models("[]") == nil)
    #expect(try models(#"{"data":"none"}"#) == nil)
  }

  @Test func aNameMayBeShorterThanTheServers() throws {
    let list = try #require(
      try models(#"{"data":[{"id":"gemma3:latest"},{"id":"/srv/models/gemma.gguf"},{"id":"org/qwen"}]}"#))
    #expect(list.model(named: "gemma3")?.name == "gemma3:latest")
    #expect(list.model(named: "gemma")?.name == "/srv/models/gemma.gguf")
    #expect(list.model(named: "qwen")?.name == "org/qwen")
    #expect(list.model(named: "gem") == nil)
    let twice = try #require(try models(#"{"data":[{"id":"a/x"},{"id":"b/x"}]}"#))
    #expect(twice.model(named: "x") == nil)
  }
}
