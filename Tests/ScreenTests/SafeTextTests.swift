import Screen
import Testing

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("plain\ttext\n", "plain\ttext\n"),
    ("a\u{1B}[31mb\u{1B}]0;title\u{7}", "a␛[31mb␛]0;title␇"),
    ("\u{0}\u{1F}\u{7F}", "␀␟␡"),
    ("\u{9B}31m\u{80}\u{9F}", "\u{FFFD}31m\u{FFFD}\u{FFFD}"),
    ("one\r\ntwo\rthree\r", "one\ntwo␍three␍"),
    ("a\r\r\nb", "a␍\nb"),
    ("a\u{85}b\u{2028}c\u{2029}d", "a\nb\nc\nd"),
    ("a\u{202E}b\u{2066}c\u{2069}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
    ("a\u{200E}\u{200F}\u{61C}\u{200B}\u{FEFF}\u{2060}b", "ab"),
    ("x\u{E0041}\u{E0042}\u{E007F}y", "xy"),
    ("\u{FFF9}a\u{FFFA}b\u{FFFB}", "ab"),
  ])
  func showsOrDropsWhatIsDangerous(_ text: String, _ safe: String) {
    #expect(SafeText(text).string.unicodeScalars.elementsEqual(safe.unicodeScalars))
  }

  @Test(arguments: ["👩‍👩‍👧‍👦", "❤️", "می‌خواهم", "e\u{301}", "日本語", "葛\u{E0100}", "שלום", "\u{E0A0}"])
  func leavesScriptsAndEmojiAlone(_ text: String) {
    #expect(SafeText(text).string.unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test func nothingThatSteersATerminalIsLeft() {
    let everything = String(String.UnicodeScalarView((0...0x10FFFF).compactMap { Unicode.Scalar($0 as UInt32) }))
    for scalar in SafeText(everything).string.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control: #expect(scalar == "\n" || scalar == "\t")
      case .lineSeparator, .paragraphSeparator: Issue.record("line separator left")
      default: break
      }
      #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
    }
  }

  @Test(arguments: [0xFFFE, 0x1FFFF, 0xFDD0, 0xFDEF, 0x10FFFF] as [UInt32])
  func marksNoncharacters(_ value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(SafeText("a" + String(Character(scalar))).string == "a\u{FFFD}")
  }

  @Test func isTheSameHoweverTheTextIsCut() {
    let scalars = Array("a\r\nb\r\u{1B}c\u{202E}\r\n\r👩‍👧\r".unicodeScalars)
    let whole = SafeText("a\r\nb\r\u{1B}c\u{202E}\r\n\r👩‍👧\r")
    for first in 0...scalars.count {
      for second in first...scalars.count {
        var stream = SafeTextStream()
        var result = SafeText.empty
        for piece in [scalars[..<first], scalars[first..<second], scalars[second...]] {
          result += stream.append(String(String.UnicodeScalarView(piece)))
        }
        result += stream.finish()
        #expect(result.string.unicodeScalars.elementsEqual(whole.string.unicodeScalars))
      }
    }
  }

  @Test func fitsOnOneLine() {
    #expect(SafeText(oneLine: "a\nb\tc\r\nd\u{1B}").string == "a b c d␛")
  }

  @Test func interpolationIsMadeSafeToo() {
    let name = "x\u{1B}[2J"
    let text: SafeText = "file \(name)"
    #expect(text.string == "file x␛[2J")
    #expect("\(text + "!")" == "file x␛[2J!")
  }
}
