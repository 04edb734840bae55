/// The tokens that a reply may go on with, and how likely each is.
public struct TokenDistribution: Sendable, Equatable {
  /// A token and its probability.
  public struct Entry: Sendable, Equatable {
    /// The token.
    public let token: Int
    /// Its probability among the tokens that were kept, 0…1.
    public let probability: Double

    /// A token with this probability.
    public init(token: Int, probability: Double) {
      self.token = token
      self.probability = probability
    }
  }

  /// The kept tokens, the most likely first; by id when nothing was cut off.
  ///
  /// Their probabilities sum to 1.
  public let entries: [Entry]

  /// A distribution of these entries, whose probabilities sum to 1.
  public init(entries: [Entry]) {
    self.entries = entries
  }

  /// The probability of a token, 0 for one that was cut off.
  ///
  /// - Complexity: O(entries).
  public func probability(of token: Int) -> Double {
    entries.first { $0.token == token }?.probability ?? 0
  }
}
