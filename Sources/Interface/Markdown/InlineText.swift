/// The text of a paragraph as it is read: without marks, with the looks of its pieces.
struct InlineText: Sendable, Equatable {
  /// How a piece looks; any may come together.
  struct Look: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    static let emphasis = Look(rawValue: 1)
    static let strong = Look(rawValue: 2)
    static let struck = Look(rawValue: 4)
    static let code = Look(rawValue: 8)
    static let link = Look(rawValue: 16)
    static let image = Look(rawValue: 32)
    /// The address after a link, and the marks around code.
    static let dim = Look(rawValue: 64)
  }

  /// A piece of one look.
  struct Run: Sendable, Equatable {
    /// One past its last byte.
    var end: Int
    var look: Look
  }

  /// The text, UTF-8; lines end with newlines.
  private(set) var text: [UInt8] = []
  /// The pieces in order; they cover the text.
  private(set) var runs: [Run] = []

  init() {}

  /// Text that looks the same everywhere.
  init(literal text: [UInt8]) {
    self.text = text
    if !text.isEmpty { runs = [Run(end: text.count, look: [])] }
  }

  /// Appends a piece.
  mutating func append(_ bytes: some Sequence<UInt8>, _ look: Look) {
    text.append(contentsOf: bytes)
    guard text.count > (runs.last?.end ?? 0) else { return }
    if runs.last?.look == look {
      runs[runs.count - 1].end = text.count
    } else {
      runs.append(Run(end: text.count, look: look))
    }
  }
}
