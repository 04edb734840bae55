import Foundation

/// A text file as it is attached: with its name, and cut where the limit is.
public struct ConversionDocument: Sendable, Equatable {
  /// The longest text, in bytes.
  public static let limit = 256_000

  /// What people call it.
  public let name: String
  /// The text; where it was cut, a line at its end says so.
  public let text: String
  /// How many bytes were left out.
  public let bytesLeftOut: Int

  /// Reads a text file.
  public init(path: String, limit: Int = ConversionDocument.limit) throws(ConversionError) {
    let name = (path as NSString).lastPathComponent
    let bytes: [UInt8]
    let count: Int
    do {
      let file = try OpenFile(path: path, for: .picture, limit: .max)
      count = file.count
      bytes = try file.bytes(at: 0, count: limit + 4)
    } catch let error as MediaError {
      if case .empty = error { throw .failed(name: path, program: "facet", detail: "the file is empty") }
      throw .media(error)
    } catch {
      throw .failed(name: path, program: "facet", detail: "\(error)")
    }
    guard Self.isText(bytes) else { throw .notText(name: path) }
    self.init(text: String(decoding: Self.whole(bytes), as: UTF8.self), name: name, limit: limit, totalBytes: count)
  }

  /// Takes a text that is there already, such as that of a PDF file.
  public init(text: String, name: String, limit: Int = ConversionDocument.limit) {
    self.init(text: text, name: name, limit: limit, totalBytes: text.utf8.count)
  }

  private init(text: String, name: String, limit: Int, totalBytes: Int) {
    self.name = name
    guard totalBytes > limit else {
      (self.text, bytesLeftOut) = (text, 0)
      return
    }
    var kept = Substring(Self.prefix(of: text, bytes: limit))
    // At a line's end when one is near.
    if let line = kept.lastIndex(where: \.isNewline), kept[line...].utf8.count < 1000 { kept = kept[..<line] }
    bytesLeftOut = totalBytes - kept.utf8.count
    self.text = kept + "\n[… cut here: \(bytesLeftOut) of \(totalBytes) bytes left out]\n"
  }

  /// Whether bytes are the beginning of a text in UTF-8: no zero, few control characters.
  public static func isText(_ bytes: [UInt8]) -> Bool {
    let head = whole(bytes)
    guard !head.contains(0), String(validating: head, as: UTF8.self) != nil else { return false }
    // Logs hold escapes for colours.
    let controls = head.count { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }
    return controls * 20 <= head.count
  }

  /// The bytes without a character at the end that was cut, and without a byte order mark.
  private static func whole(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    for back in 1...3 where rest.count >= back {
      let byte = rest[rest.endIndex - back]
      guard byte >= 0x80 else { break }
      guard byte >= 0xC0 else { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      return length > back ? rest.dropLast(back) : rest
    }
    return rest
  }

  private static func prefix(of text: String, bytes: Int) -> String {
    var end = text.utf8.index(text.startIndex, offsetBy: bytes, limitedBy: text.endIndex) ?? text.endIndex
    while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return String(text[..<end])
  }
}
