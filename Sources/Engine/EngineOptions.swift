/// How the engine uses the machine.
public struct EngineOptions: Sendable, Equatable {
  /// Tokens that a conversation and its reply may have together; nil for 4,096, or fewer if the model knows no more.
  public var context: Int?
  /// Threads that compute; nil for as many as the machine has processors.
  public var threads: Int?
  /// Tokens of a prompt that are evaluated together.
  public var chunk: Int
  /// Soft tokens that a picture may take when its attachment does not say.
  public var pictureBudget: Int

  /// Options with defaults that suit a laptop.
  public init(context: Int? = nil, threads: Int? = nil, chunk: Int = 256, pictureBudget: Int = 280) {
    self.context = context
    self.threads = threads
    self.chunk = chunk
    self.pictureBudget = pictureBudget
  }
}
