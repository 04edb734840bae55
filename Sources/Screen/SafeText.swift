/// Text that may be painted or printed on a terminal, whoever wrote it.
///
/// ```swift
/// SafeText("a\u{1B}[31mb").string  // "a␛[31mb"
/// ```
/// Control characters are shown as marks, so that they do nothing and yet can be seen. What turns the direction of text is shown as `�`; what is
/// invisible is dropped. Newline and tab stay, every other line end becomes a newline, and so do joiners (U+200C and U+200D) and variation
/// selectors, without which scripts and emoji fall apart.
public struct SafeText: Sendable, Hashable {
  /// The text, in which nothing can steer a terminal.
  public private(set) var string: String

  /// Makes any text safe.
  public init(_ untrusted: String) {
    var stream = SafeTextStream()
    string = stream.append(untrusted).string + stream.finish().string
  }

  /// Makes any text safe for one line: line ends and tabs become spaces.
  public init(oneLine untrusted: String) {
    let scalars = SafeText(untrusted).string.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : $0 }
    string = String(String.UnicodeScalarView(scalars))
  }

  init(checked string: String) {
    self.string = string
  }

  /// Text without a character.
  public static let empty = SafeText(checked: "")

  /// Whether there is no character.
  public var isEmpty: Bool { string.isEmpty }

  /// One text after the other.
  public static func + (left: SafeText, right: SafeText) -> SafeText {
    SafeText(checked: left.string + right.string)
  }

  /// Appends another text.
  public static func += (left: inout SafeText, right: SafeText) {
    left.string += right.string
  }
}

extension SafeText: ExpressibleByStringInterpolation {
  /// A text of the program's own, made safe like any other.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}

extension SafeText: CustomStringConvertible {
  /// The safe text.
  public var description: String { string }
}

/// Makes text safe that comes in pieces; the result is the same however it is cut.
public struct SafeTextStream: Sendable {
  /// A carriage return came last: part of a line end if a newline follows.
  private var holdsReturn = false

  /// A stream at its start.
  public init() {}

  /// Makes the next piece safe; a carriage return at its end waits for the next one.
  public mutating func append(_ piece: String) -> SafeText {
    if !holdsReturn, piece.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }) {
      return SafeText(checked: piece)
    }
    var result = String.UnicodeScalarView()
    for scalar in piece.unicodeScalars {
      if holdsReturn, scalar != "\n" { result.append(SafeTextStream.visibleReturn) }
      holdsReturn = scalar == "\r"
      guard !holdsReturn else { continue }
      if let safe = SafeTextStream.safe(scalar) { result.append(safe) }
    }
    return SafeText(checked: String(result))
  }

  /// What is left at the end of the text.
  public mutating func finish() -> SafeText {
    defer { holdsReturn = false }
    return holdsReturn ? SafeText(checked: String(SafeTextStream.visibleReturn)) : .empty
  }

  private static let visibleReturn: Unicode.Scalar = "\u{240D}"
  private static let mark: Unicode.Scalar = "\u{FFFD}"

  /// What stands for a character: itself, a mark, or nil for nothing.
  private static func safe(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x09, 0x0A: scalar
    // The pictures of control characters stand in their order.
    case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value)
    case 0x20...0x7E: scalar
    case 0x7F: "\u{2421}"
    // C1; U+0085 ends a line, as do U+2028 and U+2029.
    case 0x85, 0x2028, 0x2029: "\n"
    case 0x80...0x9F: mark
    // Bidirectional embeddings, overrides and isolates.
    case 0x202A...0x202E, 0x2066...0x2069: mark
    // Bidirectional marks, and what is invisible: terminals disagree about its width, and it can hide text.
    case 0x200E, 0x200F, 0x061C, 0x200B, 0xFEFF, 0x00AD, 0x180E, 0x2060...0x2065, 0x206A...0x206F: nil
    case 0xFFF9...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A: nil
    // Tags; the variation selectors after them stay.
    case 0xE0000...0xE00FF, 0xE01F0...0xE0FFF: nil
    case 0xFDD0...0xFDEF: mark
    // Where kitty shows a piece of a picture: only pictures may.
    case PicturePlaceholder.scalar: mark
    case let value where value & 0xFFFE == 0xFFFE: mark
    default: scalar
    }
  }
}
