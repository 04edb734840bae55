import CCurses
import Foundation
import Screen

/// The screen as ncurses knows it: it is given rows of characters and says what must be written so that they stand there.
///
/// It writes into memory, and knows nothing of the tty.
final class CursesScreen {
  private let file: UnsafeMutablePointer<FILE>
  private let screen: OpaquePointer
  private(set) var size: Size

  /// - Parameter names: Terminals to try, the right one first.
  init(terminals names: [String], size: Size) throws(TerminalError) {
    guard CursesScreen.useUTF8Locale() else { throw .noLocale }
    guard let file = facet_memory_file() else {
      throw .system(call: "memfd_create", reason: String(cString: strerror(errno)))
    }
    // The size comes from the tty, and nobody waits for slow terminals of old.
    use_env(false)
    setenv("NCURSES_NO_PADDING", "1", 1)
    let handlers = SignalHandlers()
    defer { handlers.restore() }
    for name in names {
      guard let screen = newterm(name, file, file) else { continue }
      self.file = file
      self.screen = screen
      self.size = size
      // Input is nobody's business here.
      typeahead(-1)
      facet_screen_setup()
      resize(to: size)
      // Its first output switches the screen, which is the session's business.
      _ = refresh(cursor: Point(x: 0, y: 0))
      return
    }
    fclose(file)
    throw .unknownTerminal(name: names.first ?? "")
  }

  deinit {
    endwin()
    delscreen(screen)
    fclose(file)
  }

  func resize(to size: Size) {
    self.size = size
    resizeterm(Int32(clamping: size.height), Int32(clamping: size.width))
    facet_redraw_all()
  }

  func put(row: Int, codes: [UInt32]) {
    _ = facet_add_row(Int32(row), codes, Int32(codes.count))
  }

  /// Draws everything anew at the next refresh.
  func redrawAll() { facet_redraw_all() }

  func setCursor(visible: Bool) { curs_set(visible ? 1 : 0) }

  /// What must be written to show the rows, with the cursor at a place.
  func refresh(cursor: Point) -> [UInt8] {
    _ = facet_refresh(Int32(clamping: cursor.y), Int32(clamping: cursor.x))
    return drain()
  }

  /// What ncurses has written since the last time.
  func drain() -> [UInt8] {
    fflush(file)
    let descriptor = fileno(file)
    let count = lseek(descriptor, 0, SEEK_END)
    guard count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let read = pread(descriptor, &bytes, bytes.count, 0)
    ftruncate(descriptor, 0)
    lseek(descriptor, 0, SEEK_SET)
    return Array(bytes.prefix(max(0, read)))
  }

  /// A sequence of the terminal's description, without the waits in it.
  static func capability(_ name: String) -> String {
    guard let text = facet_capability_text(name) else { return "" }
    var result = ""
    var rest = Substring(String(cString: text))
    while let start = rest.range(of: "$<"), let end = rest[start.upperBound...].firstIndex(of: ">") {
      result += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// What the environment and the description of the terminal in use promise.
  static func promises(name: String, environment: [String: String], isUTF8: Bool) -> TerminalCapabilities {
    var capabilities = TerminalCapabilities()
    capabilities.isUTF8 = isUTF8
    capabilities.isTmux = environment["TMUX"].map { !$0.isEmpty } ?? false || name.hasPrefix("tmux")
    capabilities.hasItalic = !capability("sitm").isEmpty
    capabilities.depth = TerminalCapabilities.depth(
      environment: environment, colors: Int(facet_capability_number("colors")),
      promisesTrueColor: capabilities.isTmux || facet_capability_flag("Tc") != 0 || facet_capability_flag("RGB") != 0)
    return capabilities
  }

  /// Whether the user's locale is UTF-8; call it before anything else is asked of the C library about characters.
  static func isUTF8Locale() -> Bool {
    setlocale(LC_CTYPE, "")
    return nl_langinfo(Int32(CODESET)).map { String(cString: $0) == "UTF-8" } ?? false
  }

  /// The characters that stand for cells are needed with their widths, whatever the user's locale.
  private static func useUTF8Locale() -> Bool {
    for name in ["C.UTF-8", "", "en_US.UTF-8"] {
      if setlocale(LC_CTYPE, name) != nil, facet_character_width(0xF0000) == 1, facet_character_width(0x20000) == 2 {
        return true
      }
    }
    return false
  }
}

/// The handlers of signals that ncurses would like to have.
private struct SignalHandlers {
  private let saved: [(Int32, sigaction)]

  init() {
    saved = [SIGINT, SIGTERM, SIGTSTP, SIGWINCH].map { number in
      var action = sigaction()
      sigaction(number, nil, &action)
      return (number, action)
    }
  }

  func restore() {
    for (number, action) in saved {
      var action = action
      sigaction(number, &action, nil)
    }
  }
}
