import Foundation

/// Reads lines from standard input, as they come.
struct LineReader {
  /// A line that is longer than this holds more than any context does.
  static let limit = TextInput.limit

  private let descriptor: CInt
  private let name: String
  /// What came of a line whose end has not come yet.
  private var rest: [UInt8] = []
  private var isFirst = true
  private var hasWarned = false
  /// Whether nothing follows.
  private(set) var isAtEnd = false

  init(_ descriptor: CInt = STDIN_FILENO, name: String = TextInput.standardInput) {
    (self.descriptor, self.name) = (descriptor, name)
  }

  /// Takes what is there; waits when nothing is.
  ///
  /// A last line without an end counts. Bytes that are no UTF-8 become U+FFFD, and `warn` is told so once.
  mutating func read(warn: (String) -> Void) throws(InputError) -> [String] {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &piece, piece.count)
    if count < 0 {
      guard errno == EINTR || errno == EAGAIN else {
        isAtEnd = true
        throw .unreadable(name: name, code: errno)
      }
      return []
    }
    isAtEnd = count == 0
    var lines: [String] = []
    for byte in piece.prefix(count) {
      if byte == UInt8(ascii: "\n") {
        lines.append(takeLine(warn))
      } else {
        rest.append(byte)
      }
    }
    guard rest.count <= Self.limit else { throw .tooLong(name: "a line of \(name)", limit: Self.limit) }
    if isAtEnd, !rest.isEmpty { lines.append(takeLine(warn)) }
    return lines
  }

  private mutating func takeLine(_ warn: (String) -> Void) -> String {
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    if isFirst, rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }
    isFirst = false
    defer { rest = [] }
    return TextInput.decode(rest, name: name) { sentence in
      if !hasWarned { warn(sentence) }
      hasWarned = true
    }
  }
}
