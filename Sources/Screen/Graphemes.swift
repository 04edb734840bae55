/// Cuts text into graphemes; much faster than `Character` where the text is made of scalars that never join.
enum Graphemes {
  /// Calls `body` with each grapheme's place and cells, until it returns false.
  static func forEach(in text: String, _ body: (Range<String.Index>, Int) -> Bool) {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    let end = scalars.endIndex
    while index < end {
      let scalar = scalars[index]
      let next = scalars.index(after: index)
      if standsAlone(scalar), next == end || standsAlone(scalars[next]) {
        guard body(index..<next, scalar.value < 0x300 ? 1 : TextWidth.of(scalar)) else { return }
        index = next
      } else {
        let next = text.index(after: index)
        guard body(index..<next, TextWidth.ofScalars(scalars[index..<next])) else { return }
        index = next
      }
    }
  }

  /// Whether a scalar never joins another one of which the same is said.
  ///
  /// Carriage returns, which join a newline, are not among them.
  private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0x09, 0x0A: true
    case 0xA1...0xA8, 0xAA...0xAC, 0xAF...0x2FF: true
    case 0x370...0x482, 0x48A...0x52F: true
    case 0x2010...0x2027, 0x2190...0x2193, 0x2500...0x259F: true
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    default: false
    }
  }
}
