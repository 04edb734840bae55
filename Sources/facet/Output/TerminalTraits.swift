import Foundation

/// What may be sent to a file descriptor: plain bytes, or the sequences of a terminal.
struct TerminalTraits: Sendable, Equatable {
  var isTerminal = false
  /// Whether a line can be drawn again in place.
  var canRedraw = false
  /// Whether text may be dimmed.
  var hasStyle = false
  /// Whether characters beyond ASCII are shown.
  var isUnicode = false

  /// The traits of a descriptor, by `TERM`, `NO_COLOR` and the locale's variables.
  static func of(descriptor: CInt, environment: [String: String]) -> TerminalTraits {
    traits(isTerminal: isatty(descriptor) == 1, environment: environment)
  }

  static func traits(isTerminal: Bool, environment: [String: String]) -> TerminalTraits {
    guard isTerminal else { return TerminalTraits() }
    let terminal = environment["TERM"] ?? ""
    let isCapable = !terminal.isEmpty && terminal != "dumb"
    let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty
    // The first of these that is set decides, as in setlocale(3).
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isUnicode = ["utf-8", "utf8"].contains { locale.lowercased().contains($0) }
    return TerminalTraits(
      isTerminal: true, canRedraw: isCapable, hasStyle: isCapable && !isPlain, isUnicode: isUnicode)
  }

  /// The width of the terminal behind a descriptor in columns, asked anew since windows change; 80 where nobody knows.
  static func columns(of descriptor: CInt) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
