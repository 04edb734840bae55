import Foundation
import Synchronization
import Testing

@testable import Chat

@Suite struct StoreTroubleTests {
  let folder = StoreFolder()

  @Test func whatAFullDiskRefusedIsWrittenLater() async throws {
    let isFull = Mutex(false)
    let store = ConversationStore(folder: folder.path) { bytes, descriptor, path throws(StoreError) in
      // A full disk takes the first part of a line.
      let full = isFull.withLock { $0 }
      try PrivateFiles.write(full ? Array(bytes.prefix(20)) : bytes, to: descriptor, path: path)
      if full { throw .notWritten(path: path, errorNumber: ENOSPC) }
    }
    let id = await store.create().id
    try await store.append([said(1, .user, "saved")], to: id)
    let length = try folder.bytes(id).count
    isFull.withLock { $0 = true }
    await #expect(throws: StoreError.notWritten(path: folder.file(id), errorNumber: ENOSPC)) {
      try await store.append([said(2, .assistant, "not saved yet")], to: id)
    }
    #expect(try folder.bytes(id).count == length)
    #expect(await store.isBehind)
    #expect(await store.record(id)?.texts == ["saved", "not saved yet"])
    await #expect(throws: StoreError.self) { try await store.save() }
    isFull.withLock { $0 = false }
    try await store.append([said(3, .user, "goes on")], to: id)
    #expect(await !store.isBehind)
    await store.close(id)
    #expect(try await store.open(id).record.texts == ["saved", "not saved yet", "goes on"])
  }

  @Test func withoutAFolderTheConversationGoesOnInMemory() async throws {
    // A file stands where the folder should be, which stops the administrator too.
    try Data().write(to: URL(fileURLWithPath: folder.path))
    let store = ConversationStore(folder: folder.path + "/facet")
    let id = await store.create().id
    await #expect(throws: StoreError.self) { try await store.append([said(1, .user, "one")], to: id) }
    await #expect(throws: StoreError.self) { try await store.append([said(2, .assistant, "two")], to: id) }
    #expect(await store.record(id)?.texts == ["one", "two"])
    #expect(await store.isBehind)
    try FileManager.default.removeItem(atPath: folder.path)
    try await store.save()
    #expect(await !store.isBehind)
    await store.close(id)
    let record = try await store.open(id).record
    #expect(record.texts == ["one", "two"])
    #expect(record.header.created.timeIntervalSince1970 > 0)
  }

  @Test(.enabled(if: !isAdministrator, "permissions do not stop the system's administrator"))
  func aReadOnlyFolderIsReadAndSaid() async throws {
    let store = folder.store
    let id = await store.create().id
    try await store.append([said(1, .user, "one")], to: id)
    await store.close(id)
    chmod(folder.file(id), 0o400)
    let opened = try await store.open(id)
    #expect(opened.record.texts == ["one"])
    #expect(opened.reason == .notWritten(path: folder.file(id), errorNumber: EACCES))
  }

  @Test func aFileThatWasTakenAwayIsSaid() async throws {
    let store = folder.store
    let id = await store.create().id
    try await store.append([said(1, .user, "one")], to: id)
    unlink(folder.file(id))
    await #expect(throws: StoreError.vanished(path: folder.file(id))) {
      try await store.append([said(2, .user, "two")], to: id)
    }
    #expect(try await store.fork(id).texts == ["one", "two"])
  }

  @Test func attachmentsAreCopiedOnceAndFoundAgain() async throws {
    let store = folder.store
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let original = folder.path + "/shot.png"
    try Data("pixels".utf8).write(to: URL(fileURLWithPath: original))
    let picture = try Attachment(.picture, path: original, budget: 70)
    let document = Attachment(document: "line\n", name: "notes.txt")
    let id = await store.create().id
    let message = StoredMessage(id: 1, time: Date(), message: .user("look", attachments: [picture, picture, document]))
    try await store.append([.message(message)], to: id)
    try Data("changed".utf8).write(to: URL(fileURLWithPath: original))
    await store.close(id)
    let found = try await store.open(id).record.messages[0].message.attachments
    #expect(found.map(\.name) == ["shot.png", "shot.png", "notes.txt"])
    #expect(found[0].path.hasPrefix(folder.path + "/attachments/"))
    #expect(found[0].path == found[1].path)
    #expect(found[0].budget == 70)
    #expect(try String(contentsOfFile: found[0].path, encoding: .utf8) == "pixels")
    #expect(found[2].text == "line\n")
    #expect(folder.mode(found[0].path) == 0o600)
    // The file holds no place, so that the folder can be moved.
    #expect(!String(decoding: try folder.bytes(id), as: UTF8.self).contains("attachments/"))

    let stale = try Attachment(.picture, path: original)
    try Data("again".utf8).write(to: URL(fileURLWithPath: original))
    await #expect(throws: StoreError.changed(path: original)) { try await store.keep(stale) }
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("unfinished") })
  }

  @Test func draftsAndHistorySurvive() async throws {
    let store = folder.store
    #expect(await store.draft() == nil)
    try await store.keepDraft(Data("half a".utf8))
    try await store.keepDraft(Data("other".utf8), for: "20260101-000000-abcdef")
    #expect(await folder.store.draft() == Data("half a".utf8))
    try await store.keepDraft(nil)
    #expect(await store.draft() == nil)
    #expect(await store.draft(for: "20260101-000000-abcdef") == Data("other".utf8))

    let history = store.history
    #expect(try history.entries().isEmpty)
    for text in ["one", "two\nlines", "one", "  ", "three"] { try history.append(text) }
    #expect(try folder.store.history.entries() == ["two\nlines", "one", "three"])
    // An interrupted write of another instance costs only its own line.
    let descriptor = open(folder.path + "/history.jsonl", O_WRONLY | O_APPEND)
    _ = "\"cut".withCString { write(descriptor, $0, 4) }
    close(descriptor)
    try history.append("four")
    #expect(try history.entries() == ["two\nlines", "one", "three", "four"])
  }

  @Test func manyInstancesAppendToTheHistory() async throws {
    let history = folder.store.history
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask { for index in 0..<50 { try history.append("\(writer) \(index)") } }
      }
      try await group.waitForAll()
    }
    #expect(try history.entries().count == 200)
  }

  @Test func foldersFollowTheSpecification() throws {
    #expect(try ConversationStore.standardFolder(environment: ["XDG_DATA_HOME": "/x", "HOME": "/h"]) == "/x/facet")
    #expect(
      try ConversationStore.standardFolder(environment: ["XDG_DATA_HOME": "x", "HOME": "/h"]) == "/h/.local/share/facet"
    )
    #expect(throws: StoreError.noHome) { try ConversationStore.standardFolder(environment: [:]) }
  }

  @Test(arguments: [
    ("## Please   explain `flock(2)` to me.\nThanks", "Please explain flock(2) to me"),
    ("\n\n```swift\nlet x = 1\n```\nWhat does **this** do?", "What does this do?"),
    ("```\nonly code\n```", "only code"), ("   \n---\n", ""), ("\u{1B}[31mred\u{202E}", "[31mred"),
    (
      "What is the difference between a process and a thread in Linux?",
      "What is the difference between a process and a…"
    ),
    (String(repeating: "x", count: 100), String(repeating: "x", count: 47) + "…"),
  ])
  func titlesAreTheFirstWords(_ text: String, _ title: String) {
    #expect(LocalTitle.of(text) == title)
  }

  @Test func tenThousandMessagesAreListedAndOpened() async throws {
    let id = "20260101-000000-large0"
    var bytes = StoreEntry.header(ConversationHeader(id: id, created: Date(timeIntervalSince1970: 0))).line
    let text = String(repeating: "Some words with “quotes”, a line\nand `code`. ", count: 43)
    for number in 1...10_000 { bytes += said(number, number % 2 == 1 ? .user : .assistant, text).line }
    #expect(bytes.count > 20_000_000)
    try folder.write(bytes, to: id)
    let store = folder.store
    let listed = try await store.list()
    #expect(listed.first?.messageCount == 10_000)
    let opened = try await store.open(id)
    #expect(opened.record.messages.count == 10_000)
  }
}
