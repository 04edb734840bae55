/// Where a text occurs in the transcript.
///
/// Found from the newest message to the oldest, a bounded number of bytes at a time.
struct TranscriptSearch: Sendable {
  /// One place.
  struct Match: Sendable, Equatable {
    var section: RowAddress.Section
    var leaf: Int
    var field: Int
    var range: Range<Int>
  }

  var query: SearchQuery?
  /// Places by message; only messages that have some.
  private(set) var matches: [String: [Match]] = [:]
  private(set) var count = 0
  /// Messages from here on have been searched.
  private(set) var searched = 0
  /// Messages that changed since.
  private(set) var changed: [String] = []
  /// The place that is shown.
  var current: (id: String, number: Int)?

  var isComplete: Bool { searched == 0 && changed.isEmpty }

  /// Begins anew, when what is searched for or the whole conversation has changed.
  mutating func restart(_ messages: Int) {
    (matches, count, changed, current) = ([:], 0, [], nil)
    searched = query == nil ? 0 : messages
  }

  /// Notes that a message has changed.
  mutating func rescan(_ id: String, at index: Int) {
    guard query != nil, index >= searched, !changed.contains(id) else { return }
    changed.append(id)
  }

  /// Notes that a message is gone.
  mutating func forget(_ id: String) {
    set([], for: id)
    changed.removeAll { $0 == id }
    if current?.id == id { current = nil }
  }

  /// Notes that there are fewer messages.
  mutating func clamp(_ messages: Int) {
    searched = min(searched, messages)
  }

  /// Takes the next message that changed, or the next one upwards.
  mutating func next(_ messages: [TranscriptMessage], _ indices: [String: Int]) -> Int? {
    while let id = changed.popLast() {
      if let index = indices[id] { return index }
    }
    guard searched > 0 else { return nil }
    searched -= 1
    return searched
  }

  /// Notes the places in a message.
  mutating func set(_ found: [Match], for id: String) {
    count += found.count - (matches[id]?.count ?? 0)
    matches[id] = found.isEmpty ? nil : found
    if let place = current, place.id == id, place.number >= found.count {
      current = found.isEmpty ? nil : (id, found.count - 1)
    }
  }

  /// The places in a leaf: the first of them among the message's, and how they lie.
  func matches(_ id: String, _ section: RowAddress.Section, _ leaf: Int) -> (first: Int, list: ArraySlice<Match>) {
    guard let all = matches[id] else { return (0, []) }
    var low = 0, high = all.count
    while low < high {
      let middle = (low + high) / 2
      if (all[middle].section.rawValue, all[middle].leaf) < (section.rawValue, leaf) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var end = low
    while end < all.count, all[end].section == section, all[end].leaf == leaf { end += 1 }
    return (low, all[low..<end])
  }
}
