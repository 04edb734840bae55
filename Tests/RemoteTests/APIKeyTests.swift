import Foundation
import TestSupport
import Testing

@testable import Remote

@Suite struct APIKeyTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test func aFileHoldsTheKeyAndNothingElse() throws {
    let path = try folder.write(Data("  sk-Zebra_1\n".utf8), named: "key")
    #expect(try APIKey(path: path).secret == "sk-Zebra_1")
  }

  @Test(arguments: ["one\ntwo", "a\r\nX-Evil: 1", "schlüssel", "a b", String(repeating: "k", count: 20_000)])
  func whatCannotStandInAHeaderIsNoKey(_ text: String) throws {
    let path = try folder.write(Data(text.utf8), named: "key")
    #expect(throws: APIKeyError.notAKey(path: path)) { try APIKey(path: path) }
  }

  @Test func anEmptyAndAMissingFileAreTold() throws {
    let path = try folder.write(Data(" \n".utf8), named: "key")
    #expect(throws: APIKeyError.empty(path: path)) { try APIKey(path: path) }
    let missing = folder.path + "/none"
    let error = #expect(throws: APIKeyError.self) { try APIKey(path: missing) }
    #expect(error?.description.contains(missing) == true)
    #expect(throws: APIKeyError.self) { try APIKey(path: folder.path) }
  }

  @Test func noWayOfPrintingItShowsIt() throws {
    let key = try #require(APIKey("sk-Zebra"))
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped, "\([key])", "\(key as Any)"] {
      #expect(!text.contains("Zebra"), "\(text)")
    }
  }
}
