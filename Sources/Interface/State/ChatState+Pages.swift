import Chat
import Screen

/// Pages of text that commands open.
extension ChatState {
  var helpPage: TextPage {
    TextPage.help(bindings: settings.bindings, keymap: settings.configuration.editing == .vi ? .vi : .emacs)
  }

  /// All that the status line has said.
  var messagesPage: TextPage {
    var lines = notices.reversed().map(\.text)
    if let unsaved { lines.insert(unsaved, at: 0) }
    return TextPage(title: "messages", lines: lines.isEmpty ? ["nothing was said yet"] : lines)
  }

  func systemPage(_ text: String) -> TextPage {
    let lines =
      text.isEmpty
      ? ["it is told nothing beforehand"]
      : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return TextPage(title: "system", lines: lines + ["", "/system TEXT changes it, /system none takes it away"])
  }

  /// What fills the context.
  var contextPage: TextPage {
    var lines: [String] = []
    if let used = contextUsed, let facts = model.facts, facts.context > 0 {
      lines.append("\(used) of \(facts.context) tokens are used, \(max(0, facts.context - used)) are free")
      lines.append("")
    }
    let messages = record?.messages ?? []
    lines.append("\(messages.count) messages, \(messages.reduce(0) { $0 + $1.message.text.utf8.count }) bytes of text")
    for item in pane.items {
      lines.append("\(item.label): \(item.tokens.map { "\($0) tokens" } ?? "not read yet")")
    }
    lines += ["", "thoughts of earlier replies are not given to the model again", "/new begins with an empty context"]
    return TextPage(title: "context", lines: lines)
  }

  /// What the last reply took.
  var statsPage: TextPage {
    guard let figures = lastFigures ?? record?.messages.last(where: { $0.figures != nil })?.figures else {
      return TextPage(title: "figures of the last reply", lines: ["there is no reply yet"])
    }
    // Not every server counts the tokens of a question.
    guard figures.promptTokens > 0 else {
      let waited = "waiting      \(Quantity.rate(figures.readingSeconds)) s until the first words"
      return TextPage(title: "figures of the last reply", lines: [waited, writing(figures)])
    }
    var lines = [
      "prompt       \(figures.promptTokens) tokens, \(figures.reusedTokens) of them read before",
      "reading      \(figures.evaluatedTokens) tokens in \(Quantity.rate(figures.readingSeconds)) s, \(Quantity.rate(figures.readingRate)) a second",
      writing(figures),
    ]
    if figures.draftedTokens > 0 {
      lines.append("guessed      \(figures.draftedTokens) tokens, \(figures.acceptedTokens) of them rightly")
    }
    return TextPage(title: "figures of the last reply", lines: lines)
  }

  private func writing(_ figures: ReplyFigures) -> String {
    "writing      \(figures.generatedTokens) tokens in \(Quantity.rate(figures.generatingSeconds)) s, "
      + "\(Quantity.rate(figures.generatingRate)) a second"
  }

  /// Tokens of the context that are filled, as far as is known.
  var contextUsed: Int? {
    if let reply, let promptTokens = reply.promptTokens { return promptTokens + reply.pieces }
    if let progress = reading.progress, progress.total > 0 { return progress.total }
    return lastFigures.flatMap { $0.promptTokens == 0 ? nil : $0 }.map { $0.promptTokens + $0.generatedTokens }
  }
}
