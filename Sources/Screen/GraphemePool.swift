import Synchronization

/// Numbers for graphemes, so that a cell is two words and no string.
///
/// A grapheme of one scalar is that scalar's value; the others are counted, for the whole process.
enum GraphemePool {
  /// Set in the numbers of graphemes of several scalars.
  private static let counted: UInt32 = 0x8000_0000
  /// Beyond so many graphemes the rest are shown by their first scalar: no text may fill the memory.
  private static let limit = 1 << 20
  /// More scalars than any emoji has; a pile of marks is cut here.
  private static let longest = 24

  private struct Storage {
    var numbers: [String: UInt32] = [:]
    var texts: [String] = []
  }

  private static let storage = Mutex(Storage())

  /// The second cell of a wide grapheme.
  static let continuation: UInt32 = 0
  /// A space.
  static let space: UInt32 = 0x20

  /// The number of a grapheme; `text` holds just one.
  static func number(of text: some StringProtocol) -> UInt32 {
    let scalars = text.unicodeScalars
    guard let first = scalars.first else { return continuation }
    if scalars.index(after: scalars.startIndex) == scalars.endIndex { return first.value }
    // Canonically equal strings are equal to a dictionary; whichever came first is painted for both.
    let key = String(String.UnicodeScalarView(scalars.prefix(longest)))
    return storage.withLock { storage in
      if let number = storage.numbers[key] { return number }
      guard storage.texts.count < limit else { return first.value }
      let number = counted | UInt32(storage.texts.count)
      storage.texts.append(key)
      storage.numbers[key] = number
      return number
    }
  }

  /// The grapheme of a number.
  static func text(of number: UInt32) -> String {
    if number == continuation { return "" }
    if number & counted == 0 { return Unicode.Scalar(number).map { String($0) } ?? " " }
    return storage.withLock { storage in
      let index = Int(number & ~counted)
      return index < storage.texts.count ? storage.texts[index] : " "
    }
  }
}
