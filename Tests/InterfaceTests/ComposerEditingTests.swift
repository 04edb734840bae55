import Screen
import Testing

@testable import Interface

@Suite struct ComposerEditingTests {
  @Test func typesAndSends() throws {
    var typist = Typist()
    typist.type("hello")
    try typist.press("enter")
    #expect(typist.actions == [.submit(ComposedText("hello"))])
    #expect(typist.composer.isEmpty)
  }

  @Test func sendsNothingBlank() throws {
    var typist = Typist()
    typist.type("  ")
    try typist.press("enter")
    #expect(typist.actions.isEmpty)
  }

  @Test(arguments: ["alt-enter", "ctrl-j", "shift-enter"])
  func beginsAnotherLine(_ key: String) throws {
    var typist = Typist("one")
    try typist.press(key)
    typist.type("two")
    #expect(typist.text == "one\ntwo")
  }

  @Test func aBackslashAtTheEndContinuesTheLine() throws {
    var typist = Typist("one\\")
    try typist.press("enter")
    #expect(typist.text == "one\n" && typist.actions.isEmpty)
  }

  @Test(arguments: [
    (["ctrl-a", "X"], "Xone two three"), (["ctrl-a", "ctrl-f", "X"], "oXne two three"),
    (["ctrl-b", "X"], "one two threXe"), (["alt-b", "X"], "one two Xthree"),
    (["ctrl-a", "alt-f", "X"], "oneX two three"), (["backspace"], "one two thre"),
    (["ctrl-a", "ctrl-d"], "ne two three"), (["ctrl-a", "alt-d"], " two three"),
    (["ctrl-w"], "one two "), (["alt-backspace"], "one two "), (["ctrl-u"], ""),
    (["ctrl-a", "ctrl-k"], ""), (["ctrl-w", "ctrl-w", "ctrl-y"], "one two three"),
    (["ctrl-b", "ctrl-b", "ctrl-t"], "one two there"), (["ctrl-a", "alt-u"], "ONE two three"),
    (["ctrl-a", "alt-c"], "One two three"), (["alt-b", "alt-u", "alt-b", "alt-l"], "one two three"),
    (["ctrl-w", "ctrl-_"], "one two three"), (["ctrl-w", "ctrl-_", "alt-_"], "one two "),
    (["alt-<", "X", "alt->", "Y"], "Xone two threeY"), (["ctrl-h"], "one two thre"),
    (["shift-left", "shift-left", "X"], "one two thrX"), (["alt-h", "X"], "X"),
    (["shift-ctrl-left", "backspace"], "one two "),
  ])
  func emacsKeys(_ keys: [String], _ expected: String) throws {
    var typist = Typist("one two three")
    for key in keys { try typist.press(key) }
    #expect(typist.text == expected)
  }

  @Test func yanksOlderKills() throws {
    var typist = Typist("one")
    try typist.press("ctrl-u")
    typist.type("two")
    try typist.press("ctrl-u", "ctrl-y")
    #expect(typist.text == "two")
    try typist.press("alt-y")
    #expect(typist.text == "one")
    try typist.press("alt-y")
    #expect(typist.text == "two")
  }

  @Test func copiesTheSelection() throws {
    var typist = Typist("one two")
    try typist.press("shift-alt-b", "alt-w", "ctrl-a", "ctrl-y")
    #expect(typist.actions == [.copy("two")])
    #expect(typist.text == "twoone two")
  }

  @Test func movesByGraphemes() throws {
    var typist = Typist("a👩‍👩‍👧‍👦e\u{301}")
    try typist.press("backspace")
    #expect(typist.text == "a👩‍👩‍👧‍👦")
    try typist.press("backspace")
    #expect(typist.text == "a")
  }

  @Test func aCombiningMarkJoinsTheLetterBefore() throws {
    var typist = Typist("e")
    typist.type("\u{301}")
    #expect(typist.composer.buffer.count == 1 && typist.cursor == 1)
    try typist.press("ctrl-_")
    #expect(typist.text == "e")
  }

  @Test func undoesByTypingRuns() throws {
    var typist = Typist()
    typist.type("one two")
    try typist.press("ctrl-_")
    #expect(typist.text == "one ")
    try typist.press("ctrl-_")
    #expect(typist.text == "")
    try typist.press("alt-_", "alt-_")
    #expect(typist.text == "one two")
  }

  @Test func pastesAsItIsButHarmless() {
    var typist = Typist()
    typist.send(.paste("a\r\nb\rc\u{1B}[31m\td"))
    #expect(typist.text == "a\nb\nc␛[31m\td")
    #expect(typist.actions.isEmpty)
  }

  @Test func controlCOnAnythingAsksTheChat() throws {
    var typist = Typist("x")
    try typist.press("ctrl-c", "f1", "ctrl-g", "ctrl-v", "f9", "escape")
    #expect(
      typist.actions == [
        .perform(.interrupt), .perform(.help), .perform(.editor), .perform(.paste), .perform(.record),
        .perform(.cancel),
      ])
  }

  @Test func aQuestionMarkShowsTheKeysOnlyAtTheStart() {
    var typist = Typist()
    typist.type("?")
    #expect(typist.actions == [.perform(.help)] && typist.composer.isEmpty)
    typist.type("a?")
    #expect(typist.text == "a?")
  }

  @Test func upAndDownKeepTheColumn() throws {
    var typist = Typist("long line here\nab\nanother line")
    try typist.press("up", "up")
    #expect(typist.cursor == 12)
    try typist.press("down", "down")
    #expect(typist.cursor == typist.composer.buffer.count)
  }

  @Test func aDraftIsTheSameAfterARestart() throws {
    var typist = Typist("one two")
    try typist.press("alt-b")
    var other = Composer()
    other.draft = typist.composer.draft
    #expect(other.draft == typist.composer.draft && other.buffer.cursor == 4)
  }

  @Test func whatAnEditorMadeCanBeUndone() throws {
    var typist = Typist("one")
    _ = typist.composer.replaceText("two\nthree\n")
    #expect(typist.text == "two\nthree")
    try typist.press("ctrl-_")
    #expect(typist.text == "one")
  }

  @Test func aMegabyteStaysQuick() throws {
    for text in [String(repeating: "word ", count: 200_000), String(repeating: "a line of text\n", count: 66_000)] {
      var typist = Typist()
      typist.send(.paste(text))
      _ = typist.frame(width: 80, height: 24)
      for key in ["alt-<", "alt->", "up", "up"] { try typist.press(key) }
      _ = typist.frame(width: 80, height: 24)
      // Work on the whole text for each key would take minutes.
      for turn in 0..<200 {
        try typist.press(turn % 4 == 3 ? "left" : "x")
        _ = typist.frame(width: 80, height: 24)
      }
      #expect(typist.text.utf8.count > 900_000)
    }
  }
}

@Suite struct ComposerHistoryTests {
  private func typist() throws -> Typist {
    var typist = Typist()
    for text in ["first question", "second question", "third"] {
      typist.type(text)
      try typist.press("enter")
    }
    typist.actions = []
    return typist
  }

  @Test func upReachesEarlierMessagesAndDownTheDraft() throws {
    var typist = try typist()
    typist.type("draft")
    try typist.press("up")
    #expect(typist.text == "third")
    try typist.press("up", "up", "up")
    #expect(typist.text == "first question")
    try typist.press("down", "down", "down", "down")
    #expect(typist.text == "draft")
  }

  @Test func whatIsChangedOnTheWayStays() throws {
    var typist = try typist()
    try typist.press("up", "!", "up", "down")
    #expect(typist.text == "third!")
  }

  @Test func searchesLetterByLetter() throws {
    var typist = try typist()
    typist.type("draft")
    try typist.press("ctrl-r")
    typist.type("QUEST")
    #expect(typist.text == "second question" && typist.composer.state == .searching)
    try typist.press("ctrl-r")
    #expect(typist.text == "first question")
    try typist.press("enter")
    #expect(typist.text == "first question" && typist.composer.state == .editing && typist.actions.isEmpty)
    try typist.press("ctrl-down", "ctrl-down", "ctrl-down")
    #expect(typist.text == "draft")
  }

  @Test func escapeBringsBackWhatWasThere() throws {
    var typist = try typist()
    typist.type("draft")
    try typist.press("ctrl-r", "f", "i", "escape")
    #expect(typist.text == "draft" && typist.composer.state == .editing)
  }

  @Test func forgetsRepetitions() {
    var history = InputHistory()
    history.add(ComposedText("a"))
    history.add(ComposedText("a"))
    history.add(ComposedText(" "))
    #expect(history.entries == [ComposedText("a")])
  }
}
