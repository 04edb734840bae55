import Screen
import Terminal
import Testing

@Suite struct KeyDecoderTests {
  private func decode(_ text: String) -> [TerminalInput] {
    var decoder = KeyDecoder()
    return decoder.append(Array(text.utf8))
  }

  private static let keys: [(String, Key, KeyModifiers)] = [
    // xterm, and the application mode of the cursor keys
    ("\u{1B}[A", .up, []), ("\u{1B}OB", .down, []), ("\u{1B}[1;5C", .right, .control), ("\u{1B}[1;2D", .left, .shift),
    ("\u{1B}[H", .home, []), ("\u{1B}OF", .end, []), ("\u{1B}[1;3H", .home, .alt), ("\u{1B}[3;5~", .delete, .control),
    ("\u{1B}[2~", .insert, []), ("\u{1B}[5~", .pageUp, []), ("\u{1B}[6;2~", .pageDown, .shift),
    ("\u{1B}[Z", .tab, .shift),
    ("\u{1B}OP", .function(1), []), ("\u{1B}[1;2Q", .function(2), .shift), ("\u{1B}[15~", .function(5), []),
    ("\u{1B}[24;6~", .function(12), [.control, .shift]), ("\u{1B}[1;8A", .up, [.shift, .alt, .control]),
    ("\u{1B}O5A", .up, .control),
    // the Linux console and rxvt
    ("\u{1B}[[A", .function(1), []), ("\u{1B}[[E", .function(5), []), ("\u{1B}[1~", .home, []), ("\u{1B}[4~", .end, []),
    ("\u{1B}[7~", .home, []), ("\u{1B}[8~", .end, []), ("\u{1B}[a", .up, .shift), ("\u{1B}Od", .left, .control),
    ("\u{1B}[3$", .delete, .shift), ("\u{1B}[5^", .pageUp, .control), ("\u{1B}[7@", .home, [.control, .shift]),
    ("\u{1B}\u{1B}[A", .up, .alt), ("\u{1B}\u{1B}OC", .right, .alt),
    // control and Alt with characters
    ("\r", .enter, []), ("\t", .tab, []), ("\u{7F}", .backspace, []), ("\u{1}", .character("a"), .control),
    ("\n", .character("j"), .control),
    ("\u{0}", .space, .control), ("\u{1F}", .character("_"), .control), ("\u{1B}x", .character("x"), .alt),
    ("\u{1B}X", .character("x"), [.alt, .shift]), ("\u{1B}é", .character("é"), .alt),
    ("\u{1B}\u{7F}", .backspace, .alt),
    ("\u{1B}\r", .enter, .alt), ("\u{1B} ", .space, .alt), ("\u{1B}\u{3}", .character("c"), [.control, .alt]),
    // kitty, and xterm's modifyOtherKeys
    ("\u{1B}[27u", .escape, []), ("\u{1B}[97;5u", .character("a"), .control), ("\u{1B}[13;2u", .enter, .shift),
    ("\u{1B}[105;5u", .character("i"), .control), ("\u{1B}[32;5u", .space, .control),
    ("\u{1B}[127;3u", .backspace, .alt),
    ("\u{1B}[1089::99;5u", .character("c"), .control), ("\u{1B}[57421u", .pageUp, []), ("\u{1B}[57414u", .enter, []),
    ("\u{1B}[57376u", .function(13), []), ("\u{1B}[1;1:2A", .up, []), ("\u{1B}[97;69u", .character("a"), .control),
    ("\u{1B}[27;2;13~", .enter, .shift), ("\u{1B}[27;5;105~", .character("i"), .control),
  ]

  @Test func knowsTheKeysOfAllTerminals() {
    for (bytes, key, modifiers) in KeyDecoderTests.keys {
      #expect(decode(bytes) == [.event(.key(key, modifiers))], "\(SafeText(bytes))")
    }
  }

  @Test(arguments: [
    ("a", ["a"]), ("日é", ["日", "é"]), (" ", [" "]), ("\u{1B}[97;1;97u", ["a"]), ("\u{1B}[97:65;2u", ["A"]),
    ("\u{1B}[97;2;65u", ["A"]),
    ("\u{1B}[0;;26085:35486u", ["日語"]), ("\u{1B}[32u", [" "]), ("\u{1B}[57400u", ["1"]), ("\u{1B}Ok", ["+"]),
  ])
  func readsText(_ bytes: String, _ texts: [String]) {
    #expect(decode(bytes) == texts.map { .event(.text($0)) })
  }

  @Test func readsReleases() {
    #expect(decode("\u{1B}[32;1:3u") == [.event(.release(.space, []))])
    #expect(decode("\u{1B}[20;1:3~") == [.event(.release(.function(9), []))])
    #expect(decode("\u{1B}[97;9u\u{1B}[57441;2u").isEmpty, "Super and lone modifiers are not for us")
  }

  @Test func readsTheMouseAndFocus() {
    let at = Point(x: 9, y: 4)
    #expect(decode("\u{1B}[<0;10;5M") == [.event(.mouse(.press, at: at, []))])
    #expect(decode("\u{1B}[<0;10;5m") == [.event(.mouse(.release, at: at, []))])
    #expect(decode("\u{1B}[<36;10;5M") == [.event(.mouse(.drag, at: at, .shift))])
    #expect(
      decode("\u{1B}[<64;10;5M\u{1B}[<65;10;5M") == [
        .event(.mouse(.scrollUp, at: at, [])), .event(.mouse(.scrollDown, at: at, [])),
      ])
    #expect(decode("\u{1B}[M *%") == [.event(.mouse(.press, at: at, []))])
    #expect(decode("\u{1B}[I\u{1B}[O") == [.event(.focus(true)), .event(.focus(false))])
  }

  @Test func readsPastesOfAnyContent() {
    #expect(
      decode("\u{1B}[200~a\r\nb\rc\td\u{1B}[31m\u{1B}[201~x") == [
        .event(.paste("a\nb\nc\td\u{1B}[31m")), .event(.text("x")),
      ])
    #expect(decode("\u{1B}[200~\u{1B}[201\u{1B}[201~") == [.event(.paste("\u{1B}[201"))])
    #expect(decode("\u{1B}[200~\u{1B}[201~\u{1B}[201~") == [.event(.paste(""))])
    #expect(decode("\u{1B}[200~/tmp/a b.png") == [])
  }

  @Test func tellsALoneEscByTime() {
    var decoder = KeyDecoder()
    #expect(decoder.append([0x1B]).isEmpty && decoder.isWaiting)
    #expect(decoder.timeout() == [.event(.key(.escape, []))] && !decoder.isWaiting)
    #expect(decoder.append(Array("\u{1B}[".utf8)).isEmpty)
    #expect(decoder.timeout() == [.event(.key(.character("["), .alt))])
    #expect(decoder.append([0x1B, 0x1B]).isEmpty)
    #expect(decoder.timeout() == [.event(.key(.escape, [])), .event(.key(.escape, []))])
    // A slow link cuts a sequence: it is not taken for keys.
    #expect(decoder.append(Array("\u{1B}[1;".utf8)).isEmpty)
    #expect(decoder.timeout().isEmpty)
    #expect(decoder.append(Array("5A".utf8)) == [.event(.key(.up, .control))])
    #expect(decoder.timeout().isEmpty)
  }

  @Test func readsAnswers() {
    #expect(decode("\u{1B}[?62;4c") == [.reply(.attributes([62, 4]))])
    #expect(decode("\u{1B}[?5u") == [.reply(.keyboard(flags: 5))])
    #expect(decode("\u{1B}[?2026;2$y") == [.reply(.mode(2026, state: 2))])
    #expect(decode("\u{1B}P>|XTerm(379)\u{1B}\\") == [.reply(.name("XTerm(379)"))])
    #expect(decode("\u{1B}_Gi=31;OK\u{1B}\\") == [.reply(.graphics(id: 31, isFine: true))])
    #expect(decode("\u{1B}]11;rgb:0000/0000/0000\u{7}x") == [.reply(.other), .event(.text("x"))])
    #expect(
      decode("\u{1B}Pa\u{1B}]x") == [
        .event(.key(.character("p"), [.alt, .shift])), .event(.text("a")), .event(.key(.character("]"), .alt)),
        .event(.text("x")),
      ])
  }

  @Test func repairsBrokenText() {
    var decoder = KeyDecoder()
    let events = decoder.append([0xFF, 0x61, 0xE6, 0x97, 0x62, 0xC0, 0xAF, 0xED, 0xA0, 0x80])
    let texts = events.compactMap { event -> String? in
      if case .event(.text(let text)) = event { return text }
      return nil
    }
    #expect(texts.joined() == "\u{FFFD}a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")
  }

  @Test func theTtysEraseCharacterIsBackspace() {
    var decoder = KeyDecoder()
    #expect(decoder.append([8]) == [.event(.key(.character("h"), .control))])
    decoder.eraseByte = 8
    #expect(decoder.append([8, 0x7F]) == [.event(.key(.backspace, [])), .event(.key(.backspace, []))])
  }

  @Test func anyCutOfTheBytesGivesTheSameEvents() {
    let pieces =
      KeyDecoderTests.keys.map(\.0) + [
        "日本", "👩‍👩‍👧‍👦", "\u{1B}[200~pa\r\nste\u{1B}[20\u{1B}[201~", "\u{1B}[<0;10;5M", "\u{1B}[M *%",
        "\u{1B}P>|kitty(1)\u{1B}\\",
        "\u{1B}[?62c", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[12\u{1B}[B", "\u{1B}[99;99;99q", "\u{1B}]0;t\u{7}",
      ]
    var state: UInt64 = 11
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<12 { bytes += next(8) == 0 ? [UInt8(next(256))] : Array(pieces[next(pieces.count)].utf8) }
      var whole = KeyDecoder()
      let expected = whole.append(bytes)
      var cut = KeyDecoder()
      var events: [TerminalInput] = []
      var at = 0
      while at < bytes.count {
        let end = min(bytes.count, at + 1 + next(5))
        events += cut.append(bytes[at..<end])
        at = end
      }
      #expect(events == expected && cut.isWaiting == whole.isWaiting)
    }
  }

  @Test func aPasteOfTenMegabytesIsOneEvent() {
    var decoder = KeyDecoder()
    let block = Array(repeating: UInt8(ascii: "x"), count: 1 << 16)
    var events = decoder.append(Array("\u{1B}[200~".utf8))
    for _ in 0..<160 { events += decoder.append(block) }
    events += decoder.append(Array("\u{1B}[201~".utf8))
    #expect(events.count == 1)
  }
}
