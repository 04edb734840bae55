import Gemma

/// Decides how many tokens are guessed, by what a round costs on this machine and how many guesses were right of late.
///
/// ```
/// tokens of a round with n guesses    1 + a + a² + … + aⁿ            a: the share of guesses that were right
/// its cost in plain steps             steps(1 + n) + n · step of the source
/// ```
/// The n with the most tokens for the cost is taken, 0 included. All of it is measured as it goes and forgotten slowly. A source that does not pay is
/// parked: it is tried again with two tokens after so many offers, and the pause doubles each time that this did not help.
package struct DraftController: Sendable {
  /// The most tokens that are guessed at once: with the token before them they share one pass of the head.
  package static let most = Model.logitRows - 1

  /// How much a new measurement counts.
  private static let weight = 0.25
  /// How much an old one loses in every round, so that a bad minute of the machine is forgotten.
  private static let forgetting = 1.0 / 64
  /// A measurement counts as no more than so many times what was expected: a neighbour may have had the machine.
  private static let worst = 3.0
  /// Rounds after which a plain step is measured again.
  private static let plainEvery = 64
  private static let shortestPause = 16, longestPause = 256

  /// What is known of a source.
  private struct Record {
    /// Guesses that were right, and that were looked at: sums in which the last thirty or so count.
    var right: Double
    var looked: Double
    /// Plain steps that guessing one token takes; nil where that was never measured.
    var cost: Double?
    var pause = DraftController.shortestPause
    /// Offers that were turned down since the last one that was taken.
    var declined = 0
    var isOnTrial = false

    var share: Double { right / looked }
  }

  /// Always so many guesses, if that is given: for measuring.
  private let fixed: Int?
  private var records: [DraftKind: Record]
  /// Seconds of a plain step; nil as long as there was none.
  private var step: Double?
  /// Plain steps that a batch of 1 + index tokens takes.
  private var steps: [Double]
  private var roundsSincePlain = 0

  /// What is assumed before anything is measured: each token of a batch costs a tenth of a step more.
  private static func assumedSteps(_ columns: Int) -> Double { 1 + 0.1 * Double(columns - 1) }
  private static let assumedCost = 0.05

  /// - Parameter fixed: A number of guesses to take whenever there are any; nil to decide by what is measured.
  package init(fixed: Int? = nil) {
    self.fixed = fixed
    steps = (1...Model.logitRows).map { Self.assumedSteps($0) }
    let assumed: [DraftKind: Double] = [.shortMatch: 0.4, .longMatch: 0.8, .drafter: 0.6]
    records = assumed.mapValues { Record(right: 4 * $0, looked: 4) }
  }

  /// Which of the offers is taken, and how many tokens of it; nil for none.
  package mutating func choose(_ offers: [DraftOffer]) -> DraftOffer? {
    if let fixed {
      return offers.first.flatMap { fixed > 0 ? DraftOffer($0.kind, count: min(fixed, $0.count)) : nil }
    }
    roundsSincePlain += 1
    guard !offers.isEmpty, step != nil, roundsSincePlain <= Self.plainEvery else { return nil }
    var best: (offer: DraftOffer, gain: Double)?
    for offer in offers {
      for count in 1...max(1, min(offer.count, Self.most)) {
        let gain = gain(offer.kind, count)
        if gain > best?.gain ?? 1 { best = (DraftOffer(offer.kind, count: count), gain) }
      }
    }
    if let best { return taken(best.offer, onTrial: false) }
    for offer in offers {
      records[offer.kind]?.declined += 1
      guard let record = records[offer.kind], record.declined > record.pause else { continue }
      return taken(DraftOffer(offer.kind, count: min(2, offer.count)), onTrial: true)
    }
    return nil
  }

  private mutating func taken(_ offer: DraftOffer, onTrial: Bool) -> DraftOffer {
    records[offer.kind]?.declined = 0
    records[offer.kind]?.isOnTrial = onTrial
    return offer
  }

  /// How many times as many tokens a second a round with so many guesses gives as plain steps do.
  package func gain(_ kind: DraftKind, _ count: Int) -> Double {
    guard let record = records[kind] else { return 0 }
    var (tokens, power) = (1.0, 1.0)
    for _ in 0..<count {
      power *= record.share
      tokens += power
    }
    return tokens / (steps[count] + Double(count) * cost(kind))
  }

  private func cost(_ kind: DraftKind) -> Double {
    records[kind]?.cost ?? (kind == .drafter ? Self.assumedCost : 0)
  }

  /// Takes in how long a batch of so many tokens took, logits included.
  package mutating func measured(columns: Int, seconds: Double) {
    guard seconds > 0, steps.indices.contains(columns - 1) else { return }
    if columns == 1 {
      roundsSincePlain = 0
      step = step.map { $0 + Self.weight * (min(seconds, Self.worst * $0) - $0) } ?? seconds
    } else if let step {
      let expected = steps[columns - 1]
      steps[columns - 1] += Self.weight * (min(seconds / step, Self.worst * expected) - expected)
    }
    forget(but: columns)
  }

  /// Draws what was not measured now towards what the others let expect.
  private mutating func forget(but columns: Int) {
    for index in steps.indices where index > 0 && index != columns - 1 {
      let below = steps[index - 1]
      let above = index + 1 < steps.count ? steps[index + 1] : 2 * below - (index > 1 ? steps[index - 2] : 1)
      steps[index] += Self.forgetting * ((below + above) / 2 - steps[index])
    }
  }

  /// Takes in how long a source took to guess so many tokens.
  package mutating func measured(_ kind: DraftKind, tokens: Int, seconds: Double) {
    guard let step, step > 0, tokens > 0 else { return }
    let found = seconds / step / Double(tokens)
    let known = cost(kind)
    let bounded = known > 0 ? min(found, Self.worst * known) : found
    records[kind]?.cost = known + Self.weight * (bounded - known)
  }

  /// Takes in what came of a round: the first `right` guesses, and whether the next one was wrong.
  package mutating func judged(_ kind: DraftKind, right: Int, isNextWrong: Bool) {
    guard var record = records[kind] else { return }
    for index in 0..<right + (isNextWrong ? 1 : 0) {
      record.right += (index < right ? 1 : 0) - record.right / 32
      record.looked += 1 - record.looked / 32
    }
    records[kind] = record
    guard record.isOnTrial else { return }
    let pays = (1...Self.most).contains { gain(kind, $0) > 1 }
    records[kind]?.pause = pays ? Self.shortestPause : min(2 * record.pause, Self.longestPause)
    records[kind]?.isOnTrial = false
  }
}
