import Foundation
import Testing

@testable import Chat

@Suite struct StoreTests {
  let folder = StoreFolder()

  @Test func aConversationIsThereAgainInAnotherInstance() async throws {
    let store = folder.store
    let id = await store.create(isThinking: true).id
    try await store.append([said(1, .user, "Why is the sky blue?")], to: id)
    try await store.append([said(2, .assistant, "", isStreaming: true)], to: id)
    try await store.append([.more(message: 2, thought: "Ray", answer: "")], to: id)
    try await store.append([.more(message: 2, thought: "leigh", answer: "Because of ")], to: id)
    try await store.append([.more(message: 2, thought: "", answer: "the air.")], to: id)
    var figures = ReplyFigures()
    figures.generatedTokens = 7
    (figures.draftedTokens, figures.acceptedTokens) = (5, 3)
    try await store.append([.finished(message: 2, .endOfTurn, figures, [])], to: id)
    let before = await store.record(id)
    await store.close(id)

    let opened = try await folder.store.open(id)
    #expect(opened.reason == nil)
    #expect(opened.record == before)
    #expect(opened.record.texts == ["Why is the sky blue?", "Because of the air."])
    #expect(opened.record.messages[1].message.thought == "Rayleigh")
    #expect(opened.record.messages[1].figures == figures)
    #expect(opened.record.messages[1].isStreaming == false)
    #expect(opened.record.isThinking)
    #expect(opened.record.title == "Why is the sky blue?")
  }

  @Test func everythingIsForTheUserAlone() async throws {
    let store = folder.store
    let id = await store.create().id
    try await store.append([said(1, .user, "secret")], to: id)
    let document = try await store.keep(Attachment(document: "text", name: "a.txt"))
    try await store.keepDraft(Data("draft".utf8))
    try store.history.append("typed")
    for path in [folder.file(id), document.path, folder.path + "/drafts/new.json", folder.path + "/history.jsonl"] {
      #expect(folder.mode(path) == 0o600, "\(path)")
    }
    for path in ["", "/conversations", "/attachments", "/drafts"] { #expect(folder.mode(folder.path + path) == 0o700) }
  }

  @Test func editsDeletionsAndTitlesAreAppended() async throws {
    let store = folder.store
    let id = await store.create().id
    try await store.append([said(1, .user, "one"), said(2, .assistant, "two"), said(3, .user, "three")], to: id)
    let length = try folder.bytes(id).count
    let start = try folder.bytes(id)
    try await store.append([said(1, .user, "ONE"), .deleted(message: 2)], to: id)
    try await store.rename(id, to: "Numbers")
    #expect(try folder.bytes(id).prefix(length).elementsEqual(start))
    await store.close(id)
    let record = try await store.open(id).record
    #expect(record.texts == ["ONE", "three"])
    #expect(record.title == "Numbers")
    #expect(record.nextID == 4)
    try await store.append([.restored(message: 2)], to: id)
    #expect(await store.record(id)?.texts == ["ONE", "two", "three"])
  }

  @Test func aForkHasWhatWasSaidUpToThere() async throws {
    let store = folder.store
    let id = await store.create().id
    try await store.append([said(1, .user, "one"), said(2, .assistant, "two"), said(3, .user, "three")], to: id)
    let fork = try await store.fork(id, after: 2)
    #expect(fork.texts == ["one", "two"])
    #expect(fork.header.forkedFrom == id)
    try await store.append([said(fork.nextID, .user, "other")], to: fork.id)
    #expect(await store.record(id)?.texts == ["one", "two", "three"])
    #expect(await store.record(id)?.forks == [fork.id])
    await store.close(fork.id)
    #expect(try await store.open(fork.id).record.texts == ["one", "two", "other"])
    await #expect(throws: StoreError.noSuchMessage(9)) { try await store.fork(id, after: 9) }
  }

  @Test func aSecondInstanceReadsAndForks() async throws {
    let first = folder.store
    let second = folder.store
    let id = await first.create().id
    try await first.append([said(1, .user, "mine")], to: id)
    let opened = try await second.open(id)
    #expect(opened.reason == .inUse(title: "mine"))
    #expect(opened.record.texts == ["mine"])
    await #expect(throws: StoreError.inUse(title: "mine")) { try await second.append([said(2, .user, "x")], to: id) }
    await #expect(throws: StoreError.inUse(title: "mine")) { try await second.delete(id) }
    await #expect(throws: StoreError.inUse(title: "mine")) { try await second.rename(id, to: "x") }
    let fork = try await second.fork(id)
    try await second.append([said(fork.nextID, .user, "yours")], to: fork.id)
    try await first.append([said(2, .assistant, "still mine")], to: id)
    #expect(try await second.list().count == 2)
    await second.close(id)
    await first.close(id)
    #expect(try await second.open(id).record.texts == ["mine", "still mine"])
    #expect(try await second.open(id).reason == nil)
  }

  @Test func aDeletionCanBeUndone() async throws {
    let store = folder.store
    let id = await store.create().id
    try await store.append([said(1, .user, "precious")], to: id)
    try await store.delete(id)
    #expect(try await store.list().isEmpty)
    #expect(try await store.trashed().map(\.id) == [id])
    await #expect(throws: StoreError.missing(id: id)) { try await store.open(id) }
    #expect(try await store.undoDelete() == id)
    #expect(try await store.open(id).record.texts == ["precious"])
    await #expect(throws: StoreError.nothingToUndo) { try await store.undoDelete() }
    try await store.delete(id)
    #expect(try await store.emptyTrash(deletedBefore: Date(timeIntervalSinceNow: -3600)) == 0)
    #expect(try await store.emptyTrash(deletedBefore: Date(timeIntervalSinceNow: 3600)) == 1)
    #expect(try await store.trashed().isEmpty)
  }

  @Test func theListIsSearchedByTitleAndByWhatWasSaid() async throws {
    let store = folder.store
    for (index, text) in ["Über Äpfel", "about pears", "A third one\nwith lines"].enumerated() {
      let id = await store.create().id
      let reply = said(2, .assistant, "It says “Grüße \(index)” and more")
      try await store.append([said(1, .user, text), reply], to: id)
    }
    let all = try await store.list()
    #expect(Set(all.map(\.title)) == ["Über Äpfel", "about pears", "A third one"])
    #expect(all.allSatisfy { $0.messageCount == 2 })
    // From the cache, the same again.
    #expect(try await store.list() == all)
    #expect(try await store.list(matching: "uber ÄPF").count == 1)
    #expect(try await store.list(matching: "lines third").count == 1)
    #expect(try await store.list(matching: "it says").isEmpty)
    #expect(try await store.search("GRÜßE 1").count == 1)
    #expect(try await store.search("grüße 1").first?.excerpt == "It says “Grüße 1” and more")
    #expect(try await store.search("AND MORE").count == 3)
    #expect(try await store.search("nowhere").isEmpty)
  }

  @Test func aNameThatLeadsElsewhereIsNoConversation() async throws {
    let store = folder.store
    for id in ["../secret", "", "a/b", ".hidden", "A", String(repeating: "a", count: 100)] {
      await #expect(throws: StoreError.missing(id: id)) { try await store.open(id) }
    }
  }

  @Test func markdownHoldsWhatWasSaid() async throws {
    let store = folder.store
    let id = await store.create().id
    let picture = Attachment(kind: .picture, id: "x", path: "/tmp/a (1).png", name: "a [1].png")
    let message = StoredMessage(id: 1, time: Date(), message: .user("What is this?", attachments: [picture]))
    let reply = StoredMessage(
      id: 2, time: Date(), message: Message(.assistant, parts: [.text("A *gem*.")], thought: "Hm.\nYes."))
    try await store.append([.message(message), .message(reply)], to: id)
    let text = try await store.markdown(of: id, withThoughts: true)
    #expect(text.hasPrefix("# What is this?\n\n*"))
    #expect(text.contains("## You, "))
    #expect(text.contains("- Picture: [a 1.png](/tmp/a%20%281%29.png)\n"))
    #expect(text.contains("> Hm.\n> Yes.\n\nA *gem*.\n"))
    let path = folder.path + "/out.md"
    try await store.export(id, to: path)
    #expect(folder.mode(path) == 0o600)
    #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("> Hm."))
  }

  @Test func aNameWithoutAFolderLiesInThePresentOne() {
    #expect(PrivateFiles.folder(of: "out.md") == ".")
    #expect(PrivateFiles.folder(of: "/tmp/out.md") == "/tmp")
    #expect(PrivateFiles.folder(of: "/out.md") == "/")
  }
}
