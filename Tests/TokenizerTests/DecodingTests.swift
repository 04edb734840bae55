import GGUF
import TestSupport
import Testing
import Tokenizer

@Suite struct DecodingTests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try tinyTokenizer() }

  /// The byte tokens of bytes.
  private func tokens(_ bytes: [UInt8]) -> [Int] { bytes.map { TinyVocabulary.markers.count + Int($0) } }

  private func pieces(_ bytes: [UInt8]) -> [String] {
    var decoder = TokenDecoder(tokenizer)
    return tokens(bytes).map { decoder.append($0) } + [decoder.finish()]
  }

  @Test func aCharacterIsShownWhenItsLastByteHasCome() {
    #expect(pieces(Array("é".utf8)) == ["", "é", ""])
    #expect(pieces(Array("🦙a".utf8)) == ["", "", "", "🦙", "a", ""])
    #expect(pieces(Array("▁".utf8)) == ["", "", "▁", ""])
  }

  @Test func wrongBytesAreReplacedAsSoonAsTheyAreWrong() {
    #expect(pieces([0xFF, 0x61]) == ["\u{FFFD}", "a", ""])
    #expect(pieces([0xC3, 0x61]) == ["", "\u{FFFD}a", ""])
    #expect(pieces([0x80]) == ["\u{FFFD}", ""])
    #expect(pieces([0xC0, 0x80]) == ["\u{FFFD}", "\u{FFFD}", ""])
    #expect(pieces([0xED, 0xA0]) == ["", "\u{FFFD}\u{FFFD}", ""])
    #expect(pieces([0xF0, 0x9F, 0xC3, 0xA9]) == ["", "", "\u{FFFD}", "é", ""])
    #expect(pieces([0xE2, 0xE2, 0x82, 0xAC]) == ["", "\u{FFFD}", "", "€", ""])
  }

  @Test func theEndFlushesAnIncompleteCharacter() {
    #expect(pieces([0x61, 0xF0, 0x9F, 0xA6]) == ["a", "", "", "", "\u{FFFD}"])
    var decoder = TokenDecoder(tokenizer)
    _ = decoder.append(tokens([0xC3])[0])
    #expect(decoder.finish() == "\u{FFFD}")
    #expect(decoder.finish() == "")
  }

  @Test func tokensOutOfRangeAreNothing() {
    for token in [-1, tokenizer.count, .max, .min] {
      #expect(tokenizer.bytes(of: token).isEmpty)
      #expect(!tokenizer.isMarker(token))
      var decoder = TokenDecoder(tokenizer)
      #expect(decoder.append(token) == "")
      #expect(decoder.finish() == "")
    }
  }

  @Test func lowerBlocksAreSpaces() {
    #expect(tokenizer.text(tokenizer.encode("a ▁  b")) == "a    b")
    #expect(tokenizer.bytes(of: tokenizer.encode(" the")[0]) == Array(" the".utf8))
  }

  @Test func decodingOneByOneEqualsDecodingAll() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let tokens = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        Int.random(in: 0..<tokenizer.count, using: &generator)
      }
      let whole = String(decoding: tokens.flatMap { tokenizer.bytes(of: $0) }, as: UTF8.self)
      #expect(Array(tokenizer.text(tokens).utf8) == Array(whole.utf8))
    }
  }

  @Test func randomTextSurvivesEncoding() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        let limit: UInt32 = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &generator) ?? 0x7F
        guard let scalar = UnicodeScalar(UInt32.random(in: 0...limit, using: &generator)), scalar != "▁" else {
          continue
        }
        text.unicodeScalars.append(scalar)
      }
      #expect(Array(tokenizer.text(tokenizer.encode(text)).utf8) == Array(text.utf8))
      #expect(Array(tokenizer.text(tokenizer.encode(text, markers: true)).utf8) == Array(text.utf8))
    }
  }

  @Test func randomBytesSurviveEncoding() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let tokens = bytes.withUnsafeBytes { tokenizer.encode(utf8: $0) }
      let expected = String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(bytes)
      let decoded = tokens.flatMap { tokenizer.bytes(of: $0) }
      #expect(decoded == bytes)
      #expect(!expected || tokenizer.text(tokens) == String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Text that is cut where no merge crosses gives the tokens of the whole.
  @Test func textCutAtNewlinesGivesTheTokensOfTheWhole() {
    let text = "Hello world\nthe  user\n\nmodel 🚀🚀 日本語\nö"
    let whole = tokenizer.encode(text)
    for index in text.indices
    where text[index] == "\n" && (index == text.startIndex || text[text.index(before: index)] != "\n") {
      let parts = tokenizer.encode(String(text[..<index])) + tokenizer.encode(String(text[index...]))
      #expect(parts == whole)
    }
  }
}
