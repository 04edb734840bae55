/// How much of a prompt has been read.
public struct ReadingProgress: Sendable, Equatable {
  /// How much of one attachment has been read.
  public struct Portion: Sendable, Equatable {
    /// The attachment's content address.
    public var id: String
    /// Tokens that were read, and that it has.
    public var done: Int, total: Int

    /// A part of an attachment.
    public init(id: String, done: Int, total: Int) { (self.id, self.done, self.total) = (id, done, total) }
  }

  /// Tokens that were read, and that the prompt has.
  public var done: Int, total: Int
  /// The attachments in the prompt's order.
  public var attachments: [Portion]

  /// A state of reading.
  public init(done: Int, total: Int, attachments: [Portion] = []) {
    (self.done, self.total, self.attachments) = (done, total, attachments)
  }
}
