import Screen

/// Where the characters of a text begin, and how many cells each takes.
struct Graphemes: Sendable {
  /// One character as it is seen.
  struct Grapheme: Sendable {
    /// Its first byte in the text.
    var start: Int32
    /// Cells: 0, 1 or 2.
    var width: Int8
  }

  /// The characters in order.
  private(set) var list: [Grapheme] = []
  /// Bytes of the text.
  let count: Int

  /// Finds the characters; text of ASCII needs no look at Unicode's tables.
  init(_ text: [UInt8]) {
    count = text.count
    list.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if text[index] < 0x80, index + 1 == text.count || text[index + 1] < 0x80 {
        list.append(Grapheme(start: Int32(index), width: text[index] == Ascii.newline ? 0 : 1))
        index += 1
        continue
      }
      var end = index + 1
      while end < text.count, text[end] >= 0x80 || end + 1 < text.count && text[end + 1] >= 0x80 { end += 1 }
      for character in String(decoding: text[index..<end], as: UTF8.self) {
        list.append(Grapheme(start: Int32(index), width: Int8(TextWidth.of(character))))
        index += character.utf8.count
      }
    }
  }

  /// Where a character begins; past the last, where the text ends.
  func start(_ index: Int) -> Int {
    index < list.count ? Int(list[index].start) : count
  }

  /// A place near `from + limit` where text may be cut: after a space if there is one, never inside a character.
  static func cut(_ bytes: [UInt8], from start: Int, limit: Int) -> Int {
    let last = start + limit
    if let space = bytes[(start + limit / 2)..<last].lastIndex(of: Ascii.space) { return space + 1 }
    var cut = last
    while cut > start + limit / 2 {
      if bytes[cut] & 0xC0 != 0x80, !joins(bytes, cut) { return cut }
      cut -= 1
    }
    cut = last
    while bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
    return cut
  }

  /// Whether what begins at `cut` belongs to the character before it.
  private static func joins(_ bytes: [UInt8], _ cut: Int) -> Bool {
    guard bytes[cut] >= 0x80 else { return false }
    guard let scalar = String(decoding: bytes[cut..<min(cut + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
    else { return false }
    let properties = scalar.properties
    // A joiner before it, or half of a flag: look for a simpler place.
    let afterJoiner = cut >= 3 && bytes[cut - 3] == 0xE2 && bytes[cut - 2] == 0x80 && bytes[cut - 1] == 0x8D
    let isHangul = (0x1160...0x11FF).contains(scalar.value)
    return properties.isGraphemeExtend || properties.isEmojiModifier || afterJoiner || isHangul
      || properties.generalCategory == .spacingMark || (0x1F1E6...0x1F1FF).contains(scalar.value)
  }
}
