import CCurses
import Foundation
import Screen

/// What a terminal can do, found out without taking it over: nothing is drawn, and it is left as it was found.
public struct TerminalSurvey: Sendable, Equatable {
  /// What it can do.
  public var capabilities: TerminalCapabilities
  /// Columns and rows.
  public var size: Size

  /// Wraps what is known.
  public init(capabilities: TerminalCapabilities, size: Size) {
    (self.capabilities, self.size) = (capabilities, size)
  }

  /// Asks the terminal, for a second at most; what is typed meanwhile is lost.
  ///
  /// - Throws: ``TerminalError`` where the full screen could not be used either.
  public static func ask(
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(TerminalError) -> TerminalSurvey {
    let tty = TTY(input: input, output: output)
    let name = environment["TERM"] ?? ""
    guard var settings = tty.settings(), isatty(output) == 1 else { throw .notATerminal }
    guard !["", "dumb", "unknown"].contains(name) else { throw .tooSimple(name: name) }
    let isUTF8 = CursesScreen.isUTF8Locale()
    let size = tty.size() ?? Size(width: 80, height: 24)
    let curses = try CursesScreen(terminals: [name, "xterm-256color", "xterm"], size: size)
    defer { withExtendedLifetime(curses) {} }
    guard !CursesScreen.capability("cup").isEmpty else { throw .tooSimple(name: name) }
    var capabilities = CursesScreen.promises(name: name, environment: environment, isUTF8: isUTF8)
    guard CapabilityProbe.isWorthwhile(name: name, capabilities) else {
      return TerminalSurvey(capabilities: capabilities, size: size)
    }
    _ = facet_restore_prepare(input, output, &settings, [], 0)
    facet_restore_on_death()
    defer { restore() }
    guard tty.setRaw(settings) else {
      throw .system(call: "tcsetattr", reason: String(cString: strerror(errno)))
    }
    var decoder = KeyDecoder()
    _ = CapabilityProbe(tty: tty).run(&capabilities, decoder: &decoder)
    return TerminalSurvey(capabilities: capabilities, size: size)
  }

  /// Gives the terminal back if the process must end while it is asked; may be called at any time.
  public static func restore() { facet_restore_now() }
}
