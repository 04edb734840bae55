import Foundation

/// What a list of conversations shows of one.
public struct ConversationSummary: Sendable, Equatable {
  /// Its name in the store.
  public var id: String
  /// The given title, otherwise the first words; empty when nothing was said yet.
  public var title: String
  /// How the first message of a person begins.
  public var opening: String
  /// When it began.
  public var created: Date
  /// When its file was last written.
  public var updated: Date
  /// How many messages its file holds, deleted ones included.
  public var messageCount: Int
  /// The length of its file.
  public var bytes: Int
  /// Where the words that were searched for stand in the messages, with a little around; nil when they stand in the title.
  public var excerpt: String?
}

extension ConversationSummary {
  /// The most characters of `opening`.
  static let openingLimit = 200

  /// Looks through a file without reading what it need not: only the header, titles and the first words are parsed.
  public init(scanning bytes: [UInt8], id: String, updated: Date) {
    self.init(
      id: id, title: "", opening: "", created: updated, updated: updated, messageCount: 0, bytes: bytes.count)
    var firstMessages: [Message] = []
    var start = 0
    while start < bytes.count, let end = ConversationReader.lineEnd(in: bytes, from: start) {
      let line = bytes[start..<end]
      start = end + 1
      let isMessage = line.starts(with: Self.messageStart)
      if isMessage { messageCount += 1 }
      guard isMessage && opening.isEmpty || line.starts(with: Self.titleStart) || line.starts(with: Self.headerStart)
      else { continue }
      guard let json = try? JSONValue(parsing: Array(line)), let entry = StoreEntry(json, resolve: Self.unresolved)
      else { continue }
      switch entry {
      case .header(let header): created = header.created
      case .title(let given): title = given
      case .message(let stored) where stored.message.role == .user:
        opening = Self.opening(of: stored.message)
        if firstMessages.count < 8 { firstMessages.append(stored.message) }
      default: break
      }
    }
    if title.isEmpty { title = LocalTitle.of(firstMessages) }
  }

  private static let messageStart = Array(#"{"type":"message","#.utf8)
  private static let titleStart = Array(#"{"type":"title","#.utf8)
  private static let headerStart = Array(#"{"type":"header","#.utf8)

  private static func unresolved(
    _ kind: Attachment.Kind, _ id: String, _ name: String, _ budget: Int?, _ path: String?
  ) -> Attachment {
    Attachment(kind: kind, id: id, path: "", name: name)
  }

  private static func opening(of message: Message) -> String {
    let words = message.text.prefix(openingLimit * 4).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return String(words.prefix(openingLimit))
  }

  /// Whether all words stand in the title or the opening, whatever their case and accents.
  func contains(words: [Substring]) -> Bool {
    words.allSatisfy { word in
      [title, opening].contains { $0.range(of: word, options: [.caseInsensitive, .diacriticInsensitive]) != nil }
    }
  }
}

extension ConversationSummary {
  /// The line of the list's cache; `stamp` tells whether the file is still the same.
  func cacheLine(stamp: Int) -> JSONValue {
    [
      "id": .string(id), "stamp": .integer(stamp), "title": .string(title), "opening": .string(opening),
      "created": .number(created.timeIntervalSince1970), "count": .integer(messageCount), "bytes": .integer(bytes),
    ]
  }

  /// Reads a line of the list's cache.
  init?(cacheLine value: JSONValue, updated: Date) {
    guard let id = value["id"]?.asString, let title = value["title"]?.asString,
      let opening = value["opening"]?.asString, let created = value["created"]?.asDouble,
      let count = value["count"]?.asInteger, let bytes = value["bytes"]?.asInteger
    else { return nil }
    self.init(
      id: id, title: title, opening: opening, created: Date(timeIntervalSince1970: created), updated: updated,
      messageCount: count, bytes: bytes)
  }
}
