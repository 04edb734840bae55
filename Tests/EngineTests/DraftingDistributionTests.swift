import Chat
import TestSupport
import Testing

@testable import Engine

/// Tokens that were checked several at a time are distributed as the model says: held against the exact probabilities over many seeds.
@Suite struct DraftingDistributionTests {
  /// Always guesses the same tokens.
  final class Stubborn: DraftSource {
    let tokens: [Int]
    init(_ tokens: [Int]) { self.tokens = tokens }
    func begin(_ tokens: [Int?]) {}
    func append(_ token: Int) {}
    func offer(limit: Int) -> DraftOffer? { DraftOffer(.drafter, count: min(limit, tokens.count)) }
    func draft(_ count: Int, at place: DraftPlace) -> [Int] { Array(tokens.prefix(count)) }
  }

  static let prompt = TimelineTests.prompt(30..<70)

  static func options(_ seed: UInt64, _ temperature: Double) -> ReplyOptions {
    ReplyOptions(temperature: temperature, topK: 5, topP: 1, seed: seed)
  }

  /// The probabilities of each pair of tokens after the prompt, by plain steps.
  static func pairs(_ timeline: Timeline, temperature: Double) throws -> [[Int]: Double] {
    let sampler = Sampler(options(0, temperature))
    var pairs: [[Int]: Double] = [:]
    try timeline.bring(to: prompt, cancellation: Cancellation())
    for first in try timeline.withLogits({ sampler.probabilities($0) }).entries {
      try timeline.bring(to: prompt, cancellation: Cancellation())
      try timeline.append(first.token)
      for second in try timeline.withLogits({ sampler.probabilities($0) }).entries {
        pairs[[first.token, second.token], default: 0] += first.probability * second.probability
      }
    }
    return pairs
  }

  /// Pearson's statistic, and how many cells there are less one; pairs that are expected fewer than five times share a cell.
  static func chiSquare(_ counts: [[Int]: Int], _ pairs: [[Int]: Double], draws: Int) -> (value: Double, freedom: Int) {
    var (value, cells) = (0.0, 0)
    var rest = (found: 0.0, expected: 0.0)
    for (pair, probability) in pairs {
      let (found, expected) = (Double(counts[pair] ?? 0), probability * Double(draws))
      if expected < 5 {
        rest = (rest.found + found, rest.expected + expected)
      } else {
        value += (found - expected) * (found - expected) / expected
        cells += 1
      }
    }
    if rest.expected > 0 {
      value += (rest.found - rest.expected) * (rest.found - rest.expected) / rest.expected
      cells += 1
    }
    return (value, cells - 1)
  }

  @Test func pairsAreAsLikelyAsTheModelSays() throws {
    let draws = 3_000
    let timeline = try TimelineTests.timeline(chunk: 64)
    let pairs = try Self.pairs(timeline, temperature: 1)
    let likeliest = try #require(pairs.max { $0.value < $1.value }?.key)
    // Where the first token is the likeliest one the guess is its likeliest successor: now right, now wrong.
    let drafting = Drafting([Stubborn([likeliest[1], 40])], controller: DraftController(fixed: 2))
    var counts: [[Int]: Int] = [:]
    var accepted = 0
    for seed in 0..<draws {
      try timeline.bring(to: Self.prompt, cancellation: Cancellation())
      drafting.begin(timeline)
      var sampler = Sampler(Self.options(UInt64(seed), 1))
      var drawn: [Int] = []
      for left in [2, 1] {
        let token = try #require(try timeline.withLogits { sampler.sample($0) })
        drawn.append(token)
        try drafting.append(token, to: timeline, left: left)
      }
      accepted += drafting.figures.accepted
      drafting.finish(timeline)
      counts[drawn, default: 0] += 1
    }
    #expect(accepted > draws / 20 && accepted < draws * 19 / 20, "\(accepted)")
    #expect(counts.keys.allSatisfy { pairs[$0] != nil })
    // Above freedom + 4 · √(2 · freedom) lies less than a thousandth of the distribution; the seeds are fixed, so this either holds or does not.
    let (value, freedom) = Self.chiSquare(counts, pairs, draws: draws)
    #expect(freedom >= 8)
    #expect(value < Double(freedom) + 4 * (2 * Double(freedom)).squareRoot(), "\(value) with \(freedom)")
    // So many draws tell a slightly other distribution from this one.
    let other = Self.chiSquare(counts, try Self.pairs(timeline, temperature: 1.3), draws: draws).value
    #expect(other > 2 * value && other > Double(freedom) + 8 * (2 * Double(freedom)).squareRoot(), "\(other)")
  }
}
