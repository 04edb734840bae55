import GGUF
import TestSupport
import Testing
import Tokenizer

@Suite struct EncodingTests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try tinyTokenizer() }

  @Test func nothingHasNoTokens() {
    #expect(tokenizer.encode("").isEmpty)
    #expect(tokenizer.encode("", markers: true).isEmpty)
  }

  @Test func neighboursJoinByRank() {
    #expect(tokenizer.names("Hello world") == ["Hello", " world"])
    #expect(tokenizer.names("hello") == ["hello"])
    #expect(tokenizer.names(" the the") == [" the", " the"])
    #expect(tokenizer.names("user model") == ["user", " ", "model"])
    // The lower rank wins wherever it stands: "th" never forms, for "he" joins first.
    #expect(tokenizer.names("the") == ["t", "he"])
    #expect(tokenizer.names("日本語日本") == ["日本語", "日本"])
  }

  @Test func equalRanksJoinFromTheLeft() {
    #expect(tokenizer.names("aaa") == ["aa", "a"])
    #expect(tokenizer.names("aaaaaaa") == ["aaaa", "aa", "a"])
    #expect(tokenizer.names("lll") == ["ll", "l"])
    #expect(tokenizer.names("=====") == ["====", "="])
  }

  @Test func spacesAreLowerBlocks() {
    #expect(tokenizer.encode(" ") == tokenizer.encode("▁"))
    #expect(tokenizer.names("     ") == ["    ", " "])
  }

  @Test func runsOfNewlinesAreTokensOfTheirOwn() {
    #expect(tokenizer.names("a\nb") == ["a", "\n", "b"])
    #expect(tokenizer.names("\n\n") == ["\n\n"])
    #expect(tokenizer.names("a\n\n\nb") == ["a", "\n\n\n", "b"])
    #expect(tokenizer.names("\n\n\n\n\n") == ["\n\n\n", "\n\n"])
  }

  @Test func aRunOfNewlinesIsItsTokenEvenIfRanksLeadElsewhere() throws {
    let merges = [(left: "\n", right: "\n"), (left: "\n\n", right: "\n\n"), (left: "\n", right: "\n\n\n\n")]
    let tokenizer = try Tokenizer(
      GGUFFile(bytes: TinyVocabulary.writer(characters: "a\n", merges: merges).serialized(), name: "m.gguf"))
    #expect(tokenizer.names("a\n\n\n\n\na") == ["a", "\n\n\n\n\n", "a"])
    #expect(tokenizer.names("\n\n\n\n\n\n") == ["\n\n\n\n", "\n\n"])
  }

  @Test func unknownCharactersFallBackToBytes() {
    #expect(tokenizer.names("xöy") == ["x", "<c3>", "<b6>", "y"])
    #expect(tokenizer.names("🦙") == ["<f0>", "<9f>", "<a6>", "<99>"])
    #expect(tokenizer.names("\0\r") == ["\0", "\r"])
  }

  @Test func bytesThatAreNoTextFallBackToBytes() {
    let cases: [[UInt8]] = [
      [0xFF], [0xC3], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0xA6],
      [0x61, 0xE2, 0x96, 0x61], [0xE0, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ]
    for bytes in cases {
      let tokens = bytes.withUnsafeBytes { tokenizer.encode(utf8: $0) }
      #expect(tokens.flatMap { tokenizer.bytes(of: $0) } == bytes)
      #expect(tokens.count == bytes.count)
    }
  }

  @Test func markersAreTextUnlessAskedFor() throws {
    let text = "<|turn>user\nHello<turn|>"
    let markers = tokenizer.encode(text, markers: true)
    #expect(tokenizer.names(text, markers: true) == ["<|turn>", "user", "\n", "Hello", "<turn|>"])
    #expect(markers.map { tokenizer.isMarker($0) } == [true, false, false, false, true])
    let plain = tokenizer.encode(text)
    #expect(!plain.contains { tokenizer.isMarker($0) })
    #expect(tokenizer.text(plain) == text)
    for (index, marker) in TinyVocabulary.markers.enumerated() {
      #expect(tokenizer.token(marker: marker.name) == index)
      #expect(tokenizer.encode(marker.name, markers: true) == [index])
      #expect(!tokenizer.encode(marker.name).contains { tokenizer.isMarker($0) })
      #expect(tokenizer.bytes(of: index) == Array(marker.name.utf8))
    }
  }

  @Test func theLongestMarkerWins() throws {
    let tokenizer = try tinyTokenizer {
      let names = ["<a", "<a>", "<a>b", "a", "<", ">", "b", "<0x41>"]
      $0.set("tokenizer.ggml.tokens", .array(GGUFArray(strings: names)))
      $0.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: [3, 4, 3, 1, 1, 1, 1, 1])))
      $0.set("tokenizer.ggml.merges", .array(GGUFArray(strings: [])))
    }
    #expect(tokenizer.encode("<a>b<a><ab<<a", markers: true) == [2, 1, 0, 6, 4, 0])
    #expect(tokenizer.encode("<a>b", markers: false) == [4, 3, 5, 6])
  }

  @Test func textNeverBecomesAMarkerByMerging() throws {
    let tokenizer = try tinyTokenizer {
      let names = ["<unk>", "<", "x", ">", "<x", "<x>"]
      $0.set("tokenizer.ggml.tokens", .array(GGUFArray(strings: names)))
      $0.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: [3, 1, 1, 1, 1, 3])))
      $0.set("tokenizer.ggml.merges", .array(GGUFArray(strings: ["< x", "<x >"])))
      $0.set("tokenizer.ggml.unknown_token_id", .uint32(0))
    }
    #expect(tokenizer.encode("<x>") == [4, 3])
    #expect(tokenizer.encode("<x>", markers: true) == [5])
  }

  @Test func mergesOverNewlinesKeepTextWhole() throws {
    let merges = [(left: "\n", right: "\n"), (left: "a", right: "\n"), (left: "\n\n", right: "\n")]
    let tokenizer = try Tokenizer(
      GGUFFile(bytes: TinyVocabulary.writer(characters: "ab\n", merges: merges).serialized(), name: "m.gguf"))
    #expect(tokenizer.names("a\nb") == ["a\n", "b"])
    #expect(tokenizer.names("a\n\n\nb") == ["a", "\n\n\n", "b"])
  }

  @Test func encodingAgreesWithItsDefinition() throws {
    var generator = SeededGenerator(seed: 5)
    let slow = SlowEncoder(characters: TinyVocabulary.characters, merges: TinyVocabulary.merges)
    let parts = ["Hello", " ", "world", "the", "\n", "a", "l", "e", "r", "🚀", "ö", "日本語", "=", "<|", "▁", "us"]
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0...25, using: &generator)).compactMap { _ in
        parts.randomElement(using: &generator)
      }.joined()
      try check(text, tokenizer, slow)
    }
  }

  @Test func encodingAgreesWithItsDefinitionForRandomVocabularies() throws {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<60 {
      let alphabet = "abc▁\né"
      var texts = alphabet.unicodeScalars.map { String($0) }
      var merges: [(left: String, right: String)] = []
      for _ in 0..<Int.random(in: 1...25, using: &generator) {
        guard let left = texts.randomElement(using: &generator), let right = texts.randomElement(using: &generator),
          left.count + right.count < 12, !merges.contains(where: { $0 == (left, right) })
        else { continue }
        merges.append((left, right))
        texts.append(left + right)
      }
      merges.shuffle(using: &generator)
      let writer = TinyVocabulary.writer(characters: alphabet, merges: merges)
      let tokenizer = try Tokenizer(GGUFFile(bytes: writer.serialized(), name: "m.gguf"))
      let slow = SlowEncoder(characters: alphabet, merges: merges)
      for _ in 0..<20 {
        let text = String((0..<40).compactMap { _ in "aaabbbccc \n\né🦙".randomElement(using: &generator) })
        try check(text, tokenizer, slow)
      }
    }
  }

  private func check(_ text: String, _ tokenizer: Tokenizer, _ slow: SlowEncoder) throws {
    let names = tokenizer.encode(text).map { token -> String in
      let bytes = tokenizer.bytes(of: token)
      if token >= TinyVocabulary.markers.count, token < TinyVocabulary.markers.count + 256 {
        return "<0x" + (bytes[0] < 16 ? "0" : "") + String(bytes[0], radix: 16, uppercase: true) + ">"
      }
      return String(decoding: bytes, as: UTF8.self).map { $0 == " " ? "▁" : String($0) }.joined()
    }
    #expect(names == slow.names(text), "\(text.debugDescription)")
  }

  /// Each of these would take hours if the time grew with the square of the length.
  @Test(arguments: [
    ("a", 1_000_000), (" ", 1_000_000), ("\n", 1_000_000), ("🦙", 1_000_000), ("🚀", 1_000_000), ("<", 1_000_000),
    ("hello ", 200_000), ("=<|", 300_000),
  ])
  func aMegabyteInOneLineIsNearLinear(unit: String, count: Int) {
    let text = String(repeating: unit, count: count)
    #expect(tokenizer.text(tokenizer.encode(text)) == text)
    #expect(tokenizer.encode(text, markers: true) == tokenizer.encode(text))
  }
}
