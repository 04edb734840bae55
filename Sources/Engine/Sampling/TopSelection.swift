/// A token with its logit.
struct ScoredToken: Sendable, Equatable {
  let token: Int
  let logit: Float

  /// More likely first, of equally likely ones the lower id.
  static func precedes(_ left: ScoredToken, _ right: ScoredToken) -> Bool {
    left.logit > right.logit || left.logit == right.logit && left.token < right.token
  }
}

/// The largest of many logits without sorting them all.
///
/// NaN and −∞ are never selected.
///
/// ```
/// logits  ──16 at a time──▶  any above the threshold? ──▶ candidates [0 … 2·count)
///                                     ▲                          │ full: keep the best `count`
///                                     └── the worst one kept ────┘
/// ```
/// In random order about count·ln(n / count) of n logits pass the threshold: the rest costs one comparison.
enum TopSelection {
  /// The `count` most likely tokens, the most likely first.
  static func select(_ count: Int, from logits: UnsafeBufferPointer<Float>) -> [ScoredToken] {
    let count = min(count, logits.count)
    guard count > 0 else { return [] }
    var candidates: [ScoredToken] = []
    candidates.reserveCapacity(min(2 * count, logits.count))
    var threshold = -Float.infinity
    forEach(in: logits, above: &threshold) { token, logit, threshold in
      candidates.append(ScoredToken(token: token, logit: logit))
      guard candidates.count >= 2 * count else { return }
      candidates.sort(by: ScoredToken.precedes)
      candidates.removeLast(candidates.count - count)
      threshold = candidates[count - 1].logit
    }
    candidates.sort(by: ScoredToken.precedes)
    return Array(candidates.prefix(count))
  }

  /// All tokens at or above a logit, the most likely first.
  static func select(atLeast least: Float, from logits: UnsafeBufferPointer<Float>) -> [ScoredToken] {
    var candidates: [ScoredToken] = []
    var threshold = least.nextDown
    forEach(in: logits, above: &threshold) { token, logit, _ in
      candidates.append(ScoredToken(token: token, logit: logit))
    }
    return candidates.sorted(by: ScoredToken.precedes)
  }

  /// All tokens that can be drawn, by id.
  static func all(of logits: UnsafeBufferPointer<Float>) -> [ScoredToken] {
    var candidates: [ScoredToken] = []
    var threshold = -Float.infinity
    forEach(in: logits, above: &threshold) { token, logit, _ in
      candidates.append(ScoredToken(token: token, logit: logit))
    }
    return candidates
  }

  /// The most likely token, of equally likely ones the lowest id; nil when there is none.
  static func best(of logits: UnsafeBufferPointer<Float>) -> ScoredToken? {
    var best: ScoredToken?
    var threshold = -Float.infinity
    forEach(in: logits, above: &threshold) { token, logit, threshold in
      best = ScoredToken(token: token, logit: logit)
      threshold = logit
    }
    return best
  }

  /// Calls `body` with each token whose logit is above the threshold, in order of ids; `body` may raise the threshold.
  @inline(__always)
  private static func forEach(
    in logits: UnsafeBufferPointer<Float>, above threshold: inout Float,
    _ body: (_ token: Int, _ logit: Float, _ threshold: inout Float) -> Void
  ) {
    let width = 16
    let bytes = UnsafeRawBufferPointer(logits)
    var start = 0
    while start < logits.count {
      let end = min(start + width, logits.count)
      if end - start == width {
        let block = bytes.loadUnaligned(
          fromByteOffset: start * MemoryLayout<Float>.stride, as: SIMD16<Float>.self)
        guard any(block .> threshold) else {
          start = end
          continue
        }
      }
      for token in start..<end where logits[token] > threshold { body(token, logits[token], &threshold) }
      start = end
    }
  }
}
