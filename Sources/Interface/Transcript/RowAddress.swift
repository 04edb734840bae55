/// One line of the transcript, named so that it stays the same when the width changes or text is added below.
struct RowAddress: Sendable, Comparable, Hashable {
  /// The parts of a message from top to bottom.
  enum Section: Int, Sendable, Comparable {
    /// The empty line above and the name.
    case header
    /// The line that stands for the thought.
    case fold
    case thought
    /// The empty line between a thought that is shown and the answer.
    case gap
    case answer
    /// Chips without text, or the cursor of a reply without text.
    case tail
    case notice

    static func < (left: Section, right: Section) -> Bool { left.rawValue < right.rawValue }
  }

  var message: Int
  var section = Section.header
  /// The leaf, of a thought or an answer.
  var leaf = 0
  var line = 0

  static func < (left: RowAddress, right: RowAddress) -> Bool {
    (left.message, left.section.rawValue, left.leaf, left.line)
      < (right.message, right.section.rawValue, right.leaf, right.line)
  }
}
