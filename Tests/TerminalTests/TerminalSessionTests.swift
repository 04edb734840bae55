import CCurses
import Foundation
import Screen
import Terminal
import Testing

/// ncurses knows one terminal at a time, and so do these tests.
@Suite(.serialized) struct TerminalSessionTests {
  private static let environment = ["TERM": "xterm-256color", "COLORTERM": "truecolor"]

  private func frame(_ lines: [SafeText], columns: Int = 40, rows: Int = 8) -> Frame {
    var frame = Frame(Size(width: columns, height: rows))
    for (y, line) in lines.enumerated() { frame.put(line, at: Point(x: 0, y: y), Style(.text)) }
    return frame
  }

  private func session(
    _ terminal: PseudoTerminal, environment: [String: String] = environment, probes: Bool = false, mouse: Bool = false,
    escapeTimeout: Int = 30
  ) throws -> TerminalSession {
    setenv("LC_ALL", "C.UTF-8", 1)
    var options = TerminalSession.Options()
    options.probes = probes
    options.usesMouse = mouse
    options.escapeTimeout = escapeTimeout
    return try TerminalSession(input: terminal.side, output: terminal.side, environment: environment, options: options)
  }

  @Test func setsTheTerminalAndBringsItBack() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let before = terminal.settings
    let session = try session(terminal, mouse: true)
    #expect(terminal.settings != before)
    session.paint(frame(["hello"]), theme: .monochrome)
    session.close()
    session.close()
    #expect(terminal.settings == before)
    let output = terminal.output(until: "\u{1B}[?1049l")
    var reader = ScreenReader(width: 40, height: 8)
    reader.read(output)
    #expect(reader.modes.subtracting(["?25", "?7"]).isEmpty, "left on: \(reader.modes)")
    #expect(reader.modes.contains("?25"), "the cursor is hidden")
    #expect(
      output.components(separatedBy: "\u{1B}[?1049h").count == 2
        && output.components(separatedBy: "\u{1B}[?1049l").count == 2)
  }

  @Test func paintsWhatTheTerminalThenShows() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let session = try session(terminal)
    defer { session.close() }
    var frame = frame(["plain text", "日本語 é e\u{301}", "👩‍👩‍👧‍👦|🇩🇪|1️⃣|❤️|नि|", "│ ─ █▌"])
    frame.put("end", at: Point(x: 37, y: 7), Style(.text, .bold))
    frame[Point(x: 30, y: 3)] = Frame.Cell("▀", Style(.text, foreground: Color(1, 2, 3), background: Color(4, 5, 6)))
    frame.cursor = Point(x: 5, y: 3)
    session.paint(frame, theme: .monochrome)
    session.paint(frame, theme: .monochrome)
    session.invalidate()
    terminal.type("!")
    var reader = ScreenReader(width: 40, height: 8)
    reader.read(terminal.output(until: "end") + terminal.output())
    #expect(reader.lines[0] == "plain text" && reader.lines[1] == "日本語 é e\u{301}")
    // The reader takes a family for four people; what follows stands in its column all the same.
    for x in [2, 5, 8, 11, 14] { #expect(reader.cells[2][x] == "|", "column \(x)") }
    #expect(reader.cells[3][0] == "│" && reader.cells[3][30] == "▀" && reader.looks[3][30] == "0;38;2;1;2;3;48;2;4;5;6")
    #expect(reader.lines[7].hasSuffix("end") && reader.looks[7][39] == "0;1" && reader.looks[0][0] == "")
    #expect(reader.cursor == (5, 3) && reader.modes.contains("?25"))
  }

  @Test func whateverIsPaintedIsShown() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let session = try session(terminal)
    defer { session.close() }
    var state: UInt64 = 3
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var frame = Frame(Size(width: 40, height: 8))
    let texts: [SafeText] = ["a", "word ", "日本", "é", "  ", "──", "𠮷", "\u{F0001}"]
    var lines: [SafeText] = []
    for round in 0..<120 {
      if next(4) == 0 {
        // A page that scrolls.
        lines.append("line \(round) \(texts[next(texts.count)])")
        frame = self.frame(Array(lines.suffix(7)))
      } else {
        for _ in 0..<6 {
          let style = Style(
            Role.allCases[next(Role.allCases.count)], foreground: next(2) == 0 ? nil : Color(UInt8(next(256)), 0, 9))
          frame.put(texts[next(texts.count)], at: Point(x: next(40), y: next(8)), style)
        }
      }
      session.paint(frame, theme: .monochrome)
    }
    frame.put("done!", at: Point(x: 0, y: 7), Style(.text))
    session.paint(frame, theme: .monochrome)
    var reader = ScreenReader(width: 40, height: 8)
    reader.read(terminal.output(until: "done!") + terminal.output().suffix(0))
    #expect(reader.lines == frame.snapshot)
  }

  @Test func writesOnlyWhatChanged() throws {
    let terminal = try PseudoTerminal(columns: 120, rows: 40)
    defer { terminal.hangUp() }
    let session = try session(terminal)
    defer { session.close() }
    var frame = frame(
      (0..<40).map { SafeText("line \($0) of many words that stay as they are") }, columns: 120, rows: 40)
    session.paint(frame, theme: .monochrome)
    let before = terminal.output(until: "line 39").utf8.count
    frame.put("X", at: Point(x: 60, y: 20), Style(.text))
    session.paint(frame, theme: .monochrome)
    #expect(terminal.output(until: "X").utf8.count - before < 40)
  }

  @Test func drawsInASCIIWithoutUTF8() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    setenv("LC_ALL", "C", 1)
    defer { setenv("LC_ALL", "C.UTF-8", 1) }
    var options = TerminalSession.Options()
    options.probes = false
    let session = try TerminalSession(
      input: terminal.side, output: terminal.side, environment: TerminalSessionTests.environment, options: options)
    defer { session.close() }
    #expect(!session.capabilities.isUTF8)
    session.paint(frame(["▕██▏ ─│ 日 é end"]), theme: .monochrome)
    let output = terminal.output(until: "end")
    #expect(output.contains("[##] -| ?? e end") && output.utf8.count == output.unicodeScalars.count)
  }

  @Test func learnsFromTheTerminalWhatItCanDo() throws {
    let answer = "\u{1B}P>|kitty(0.38.0)\u{1B}\\\u{1B}[?0u\u{1B}[?2026;2$yq\u{1B}[?62c"
    let terminal = try PseudoTerminal(answers: [
      ("\u{1B}[?2026$p", answer), ("\u{1B}_Gi=31", "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62c"),
    ])
    defer { terminal.hangUp() }
    let session = try session(terminal, environment: ["TERM": "xterm-256color"], probes: true)
    let capabilities = session.capabilities
    #expect(capabilities.name == "kitty(0.38.0)" && capabilities.depth == .trueColor)
    #expect(capabilities.hasKittyKeyboard && capabilities.hasSynchronizedOutput && capabilities.hasKittyPictures)
    #expect(session.readEvents() == [.text("q")], "what was typed meanwhile is kept")
    session.paint(frame(["hello"]), theme: .monochrome)
    #expect(terminal.output(until: "\u{1B}[?2026l").contains("\u{1B}[?2026h"))
    let rgb = [UInt8](repeating: 7, count: 3 * 64 * 64)
    #expect(session.transmit(picture: 42, rgb: rgb, width: 64, height: 64, size: Size(width: 4, height: 2)))
    session.close()
    let output = terminal.output(until: "\u{1B}[?1049l")
    #expect(
      output.contains("\u{1B}_Ga=T,U=1,q=2,f=24,i=42,s=64,v=64,c=4,r=2,m=1;") && output.contains("\u{1B}_Gq=2,m=0;"))
    #expect(output.contains("\u{1B}_Ga=d,d=I,i=42,q=2\u{1B}\\"))
    #expect(output.contains("\u{1B}[>5u") && output.contains("\u{1B}[<u"))
  }

  @Test func doesNotWaitForASilentTerminal() throws {
    let terminal = try PseudoTerminal(answers: [])
    defer { terminal.hangUp() }
    let start = ContinuousClock().now
    let session = try session(terminal, environment: ["TERM": "xterm-256color"], probes: true)
    session.close()
    #expect(ContinuousClock().now - start < .seconds(60))
    #expect(session.capabilities.depth == .indexed256 && !session.capabilities.hasKittyKeyboard)
  }

  @Test func choosesColoursByEnvironment() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let cases: [([String: String], ColorDepth)] = [
      (["TERM": "xterm-256color", "NO_COLOR": "1", "COLORTERM": "truecolor"], .none),
      (["TERM": "xterm-256color"], .indexed256),
      (["TERM": "xterm"], .ansi16), (["TERM": "vt100"], .none), (["TERM": "tmux-256color"], .trueColor),
      (["TERM": "no-such-terminal"], .indexed256),
    ]
    for (environment, depth) in cases {
      let session = try session(terminal, environment: environment)
      #expect(session.capabilities.depth == depth, "\(environment)")
      session.close()
    }
  }

  @Test func refusesWhatIsNoTerminal() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    #expect(throws: TerminalError.tooSimple(name: "dumb")) { try session(terminal, environment: ["TERM": "dumb"]) }
    let null = open("/dev/null", O_RDWR)
    defer { close(null) }
    #expect(throws: TerminalError.notATerminal) {
      try TerminalSession(input: null, output: null, environment: ["TERM": "xterm"])
    }
  }

  @Test func readsKeysAndPastes() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let session = try session(terminal)
    defer { session.close() }
    terminal.type("hé\u{1B}[A\u{1B}[200~a\rb\u{1B}[201~\u{3}\u{1B}")
    usleep(50_000)
    #expect(session.readEvents() == [.text("hé"), .key(.up, []), .paste("a\nb"), .key(.character("c"), .control)])
    #expect(session.inputTimeout.map { (0...30).contains($0) } == true)
    usleep(40_000)
    #expect(session.inputTimeout == 0)
    #expect(session.inputTimedOut() == [.key(.escape, [])] && session.inputTimeout == nil)
    #expect(session.readEvents().isEmpty && !session.isHungUp)
  }

  /// What `terminal` types is read as soon as it has arrived.
  private func typed(_ session: TerminalSession) -> [InputEvent] {
    var ready = pollfd(fd: session.fileDescriptor, events: Int16(POLLIN), revents: 0)
    poll(&ready, 1, 5000)
    return session.readEvents()
  }

  @Test func anEscIsNoKeyBeforeItsTimeHoweverOftenOneAsks() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let session = try session(terminal, escapeTimeout: 60_000)
    defer { session.close() }
    terminal.type("\u{1B}")
    #expect(typed(session).isEmpty)
    for _ in 0..<100 { #expect(session.inputTimedOut().isEmpty && session.readEvents().isEmpty) }
    #expect(session.inputTimeout.map { (50_000...60_000).contains($0) } == true)
    terminal.type("[A")
    #expect(typed(session) == [.key(.up, [])])
    #expect(session.inputTimeout == nil)
  }

  @Test func aPasteIsNotGivenUpBeforeItsTime() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let session = try session(terminal, escapeTimeout: 60_000)
    defer { session.close() }
    terminal.type("\u{1B}[200~one\r")
    #expect(typed(session).isEmpty)
    for _ in 0..<100 { #expect(session.inputTimedOut().isEmpty) }
    terminal.type("two\u{1B}[201~")
    #expect(typed(session) == [.paste("one\ntwo")])
  }

  @Test func aPasteWithoutItsEndIsGivenUpAfterManySilentWaits() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let session = try session(terminal, escapeTimeout: 1)
    defer { session.close() }
    terminal.type("\u{1B}[200~one")
    #expect(typed(session).isEmpty)
    var waits = 0
    var events: [InputEvent] = []
    while events.isEmpty, waits < 1000 {
      usleep(2_000)
      events = session.inputTimedOut()
      waits += 1
    }
    #expect(events == [.paste("one")])
    #expect(waits >= 40)
  }

  @Test func resizesAndRedraws() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let session = try session(terminal)
    defer { session.close() }
    session.paint(frame(["before"]), theme: .monochrome)
    for step in 0..<200 { session.resize(to: Size(width: 1 + step % 90, height: 1 + step % 31)) }
    terminal.setSize(columns: 60, rows: 12)
    session.resize(to: session.currentSize())
    #expect(session.size == Size(width: 60, height: 12))
    var frame = frame(["top"], columns: 60, rows: 12)
    frame.put("corner", at: Point(x: 54, y: 11), Style(.text))
    session.paint(frame, theme: .monochrome)
    var reader = ScreenReader(width: 60, height: 12)
    reader.read(terminal.output(until: "corner"))
    #expect(reader.lines == frame.snapshot)
  }

  @Test func givesTheTerminalBackForAWhile() throws {
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let before = terminal.settings
    let session = try session(terminal)
    let raw = terminal.settings
    session.paint(frame(["hello"]), theme: .monochrome)
    session.suspend()
    #expect(terminal.settings == before)
    session.resume()
    #expect(terminal.settings == raw)
    session.paint(frame(["again"]), theme: .monochrome)
    #expect(terminal.output(until: "again").contains("\u{1B}[?1049l"))
    session.close()
    #expect(terminal.settings == before)
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func bringsTheTerminalBackWhenASignalKills(_ number: Int32) throws {
    // The child of a test may do nothing but die.
    let symbol = try #require(dlsym(nil, "fork"))
    let fork = unsafeBitCast(symbol, to: (@convention(c) () -> Int32).self)
    let terminal = try PseudoTerminal()
    defer { terminal.hangUp() }
    let before = terminal.settings
    let session = try session(terminal)
    session.paint(frame(["hello"]), theme: .monochrome)
    let child = fork()
    if child == 0 {
      // Tests run on threads that take no signals.
      var none = sigset_t()
      sigemptyset(&none)
      pthread_sigmask(SIG_SETMASK, &none, nil)
      raise(number)
      _exit(0)
    }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    #expect(status & 0x7F == number)
    #expect(terminal.settings == before)
    #expect(terminal.output(until: "\u{1B}[?1049l").contains("\u{1B}[?2004l"))
    session.close()
  }

  @Test func namesPicturesByMarks() {
    #expect(PicturePlaceholder.marks.count == 297)
    #expect(PicturePlaceholder.marks.prefix(5).map(\.value) == [0x305, 0x30D, 0x30E, 0x310, 0x312])
    #expect(PicturePlaceholder.marks.last?.value == 0x1D244)
    let cells = PicturePlaceholder.cells(id: 0x010203, size: Size(width: 2, height: 1))
    #expect(cells.map(\.text) == ["\u{10EEEE}\u{305}\u{305}", "\u{10EEEE}\u{305}\u{30D}"])
    #expect(cells[0].style.foreground == Color(1, 2, 3) && TextWidth.of(cells[1].text) == 1)
  }
}
