import Engine
import TestSupport

/// Guesses that are right as often as is asked for: it listens to a reply, guesses that reply's tokens in the next one, listens again, and so on.
///
/// The sampler must draw the same tokens again: at temperature 0, or with the same seed.
package final class ReplayingSource: DraftSource {
  private let agreement: Double
  /// A real source whose time is spent too; what it guesses is not used.
  private let costs: (any DraftSource)?
  private var random: SeededRandom
  private var recorded: [Int] = []
  /// Tokens of the reply so far.
  private var count = 0
  private var isReplaying = true

  /// - Parameters:
  ///   - agreement: The probability that a guess is right, 0…1.
  ///   - seed: Which guesses are wrong.
  ///   - costs: A source to be asked as well, for the time that it takes.
  package init(agreement: Double, seed: UInt64 = 1, costs: (any DraftSource)? = nil) {
    self.agreement = agreement
    self.costs = costs
    random = SeededRandom(seed: seed)
  }

  package func begin(_ tokens: [Int?]) {
    isReplaying.toggle()
    count = 0
    if !isReplaying { recorded = [] }
    costs?.begin(tokens)
  }

  package func append(_ token: Int) {
    if !isReplaying { recorded.append(token) }
    count += 1
    costs?.append(token)
  }

  package func offer(limit: Int) -> DraftOffer? {
    let left = recorded.count - count
    return isReplaying && left > 0 ? DraftOffer(.drafter, count: min(limit, left)) : nil
  }

  package func draft(_ count: Int, at place: DraftPlace) throws -> [Int] {
    _ = try costs?.draft(count, at: place)
    return recorded.dropFirst(self.count).prefix(count).map { token in
      Double(random.next() >> 11) * 0x1p-53 < agreement ? token : (token + 1) % place.model.configuration.vocabulary
    }
  }
}
