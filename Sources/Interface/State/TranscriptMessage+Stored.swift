import Chat
import Screen

extension TranscriptMessage {
  /// A message as the transcript shows it; `numbers` are those of its attachments, in order.
  init(_ stored: StoredMessage, numbers: [Int], format: inout ClockFormat) {
    let message = stored.message
    let attachments = message.attachments
    let chips = attachments.enumerated().map { place, attachment in
      let number = numbers.indices.contains(place) ? numbers[place] : place + 1
      return Chip(
        SafeText(oneLine: Interface.Chip.label(attachment.kind, number: number, name: attachment.name)).string,
        shortLabel: "\(number)")
    }
    self.init(
      id: "\(stored.id)", role: message.role, text: message.text, thought: message.thought, chips: chips,
      time: stored.message.role == .assistant ? nil : format.text(stored.time),
      figures: stored.figures.flatMap(Self.figures), notice: Self.notice(stored), isStreaming: stored.isStreaming)
  }

  /// "8.9 tok/s  0:12"; nil where nothing was written.
  static func figures(_ figures: ReplyFigures) -> String? {
    guard figures.generatedTokens > 0, figures.generatingSeconds > 0 else { return nil }
    return "\(Quantity.rate(figures.generatingRate)) tok/s  \(Quantity.clock(figures.generatingSeconds))"
  }

  private static func notice(_ stored: StoredMessage) -> String? {
    if stored.figures?.endsInsideThought ?? false {
      return "it ended while it thought: what it found is in the thought"
    }
    switch stored.reason {
    case .cancelled: return "stopped"
    case .contextFull: return "the context is full: /new begins another conversation, a larger --context holds more"
    case .maximumTokens: return "it reached the most tokens that a reply may have"
    case .toolCall, .endOfTurn, nil: return nil
    }
  }
}
