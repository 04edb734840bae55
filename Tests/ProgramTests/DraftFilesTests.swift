import Foundation
import Testing

@testable import facet

@Suite struct DraftFilesTests {
  @Test func onlyOldFilesThatNoDraftMentionsAreRemoved() throws {
    let folder = try TemporaryFolder()
    let files = DraftFiles(storeFolder: folder.path)
    #expect(files.path == folder.path + "/drafts/files")
    for name in ["kept.wav", "old.wav", "new.wav"] {
      try folder.write(Data("x".utf8), named: "drafts/files/\(name)")
    }
    for name in ["kept.wav", "old.wav"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: "\(files.path)/\(name)")
    }
    try folder.write(Data("{\"path\":\"\\/x\\/kept.wav\"}".utf8), named: "drafts/new.json")
    files.clean()
    #expect(try FileManager.default.contentsOfDirectory(atPath: files.path).sorted() == ["kept.wav", "new.wav"])
  }

  @Test func withoutAStoreTheyGoWithTheSession() throws {
    let files = DraftFiles(storeFolder: nil)
    #expect(FileManager.default.fileExists(atPath: files.path))
    files.clean()
    #expect(!FileManager.default.fileExists(atPath: files.path))
  }
}
