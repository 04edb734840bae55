import Foundation

/// Looks for a phrase in what was said.
struct ConversationSearch {
  static let options: String.CompareOptions = .caseInsensitive

  private let phrase: String
  /// The phrase as it stands in a file, in lower case; nil where only the text itself can tell.
  private let bytes: [UInt8]?

  init(_ phrase: String) {
    self.phrase = phrase
    // Other letters have small and capital forms of other bytes, and these marks are written with an escape.
    let isPlain = phrase.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    bytes = isPlain ? Array(phrase.lowercased().utf8) : nil
  }

  /// The first place in a conversation's messages, with a little around.
  func excerpt(inFileAt path: String, id: String) -> String? {
    guard !phrase.isEmpty, let content = try? PrivateFiles.read(path, limit: ConversationFile.limit) else { return nil }
    if let bytes, !Self.contains(content, bytes) { return nil }
    let reader = ConversationReader(content, id: id) { kind, id, name, _, _ in
      Attachment(kind: kind, id: id, path: "", name: name)
    }
    for stored in reader.record.messages {
      let text = stored.message.text
      if let range = text.range(of: phrase, options: Self.options) { return Self.around(range, in: text) }
    }
    return nil
  }

  private static func around(_ range: Range<String.Index>, in text: String) -> String {
    let start = text.index(range.lowerBound, offsetBy: -30, limitedBy: text.startIndex) ?? text.startIndex
    let end = text.index(range.upperBound, offsetBy: 60, limitedBy: text.endIndex) ?? text.endIndex
    let words = text[start..<end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return (start > text.startIndex ? "…" : "") + words + (end < text.endIndex ? "…" : "")
  }

  /// Whether the bytes hold the phrase, capital letters of ASCII counting as small ones.
  private static func contains(_ content: [UInt8], _ phrase: [UInt8]) -> Bool {
    guard let first = phrase.first else { return true }
    return content.withUnsafeBufferPointer { content in
      phrase.withUnsafeBufferPointer { phrase in
        var place = 0
        while place + phrase.count <= content.count {
          if lowered(content[place]) == first {
            var matched = 1
            while matched < phrase.count, lowered(content[place + matched]) == phrase[matched] { matched += 1 }
            if matched == phrase.count { return true }
          }
          place += 1
        }
        return false
      }
    }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
