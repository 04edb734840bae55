import Chat

/// Tells thought, answer and tool calls apart in what the model writes, as it comes.
///
/// ```swift
/// parser.marker("<|channel>") + parser.text("thought\nHm.\n")  // [.thought("Hm.")]
/// parser.marker("<channel|>") + parser.text("Four.")           // [.answer("Four.")]
/// ```
/// Models do not always keep to the format, so nothing that comes is an error: markers that make no sense are dropped, a thought ends where a call
/// or the turn's end comes, and a call that cannot be read is an event of its own. However the text is cut, the events are the same once
/// neighbouring thoughts and answers are joined. Holds no more than one call (`ToolCallBuffer.limit` bytes).
public struct ReplyParser: Sendable {
  private enum State {
    case answer, channelName, thought, call
  }

  /// Whether a marker came that ends the reply; whatever comes after it is ignored.
  public private(set) var hasEnded = false
  /// Whether the reply ended inside a thought, so that its answer may be in there.
  public private(set) var endedInsideThought = false
  /// How many calls could be read so far.
  public private(set) var callCount = 0

  private var state = State.answer
  private var hasAnswer = false
  private var hasThought = false
  /// The beginning of a thought that may be the name of its channel.
  private var channelName = ""
  /// A newline at the end of a thought belongs to it only if more comes.
  private var holdsNewline = false
  private var needsSeparator = false
  private var call = ToolCallBuffer()

  /// A parser at the start of a reply.
  public init() {}

  /// Whether what comes next is thought.
  public var isInsideThought: Bool {
    state == .thought || state == .channelName
  }

  /// Takes a piece of text in, never a marker.
  public mutating func text(_ piece: String) -> [ReplyEvent] {
    guard !hasEnded, !piece.isEmpty else { return [] }
    switch state {
    case .answer: return answerText(piece)
    case .channelName:
      channelName += piece
      return settledChannelName()
    case .thought: return thoughtText(piece)
    case .call:
      call.append(text: piece)
      return []
    }
  }

  /// Takes a marker in by its name.
  public mutating func marker(_ name: String) -> [ReplyEvent] {
    guard !hasEnded else { return [] }
    guard let marker = Marker(rawValue: name) else {
      if state == .call { call.append(marker: name) }
      return []
    }
    switch marker {
    case .channelStart where state != .call:
      let events = endThought()
      state = .channelName
      channelName = ""
      needsSeparator = hasThought
      return events
    case .channelEnd where state != .call:
      return endThought()
    case .callStart:
      let events = endThought() + endCall(isFinished: false)
      state = .call
      call = ToolCallBuffer()
      return events
    case .callEnd:
      return endCall(isFinished: true)
    case .turnStart, .turnEnd, .end, .responseStart:
      return finish()
    default:
      if state == .call { call.append(marker: name) }
      return []
    }
  }

  /// Takes a piece from a scanner in.
  public mutating func append(_ piece: MarkerScanner.Piece) -> [ReplyEvent] {
    switch piece {
    case .text(let piece): text(piece)
    case .marker(let name): marker(name)
    }
  }

  /// Ends the reply where it is.
  public mutating func finish() -> [ReplyEvent] {
    guard !hasEnded else { return [] }
    endedInsideThought = isInsideThought
    let events = endThought() + endCall(isFinished: false)
    hasEnded = true
    return events
  }

  private mutating func answerText(_ piece: String) -> [ReplyEvent] {
    guard !hasAnswer else { return [.answer(piece)] }
    let text = String(piece.unicodeScalars.drop { $0.isTemplateSpace })
    guard !text.isEmpty else { return [] }
    hasAnswer = true
    return [.answer(text)]
  }

  private mutating func thoughtText(_ piece: String) -> [ReplyEvent] {
    guard !piece.isEmpty else { return [] }
    var text = holdsNewline ? "\n" + piece : piece
    holdsNewline = text.utf8.last == 0x0A
    if holdsNewline { text = String(text.unicodeScalars.dropLast()) }
    guard !text.isEmpty else { return [] }
    if needsSeparator { text = "\n\n" + text }
    needsSeparator = false
    hasThought = true
    return [.thought(text)]
  }

  /// Decides whether a thought begins with `NAME\n` as soon as that is certain; what is no name is thought.
  private mutating func settledChannelName() -> [ReplyEvent] {
    for (offset, byte) in channelName.utf8.enumerated() {
      if byte == 0x0A {
        state = .thought
        return thoughtText(String(decoding: channelName.utf8.dropFirst(offset + 1), as: UTF8.self))
      }
      guard ReplyParser.isNameByte(byte), offset < 32 else {
        state = .thought
        return thoughtText(channelName)
      }
    }
    return []
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  private mutating func endThought() -> [ReplyEvent] {
    guard isInsideThought else { return [] }
    var events: [ReplyEvent] = []
    if state == .channelName, !"thought".hasPrefix(channelName) { events = thoughtText(channelName) }
    holdsNewline = false
    state = .answer
    return events
  }

  /// Reads the call; one without its closing marker counts when it is complete all the same.
  private mutating func endCall(isFinished: Bool) -> [ReplyEvent] {
    guard state == .call else { return [] }
    state = .answer
    defer { call = ToolCallBuffer() }
    do {
      let call = try self.call.call(id: "call_\(callCount + 1)")
      callCount += 1
      return [.toolCall(call)]
    } catch {
      let reason = isFinished ? error : .unfinished
      return [.brokenToolCall(BrokenToolCall(text: call.shownText, reason: "\(reason)"))]
    }
  }
}
