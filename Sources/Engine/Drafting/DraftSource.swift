import Gemma

/// Where a guess comes from: what is known of how good guesses are is known for each of these.
package enum DraftKind: Int, CaseIterable, Sendable {
  /// What followed the last time that the same few tokens stood in the conversation.
  case shortMatch
  /// The same where many tokens agree: a quotation.
  case longMatch
  /// The drafter.
  case drafter
}

/// What a source could guess now.
package struct DraftOffer: Sendable, Equatable {
  package let kind: DraftKind
  /// Tokens, at least one.
  package let count: Int

  package init(_ kind: DraftKind, count: Int) {
    self.kind = kind
    self.count = count
  }
}

/// The end of a timeline: what a source may look at to guess on.
package struct DraftPlace {
  package let model: Model
  /// Keys and values of everything before ``token``.
  package let cache: KVCache
  /// The row of the model's last batch that gave ``token``.
  package let row: Int
  /// The token to be continued, which is not evaluated yet.
  package let token: Int
}

/// Something that guesses the next tokens.
///
/// A guess is one token a place, not a distribution: whoever checks it draws from the model's own distribution and sees whether it is the token.
package protocol DraftSource: AnyObject {
  /// Takes in what the timeline holds when a reply begins; nil stands for a soft token.
  func begin(_ tokens: [Int?])

  /// Takes in a token of the reply.
  func append(_ token: Int)

  /// What it could guess after the token that came last; nil for nothing.
  ///
  /// - Parameter limit: The most tokens that can be used, at least one.
  func offer(limit: Int) -> DraftOffer?

  /// Guesses what comes next, after an offer of so many tokens or more.
  ///
  /// - Throws: `ComputeError`.
  func draft(_ count: Int, at place: DraftPlace) throws -> [Int]
}
