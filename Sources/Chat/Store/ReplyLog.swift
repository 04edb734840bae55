/// Collects a streaming reply into lines for the store, one a second.
///
/// ```swift
/// var log = ReplyLog(message: id)
/// for try await event in assistant.reply(to: conversation, options: options) {
///   try await store.append(log.take(event, at: secondsNow), to: conversationID)
/// }
/// ```
public struct ReplyLog: Sendable {
  private let message: Int
  private let interval: Double
  private var thought = ""
  private var answer = ""
  private var calls: [ToolCall] = []
  /// When the oldest text that is not in a line yet came.
  private var since: Double?

  /// A log of the reply with this number; text is held back for `interval` seconds at most.
  public init(message: Int, interval: Double = 1) {
    self.message = message
    self.interval = interval
  }

  /// Takes the next event, which came at `seconds` of any clock, and gives the lines that are due.
  public mutating func take(_ event: ReplyEvent, at seconds: Double) -> [StoreEntry] {
    switch event {
    case .thought(let text): thought += text
    case .answer(let text): answer += text
    case .toolCall(let call): calls.append(call)
    case .finished(let reason, let figures):
      return flush() + [.finished(message: message, reason, figures, calls)]
    case .loading, .reading, .brokenToolCall: break
    }
    return due(at: seconds)
  }

  /// The lines that are due although nothing came; to be asked now and then while a reply pauses.
  public mutating func due(at seconds: Double) -> [StoreEntry] {
    guard !thought.isEmpty || !answer.isEmpty else { return [] }
    guard let since else {
      self.since = seconds
      return []
    }
    return seconds - since >= interval ? flush() : []
  }

  /// What is held back, for a reply that ends without an end.
  public mutating func flush() -> [StoreEntry] {
    defer { (thought, answer, since) = ("", "", nil) }
    return thought.isEmpty && answer.isEmpty ? [] : [.more(message: message, thought: thought, answer: answer)]
  }
}
