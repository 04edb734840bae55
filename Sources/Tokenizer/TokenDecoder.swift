/// Turns tokens into text one by one, and never shows a part of a character.
///
/// ```swift
/// var decoder = TokenDecoder(tokenizer)
/// decoder.append(first)    // "" if the token holds the start of a character,
/// decoder.append(second)   // "é" when its last byte has come
/// decoder.finish()         // what is left, as U+FFFD
/// ```
public struct TokenDecoder: Sendable {
  private let tokenizer: Tokenizer
  /// The start of a character that is not complete: at most three bytes.
  private var pending: [UInt8] = []

  /// Starts a text.
  public init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
  }

  /// The text that is complete with this token; bytes that are no UTF-8 become U+FFFD.
  public mutating func append(_ token: Int) -> String {
    pending += tokenizer.bytes(of: token)
    let end = pending.count - Self.incompleteCount(pending)
    defer { pending.removeFirst(end) }
    return String(decoding: pending[..<end], as: UTF8.self)
  }

  /// Ends the text; U+FFFD if it ends within a character.
  public mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many bytes at the end are the start of a character that more bytes can complete.
  private static func incompleteCount(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let start = bytes.count - count
      let lead = bytes[start]
      if lead & 0xC0 == 0x80 { continue }
      guard count < UTF8Character.byteCount(lead: lead) else { return 0 }
      let isValid = count < 2 || UTF8Character.secondByte(after: lead).contains(bytes[start + 1])
      return isValid ? count : 0
    }
    return 0
  }
}
