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

  /// Reads the key from a pipe, as `--api-key-file <(pass show key)` gives one, into which `pieces` come one after the other.
  private func key(from pieces: [String], isEnding: Bool = true) throws -> APIKey {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let writing = ends[1]
    let hasWritten = DispatchSemaphore(value: 0)
    // A signal would end whoever writes into a pipe that nobody reads.
    defer {
      hasWritten.wait()
      close(ends[0])
    }
    Thread.detachNewThread {
      for piece in pieces {
        usleep(20_000)
        _ = piece.withCString { write(writing, $0, strlen($0)) }
      }
      if isEnding { close(writing) }
      hasWritten.signal()
    }
    defer { if !isEnding { close(writing) } }
    return try APIKey(path: "/dev/fd/\(ends[0])")
  }

  @Test(arguments: [["sk-Zebra\n"], ["sk-", "Zebra", "\n"]]) func aPipeIsReadToItsEnd(_ pieces: [String]) throws {
    #expect(try key(from: pieces).secret == "sk-Zebra")
  }

  @Test func aPipeWithoutEndOrWriterIsNotWaitedFor() throws {
    let flood = [String](repeating: String(repeating: "k", count: 9_000), count: 2)
    let error = #expect(throws: APIKeyError.self) { try key(from: flood, isEnding: false) }
    guard case .notAKey? = error else { throw TestFailure("\(String(describing: error))") }
    let path = folder.path + "/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    #expect(throws: APIKeyError.empty(path: path)) { try APIKey(path: path) }
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
