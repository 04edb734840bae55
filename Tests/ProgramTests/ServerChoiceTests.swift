import Chat
import Foundation
import Remote
import Testing

@testable import facet

/// Whether a server replies, and which key it gets.
@Suite struct ServerChoiceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func choose(
    _ options: [OptionName: [String]], configuration: String = "", _ environment: [String: String] = [:]
  ) throws -> ServerConnection? {
    let surroundings = Surroundings(
      environment: environment, isInputTerminal: true, output: TerminalTraits(), errors: TerminalTraits())
    let file = ConfigurationFile(configuration, path: "c")
    let arguments = ParsedArguments(values: options)
    try ServerChoice.check(arguments, file)
    return try ServerChoice.server(arguments, surroundings, file)
  }

  private static let configured = "{ server: 'http://gpu-box:8000', serverModel: 'gemma' }"

  @Test func whatIsNamedNowGoesBeforeWhatIsConfigured() throws {
    #expect(try choose([:]) == nil)
    #expect(try choose([:], configuration: Self.configured)?.address.name == "gpu-box:8000")
    #expect(try choose([:], configuration: Self.configured)?.model == "gemma")
    let named = try choose([.server: ["http://other:1"], .model: ["m"]], configuration: Self.configured)
    #expect(named?.address.name == "other:1" && named?.model == "m")
    // The configured name belongs to the configured server.
    #expect(try choose([.server: ["http://other:1"]], configuration: Self.configured)?.model == nil)
    #expect(try choose([.server: ["http://gpu-box:8000/v1"]], configuration: Self.configured)?.model == "gemma")
  }

  @Test func aModelOfThisMachineIsNamedWithoutAServer() throws {
    #expect(try choose([.model: ["m.gguf"]], configuration: Self.configured) == nil)
    #expect(try choose([:], configuration: Self.configured, ["FACET_MODEL": "m.gguf"]) == nil)
    #expect(try choose([.noServer: []], configuration: Self.configured) == nil)
  }

  @Test(arguments: [
    "{ server: 5 }", "{ server: 'gpu-box' }", "{ sever: 'http://gpu-box' }", "{ server: 'http://a:b@c' }",
  ])
  func aServerThatCannotBeReadIsNobodysPlace(_ text: String) throws {
    #expect(throws: InputError.self) { try choose([:], configuration: text) }
  }

  @Test func mistakesOfTheArgumentsAreToldAsSuch() {
    #expect(throws: ArgumentError.notAServer("gpu-box")) { try choose([.server: ["gpu-box"]]) }
    #expect(throws: ArgumentError.excluding(.server, .noServer)) {
      try choose([.server: ["http://a"], .noServer: []])
    }
    #expect(throws: ArgumentError.localOnly(.context)) { try choose([.server: ["http://a"], .context: ["99"]]) }
    #expect(throws: ArgumentError.keyWithoutServer) { try choose([.apiKeyFile: ["k"]]) }
  }

  @Test func aKeyGoesWhereItWasMeantToGo() throws {
    let key = try folder.write(Data("sk-configured".utf8), named: "configured")
    let configuration = "{ server: 'https://mine.example', apiKeyFile: '\(key)' }"
    #expect(try choose([:], configuration: configuration)?.key == APIKey("sk-configured"))
    #expect(try choose([.server: ["https://other.example"]], configuration: configuration)?.key == nil)
    #expect(try choose([.server: ["http://mine.example"]], configuration: configuration)?.key == nil)
    let environment = ["OPENAI_API_KEY": "sk-openai"]
    #expect(try choose([.server: ["https://api.openai.com/v1"]], environment)?.key == APIKey("sk-openai"))
    for address in ["http://api.openai.com/v1", "https://api.openai.com.evil.example", "http://gpu-box:8000"] {
      #expect(try choose([.server: [address]], environment)?.key == nil, "\(address)")
    }
    #expect(try choose([.server: ["http://gpu-box"]], ["FACET_API_KEY": "sk-mine"])?.key == APIKey("sk-mine"))
    let file = try folder.write(Data("sk-file\n".utf8), named: "file")
    #expect(
      try choose([.server: ["http://gpu-box"], .apiKeyFile: [file]], ["FACET_API_KEY": "x"])?.key == APIKey("sk-file"))
  }

  private func choose(_ options: [OptionName: [String]], _ environment: [String: String]) throws -> ServerConnection? {
    try choose(options, configuration: "", environment)
  }

  @Test func aKeyThatCannotBeReadIsOneSentence() {
    #expect(throws: InputError.noKey(.unreadable(path: "/no/key", reason: "No such file or directory"))) {
      try choose([.server: ["http://a"], .apiKeyFile: ["/no/key"]])
    }
    #expect(throws: InputError.noKey(.notAKey(path: "FACET_API_KEY"))) {
      try choose([.server: ["http://a"]], ["FACET_API_KEY": "a\nb"])
    }
  }
}
