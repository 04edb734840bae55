/// What is searched for, without regard to case.
struct SearchQuery: Sendable, Equatable {
  /// As it was typed.
  let text: String
  /// Small letters, for text of ASCII; nil for other text.
  private let ascii: [UInt8]?
  private let scalars: [UInt32]
  /// Pieces of letters and digits: a text without one of them cannot contain the whole.
  private let words: [[UInt8]]

  /// Nil for an empty text.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    self.text = text
    let bytes = Array(text.utf8)
    ascii = bytes.allSatisfy { $0 < 0x80 } ? bytes.map { SearchQuery.fold[Int($0)] } : nil
    scalars = SearchQuery.folded(bytes).map(\.scalar)
    words = (ascii ?? []).split { !Ascii.isAlphanumeric($0) }.map { Array($0) }
  }

  /// Where it occurs in a text, without overlaps.
  func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    if let ascii {
      return bytes.withUnsafeBufferPointer { buffer in
        var result: [Range<Int>] = []
        var start = 0
        while let found = SearchQuery.find(ascii, in: buffer, from: start) {
          start = found + ascii.count
          result.append(found..<start)
        }
        return result
      }
    }
    let text = SearchQuery.folded(bytes)
    guard let first = scalars.first, text.count >= scalars.count else { return [] }
    var result: [Range<Int>] = []
    var at = 0
    while at + scalars.count <= text.count {
      if text[at].scalar == first, scalars.indices.allSatisfy({ text[at + $0].scalar == scalars[$0] }) {
        let end = at + scalars.count
        result.append(text[at].offset..<(end < text.count ? text[end].offset : bytes.count))
        at = end
      } else {
        at += 1
      }
    }
    return result
  }

  /// Whether Markdown may show the text: each of its words occurs. (A word with marks inside is not found.)
  func mayOccur(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { buffer in
      words.allSatisfy { SearchQuery.find($0, in: buffer, from: 0) != nil }
    }
  }

  private static func find(_ needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let count = needle.count
    guard count > 0, text.count - start >= count else { return nil }
    return needle.withUnsafeBufferPointer { needle in
      fold.withUnsafeBufferPointer { fold in
        let first = needle[0]
        var at = start
        let last = text.count - count
        while at <= last {
          if fold[Int(text[at])] == first {
            var matched = 1
            while matched < count, fold[Int(text[at + matched])] == needle[matched] { matched += 1 }
            if matched == count { return at }
          }
          at += 1
        }
        return nil
      }
    }
  }

  /// Capital letters as small ones, the ends of lines as spaces.
  private static let fold: [UInt8] = (0..<256).map { value in
    let byte = UInt8(value)
    return byte == Ascii.newline || byte == Ascii.tab ? Ascii.space : Ascii.lowercased(byte)
  }

  /// Scalars as small letters, each with the byte at which it begins.
  private static func folded(_ bytes: [UInt8]) -> [(scalar: UInt32, offset: Int)] {
    var result: [(scalar: UInt32, offset: Int)] = []
    var offset = 0
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.isASCII {
        result.append((UInt32(fold[Int(scalar.value)]), offset))
      } else {
        for small in scalar.properties.lowercaseMapping.unicodeScalars { result.append((small.value, offset)) }
      }
      offset += UTF8.width(scalar)
    }
    return result
  }
}
