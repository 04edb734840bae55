/// Searching.
extension Transcript {
  /// How far a search is.
  public struct SearchStatus: Sendable, Equatable {
    /// The number of the place that is shown, from 1 at the top; nil before one is.
    public var current: Int?
    /// Places found so far.
    public var count: Int
    /// Whether all messages have been searched.
    public var isComplete: Bool
  }

  /// How far the search is; nil when there is none.
  public var searchStatus: SearchStatus? {
    guard search.query != nil else { return nil }
    var current: Int?
    if let place = search.current, let index = indices[place.id] {
      current = place.number + 1
      if search.count != search.matches[place.id]?.count {
        current = messages[..<index].reduce(place.number + 1) { $0 + (search.matches[$1.id]?.count ?? 0) }
      }
    }
    return SearchStatus(current: current, count: search.count, isComplete: search.isComplete)
  }

  /// What is searched for.
  public var searchText: String? { search.query?.text }

  /// Searches for a text, without regard to case unless it has a capital letter, and shows its last place; nil or an empty text ends the search.
  ///
  /// Only a part of a long conversation is searched at once: `continueSearch` does the rest.
  public mutating func search(_ text: String?) {
    search.query = SearchQuery(text ?? "")
    if selection == nil { sideways = nil }
    search.restart(messages.count)
    continueSearch()
  }

  /// Searches on for as long as a key may take.
  ///
  /// - Returns: Whether there is more to search.
  @discardableResult
  public mutating func continueSearch() -> Bool {
    guard let query = search.query else { return false }
    let hadNone = search.current == nil
    var budget = Transcript.searchBudget
    while budget > 0, let index = search.next(messages, indices) {
      let message = messages[index]
      budget -= 200 + message.text.utf8.count + (message.thought?.utf8.count ?? 0)
      guard query.mayOccur(in: message.text) || query.mayOccur(in: message.thought ?? "") else {
        search.set([], for: message.id)
        continue
      }
      budget -= Transcript.readingCost * (message.text.utf8.count + (message.thought?.utf8.count ?? 0))
      search.set(matches(query, in: message), for: message.id)
      if search.current == nil, let found = search.matches[message.id] {
        search.current = (message.id, found.count - 1)
      }
    }
    if hadNone, search.current != nil { revealMatch() }
    return !search.isComplete
  }

  /// Bytes that are looked through at once.
  private static let searchBudget = 1_000_000
  /// How much longer it takes to read a byte of Markdown than to look through it.
  private static let readingCost = 20

  /// Shows the next place where the text occurs, or with a negative count the one before; after the last comes the first.
  public mutating func selectMatch(by count: Int) {
    guard search.count > 0 else { return }
    let step = count < 0 ? -1 : 1
    guard let place = search.current, let start = indices[place.id] else {
      search.current = nil
      guard let id = messages.last(where: { search.matches[$0.id] != nil })?.id else { return }
      search.current = (id, (search.matches[id]?.count ?? 1) - 1)
      return revealMatch()
    }
    let number = place.number + step
    if number >= 0, number < search.matches[place.id]?.count ?? 0 {
      search.current = (place.id, number)
    } else {
      for distance in 1...messages.count {
        let index = (start + step * distance + messages.count * 2) % messages.count
        if let found = search.matches[messages[index].id] {
          search.current = (messages[index].id, step > 0 ? 0 : found.count - 1)
          break
        }
      }
    }
    revealMatch()
  }

  private mutating func matches(_ query: SearchQuery, in message: TranscriptMessage) -> [TranscriptSearch.Match] {
    var result: [TranscriptSearch.Match] = []
    func scan(_ document: MarkdownDocument, _ section: RowAddress.Section, isTyped: Bool) {
      for (index, leaf) in document.leaves.enumerated() {
        for (field, text) in LeafContent(leaf, isTyped: isTyped, document.definitions).fields.enumerated() {
          for range in query.ranges(in: text.text) {
            result.append(TranscriptSearch.Match(section: section, leaf: index, field: field, range: range))
          }
        }
      }
    }
    if let thought = message.thought, query.mayOccur(in: thought) {
      work.searched += thought.utf8.count
      scan(MarkdownDocument(thought), .thought, isTyped: false)
    }
    if query.mayOccur(in: message.text) {
      work.searched += message.text.utf8.count
      let document = MarkdownDocument(message.text, syntax: message.syntax)
      scan(document, .answer, isTyped: message.syntax == .typed)
    }
    return result
  }

  /// Scrolls to the place that is selected; a thought that hides it is unfolded.
  mutating func revealMatch() {
    guard let place = search.current, let index = indices[place.id],
      let match = search.matches[place.id]?[place.number]
    else { return }
    if match.section == .thought, !unfolded.contains(place.id) { toggleThought(place.id) }
    var row = RowAddress(message: index, section: match.section, leaf: match.leaf)
    guard match.leaf < leafCount(index, match.section) else { return }
    revealSideways(match, in: index)
    let lines = lines(row)
    guard !lines.isEmpty else { return reveal(lastRow(row)) }
    row.line =
      lines.lastIndex { line in
        line.spans.contains { $0.field == match.field && $0.range.lowerBound <= match.range.lowerBound }
      } ?? 0
    reveal(row)
  }
}
