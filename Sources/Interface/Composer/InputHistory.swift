/// What was sent before, newest last, with the way back to what was being written.
public struct InputHistory: Sendable, Equatable {
  /// Older entries than these are forgotten.
  public static let limit = 1000

  /// What was sent, oldest first.
  public private(set) var entries: [ComposedText] = []
  /// Entries as they were changed on the way; the one behind the newest entry is the draft.
  private var changed: [Int: ComposedText] = [:]
  private var position: Int?

  /// A history of earlier sessions.
  public init(_ entries: [ComposedText] = []) { self.entries = Array(entries.suffix(Self.limit)) }

  /// Whether an entry stands in the composer in the place of the draft.
  public var isBrowsing: Bool { position != nil }

  mutating func add(_ entry: ComposedText) {
    changed = [:]
    position = nil
    guard !entry.isBlank, entry != entries.last else { return }
    entries.append(entry)
    if entries.count > Self.limit { entries.removeFirst() }
  }

  /// The entry before; nil at the oldest.
  mutating func previous(leaving current: ComposedText) -> ComposedText? {
    move(to: (position ?? entries.count) - 1, leaving: current)
  }

  /// The entry after, the draft in the end; nil where the draft stands already.
  mutating func next(leaving current: ComposedText) -> ComposedText? {
    position.flatMap { move(to: $0 + 1, leaving: current) }
  }

  mutating func move(to index: Int, leaving current: ComposedText) -> ComposedText? {
    guard (0...entries.count).contains(index) else { return nil }
    changed[position ?? entries.count] = current
    position = index == entries.count ? nil : index
    return changed[index] ?? entries[index]
  }
}

/// The search for an earlier message, letter by letter.
struct HistorySearch: Sendable, Equatable {
  /// What was typed.
  var query = ""
  /// The entry found last; nil when there is none.
  var match: Int?
  /// What stood in the composer.
  let before: ComposerDraft
  var isFailing: Bool { match == nil && !query.isEmpty }

  /// The nearest entry at or before a place that holds the query, upper and lower case alike.
  func find(in history: InputHistory, upTo index: Int) -> Int? {
    guard !query.isEmpty else { return nil }
    let query = query.lowercased()
    return history.entries.indices.last { $0 <= index && history.entries[$0].plainText.lowercased().contains(query) }
  }
}
