import CCurses
import Foundation
import Screen

/// A terminal taken over for a full screen, until `close`.
///
/// ```swift
/// let session = try TerminalSession()
/// defer { session.close() }
/// session.paint(frame, theme: .monochrome)
/// // poll() on session.fileDescriptor, at most session.inputTimeout; then
/// for event in session.readEvents() { … }
/// ```
/// It belongs to one thread. There can be only one at a time. Whichever way the program ends (`exit`, an error, a signal that kills), the terminal
/// is brought back first; only SIGKILL prevents that.
public final class TerminalSession {
  /// What the user may choose.
  public struct Options: Sendable {
    /// Fewer colours than the terminal has, if not nil.
    public var depth: ColorDepth?
    /// Whether clicks and the wheel are reported; the terminal's own selection then needs Shift.
    public var usesMouse = false
    /// Whether the terminal is asked what it can do.
    public var probes = true
    /// How long a lone Esc is waited for, in milliseconds.
    public var escapeTimeout = 30

    /// The usual choices.
    public init() {}
  }

  /// What the terminal can do.
  public private(set) var capabilities: TerminalCapabilities
  /// Columns and rows.
  public private(set) var size: Size

  private let tty: TTY
  private let options: Options
  private var saved: termios
  private let curses: CursesScreen
  private var decoder: KeyDecoder
  private var table: CellTable
  private var painted: (frame: Frame, theme: Theme)?
  private var early: [InputEvent]
  /// Since when nothing has come, or since when what waits was last asked after.
  private var silentSince = ContinuousClock.now
  private var pictures: Set<Int> = []
  private var modes: TerminalModes
  private var isActive = false
  private var isClosed = false
  private let enterScreen: String, leaveScreen: String

  /// Takes the terminal over.
  public init(
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO,
    environment: [String: String] = ProcessInfo.processInfo.environment, options: Options = Options()
  ) throws(TerminalError) {
    let tty = TTY(input: input, output: output)
    let name = environment["TERM"] ?? ""
    guard let settings = tty.settings(), isatty(output) == 1 else { throw .notATerminal }
    guard !["", "dumb", "unknown"].contains(name) else { throw .tooSimple(name: name) }
    let isUTF8 = CursesScreen.isUTF8Locale()
    let size = tty.size() ?? Size(width: 80, height: 24)
    // Over ssh the description of a new terminal is often missing; most of those understand xterm's.
    curses = try CursesScreen(terminals: [name, "xterm-256color", "xterm"], size: size)
    guard !CursesScreen.capability("cup").isEmpty else { throw .tooSimple(name: name) }
    self.tty = tty
    self.options = options
    self.size = size
    saved = settings

    var capabilities = CursesScreen.promises(name: name, environment: environment, isUTF8: isUTF8)
    enterScreen = CursesScreen.capability("smcup")
    leaveScreen = CursesScreen.capability("rmcup")
    var decoder = KeyDecoder()
    decoder.eraseByte = withUnsafeBytes(of: settings.c_cc) { $0[Int(VERASE)] }
    var early: [InputEvent] = []
    let raw = tty.setRaw(settings)
    if raw, options.probes, CapabilityProbe.isWorthwhile(name: name, capabilities) {
      early = CapabilityProbe(tty: tty).run(&capabilities, decoder: &decoder)
    }
    if let limit = options.depth { capabilities.depth = min(capabilities.depth, limit) }
    self.capabilities = capabilities
    self.decoder = decoder
    self.early = early
    modes = TerminalModes(capabilities: capabilities, usesMouse: options.usesMouse)
    table = CellTable(theme: .monochrome, capabilities: capabilities)
    guard raw else { throw .system(call: "tcsetattr", reason: String(cString: strerror(errno))) }
    facet_restore_on_death()
    enter()
  }

  deinit { close() }

  // MARK: Coming and going

  /// Gives the terminal back to the shell for a while: the user's editor, Ctrl-Z.
  public func suspend() {
    guard isActive else { return }
    isActive = false
    facet_restore_now()
    pictures.removeAll()
  }

  /// Takes the terminal again after `suspend`; the next `paint` draws everything.
  public func resume() {
    guard !isActive, !isClosed else { return }
    if let settings = tty.settings() { saved = settings }
    _ = tty.setRaw(saved)
    if let size = tty.size(), size != self.size { resize(to: size) }
    enter()
  }

  /// Stops the program as Ctrl-Z does everywhere, and comes back when the shell continues it.
  public func stopProcess() {
    suspend()
    facet_stop_process()
    resume()
  }

  /// Brings the terminal back as it was found; may be called twice.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    suspend()
  }

  private func enter() {
    isActive = true
    prepareRestoring()
    curses.redrawAll()
    painted = nil
    // ncurses would switch the screen on its own at its first output; the modes must come after that.
    _ = curses.drain()
    tty.write(Array((enterScreen + modes.on).utf8))
  }

  /// Keeps what brings the terminal back at hand for a signal handler.
  private func prepareRestoring() {
    // First the end of whatever may have been cut off in the middle.
    var text = "\u{1B}\\" + (capabilities.hasSynchronizedOutput ? "\u{1B}[?2026l" : "")
    for id in pictures.sorted() { text += PicturePlaceholder.deletion(id: id) }
    text += modes.off + "\u{1B}[?7h" + CursesScreen.capability("sgr0") + CursesScreen.capability("cnorm") + leaveScreen
    // Where there is no other screen to go back to, the shell goes on below what stands there.
    if leaveScreen.isEmpty { text += "\u{1B}[999;1H\u{1B}[K\r\n" }
    let bytes = Array(text.utf8)
    _ = facet_restore_prepare(tty.input, tty.output, &saved, bytes, bytes.count)
  }

  // MARK: Painting

  /// Shows a frame; only what has changed is written.
  public func paint(_ frame: Frame, theme: Theme) {
    guard isActive else { return }
    if painted == nil || painted?.theme != theme {
      table = CellTable(theme: theme, capabilities: capabilities)
      painted = nil
      curses.redrawAll()
    }
    update(frame)
    if table.isFull {
      // All characters are taken: begin again with those that are on the screen.
      table.reset()
      painted = nil
      curses.redrawAll()
      update(frame)
    }
    painted = (frame, theme)
    let cursor = frame.cursor.map { Point(x: max(0, min(size.width - 1, $0.x)), y: max(0, min(size.height - 1, $0.y))) }
    curses.setCursor(visible: cursor != nil)
    let output = OutputTranslator.translate(
      curses.refresh(cursor: cursor ?? Point(x: size.width - 1, y: size.height - 1)), table: table)
    guard !output.isEmpty else { return }
    tty.write(capabilities.hasSynchronizedOutput ? TerminalModes.begin + output + TerminalModes.end : output)
  }

  private func update(_ frame: Frame) {
    var codes = [UInt32](repeating: CellTable.space, count: size.width)
    for row in 0..<size.height {
      if let painted, painted.frame.hasSameRow(row, as: frame) { continue }
      var column = 0
      codes.removeAll(keepingCapacity: true)
      while column < size.width {
        guard row < frame.size.height, column < frame.size.width else {
          codes.append(CellTable.space)
          column += 1
          continue
        }
        let cell = frame.id(column: column, row: row)
        let fits = !cell.isContinuation && (!cell.isWide || column + 1 < size.width)
        codes.append(fits ? table.code(for: cell) : CellTable.space)
        column += fits && cell.isWide ? 2 : 1
      }
      curses.put(row: row, codes: codes)
    }
  }

  /// Draws everything anew at the next `paint`: after another program wrote on the terminal.
  public func invalidate() {
    painted = nil
  }

  /// Sends a sequence of the program's own that shows nothing, such as one for the clipboard.
  public func send(_ sequence: [UInt8]) {
    if isActive { tty.write(sequence) }
  }

  /// Takes over another size; the next `paint` draws everything.
  public func resize(to size: Size) {
    self.size = Size(width: max(1, size.width), height: max(1, size.height))
    curses.resize(to: self.size)
    painted = nil
  }

  /// Columns and rows as the tty says now; for `resize(to:)` after SIGWINCH.
  public func currentSize() -> Size { tty.size() ?? size }

  /// Width and height of a cell in pixels, where the terminal tells.
  public var cellPixels: Size? { tty.cellPixels() }

  // MARK: Input

  /// What `poll` waits for.
  public var fileDescriptor: Int32 { tty.input }

  /// How long to wait at most from now on, in milliseconds, because an Esc stands alone so far; nil when nothing waits.
  ///
  /// When that is 0 and nothing can be read, call `inputTimedOut`.
  public var inputTimeout: Int? {
    guard early.isEmpty else { return 0 }
    guard decoder.isWaiting else { return nil }
    let left = .milliseconds(options.escapeTimeout) - (ContinuousClock.now - silentSince)
    return max(0, Int((left / .milliseconds(1)).rounded(.up)))
  }

  /// Whether the terminal is gone.
  public private(set) var isHungUp = false

  /// What was done since the last time; never waits.
  public func readEvents() -> [InputEvent] {
    var events = early
    early = []
    guard isActive else { return events }
    guard let bytes = tty.readAvailable() else {
      isHungUp = true
      return events
    }
    if !bytes.isEmpty { silentSince = .now }
    events += TerminalSession.events(decoder.append(bytes))
    return TerminalSession.merged(events)
  }

  /// What waited and was complete after all; nothing before its time, however often this is asked.
  public func inputTimedOut() -> [InputEvent] {
    guard inputTimeout == 0 else { return [] }
    var events = early
    early = []
    if inputTimeout == 0 {
      silentSince = .now
      events += TerminalSession.events(decoder.timeout())
    }
    return TerminalSession.merged(events)
  }

  private static func events(_ inputs: [TerminalInput]) -> [InputEvent] {
    inputs.compactMap { input in
      if case .event(let event) = input { return event }
      return nil
    }
  }

  /// Text that came together stays together.
  private static func merged(_ events: [InputEvent]) -> [InputEvent] {
    var result: [InputEvent] = []
    var text = ""
    for event in events {
      if case .text(let more) = event {
        text += more
        continue
      }
      if !text.isEmpty { result.append(.text(text)) }
      text = ""
      result.append(event)
    }
    if !text.isEmpty { result.append(.text(text)) }
    return result
  }

  /// Asks for key releases, for the time of a recording, or no longer; false where the terminal cannot tell.
  @discardableResult
  public func setReportsReleases(_ isOn: Bool) -> Bool {
    guard capabilities.hasKittyKeyboard, !capabilities.isTmux else { return false }
    modes.reportsReleases = isOn
    if isActive { tty.write(Array(modes.keyboard.utf8)) }
    return true
  }

  // MARK: Pictures

  /// Hands a picture over, to be shown by `PicturePlaceholder.cells(id:size:)`; false where the terminal shows none.
  ///
  /// A picture stays until `forget`, `suspend` or `close`.
  ///
  /// - Parameter rgb: 8-bit red, green and blue, row by row: `[height, width, 3]`.
  @discardableResult
  public func transmit(picture id: Int, rgb: [UInt8], width: Int, height: Int, size: Size) -> Bool {
    guard isActive, capabilities.hasKittyPictures, id > 0, id < 1 << 24, width > 0, height > 0,
      rgb.count / 3 / width == height,
      rgb.count == 3 * width * height, (1...256).contains(size.width), (1...256).contains(size.height)
    else { return false }
    pictures.insert(id)
    prepareRestoring()
    return tty.write(PicturePlaceholder.transmission(id: id, rgb: rgb, width: width, height: height, size: size))
  }

  /// Whether a picture is with the terminal; not any more after `suspend`.
  public func has(picture id: Int) -> Bool { pictures.contains(id) }

  /// Makes the terminal forget a picture.
  public func forget(picture id: Int) {
    guard pictures.remove(id) != nil, isActive else { return }
    tty.write(Array(PicturePlaceholder.deletion(id: id).utf8))
    prepareRestoring()
  }
}
