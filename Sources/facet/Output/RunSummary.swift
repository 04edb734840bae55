import Chat
import Screen

/// What is known at the end of a run.
struct RunSummary: Sendable {
  /// What the model is called.
  var model = ""
  /// The server that replied, host and port; nil for a model on this machine.
  var server: String?
  var loadingSeconds = 0.0
  /// From the question to the first piece of a thought or an answer; nil if none came.
  var firstTokenSeconds: Double?
  /// Until the engine says otherwise, a reply was broken off.
  var reason = FinishReason.cancelled
  var figures: ReplyFigures?

  /// The lines that `--stats` prints.
  var lines: [String] {
    var lines = ["model        \(SafeText(oneLine: model))"]
    if let server { lines.append("server       \(SafeText(oneLine: server))") }
    lines.append("\(server == nil ? "loading     " : "connecting  ") \(Figures.time(loadingSeconds))")
    if let figures {
      if figures.promptTokens > 0 || server == nil {
        lines += [
          "reading      \(speed(figures.evaluatedTokens, figures.readingSeconds, figures.readingRate))",
          "reused       \(figures.reusedTokens) tokens of the prompt's \(figures.promptTokens)",
        ]
      }
      lines.append(
        "writing      \(speed(figures.generatedTokens, figures.generatingSeconds, figures.generatingRate))")
      if figures.draftedTokens > 0 {
        lines.append("guessed      \(figures.draftedTokens) tokens, \(figures.acceptedTokens) of them rightly")
      }
    }
    if let firstTokenSeconds { lines.append("first token  after \(Figures.time(firstTokenSeconds))") }
    if let peak = Figures.peakMemory { lines.append("peak memory  \(Figures.bytes(peak))") }
    lines.append("ended by     \(reason.words)")
    return lines
  }

  private func speed(_ tokens: Int, _ seconds: Double, _ rate: Double) -> String {
    "\(tokens) tokens in \(Figures.time(seconds))" + (rate > 0 ? ", \(Figures.rate(rate)) a second" : "")
  }
}

extension FinishReason {
  /// The reason in words.
  var words: String {
    switch self {
    case .endOfTurn: "the model, at the end of its turn"
    case .toolCall: "a tool call"
    case .maximumTokens: "--max-tokens"
    case .contextFull: "the end of the context"
    case .cancelled: "an interruption"
    }
  }
}
