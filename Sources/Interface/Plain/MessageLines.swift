import Foundation

/// Joins lines to what they say together.
///
/// ```text
/// What is this?                one line, one message
/// first line \                 a line that ends in a backslash goes on
/// second line
/// """                          what stands between two of these lines is one message, whatever it begins with
/// /usr is a folder
/// """
/// ```
struct MessageLines: Sendable, Equatable {
  /// What lines say together.
  struct Item: Sendable, Equatable {
    var text: String
    /// Whether it can be nothing but a message.
    var isBlock = false
  }

  private static let fence = "\"\"\""

  private var lines: [String] = []
  private var isBlock = false

  /// Whether something is begun and not yet at its end.
  var isOpen: Bool { isBlock || !lines.isEmpty }

  /// Takes the next line and gives what is complete with it.
  mutating func add(_ line: String) -> Item? {
    let isFence = line.trimmingCharacters(in: .whitespaces) == Self.fence
    if isBlock {
      if isFence { return finish() }
      lines.append(line)
      return nil
    }
    if isFence, lines.isEmpty {
      isBlock = true
      return nil
    }
    // Two backslashes at the end are what they are.
    if line.reversed().prefix(while: { $0 == "\\" }).count % 2 == 1 {
      lines.append(String(line.dropLast()))
      return nil
    }
    lines.append(line)
    return finish()
  }

  /// What there is when no line follows.
  mutating func finish() -> Item? {
    guard isOpen else { return nil }
    defer { self = MessageLines() }
    return Item(text: lines.joined(separator: "\n"), isBlock: isBlock)
  }
}
