import Chat

/// Shows a run to whoever reads it.
protocol RunReporter: Sendable {
  /// Tells how much of the model is loaded, 0…1; called from any thread.
  func loading(_ share: Double)

  /// Shows one event of the reply, `finished` excepted.
  mutating func show(_ event: ReplyEvent) throws

  /// Shows the end of the reply.
  mutating func finish(_ summary: RunSummary) throws
}
