/// How likely a token is beside the most likely one: exp((logit − best) / temperature), 0…1.
struct TokenWeight {
  private let best: Double
  private let temperature: Double

  init(best: Float, temperature: Double) {
    self.best = TokenWeight.finite(best)
    self.temperature = temperature
  }

  func of(_ logit: Float) -> Double {
    guard logit > -.infinity else { return 0 }
    return TokenWeight.exponential((TokenWeight.finite(logit) - best) / temperature)
  }

  /// A logit at or a little below the one whose weight is `share`.
  func logit(ofShare share: Double) -> Float {
    Float(best + temperature * TokenWeight.logarithmFloor(share)).nextDown
  }

  func sum(_ tokens: [ScoredToken]) -> Double {
    tokens.reduce(0) { $0 + of($1.logit) }
  }

  func sum(_ logits: UnsafeBufferPointer<Float>) -> Double {
    logits.reduce(0) { $0 + of($1) }
  }

  /// Two infinite logits are equally likely; their difference would be NaN.
  private static func finite(_ logit: Float) -> Double {
    Double(min(logit, .greatestFiniteMagnitude))
  }

  /// exp(x) for x ≤ 0, the same to the last bit on every machine (a system's `exp` is not).
  ///
  /// exp(x) = 2ⁿ · exp(r) with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where Taylor's series of 14 terms is exact to 2⁻⁵³.
  static func exponential(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    let turns = (x * 1.442_695_040_888_963_4).rounded()
    // ln 2 in two parts: the product with the first is exact.
    let rest = (x - turns * 0x1.62e42fee00000p-1) - turns * 0x1.a39ef35793c76p-33
    var sum = 0.0
    for coefficient in coefficients { sum = sum * rest + coefficient }
    return Double(sign: .plus, exponent: Int(turns), significand: sum)
  }

  /// 1/13! down to 1/0!, for the scheme of Horner.
  private static let coefficients: [Double] = (0...13).reversed().map { last in
    1 / (0..<last).reduce(1) { $0 * Double($1 + 1) }
  }

  /// A value not above ln(share), which is cheap and needs no more precision: what it lets through is checked again.
  private static func logarithmFloor(_ share: Double) -> Double {
    // share = m · 2ᵉ with 1 ≤ m < 2, and ln m ≥ 0
    share > 0 ? Double(share.exponent) * 0.693_147_180_559_945_3 - 1e-9 : -Double.greatestFiniteMagnitude
  }
}
