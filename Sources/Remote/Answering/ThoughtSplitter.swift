import Chat

/// Tells thoughts from the answer where a server leaves both in one text.
///
/// ```text
/// <think>Hm.</think>Four.                       Qwen, DeepSeek and others
/// <|channel>thought\nHm.\n<channel|>Four.       Gemma 4
/// ```
/// A thought is looked for at the beginning only: further on the marks may be part of an answer about them. However the text is cut, the events are
/// the same once neighbours are joined.
struct ThoughtSplitter: Sendable {
  private enum State: Sendable {
    /// It is open yet whether the text begins with a thought.
    case beginning
    case thought(end: String)
    case answer
  }

  private static let marks = [("<think>", "</think>"), ("<|channel>thought", "<channel|>")]

  private var state = State.beginning
  /// What may be the beginning of a mark.
  private var held = ""

  /// Takes the next piece in.
  mutating func append(_ text: String) -> [ReplyEvent] {
    held += text
    var events: [ReplyEvent] = []
    if case .beginning = state { begin() }
    if case .thought(let end) = state { events += think(until: end) }
    if case .answer = state, !held.isEmpty {
      events.append(.answer(held))
      held = ""
    }
    return events
  }

  /// Ends the text: what was held back is what it is.
  mutating func finish() -> [ReplyEvent] {
    defer { (state, held) = (.answer, "") }
    guard !held.isEmpty else { return [] }
    if case .thought = state { return [.thought(held)] }
    return [.answer(held)]
  }

  /// Whether what comes next is thought.
  var isInsideThought: Bool { if case .thought = state { true } else { false } }

  private mutating func begin() {
    let text = held.drop(while: \.isWhitespace)
    guard !text.isEmpty else { return }
    for (start, end) in Self.marks where text.utf8.starts(with: start.utf8) {
      state = .thought(end: end)
      held = String(decoding: text.utf8.dropFirst(start.utf8.count), as: UTF8.self)
      return
    }
    // It may still become one.
    if Self.marks.contains(where: { $0.0.utf8.starts(with: text.utf8) }) { return }
    state = .answer
  }

  private mutating func think(until end: String) -> [ReplyEvent] {
    let bytes = Array(held.utf8)
    let mark = Array(end.utf8)
    if let place = Self.first(mark, in: bytes) {
      state = .answer
      held = String(decoding: bytes[(place + mark.count)...], as: UTF8.self)
      return place > 0 ? [.thought(String(decoding: bytes[..<place], as: UTF8.self))] : []
    }
    // The longest end that the mark may begin with.
    let kept =
      (0..<min(mark.count, bytes.count + 1)).reversed().first { bytes.suffix($0).elementsEqual(mark.prefix($0)) } ?? 0
    let thought = bytes.dropLast(kept)
    held = String(decoding: bytes.suffix(kept), as: UTF8.self)
    return thought.isEmpty ? [] : [.thought(String(decoding: thought, as: UTF8.self))]
  }

  private static func first(_ mark: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return (0...bytes.count - mark.count).first {
      bytes[$0] == mark[0] && bytes[$0..<$0 + mark.count].elementsEqual(mark)
    }
  }
}
