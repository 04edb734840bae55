import Chat

/// Draws the next token from logits.
///
/// The steps are those of Hugging Face `transformers` in its order, which the model's recommended settings (temperature 1, top-k 64, top-p 0.95)
/// were made for: repeat penalty, temperature, top-k, top-p, min-p. llama.cpp applies the temperature last; at temperature 1 there is no
/// difference. Logits that are NaN or −∞ are never drawn. With the same seed and logits the tokens are the same on every machine: nothing
/// depends on a system's mathematics library.
public struct Sampler: Sendable {
  /// How tokens are drawn.
  public let options: ReplyOptions
  /// The seed in use, of `options` or by chance.
  public let seed: UInt64

  private let settings: SamplingSettings
  private let suppressed: [Int]
  private var random: RandomSequence

  /// A sampler at the start of its random sequence; what `options` leave open is as `defaults` say, and `suppressed` tokens are never drawn.
  public init(
    _ options: ReplyOptions, defaults: SamplingSettings = SamplingSettings(), suppressed: [Int] = []
  ) {
    self.options = options
    settings = defaults.changed(by: options)
    self.suppressed = suppressed
    seed = options.seed ?? UInt64.random(in: .min ... .max)
    random = RandomSequence(seed: seed)
  }

  /// Draws a token, or nil when no logit is usable: the model computed nothing but NaN or −∞.
  ///
  /// `recent` are the tokens so far; the repeat penalty looks at the last `options.repeatWindow` of them. `logits` are changed while this runs and
  /// are as before when it returns.
  public mutating func sample(_ logits: UnsafeMutableBufferPointer<Float>, recent: [Int] = []) -> Int? {
    guard !isGreedy else {
      return withAdjusted(logits, recent: recent) { TopSelection.best(of: $0)?.token }
    }
    return draw(from: probabilities(logits, recent: recent))
  }

  /// As with a buffer.
  public mutating func sample(_ logits: inout [Float], recent: [Int] = []) -> Int? {
    logits.withUnsafeMutableBufferPointer { sample($0, recent: recent) }
  }

  /// The tokens that would be drawn from, with their probabilities; without entries when no logit is usable.
  ///
  /// At temperature 0 that is the most likely token alone. `logits` are changed while this runs and are as before when it returns.
  public func probabilities(_ logits: UnsafeMutableBufferPointer<Float>, recent: [Int] = []) -> TokenDistribution {
    withAdjusted(logits, recent: recent) { logits in
      guard let best = TopSelection.best(of: logits) else { return TokenDistribution(entries: []) }
      guard !isGreedy else { return TokenDistribution(entries: [.init(token: best.token, probability: 1)]) }
      return distribution(of: logits, best: best)
    }
  }

  /// As with a buffer.
  public func probabilities(_ logits: inout [Float], recent: [Int] = []) -> TokenDistribution {
    logits.withUnsafeMutableBufferPointer { probabilities($0, recent: recent) }
  }

  /// Draws a token with the next random number; nil without entries.
  public mutating func draw(from distribution: TokenDistribution) -> Int? {
    guard var chosen = distribution.entries.first?.token else { return nil }
    var rest = random.nextUnit()
    for entry in distribution.entries where entry.probability > 0 {
      chosen = entry.token
      rest -= entry.probability
      if rest < 0 { break }
    }
    return chosen
  }

  private var isGreedy: Bool {
    !(settings.temperature > 0)
  }

  /// Keeps top-k, then top-p, then min-p of the tokens.
  private func distribution(of logits: UnsafeBufferPointer<Float>, best: ScoredToken) -> TokenDistribution {
    let weight = TokenWeight(best: best.logit, temperature: settings.temperature)
    let isTopPOn = settings.topP < 1
    var kept: [ScoredToken]
    var total: Double
    if settings.topK > 0 {
      kept = TopSelection.select(settings.topK, from: logits)
      total = weight.sum(kept)
      if isTopPOn { kept = topP(kept, weight, total: total) }
    } else if isTopPOn {
      total = weight.sum(logits)
      kept = topP(of: logits, weight, total: total)
    } else if settings.minP > 0 {
      kept = TopSelection.select(atLeast: weight.logit(ofShare: min(settings.minP, 1)), from: logits)
    } else {
      kept = TopSelection.all(of: logits)
    }
    if settings.minP > 0 {
      // The most likely token stays, whatever is asked for; its weight is 1.
      kept = kept.filter { $0 == best || weight.of($0.logit) >= settings.minP }
    }
    total = weight.sum(kept)
    return TokenDistribution(entries: kept.map { .init(token: $0.token, probability: weight.of($0.logit) / total) })
  }

  /// The fewest of the most likely tokens which reach the share `topP` of the total, at least one.
  private func topP(_ tokens: [ScoredToken], _ weight: TokenWeight, total: Double) -> [ScoredToken] {
    var reached = 0.0
    let end = tokens.firstIndex { token in
      reached += weight.of(token.logit)
      return reached >= settings.topP * total
    }
    return Array(tokens.prefix((end ?? tokens.count) + 1))
  }

  /// As `topP`, of all tokens: as many as turn out to be needed are sorted.
  private func topP(of logits: UnsafeBufferPointer<Float>, _ weight: TokenWeight, total: Double) -> [ScoredToken] {
    var count = 256
    while true {
      let tokens = TopSelection.select(count, from: logits)
      let kept = topP(tokens, weight, total: total)
      if kept.count < tokens.count || tokens.count < count { return kept }
      count *= 16
    }
  }

  /// Runs `body` on the logits with suppressed tokens at −∞ and repeated ones made less likely, and puts the old logits back.
  private func withAdjusted<Result>(
    _ logits: UnsafeMutableBufferPointer<Float>, recent: [Int], _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    var saved: [(token: Int, logit: Float)] = []
    // In reverse, so that the first logit that was saved of a token is the last one put back.
    defer { for (token, logit) in saved.reversed() { logits[token] = logit } }
    let penalty = Float(options.repeatPenalty)
    if penalty != 1, penalty > 0, options.repeatWindow > 0 {
      for token in Set(recent.suffix(options.repeatWindow)) where logits.indices.contains(token) {
        saved.append((token, logits[token]))
        logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty
      }
    }
    for token in suppressed where logits.indices.contains(token) {
      saved.append((token, logits[token]))
      logits[token] = -.infinity
    }
    return body(UnsafeBufferPointer(logits))
  }
}
