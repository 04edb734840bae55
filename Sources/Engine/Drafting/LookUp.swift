/// Guesses by looking up where the last tokens have stood before: quotations, edited code, names.
///
/// ```
/// … a b c d e …  a b c        the longest run that ends like the text  →  d e …
///         └── what followed it
/// ```
/// Places are chained by a hash of the three tokens that end there, as in a compressor: a token is taken in at constant cost, and a look-up follows the
/// chain for at most `candidates` places.
package final class LookUp: DraftSource {
  /// Tokens that must agree, and from which on nobody compares further.
  static let shortest = 3, longest = 16
  /// Tokens that make a match a long one.
  static let long = 6
  /// Places that are compared at most.
  private static let candidates = 32

  /// What stands at a position; −1 for a soft token.
  private var tokens: [Int32] = []
  /// For each hash the last position at which three tokens with it end; −1 for none.
  private var heads: [Int32]
  /// For each position the one before it whose three tokens have the same hash; −1 for none.
  private var previous: [Int32] = []

  private static let hashBits = 16

  package init() { heads = Array(repeating: -1, count: 1 << Self.hashBits) }

  package func begin(_ tokens: [Int?]) {
    self.tokens.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
    for index in heads.indices { heads[index] = -1 }
    for token in tokens { take(Int32(token ?? -1)) }
  }

  package func append(_ token: Int) { take(Int32(token)) }

  /// - Complexity: O(1).
  private func take(_ token: Int32) {
    tokens.append(token)
    guard let hash = lastHash else { return previous.append(-1) }
    previous.append(heads[hash])
    heads[hash] = Int32(tokens.count - 1)
  }

  /// The hash of the last three tokens; nil where there are fewer or one is soft.
  private var lastHash: Int? {
    guard tokens.count >= Self.shortest else { return nil }
    var hash: UInt64 = 0
    for token in tokens.suffix(Self.shortest) {
      guard token >= 0 else { return nil }
      hash = (hash ^ UInt64(token)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return Int(hash >> (64 - UInt64(Self.hashBits)))
  }

  package func offer(limit: Int) -> DraftOffer? {
    guard let (place, length) = match() else { return nil }
    let count = following(place, limit).count
    return count > 0 ? DraftOffer(length >= Self.long ? .longMatch : .shortMatch, count: count) : nil
  }

  package func draft(_ count: Int, at place: DraftPlace) -> [Int] { draft(count) }

  /// What followed the longest match, at most so many tokens.
  func draft(_ count: Int) -> [Int] { match().map { following($0.place, count) } ?? [] }

  /// Where the longest run ends that the text ends with too, and how long it is; of equally long ones the last.
  private func match() -> (place: Int, length: Int)? {
    guard let end = previous.indices.last else { return nil }
    var best: (place: Int, length: Int)?
    var place = Int(previous[end])
    for _ in 0..<Self.candidates where place >= 0 {
      let length = agreement(place, end)
      if length >= Self.shortest, length > best?.length ?? 0 { best = (place, length) }
      if length == Self.longest { break }
      place = Int(previous[place])
    }
    return best
  }

  private func agreement(_ place: Int, _ end: Int) -> Int {
    var length = 0
    while length < Self.longest, length <= place, tokens[place - length] == tokens[end - length],
      tokens[end - length] >= 0
    {
      length += 1
    }
    return length
  }

  /// What followed a place, up to a soft token; where that reaches the end of the text, it goes on with its own beginning: what has repeated itself
  /// once does so again.
  private func following(_ place: Int, _ limit: Int) -> [Int] {
    var found: [Int] = []
    while found.count < limit {
      let next = place + 1 + found.count % (tokens.count - 1 - place)
      guard tokens[next] >= 0 else { break }
      found.append(Int(tokens[next]))
    }
    return found
  }
}
