import Chat
import Foundation
import Media
import TestSupport
import Testing

@testable import Remote

/// Pictures, recordings and documents on their way to a server.
@Suite struct RemoteMediaTests {
  @Test func aConversationOfPicturesAndSoundIsSent() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["A dot."]) }
    let folder = try TestFolder()
    let assistant = try await server.assistant()
    let picture = try Sample.attachment(.picture, in: folder)
    let sound = try Sample.attachment(.recording, in: folder)
    _ = try await assistant.ask(
      .user("What?", attachments: [picture, sound, Chat.Attachment(document: "x", name: "n")]))
    let body = try JSONValue(parsing: #require(server.requests.last).body)
    let parts = try #require(body["messages"]?.asArray?.first?["content"]?.asArray)
    #expect(parts.map { $0["type"]?.asString } == ["image_url", "input_audio", "text"])
    let address = try #require(parts[0]["image_url"]?["url"]?.asString)
    let base64 = try #require(address.split(separator: ",").last)
    #expect(address.hasPrefix("data:image/png;base64,"))
    #expect(Data(base64Encoded: String(base64)) == (try Data(contentsOf: URL(fileURLWithPath: picture.path))))
    #expect(parts[1]["input_audio"]?["format"] == "wav")
    let wave = try #require(parts[1]["input_audio"]?["data"]?.asString.flatMap { Data(base64Encoded: $0) })
    #expect(try wave.withUnsafeBytes { try SoundReader.read($0, name: "w") }.samples.count == 1600)
    #expect(parts[2]["text"] == "File: n\n```\nx\n```\n\nWhat?")
  }

  @Test func aPictureThatIsGoneIsToldBeforeAnythingLeaves() async throws {
    let server = try ScriptedServer.answering { _ in .stream(["a"]) }
    let assistant = try await server.assistant()
    let gone = Chat.Attachment(kind: .picture, id: "x", path: "/nowhere/x.png", name: "x.png")
    await #expect(throws: MediaError.missing("/nowhere/x.png")) {
      _ = try await assistant.ask(.user("What?", attachments: [gone]))
    }
    #expect(server.requests.count == 1)
  }
}
