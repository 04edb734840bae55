/// A place in one line, which counts columns: a tab reaches to the next multiple of four.
struct LineCursor {
  /// The bytes that hold the line.
  let bytes: [UInt8]
  /// The next byte.
  private(set) var index: Int
  /// One past the line's last byte.
  let end: Int
  /// The column of the next byte.
  private var column = 0
  /// Columns that are left of a tab which was taken in part.
  private var spare = 0

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    (self.bytes, index, end) = (bytes, range.lowerBound, range.upperBound)
  }

  /// The byte at a distance from the next; 0 past the end.
  func peek(_ distance: Int = 0) -> UInt8 {
    index + distance < end ? bytes[index + distance] : 0
  }

  /// What is left of the line.
  var rest: ArraySlice<UInt8> { bytes[index..<end] }

  /// Columns of white space that come next.
  var indent: Int {
    var columns = spare
    var at = column + spare
    for byte in bytes[index..<end] {
      switch byte {
      case Ascii.space: (columns, at) = (columns + 1, at + 1)
      case Ascii.tab:
        let step = 4 - at % 4
        (columns, at) = (columns + step, at + step)
      default: return columns
      }
    }
    return columns
  }

  /// Whether only white space is left.
  var isBlank: Bool {
    bytes[index..<end].allSatisfy { $0 == Ascii.space || $0 == Ascii.tab }
  }

  /// Takes white space up to a number of columns.
  mutating func skipIndent(_ columns: Int = .max) {
    var left = columns
    while left > 0 {
      if spare > 0 {
        let taken = min(spare, left)
        spare -= taken
        column += taken
        left -= taken
      } else if peek() == Ascii.space, index < end {
        index += 1
        column += 1
        left -= 1
      } else if peek() == Ascii.tab {
        index += 1
        spare = 4 - column % 4
      } else {
        return
      }
    }
  }

  /// Takes bytes that are no tabs.
  mutating func skip(_ count: Int) {
    index += count
    column += count
  }

  /// The rest of the line, where what is left of a tab is spaces.
  var text: [UInt8] {
    spare == 0 ? Array(rest) : Array(repeating: Ascii.space, count: spare) + rest
  }
}

/// Bytes by their names.
enum Ascii {
  static let tab: UInt8 = 9, newline: UInt8 = 10, space: UInt8 = 32, backslash = UInt8(ascii: "\\")
  static let backtick = UInt8(ascii: "`"), star = UInt8(ascii: "*"), underscore = UInt8(ascii: "_")
  static let tilde = UInt8(ascii: "~"), hash = UInt8(ascii: "#"), bar = UInt8(ascii: "|"), dash = UInt8(ascii: "-")
  static let plus = UInt8(ascii: "+"), equals = UInt8(ascii: "="), colon = UInt8(ascii: ":"), dot = UInt8(ascii: ".")
  static let less = UInt8(ascii: "<"), greater = UInt8(ascii: ">"), bang = UInt8(ascii: "!")
  static let openBracket = UInt8(ascii: "["), closeBracket = UInt8(ascii: "]")
  static let openParenthesis = UInt8(ascii: "("), closeParenthesis = UInt8(ascii: ")")
  static let ampersand = UInt8(ascii: "&"), semicolon = UInt8(ascii: ";"), slash = UInt8(ascii: "/")

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) >= 97 && (byte | 32) <= 122 }
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
  static func isSpace(_ byte: UInt8) -> Bool { byte == space || byte == tab || byte == newline }
  /// Whether it is one of the printable characters that are neither letter nor digit.
  static func isPunctuation(_ byte: UInt8) -> Bool { byte > 32 && byte < 127 && !isAlphanumeric(byte) }
  /// A capital letter as a small one.
  static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 32 : byte }
}
