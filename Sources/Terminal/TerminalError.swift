/// Why the terminal cannot be used for a full screen.
public enum TerminalError: Error, Equatable, Sendable {
  /// Input or output is no terminal.
  case notATerminal
  /// `TERM` names a terminal without a movable cursor, or none.
  case tooSimple(name: String)
  /// No description of the terminal is installed.
  case unknownTerminal(name: String)
  /// No UTF-8 locale is installed, which ncurses needs.
  case noLocale
  /// A call of the system failed.
  case system(call: String, reason: String)
}

extension TerminalError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  public var description: String {
    switch self {
    case .notATerminal:
      "The full screen needs a terminal for input and output; use --plain in a pipe."
    case .tooSimple(let name):
      "The terminal \"\(name)\" (TERM) cannot move its cursor; use --plain or set TERM to what the terminal is."
    case .unknownTerminal(let name):
      "There is no description of the terminal \"\(name)\" (TERM); install it (ncurses-term) or use --plain."
    case .noLocale:
      "No UTF-8 locale is installed; install one (C.UTF-8) or use --plain."
    case .system(let call, let reason):
      "The terminal refuses \(call): \(reason); use --plain."
    }
  }
}
