import Screen
import Testing

@testable import Interface

@Suite struct CommandTests {
  private func parse(_ line: String, isReplying: Bool = false) -> CommandLine {
    CommandLine.parse(
      line, isReplying: isReplying, home: "/home/me",
      exists: { ["/tmp/a.png", "/tmp/my shot.png", "/help/x", "/quit", "/tmp"].contains($0) },
      choices: { $0 == .theme ? ["dark", "light"] : nil })
  }

  @Test func readsCommands() {
    #expect(parse("/help") == .command(.help, argument: ""))
    #expect(parse("/Rename  the red build ") == .command(.rename, argument: "the red build"))
    #expect(parse("/temperature 0.7") == .command(.temperature, argument: "0.7"))
    #expect(parse("/theme dark") == .command(.theme, argument: "dark"))
  }

  @Test func aPathThatExistsIsAPath() {
    #expect(parse("/tmp/a.png what?") == .path("/tmp/a.png", rest: "what?"))
    #expect(parse("/tmp/my\\ shot.png") == .path("/tmp/my shot.png", rest: ""))
    #expect(parse("/quit") == .path("/quit", rest: ""))
    #expect(parse("/tmp is full") == .path("/tmp", rest: "is full"))
  }

  @Test(arguments: ["hello", " /help", "//comment", "/", "/ a", "/5 of it", "hello /help"])
  func messages(_ line: String) {
    #expect(parse(line) == .message)
  }

  @Test func refusesWithTheNearest() {
    #expect(parse("/tempratur 1") == .refused(.unknown("tempratur", nearest: .temperature)))
    #expect(parse("/xyzzy") == .refused(.unknown("xyzzy", nearest: nil)))
    #expect(parse("/tmp/none.png") == .refused(.missingFile("/tmp/none.png")))
    #expect(parse("/new", isReplying: true) == .refused(.notDuringReply(.new)))
    #expect(parse("/stats now") == .refused(.needless(.stats, "now")))
    #expect(parse("/temperature hot") == .refused(.notANumber(.temperature, "hot", 0...2)))
    #expect(parse("/temperature nan") == .refused(.notANumber(.temperature, "nan", 0...2)))
    #expect(parse("/theme neon") == .refused(.notAChoice(.theme, "neon", ["dark", "light"])))
    #expect(
      "\(CommandError.unknown("tempratur", nearest: .temperature))"
        == "there is no command /tempratur; did you mean /temperature?")
  }

  @Test func everyCommandHasASummaryAndIsFoundByItsName() {
    for command in Command.allCases {
      #expect(!command.summary.isEmpty && TextWidth.of(command.summary) <= 48)
      #expect(Command.matching(command.name).first == command)
    }
  }

  @Test func theMenuHasPrefixesFirst() {
    #expect(Command.matching("") == Command.allCases)
    #expect(Command.matching("t") == [.think, .theme, .temperature].sorted { $0.name.count < $1.name.count })
    #expect(Command.matching("rgn").first == .regenerate)
    #expect(Command.palette("colours").first == .theme)
  }

  @Test func tabCompletesAndEnterRuns() throws {
    var typist = Typist()
    typist.type("/st")
    #expect(typist.composer.state == .choosing && typist.composer.ghost == "ats")
    try typist.press("tab")
    #expect(typist.text == "/stats")
    try typist.press("enter")
    #expect(typist.actions == [.command(.stats, argument: "")])
    typist.type("/te")
    try typist.press("enter")
    #expect(typist.text == "/temperature ")
    typist.type("1")
    try typist.press("enter")
    #expect(typist.actions.last == .command(.temperature, argument: "1"))
  }

  @Test func escapeClosesTheMenuUntilAnotherCommand() throws {
    var typist = Typist()
    typist.type("/st")
    try typist.press("escape")
    typist.type("a")
    #expect(typist.composer.state == .editing)
    try typist.press("ctrl-u")
    typist.type("/s")
    #expect(typist.composer.state == .choosing)
  }

  @Test func aRefusedCommandStays() throws {
    var typist = Typist()
    typist.type("/xyzzy")
    try typist.press("enter")
    #expect(typist.text == "/xyzzy" && typist.actions == [.refused(.unknown("xyzzy", nearest: nil))])
  }
}

@Suite struct CommandKeyTests {
  @Test(
    arguments: [
      ("ctrl-g", Key.character("g"), KeyModifiers.control), ("alt-enter", .enter, .alt), ("F1", .function(1), []),
      ("Ctrl+Alt+x", .character("x"), [.control, .alt]), ("ctrl-_", .character("_"), .control),
      ("ctrl--", .character("-"), .control), ("alt-<", .character("<"), .alt), ("page-up", .pageUp, []),
      ("ctrl-space", .space, .control), ("shift-tab", .tab, .shift), ("esc", .escape, []),
      ("ctrl-+", .character("+"), .control),
    ] as [(String, Key, KeyModifiers)])
  func readsNames(_ name: String, _ key: Key, _ modifiers: KeyModifiers) throws {
    let chord = try KeyChord(name)
    #expect(chord == KeyChord(key, modifiers))
    #expect(try KeyChord(chord.name) == chord)
  }

  @Test(
    arguments: [
      ("", KeyChordError.empty), ("a", .plainCharacter("a")), ("ctrl-i", .sameAs("ctrl-i", "tab")),
      ("ctrl-entr", .unknownKey("entr", nearest: "enter")), ("hyper-x", .unknownModifier("hyper", in: "hyper-x")),
      ("ctrl-ctrl-x", .repeatedModifier("ctrl", in: "ctrl-ctrl-x")), ("f25", .unknownKey("f25", nearest: nil)),
      ("space", .plainCharacter("space")),
    ] as [(String, KeyChordError)])
  func refusesNames(_ name: String, _ error: KeyChordError) {
    #expect(throws: error) { try KeyChord(name) }
    #expect(!"\(error)".isEmpty)
  }

  @Test func theDefaultsAreWithoutConflictAndReadable() throws {
    var owners: [KeyChord: KeyAction] = [:]
    for action in KeyAction.allCases {
      #expect(!action.defaultKeys.isEmpty)
      for key in action.defaultKeys { #expect(owners.updateValue(action, forKey: try KeyChord(key)) == nil, "\(key)") }
    }
  }

  @Test func theConfigurationChangesKeys() throws {
    let bindings = try KeyBindings(changes: [("send", ["ctrl-enter"]), ("newline", ["enter"]), ("record", ["ctrl-k"])])
    #expect(bindings.action(for: .enter, []) == .newline)
    #expect(bindings.action(for: .enter, .control) == .send)
    #expect(bindings.displaced == [try KeyChord("ctrl-k"): .killToLineEnd])
    #expect(bindings.keys(for: .killToLineEnd).isEmpty)
  }

  @Test func findsConflictsAndMistakes() throws {
    #expect(throws: KeyBindingsError.unknownAction("recrd", nearest: "record")) {
      try KeyBindings(changes: [("recrd", [])])
    }
    #expect(throws: KeyBindingsError.conflict(try KeyChord("f5"), .record, .pane)) {
      try KeyBindings(changes: [("record", ["f5"]), ("pane", ["f5"])])
    }
    #expect(throws: KeyBindingsError.withoutKey(.quit)) { try KeyBindings(changes: [("quit", [])]) }
    #expect(throws: KeyBindingsError.key(action: "pane", .plainCharacter("p"))) {
      try KeyBindings(changes: [("pane", ["p"])])
    }
  }

  @Test func theHelpIsMadeFromTheTable() throws {
    try ComposerSnapshot.expect(KeyBindings.standard.helpText + "\n", named: "command-keys")
    #expect(try KeyBindings(changes: [("record", ["f5"])]).helpText.contains("F5 "))
  }
}
