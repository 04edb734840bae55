import Screen

/// Says how far a long wait is, in a line now and then: a screen reader reads every one of them.
struct PlainProgress: Sendable, Equatable {
  private enum Wait: Sendable, Equatable { case loading, reading }

  /// Seconds until the first line; each further one takes three times as long to come.
  private static let patience = 5.0

  private var wait: Wait?
  /// When the next line is due.
  private(set) var dueAt: Double?
  private var pause = patience

  /// Looks at what is waited for, and gives a line if it is time for one.
  mutating func line(_ state: ChatState) -> String? {
    let current = Self.wait(state)
    if current != wait {
      (wait, pause) = (current, Self.patience)
      dueAt = current == nil ? nil : state.now + pause
    }
    guard let dueAt, dueAt <= state.now, let wait else { return nil }
    pause *= 3
    self.dueAt = state.now + pause
    return Self.text(wait, state)
  }

  private static func wait(_ state: ChatState) -> Wait? {
    if case .loading = state.model { return .loading }
    if case .reading(let done, let total)? = state.reply?.phase, done < total { return .reading }
    return nil
  }

  private static func text(_ wait: Wait, _ state: ChatState) -> String {
    var parts: [String] = []
    var left: TimeLeft?
    switch (wait, state.model, state.reply?.phase) {
    case (.loading, .loading(let loading), _):
      if let server = state.settings.server {
        parts = ["waiting for \(SafeText(oneLine: server.name).string)"]
      } else {
        parts = ["loading", Quantity.percent(loading.share)]
        left = loading
      }
    case (.reading, _, .reading(let done, let total)?):
      parts = ["reading \(Quantity.count(total)) tokens", Quantity.percent(Double(done) / Double(max(1, total)))]
      left = state.reply?.left
    default: break
    }
    if let seconds = left?.seconds(at: state.now) { parts.append("\(Quantity.wait(seconds)) left") }
    return parts.joined(separator: ", ")
  }
}
