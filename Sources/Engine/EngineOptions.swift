import Gemma

/// How the engine uses the machine.
public struct EngineOptions: Sendable, Equatable {
  /// Tokens that a conversation and its reply may have together; nil for `usualContext`.
  public var context: Int?
  /// The context where none is asked for: fewer tokens if the model knows no more, or the memory that is free is too small.
  public var usualContext = 4_096
  /// Threads that compute; nil for as many as the machine has processors.
  public var threads: Int?
  /// Tokens of a prompt that are evaluated together.
  public var chunk: Int
  /// Soft tokens that a picture may take when its attachment does not say; fewer if the projector knows fewer positions.
  public var pictureBudget: Int
  /// How keys and values are kept.
  public var kvFormat: KVCache.Format
  /// Whether tokens are guessed beforehand and checked several at a time: that changes no reply, only how long it takes.
  public var isDrafting: Bool

  /// Options with defaults that suit a laptop.
  public init(
    context: Int? = nil, threads: Int? = nil, chunk: Int = 256, pictureBudget: Int = 280,
    kvFormat: KVCache.Format = .usual, isDrafting: Bool = true
  ) {
    self.context = context
    self.threads = threads
    self.chunk = chunk
    self.pictureBudget = pictureBudget
    self.kvFormat = kvFormat
    self.isDrafting = isDrafting
  }
}
