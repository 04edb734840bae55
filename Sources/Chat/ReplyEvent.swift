/// What happens while a reply comes into being, in order; `finished` is the last one.
public enum ReplyEvent: Sendable, Equatable {
  /// The model is being loaded; the share that is done, 0…1.
  case loading(Double)
  /// The prompt is being read: how many tokens of how many.
  case reading(done: Int, of: Int)
  /// The next piece of what the model thinks.
  case thought(String)
  /// The next piece of the answer.
  case answer(String)
  /// The model calls a function.
  case toolCall(ToolCall)
  /// The model wrote a call that cannot be read.
  case brokenToolCall(BrokenToolCall)
  /// The reply is over.
  case finished(FinishReason, ReplyFigures)
}

/// Why a reply is over.
public enum FinishReason: String, Sendable, Codable, CaseIterable {
  case endOfTurn, toolCall, maximumTokens, contextFull, cancelled
}

/// What a reply took.
public struct ReplyFigures: Sendable, Codable, Equatable {
  /// Tokens of the prompt, soft tokens included.
  public var promptTokens = 0
  /// Tokens of the prompt that were evaluated before this reply.
  public var reusedTokens = 0
  /// Tokens of the prompt that this reply evaluated.
  public var evaluatedTokens = 0
  /// Tokens of the reply.
  public var generatedTokens = 0
  /// Tokens of the reply that were guessed beforehand, rightly or not, and checked by the model several at a time.
  public var draftedTokens = 0
  /// Those of them that were right.
  public var acceptedTokens = 0
  /// Seconds spent on evaluating the prompt.
  public var readingSeconds = 0.0
  /// Seconds spent on the reply's tokens.
  public var generatingSeconds = 0.0
  /// Whether the reply ended inside a thought, so that its answer may be in there.
  public var endsInsideThought = false

  /// Figures of nothing yet.
  public init() {}

  /// Tokens of the prompt evaluated in a second; 0 when none were.
  public var readingRate: Double {
    readingSeconds > 0 ? Double(evaluatedTokens) / readingSeconds : 0
  }

  /// Tokens of the reply in a second; 0 when there are none.
  public var generatingRate: Double {
    generatingSeconds > 0 ? Double(generatedTokens) / generatingSeconds : 0
  }
}
