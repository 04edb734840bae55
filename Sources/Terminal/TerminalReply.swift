/// What a terminal answers to the questions of the probe.
public enum TerminalReply: Sendable, Equatable {
  /// The last answer of the probe: every terminal gives it.
  case attributes([Int])
  /// The keyboard protocol is understood; the flags that are on.
  case keyboard(flags: Int)
  /// A mode and its state: 0 unknown, 1 on, 2 off, 3 always on, 4 always off.
  case mode(Int, state: Int)
  /// Name and version.
  case name(String)
  /// The picture protocol's answer.
  case graphics(id: Int, isFine: Bool)
  /// Anything else.
  case other
}
