import Chat
import Foundation
import Testing

@Suite struct AttachmentTests {
  private func withFile(_ bytes: [UInt8], name: String = "note.txt", _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("facet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    try body(file.path)
  }

  @Test func isKnownByItsContent() throws {
    try withFile(Array("abc".utf8), name: "a.png") { path in
      let attachment = try Attachment(.picture, path: path, budget: 70)
      #expect(attachment.id == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
      #expect(attachment.name == "a.png")
      #expect(attachment.budget == 70)
      #expect(attachment.text == nil)
    }
  }

  @Test func readsADocumentsText() throws {
    try withFile([0xEF, 0xBB, 0xBF] + Array("Grüße\r\n".utf8)) { path in
      let document = try Attachment(.document, path: path)
      #expect(document.text == "Grüße\r\n")
    }
  }

  @Test func refusesWhatCannotBeAttached() throws {
    try withFile([]) { path in
      #expect(throws: AttachmentError.empty(path: path)) { try Attachment(.document, path: path) }
    }
    try withFile([0x61, 0xFF]) { path in
      #expect(throws: AttachmentError.notText(path: path)) { try Attachment(.document, path: path) }
      _ = try Attachment(.picture, path: path)
    }
    try withFile([0x61, 0x00]) { path in
      #expect(throws: AttachmentError.notText(path: path)) { try Attachment(.document, path: path) }
    }
    #expect(throws: AttachmentError.notAFile(path: "/")) { try Attachment(.picture, path: "/") }
    #expect(throws: AttachmentError.notAFile(path: "/dev/null")) { try Attachment(.picture, path: "/dev/null") }
    #expect {
      try Attachment(.picture, path: "/nowhere/at all")
    } throws: { error in
      "\(error)".hasPrefix("/nowhere/at all: cannot be read (No such file")
    }
  }

  @Test func refusesALongDocument() throws {
    try withFile([UInt8](repeating: 0x61, count: Attachment.documentLimit + 1)) { path in
      let error = AttachmentError.tooLong(
        path: path, bytes: Attachment.documentLimit + 1, limit: Attachment.documentLimit)
      #expect(throws: error) { try Attachment(.document, path: path) }
    }
  }

  @Test func doesNotWaitForAPipesWriter() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("facet-\(UUID().uuidString)").path
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    #expect(throws: AttachmentError.notAFile(path: path)) { try Attachment(.document, path: path) }
  }

  @Test func mediaStandBeforeDocumentsAndText() {
    let picture = Attachment.placeholder(.picture, number: 1)
    let document = Attachment(document: "text", name: "a.txt")
    let message = Message.user("Why?", attachments: [document, picture])
    #expect(message.parts == [.attachment(picture), .attachment(document), .text("Why?")])
    #expect(message.text == "Why?")
    #expect(message.attachments == [picture, document])
  }

  @Test func survivesACoder() throws {
    let conversation = Conversation(
      [.user("Why?", attachments: [Attachment(document: "t", name: "n")]), Message(.assistant, "So.")],
      tools: [ToolDeclaration(name: "f", description: "d", parameters: ["type": "object"])], isThinking: true)
    let data = try JSONEncoder().encode(conversation)
    #expect(try JSONDecoder().decode(Conversation.self, from: data) == conversation)
  }
}
