import Foundation

/// Reads the lines of a conversation's file, whatever has happened to it.
///
/// A line that cannot be read is passed over and counted. What stands after the last line end counts when it is a whole line that only lacks its end;
/// otherwise it was being written when the program ended, nobody was told that it is saved, and it is left out.
public struct ConversationReader {
  /// The conversation.
  public private(set) var record: ConversationRecord
  /// How many bytes belong to whole lines.
  public private(set) var wholeLength = 0
  /// Whether the last whole line lacks its end.
  public private(set) var lacksEnd = false
  /// Lines that say nothing that can be understood.
  public private(set) var unreadableLines = 0

  /// Reads the content of the file of conversation `id`.
  public init(_ bytes: [UInt8], id: String, resolve: AttachmentResolver) {
    record = ConversationRecord(header: ConversationHeader(id: id, created: Date(timeIntervalSince1970: 0)))
    var start = 0
    while start < bytes.count {
      let end = Self.lineEnd(in: bytes, from: start)
      let isLast = end == nil
      let line = bytes[start..<(end ?? bytes.count)]
      let entry = Self.entry(line, resolve: resolve)
      if isLast, entry == nil { break }
      take(entry, isBlank: line.isEmpty)
      lacksEnd = isLast
      start = min(bytes.count, (end ?? bytes.count) + 1)
      wholeLength = start
    }
  }

  private mutating func take(_ entry: StoreEntry?, isBlank: Bool) {
    switch entry {
    case .header(var header)?:
      // The file's name is the truth: a copied file is a conversation of its own.
      header.id = record.id
      record.apply(.header(header))
    case let entry?: record.apply(entry)
    case nil: if !isBlank { unreadableLines += 1 }
    }
  }

  private static func entry(_ line: ArraySlice<UInt8>, resolve: AttachmentResolver) -> StoreEntry? {
    guard !line.isEmpty, let json = try? JSONValue(parsing: Array(line)) else { return nil }
    return StoreEntry(json, resolve: resolve)
  }

  /// Where the line that starts at `start` ends, nil when it has no end.
  static func lineEnd(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, start < buffer.count,
        let found = memchr(base + start, 0x0A, buffer.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
