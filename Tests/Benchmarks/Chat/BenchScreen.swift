import Foundation
import Interface
import Screen
import Terminal

/// The chat on a terminal that nobody looks at.
final class BenchScreen {
  let session: TerminalSession
  private var state = ChatState(ChatSettings())
  private var world = ChatWorld()
  private let start = ContinuousClock.now
  private let theme: Theme

  init(_ size: Size) throws {
    var (main, side): (Int32, Int32) = (-1, -1)
    var window = winsize(ws_row: UInt16(size.height), ws_col: UInt16(size.width), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&main, &side, nil, nil, &window) == 0 else { throw CocoaError(.fileReadUnknown) }
    let reader = main
    // Somebody has to read what is painted, or the terminal would be full.
    Thread.detachNewThread {
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      while read(reader, &bytes, bytes.count) > 0 {}
    }
    setlocale(LC_ALL, "C.UTF-8")
    var options = TerminalSession.Options()
    options.probes = false
    session = try TerminalSession(
      input: side, output: side, environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], options: options)
    theme = try ThemeLibrary(folders: ["themes"]).theme(named: "dark")
  }

  func happen(_ event: ChatEvent) {
    let taken = ContinuousClock.now - start
    world.time = Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
    world.date = Date()
    _ = state.update(event, world)
  }

  func paint() { session.paint(state.render(session.size), theme: theme) }
}
