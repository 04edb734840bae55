/// Whoever answers: the engine on this machine, or a server.
public protocol Assistant: Sendable {
  /// Gets ready for a reply to this conversation, which may still grow.
  ///
  /// Best effort: it may do nothing, it may be cancelled at any time, and it never changes what is answered. A later call takes the place of an
  /// earlier one, and so does a reply. `progress` is called as often as something new was read, the last time when all was.
  func prepare(_ conversation: Conversation, progress: @escaping @Sendable (ReadingProgress) -> Void) async

  /// Keeps what was read of the last conversation in a file, so that another session need not read it again.
  ///
  /// - Returns: The file's bytes; nil where there is nothing to keep.
  /// - Throws: When the file cannot be written.
  func keepReading(in path: String) async throws -> Int?

  /// Takes up what was kept; a file of another model, or none, is as good as nothing.
  ///
  /// - Returns: Tokens that need not be read again.
  func takeReading(from path: String) async -> Int

  /// Replies to the conversation's last message; cancelling the task that consumes the stream cancels the reply.
  func reply(to conversation: Conversation, options: ReplyOptions) -> AsyncThrowingStream<ReplyEvent, any Error>

  /// Ends the reply under way early; unlike a cancelled task its stream still gives what there is, and `finished` with its figures.
  func stop()
}

extension Assistant {
  /// Nothing: what a server reads it keeps itself.
  public func keepReading(in path: String) async throws -> Int? { nil }

  /// Nothing.
  public func takeReading(from path: String) async -> Int { 0 }
}
