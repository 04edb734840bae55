/// How a reply is drawn from the model's probabilities; what is nil is as the model's makers recommend.
public struct ReplyOptions: Sendable, Codable, Equatable {
  /// Flattens (above 1) or sharpens (below 1) the probabilities; 0 always takes the most likely token.
  public var temperature: Double?
  /// How many of the most likely tokens are kept; 0 keeps all.
  public var topK: Int?
  /// Keeps the most likely tokens that together reach this probability; 1 keeps all.
  public var topP: Double?
  /// Drops tokens less likely than this share of the most likely one; 0 keeps all.
  public var minP: Double?
  /// Makes tokens that stand in the last `repeatWindow` ones less likely; 1 leaves them alone.
  public var repeatPenalty: Double
  /// How many of the last tokens the penalty looks at.
  public var repeatWindow: Int
  /// The start of the random sequence; nil takes another one each time.
  public var seed: UInt64?
  /// How many tokens the reply may have; nil leaves it to the context.
  public var maximumTokens: Int?

  /// Options with the model's defaults.
  public init(
    temperature: Double? = nil, topK: Int? = nil, topP: Double? = nil, minP: Double? = nil, repeatPenalty: Double = 1,
    repeatWindow: Int = 64, seed: UInt64? = nil, maximumTokens: Int? = nil
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repeatPenalty = repeatPenalty
    self.repeatWindow = repeatWindow
    self.seed = seed
    self.maximumTokens = maximumTokens
  }
}
