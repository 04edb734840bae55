/// Something that plain mode writes.
public enum PlainOutput: Sendable, Equatable {
  /// The next piece of a reply, as the model wrote it.
  case answer(String)
  /// The next piece of what the model thinks.
  case thought(String)
  /// The reply is over: what follows begins a line.
  case endOfReply
  /// Lines that were asked for.
  case lines([String])
  /// A sentence for the person, no part of what was asked for.
  case note(String)
  /// Another line is awaited.
  case prompt
}

/// How plain mode ends.
public enum PlainEnding: Sendable, Equatable {
  /// Everything was done.
  case finished
  /// Something failed, and nobody is there to do it in another way.
  case failed
  /// Ctrl-C.
  case interrupted
}
