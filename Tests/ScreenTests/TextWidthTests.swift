import Screen
import Testing

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("a", 1), (" ", 1), ("é", 1), ("e\u{301}", 1), ("ȩ́̂", 1), ("ß", 1), ("Ω", 1), ("ж", 1), ("─", 1), ("█", 1), ("▀", 1),
    ("…", 1),
    ("日", 2), ("語", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2), ("！", 2), ("、", 2),
    ("\u{3000}", 2), ("㍿", 2),
    ("𠮷", 2), ("葛\u{E0100}", 2), ("か\u{3099}", 2),
    ("😀", 2), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2), ("👩🏽‍❤️‍💋‍👨🏿", 2), ("🏳️‍🌈", 2), ("🇩🇪", 2), ("🇯🇵", 2), ("🇩", 2), ("1️⃣", 2), ("#️⃣", 2), ("❤️", 2),
    ("❤", 1), ("☎", 1), ("☎️", 2), ("⌚", 2), ("⭐", 2), ("✓", 1), ("✔️", 2), ("🫩", 2), ("🛜", 2),
    ("ก", 1), ("กำ", 2), ("ที่", 1), ("न", 1), ("नि", 2), ("क्षि", 2), ("שׁ", 1), ("لا", 2), ("می\u{200C}خ", 3),
    ("\u{200D}", 0), ("\u{301}", 0), ("\u{200C}", 0), ("±", 1), ("°", 1), ("α", 1), ("①", 1), ("→", 1), ("“", 1),
    ("\u{E0A0}", 1),
    ("\u{10EEEE}\u{305}\u{30D}", 1), ("日本語 ok", 9), ("", 0), ("a👩‍👩‍👧‍👦b", 4),
  ])
  func countsCells(_ text: String, _ cells: Int) {
    #expect(TextWidth.of(text) == cells, "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
  }

  @Test func agreesWithTheUnicodeDataOfSwift() {
    for value in 0x300...0x3FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      let width = TextWidth.of(scalar)
      if properties.isEmojiPresentation { #expect(width == 2, "emoji \(String(value, radix: 16))") }
      // Python's data and Swift's are of different years; marks that only one of them knows are left out.
      guard let age = properties.age, age.major < 15 else { continue }
      switch properties.generalCategory {
      case .nonspacingMark, .enclosingMark: #expect(width == 0, "mark \(String(value, radix: 16))")
      case .uppercaseLetter, .lowercaseLetter: #expect(width >= 1, "letter \(String(value, radix: 16))")
      default: break
      }
    }
  }

  @Test func theFastWayCutsAsSwiftDoes() {
    let text = "plain é e\u{301} ж日本語か\u{3099}👩‍👩‍👧‍👦🇩🇪🇯🇵x\u{300}─█한\u{1112}\u{1161}\u{11AB}क्षि\n\ta\u{200D}b1️⃣ end\u{301}"
    #expect(TextWidth.of(text) == text.reduce(0) { $0 + TextWidth.of($1) })
    var frame = Frame(Size(width: 200, height: 1))
    frame.put(SafeText(text), at: Point(x: 0, y: 0), Style(.text))
    let drawn = frame.cells.map(\.text).filter { !$0.isEmpty }.prefix(text.count)
    let expected = text.filter { TextWidth.of($0) > 0 }.map { $0 == "\n" || $0 == "\t" ? " " : String($0) }
    #expect(Array(drawn.prefix(expected.count)) == expected)
  }

  @Test func cutsAPrefixBeforeAWideCharacter() {
    #expect(TextWidth.prefix(of: "a日b", columns: 2) == "a")
    #expect(TextWidth.prefix(of: "a日b", columns: 3) == "a日")
    #expect(TextWidth.prefix(of: "ab", columns: 9) == "ab")
  }

  @Test func namesWhatTerminalsDisagreeAbout() {
    for text in ["👩‍👩‍👧‍👦", "❤️", "1️⃣", "🇩🇪", "👍🏽", "नि"] { #expect(TextWidth.isDisputed(text), "\(text)") }
    for text in ["a", "e\u{301}", "日", "😀", "", "か\u{3099}"] { #expect(!TextWidth.isDisputed(text), "\(text)") }
  }
}
