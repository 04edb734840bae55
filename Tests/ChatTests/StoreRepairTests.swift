import Foundation
import Testing

@testable import Chat

@Suite struct StoreRepairTests {
  let folder = StoreFolder()

  /// A file with every kind of line, and how many lines are whole in its first bytes.
  private func example() -> [UInt8] {
    var record: [UInt8] = []
    let header = ConversationHeader(id: "a", created: Date(timeIntervalSince1970: 5))
    let entries: [StoreEntry] = [
      .header(header), said(1, .user, "ä \u{1F600} \"quoted\"\n{\"type\":\"title\",\"title\":\"no\"}"), .thinking(true),
      said(2, .assistant, "", isStreaming: true), .more(message: 2, thought: "t", answer: "ans"),
      .more(message: 2, thought: "", answer: "wer"),
      .finished(message: 2, .endOfTurn, ReplyFigures(), [ToolCall(name: "f", arguments: ["a": 1])]),
      said(1, .user, "edited"), .deleted(message: 2), .restored(message: 2), .title("T"),
      .forked(message: 2, into: "b"),
    ]
    for entry in entries { record += entry.line }
    return record
  }

  @Test func cutAtEveryByteNothingThatWasWholeIsLost() async throws {
    let whole = example()
    for length in 0...whole.count {
      let cut = Array(whole[..<length])
      let reader = ConversationReader(cut, id: "a", resolve: noAttachment)
      #expect(reader.unreadableLines == 0)
      // All lines before the cut count; the last one as well when it only lacks its end.
      let ends = cut.indices.filter { cut[$0] == 0x0A }
      let lastEnd = ends.last.map { $0 + 1 } ?? 0
      let lacksEnd = length < whole.count && whole[length] == 0x0A && length > lastEnd
      #expect(reader.lacksEnd == lacksEnd, "at \(length)")
      #expect(reader.wholeLength == (lacksEnd ? length : lastEnd), "at \(length)")
      var expected = ConversationRecord(header: reader.record.header)
      for line in cut[..<reader.wholeLength].split(separator: 0x0A) {
        let entry = try #require(StoreEntry(try JSONValue(parsing: Array(line)), resolve: noAttachment))
        expected.apply(entry)
      }
      #expect(reader.record == expected, "at \(length)")
    }
  }

  @Test func aRepairedFileGoesOn() async throws {
    let whole = example()
    let store = folder.store
    for length in stride(from: 0, through: whole.count, by: 13) {
      try folder.write(Array(whole[..<length]), to: "a")
      let opened = try await store.open("a")
      #expect(opened.reason == nil)
      try await store.append([said(7, .user, "after")], to: "a")
      await store.close("a")
      let again = ConversationReader(try folder.bytes("a"), id: "a", resolve: noAttachment)
      #expect(again.unreadableLines == 0, "at \(length)")
      #expect(!again.lacksEnd)
      #expect(again.record.messages.last?.message.text == "after")
      #expect(again.record.messages.count == opened.record.messages.count + 1)
    }
  }

  @Test func aDamagedLineCostsOnlyItself() async throws {
    var lines = example().split(separator: 0x0A).map(Array.init)
    lines[4] = Array("{\"type\":\"more\",\"id\":2,".utf8) + [0xFF, 0x00]
    lines.insert(Array("{\"type\":\"later invention\"}".utf8), at: 2)
    lines.insert([], at: 3)
    try folder.write(Array(lines.joined(separator: [0x0A])) + [0x0A], to: "a")
    let opened = try await folder.store.open("a")
    #expect(opened.unreadableLines == 2)
    #expect(opened.record.texts == ["edited", "wer"])
  }

  @Test func aNewerFormatIsOnlyRead() async throws {
    var header = ConversationHeader(id: "a", created: Date(timeIntervalSince1970: 5))
    header.format = 9
    let bytes = StoreEntry.header(header).line + said(1, .user, "new").line + Array("{\"ty".utf8)
    try folder.write(bytes, to: "a")
    let store = folder.store
    let opened = try await store.open("a")
    #expect(opened.reason == .newerFormat(path: folder.file("a"), found: 9))
    #expect(opened.record.texts == ["new"])
    #expect(try folder.bytes("a") == bytes)
    #expect(try await store.fork("a").texts == ["new"])
  }

  @Test func whileAnotherWritesNothingIsCut() async throws {
    let first = folder.store
    let id = await first.create().id
    try await first.append([said(1, .user, "whole")], to: id)
    let descriptor = open(folder.file(id), O_WRONLY | O_APPEND)
    _ = "{\"type\":\"mess".withCString { write(descriptor, $0, 13) }
    close(descriptor)
    let length = try folder.bytes(id).count
    #expect(try await folder.store.open(id).record.texts == ["whole"])
    #expect(try folder.bytes(id).count == length)
    // The writer takes away what is not its own and goes on.
    try await first.append([said(2, .user, "more")], to: id)
    await first.close(id)
    #expect(try await first.open(id).record.texts == ["whole", "more"])
  }

  @Test func theLineOfAReplyLogGrowsOnceASecond() {
    var log = ReplyLog(message: 3)
    #expect(log.take(.thought("a"), at: 0).isEmpty)
    #expect(log.take(.answer("b"), at: 0.9).isEmpty)
    #expect(log.take(.answer("c"), at: 1.1) == [.more(message: 3, thought: "a", answer: "bc")])
    #expect(log.take(.answer("d"), at: 1.2).isEmpty)
    #expect(log.due(at: 2).isEmpty)
    #expect(log.due(at: 2.3) == [.more(message: 3, thought: "", answer: "d")])
    let call = ToolCall(name: "f", arguments: .null)
    #expect(log.take(.toolCall(call), at: 3).isEmpty)
    #expect(
      log.take(.finished(.toolCall, ReplyFigures()), at: 3) == [
        .finished(message: 3, .toolCall, ReplyFigures(), [call])
      ])
  }
}
