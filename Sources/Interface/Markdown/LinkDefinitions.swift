/// The addresses that a document gives names to: `[name]: address`.
struct LinkDefinitions: Sendable, Equatable {
  /// Longer lines define nothing.
  static let lineLimit = 2000
  /// Longer names are text.
  static let nameLimit = 999

  private var addresses: [[UInt8]: [UInt8]] = [:]

  /// How many names there are; they never become fewer.
  var count: Int { addresses.count }

  /// Takes a name in; the first address of a name stays.
  mutating func add(_ name: [UInt8], _ address: [UInt8]) {
    if addresses[name] == nil { addresses[name] = address }
  }

  /// The address of a name as it stands between brackets.
  func address(of name: ArraySlice<UInt8>) -> [UInt8]? {
    guard !addresses.isEmpty, let key = LinkDefinitions.key(name) else { return nil }
    return addresses[key]
  }

  /// What a line defines, nil for any other line: footnotes, `[^1]: …`, are text.
  static func definition(_ line: ArraySlice<UInt8>) -> (name: [UInt8], address: [UInt8])? {
    guard line.count <= lineLimit, line.first == Ascii.openBracket,
      let close = nameEnd(line.dropFirst()), close + 1 < line.endIndex, line[close + 1] == Ascii.colon,
      line[line.startIndex + 1] != UInt8(ascii: "^"), let name = key(line[(line.startIndex + 1)..<close])
    else { return nil }
    var rest = line[(close + 2)...]
    BlockStart.trim(&rest)
    let isAngled = rest.first == Ascii.less
    let end = rest.firstIndex { isAngled ? $0 == Ascii.greater : Ascii.isSpace($0) } ?? rest.endIndex
    if isAngled, end == rest.endIndex { return nil }
    let address = Array(rest[(rest.startIndex + (isAngled ? 1 : 0))..<end])
    var title = rest[(isAngled ? end + 1 : end)...]
    BlockStart.trim(&title)
    guard !address.isEmpty, title.isEmpty || isTitle(title) else { return nil }
    return (name, address)
  }

  /// Where a name's bracket closes.
  static func nameEnd(_ text: ArraySlice<UInt8>) -> Int? {
    var index = text.startIndex
    let end = min(text.endIndex, text.startIndex + nameLimit)
    while index < end, text[index] != Ascii.openBracket {
      if text[index] == Ascii.closeBracket { return index }
      index += text[index] == Ascii.backslash ? 2 : 1
    }
    return nil
  }

  private static func isTitle(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 2, let first = text.first, let last = text.last else { return false }
    return first == last && (first == UInt8(ascii: "\"") || first == UInt8(ascii: "'"))
      || first == Ascii.openParenthesis && last == Ascii.closeParenthesis
  }

  /// A name without regard to case and to how much white space there is; nil where there is none.
  private static func key(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    guard name.count <= nameLimit else { return nil }
    let words = name.split(whereSeparator: Ascii.isSpace)
    guard !words.isEmpty else { return nil }
    let key = Array(words.joined(separator: [Ascii.space]))
    return key.allSatisfy { $0 < 0x80 }
      ? key.map(Ascii.lowercased) : Array(String(decoding: key, as: UTF8.self).lowercased().utf8)
  }
}
