import Foundation
import TestSupport
import Testing

@testable import Models

@Suite struct HubAccessTests {
  @Test func theVariablesOfTheHubsOwnProgramsCount() throws {
    let folder = try TestFolder()
    try folder.write(Data("hf_path\n".utf8), named: "here")
    try folder.write(Data("hf_home".utf8), named: "home/token")
    try folder.write(Data("hf_cache".utf8), named: ".cache/huggingface/token")
    var environment = ["HOME": folder.path]
    func token() throws -> String? { try HubAccess(environment: environment).token }
    #expect(try token() == "hf_cache")
    environment["HF_HOME"] = folder.path + "/home"
    #expect(try token() == "hf_home")
    environment["HF_TOKEN_PATH"] = folder.path + "/here"
    #expect(try token() == "hf_path")
    environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"
    #expect(try token() == nil)
    environment["HF_TOKEN"] = " hf_variable \n"
    #expect(try token() == "hf_variable")
    environment["HF_TOKEN"] = ""
    #expect(try token() == nil)
    #expect(try HubAccess(environment: environment).endpoint.absoluteString == "https://huggingface.co")
    environment["HF_ENDPOINT"] = "https://mirror.example/hub//"
    #expect(try HubAccess(environment: environment).endpoint.absoluteString == "https://mirror.example/hub")
  }

  @Test(arguments: [
    "mirror.example", "ftp://mirror.example", "https://", "https://a b", "https://ada:pw@mirror.example",
  ])
  func whatIsNoEndpointIsTold(text: String) {
    #expect(throws: PullError.badEndpoint(text)) { try HubAccess(environment: ["HF_ENDPOINT": text]) }
  }

  @Test(arguments: ["hf_a\r\nX-Other: 1", "hf a", "hf_\u{1b}", "hf_ä"])
  func aTokenCannotBringHeaders(text: String) {
    #expect(throws: PullError.badToken(variable: "HF_TOKEN")) { try HubAccess(environment: ["HF_TOKEN": text]) }
  }

  @Test(arguments: [
    ("https://hub.example/x", true), ("HTTPS://HUB.EXAMPLE:443/x", true), ("http://hub.example/x", false),
    ("https://hub.example:444/x", false), ("https://cdn.hub.example/x", false), ("https://hub.example.org/x", false),
  ])
  func theTokenIsForTheHubAlone(address: String, isGiven: Bool) throws {
    let access = HubAccess(endpoint: try HubAccess.endpoint("https://hub.example"), token: "hf_a")
    #expect(access.token(for: try #require(URL(string: address))) == (isGiven ? "hf_a" : nil))
  }

  @Test func theTokenIsNotSentInTheClear() throws {
    let open = HubAccess(endpoint: try HubAccess.endpoint("http://hub.example"), token: "hf_a")
    #expect(open.token(for: open.endpoint) == nil)
    let own = HubAccess(endpoint: try HubAccess.endpoint("http://localhost:8080"), token: "hf_a")
    #expect(own.token(for: own.endpoint) == "hf_a")
  }
}
