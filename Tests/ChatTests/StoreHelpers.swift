import Foundation
import Testing

@testable import Chat

/// A folder that goes when nobody needs it any more.
final class StoreFolder: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "facet-store-" + UUID().uuidString
  }

  deinit {
    // What a test made unreadable must not stay behind.
    chmod(path, 0o700)
    try? FileManager.default.removeItem(atPath: path)
  }

  var store: ConversationStore { ConversationStore(folder: path) }

  func file(_ id: String) -> String { "\(path)/conversations/\(id).jsonl" }

  func bytes(_ id: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(id))))
  }

  func write(_ bytes: [UInt8], to id: String) throws {
    try FileManager.default.createDirectory(atPath: path + "/conversations", withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file(id)))
  }

  func mode(_ path: String) -> UInt32 {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }
}

/// Whether permissions stop anybody: the system's administrator may do everything.
let isAdministrator = geteuid() == 0

func said(_ id: Int, _ role: Message.Role, _ text: String, isStreaming: Bool = false) -> StoreEntry {
  .message(
    StoredMessage(
      id: id, time: Date(timeIntervalSince1970: 1_000_000 + Double(id)), message: Message(role, text),
      isStreaming: isStreaming))
}

extension ConversationRecord {
  var texts: [String] { messages.map(\.message.text) }
}

func noAttachment(
  _ kind: Attachment.Kind, _ id: String, _ name: String, _ budget: Int?, _ path: String?
) -> Attachment {
  Attachment(kind: kind, id: id, path: path ?? "", name: name, budget: budget)
}
