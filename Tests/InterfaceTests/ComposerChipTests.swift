import Chat
import Screen
import Testing

@testable import Interface

@Suite struct ComposerChipTests {
  private let files: [String: FileStatus] = [
    "/tmp/shot.png": .file(.picture), "/tmp/other.PNG": .file(.picture), "/tmp/folder": .folder,
    "/home/me/talk.wav": .file(.recording),
  ]

  @Test func aDroppedFileBecomesAChip() throws {
    var typist = Typist("look: ", files: files)
    typist.send(.paste("'/tmp/shot.png'"))
    let chip = try #require(typist.composer.chips.first)
    #expect(typist.actions == [.attach(chip)])
    #expect(typist.text == "look: [Picture 1: shot.png] ")
    #expect(chip.path == "/tmp/shot.png" && chip.attachment == nil)
  }

  @Test func isDeletedAndRestoredAsOne() throws {
    var typist = Typist(files: files)
    typist.send(.paste("/tmp/shot.png"))
    let chip = try #require(typist.composer.chips.first)
    typist.actions = []
    try typist.press("backspace", "backspace")
    #expect(typist.composer.isEmpty && typist.actions == [.chipRemoved(chip)])
    try typist.press("ctrl-_")
    #expect(typist.actions.last == .chipRestored(chip))
  }

  @Test func movesAsOne() throws {
    var typist = Typist(files: files)
    typist.send(.paste("/tmp/shot.png"))
    try typist.press("left", "left")
    #expect(typist.cursor == 0)
    try typist.press("right", "x")
    #expect(typist.text == "[Picture 1: shot.png]x ")
  }

  @Test func cutAndPutBackTwiceStandsOnce() throws {
    var typist = Typist(files: files)
    typist.send(.paste("/tmp/shot.png"))
    try typist.press("ctrl-u", "ctrl-y", "ctrl-y")
    #expect(typist.composer.chips.count == 1)
  }

  @Test func severalAreNumbered() {
    var typist = Typist(files: files)
    typist.context.usedNumbers = [.picture: 2]
    typist.send(.paste("/tmp/shot.png /tmp/other.PNG ~/talk.wav what are these?"))
    #expect(
      typist.text == "[Picture 3: shot.png] [Picture 4: other.PNG] [Recording 1: talk.wav] what are these?")
  }

  @Test func sendingKeepsTheChips() throws {
    var typist = Typist(files: files)
    typist.send(.paste("/tmp/shot.png"))
    typist.type("why?")
    let chip = try #require(typist.composer.chips.first)
    typist.actions = []
    try typist.press("enter")
    #expect(typist.actions == [.submit(ComposedText(parts: [.chip(chip), .text(" why?")]))])
    try typist.press("up")
    #expect(typist.actions.last == .chipRestored(chip))
  }

  @Test func whatBecomesKnownIsKeptThroughUndo() throws {
    var typist = Typist(files: files)
    typist.send(.paste("/tmp/shot.png"))
    var chip = try #require(typist.composer.chips.first)
    chip.attachment = "abc"
    typist.composer.update(chip)
    try typist.press("ctrl-u", "ctrl-_")
    #expect(typist.composer.chips.first?.attachment == "abc")
  }

  @Test func aChipWhoseFileIsBrokenGoes() throws {
    var typist = Typist(files: files)
    typist.send(.paste("/tmp/shot.png"))
    typist.composer.removeChip(try #require(typist.composer.chips.first).id)
    #expect(typist.composer.chips.isEmpty && typist.text == " ")
  }

  @Test func aFolderIsToldAndTheTextStays() {
    var typist = Typist(files: files)
    typist.send(.paste("/tmp/folder"))
    #expect(typist.text == "/tmp/folder")
    #expect(typist.actions == [.cannotAttach(FileProblem(path: "/tmp/folder", reason: .folder))])
  }

  @Test func aTypedPathIsAttachedWhenSent() throws {
    var typist = Typist(files: files)
    typist.type("/tmp/shot.png why?")
    try typist.press("enter")
    guard case .attach(let chip)? = typist.actions.first else { throw Missing() }
    #expect(typist.actions.last == .submit(ComposedText(parts: [.chip(chip), .text(" why?")])))
  }

  @Test func aRecordingComesInFromOutside() {
    var typist = Typist("so:")
    let chip = typist.composer.insertChip(.recording, number: 1, label: "Recording 0:07", attachment: "id")
    #expect(typist.text == "so: [Recording 0:07] ")
    #expect(typist.composer.chips == [chip])
  }

  @Test func fastKeysThatSpellAPathBecomeAChip() {
    var typist = Typist(files: files)
    for character in "/tmp/shot.png" {
      typist.context.time += 0.001
      _ = typist.composer.handle(.text(String(character)), context: typist.context)
    }
    #expect(typist.composer.settlesAt != nil)
    typist.context.time += 0.1
    let actions = typist.composer.tick(context: typist.context)
    #expect(typist.text == "[Picture 1: shot.png] ")
    #expect(actions.contains { if case .attach = $0 { true } else { false } })
  }

  @Test func aPathThatIsReadAtOnceBecomesAChip() {
    var typist = Typist(files: files)
    _ = typist.composer.handle(.text("/tmp/shot.png"), context: typist.context)
    typist.context.time += 0.1
    _ = typist.composer.tick(context: typist.context)
    #expect(typist.text == "[Picture 1: shot.png] ")
  }

  @Test func aFewLettersThatASlowLineHeldBackAreSent() {
    var typist = Typist()
    _ = typist.composer.handle(.text("go on"), context: typist.context)
    let actions = typist.composer.handle(.key(.enter, []), context: typist.context)
    #expect(actions.contains { if case .submit = $0 { true } else { false } })
  }

  @Test func theLineEndOfAFastPasteSendsNothing() {
    var typist = Typist()
    var actions: [ComposerAction] = []
    for character in "several lines\nof text" {
      typist.context.time += 0.001
      let event: InputEvent = character == "\n" ? .key(.enter, []) : .text(String(character))
      actions += typist.composer.handle(event, context: typist.context)
    }
    #expect(
      typist.text == "several lines\nof text" && !actions.contains { if case .submit = $0 { true } else { false } })
  }

  struct Missing: Error {}
}

@Suite struct ComposerPropertyTests {
  private static let keys =
    KeyAction.allCases.filter { $0 != .quit }.flatMap(\.defaultKeys) + [
      "shift-left", "shift-up", "shift-ctrl-right", "shift-end",
    ]
  private static let texts = [
    "a", "é", " ", "日", "👩‍👧", "\u{301}", "\n", "\t", "word ", "/", "/the", "🇩🇪", "\u{1F1E9}", "\\",
  ]
  private static let files: [String: FileStatus] = ["/tmp/a b.png": .file(.picture), "/tmp/x.wav": .file(.recording)]

  private func randomKey(_ typist: inout Typist, _ random: inout SteadyRandom, sends: Bool = true) throws {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5: typist.send(.text(Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)]))
    case 5:
      typist.send(
        .paste(["/tmp/a b.png", "/tmp/x.wav hello", "one\r\ntwo", "\u{1B}["].randomElement(using: &random) ?? ""))
    default:
      let key = Self.keys[Int.random(in: 0..<Self.keys.count, using: &random)]
      if sends || key != "enter" { try typist.press(key) }
    }
  }

  private func checkChips(_ typist: Typist) {
    let chips = typist.composer.content.chips.map(\.id)
    #expect(Set(chips).count == chips.count)
    #expect(Set(chips) == Set(chips.filter(typist.composer.buffer.holdsChip)))
    #expect(typist.cursor >= 0 && typist.cursor <= typist.composer.buffer.count)
  }

  @Test(arguments: 0..<30)
  func randomKeysKeepEverythingInOrder(_ seed: UInt64) throws {
    var random = SteadyRandom(state: seed)
    var typist = Typist(files: Self.files, vi: seed % 3 == 0)
    for turn in 0..<300 {
      try randomKey(&typist, &random)
      if seed % 3 == 0, turn % 5 == 0 {
        let key = "hjklwbe0$^gGiIaAoOxXdDcCyYpPuvVftFT;,123rs".randomElement(using: &random) ?? "x"
        typist.send(.text(String(key)))
      }
      if turn % 16 == 0 {
        checkChips(typist)
        let width = Int.random(in: 5..<60, using: &random)
        typist.context.width = width
        let frame = typist.frame(width: width, height: 6, limit: 5)
        if let cursor = frame.cursor { #expect(cursor.x >= 0 && cursor.x < width && cursor.y >= 0 && cursor.y < 6) }
      }
      if typist.composer.buffer.count > 3000 { typist.composer.draft = ComposerDraft(ComposedText()) }
    }
  }

  @Test(arguments: 100..<120)
  func undoingEverythingLeadsBack(_ seed: UInt64) throws {
    var random = SteadyRandom(state: seed)
    var buffer = TextBuffer()
    buffer.reset(to: ComposedText("start of\nall 日本"), cursor: 5)
    let start = buffer.content
    for _ in 0..<200 {
      buffer.move(to: Int.random(in: 0...buffer.count, using: &random), selecting: Bool.random(using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        buffer.insert([.chip(Chip(id: Int.random(in: 1...9, using: &random), kind: .picture, number: 1, label: "x"))])
      case 1: buffer.delete(buffer.selection ?? buffer.wordStart(buffer.cursor)..<buffer.cursor)
      case 2: buffer.changeCase(.capitalized)
      case 3: buffer.transpose()
      default: buffer.insert(Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)])
      }
    }
    let end = buffer.content
    while buffer.undo() {}
    #expect(buffer.content == start)
    while buffer.redo() {}
    #expect(buffer.content == end)
  }

  @Test(arguments: 200..<220)
  func rowsAreTheSameHoweverTheTextCameAbout(_ seed: UInt64) {
    var random = SteadyRandom(state: seed)
    var buffer = TextBuffer()
    var layout = RowLayout()
    let width = Int.random(in: 1...12, using: &random)
    for _ in 0..<150 {
      buffer.move(to: Int.random(in: 0...buffer.count, using: &random))
      if Bool.random(using: &random), buffer.cursor > 0 {
        buffer.delete(max(0, buffer.cursor - 3)..<buffer.cursor)
      } else {
        buffer.insert(Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)] + "bc ")
      }
      layout.update(&buffer, width: width)
      var fresh = RowLayout()
      fresh.update(&buffer, width: width)
      for row in 0..<40 { #expect(layout.range(of: row, buffer.rope) == fresh.range(of: row, buffer.rope)) }
    }
  }

  @Test func theRopeIsAnArray() {
    var random = SteadyRandom(state: 7)
    var rope = TextRope()
    var array: [TextElement] = []
    for turn in 0..<400 {
      let from = Int.random(in: 0...array.count, using: &random)
      let to = Int.random(in: from...min(array.count, from + (turn % 7 == 0 ? 3000 : 5)), using: &random)
      let length = Int.random(in: 0...(turn % 5 == 0 ? 4000 : 4), using: &random)
      let elements = (0..<length).map { _ in
        Int.random(in: 0..<9, using: &random) == 0 ? TextElement.newline : .grapheme("a")
      }
      rope.replace(from..<to, with: elements)
      array.replaceSubrange(from..<to, with: elements)
      #expect(rope.count == array.count && rope[0..<rope.count] == array)
      let place = Int.random(in: 0...array.count, using: &random)
      #expect(rope.lineStart(of: place) == (array[..<place].lastIndex(of: .newline).map { $0 + 1 } ?? 0))
      #expect(rope.lineEnd(of: place) == (array[place...].firstIndex(of: .newline) ?? array.count))
      #expect(rope.lineCount == array.count { $0 == .newline } + 1)
    }
  }
}
