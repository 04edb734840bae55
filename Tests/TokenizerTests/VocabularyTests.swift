import GGUF
import TestSupport
import Testing
import Tokenizer

@Suite struct VocabularyTests {
  private func error(_ change: (inout GGUFWriter) -> Void) -> TokenizerError? {
    do {
      _ = try tinyTokenizer(change)
      return nil
    } catch {
      return error as? TokenizerError
    }
  }

  private func error(without key: String) -> TokenizerError? {
    var writer = GGUFWriter()
    do {
      for (name, value) in try TinyVocabulary.file().metadata.entries where name != key { writer.set(name, value) }
      _ = try Tokenizer(GGUFFile(bytes: writer.serialized(), name: "tiny.gguf"))
      return nil
    } catch {
      return error as? TokenizerError
    }
  }

  @Test func theNamedTokensAreFound() throws {
    let tokenizer = try tinyTokenizer()
    #expect(tokenizer.bos == 2)
    #expect(tokenizer.eos == 1)
    #expect(tokenizer.token(marker: "<|turn>") == 5)
    #expect(tokenizer.token(marker: "<|nothing>") == nil)
    #expect(tokenizer.token(marker: "Hello") == nil)
    #expect(tokenizer.token(marker: "") == nil)
    #expect(tokenizer.count > 300)
  }

  @Test func mediaMarkersAreSuppressedWithoutAList() throws {
    let tokenizer = try tinyTokenizer()
    let names = tokenizer.suppressed.map { tokenizer.name(of: $0) }.sorted()
    #expect(names == ["<audio|>", "<image|>", "<|audio>", "<|audio|>", "<|image>", "<|image|>"])
  }

  @Test func aListOfSuppressedTokensReplacesThem() throws {
    let listed = try tinyTokenizer { $0.set("tokenizer.ggml.suppress_tokens", .array(GGUFArray(int32: [7, 9]))) }
    #expect(listed.suppressed == [7, 9])
    let none = try tinyTokenizer { $0.set("tokenizer.ggml.suppress_tokens", .array(GGUFArray(int32: []))) }
    #expect(none.suppressed.isEmpty)
  }

  @Test(arguments: ["model", "tokens", "token_type", "merges"]) func missingKeysAreNamed(name: String) {
    let key = "tokenizer.ggml." + name
    let error = error(without: key)
    #expect(error == .missingKey(path: "tiny.gguf", key: key))
    #expect(
      error?.description
        == "tiny.gguf has no \(key), so it cannot read text: fetch a model file that carries its tokenizer")
  }

  @Test func idsOfSpecialTokensAreOptional() throws {
    #expect(error(without: "tokenizer.ggml.bos_token_id") == nil)
    #expect(error(without: "tokenizer.ggml.eos_token_id") == nil)
    #expect(error(without: "tokenizer.ggml.unknown_token_id") == nil)
  }

  @Test(arguments: ["model", "tokens", "token_type", "merges", "bos_token_id", "suppress_tokens"])
  func valuesOfTheWrongKindAreRefused(name: String) {
    let key = "tokenizer.ggml." + name
    let error = error { $0.set(key, .float32(1)) }
    #expect(error == .wrongKind(path: "tiny.gguf", key: key))
    #expect(error?.description == "tiny.gguf has a value of the wrong kind for \(key): fetch the model file again")
    #expect(self.error { $0.set(key, .array(GGUFArray(float32: [1]))) } == .wrongKind(path: "tiny.gguf", key: key))
  }

  @Test func otherTokenizersAreRefused() {
    let error = error { $0.set("tokenizer.ggml.model", .string("llama")) }
    #expect(error == .wrongModel(path: "tiny.gguf", found: "llama"))
    #expect(
      error?.description
        == "tiny.gguf has a tokenizer of the kind \"llama\", but only gemma4 is understood: fetch a Gemma 4 model")
  }

  @Test func anEmptyVocabularyIsRefused() {
    let error = error { $0.set("tokenizer.ggml.tokens", .array(GGUFArray(strings: []))) }
    #expect(error == .noTokens(path: "tiny.gguf"))
  }

  @Test func kindsMustBeAsManyAsTokens() {
    let error = error { $0.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: [1, 1]))) }
    guard case .wrongCount(_, "tokenizer.ggml.token_type", let expected, 2) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(expected > 300)
  }

  @Test func unknownKindsCountAsText() throws {
    let count = try tinyTokenizer().count
    let tokenizer = try tinyTokenizer {
      let kinds = (0..<count).map { _ in Int32.random(in: 7 ... .max) }
      $0.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: kinds)))
    }
    #expect(tokenizer.token(marker: "<|turn>") == nil)
    #expect(tokenizer.names("Hello") == ["Hello"])
  }

  @Test(arguments: ["no", "x ", " x", "", " "]) func mergesMustHaveTwoSides(text: String) {
    let error = error { $0.set("tokenizer.ggml.merges", .array(GGUFArray(strings: ["h e", text]))) }
    #expect(error == .mergeWithoutSpace(path: "tiny.gguf", merge: 1, text: text))
    #expect(
      error?.description
        == "tiny.gguf does not say what merge 1, \"\(text)\", joins: fetch the model file again")
  }

  @Test func mergesOfUnknownTokensAreRefused() {
    for (merge, token) in [("ö e", "ö"), ("e ö", "ö"), ("e e", "ee"), ("e e e", "e e")] {
      let error = error { $0.set("tokenizer.ggml.merges", .array(GGUFArray(strings: ["h e", merge]))) }
      #expect(error == .mergeOfUnknownToken(path: "tiny.gguf", merge: 1, token: token))
      #expect(
        error?.description
          == "tiny.gguf uses \"\(token)\" in merge 1, but its vocabulary lacks it: fetch the model file again")
    }
  }

  @Test func tokensOutOfRangeAreRefused() {
    for (name, value) in [("bos_token_id", GGUFValue.uint32(.max)), ("eos_token_id", .int32(-1))] {
      let error = error { $0.set("tokenizer.ggml." + name, value) }
      guard case .tokenOutOfRange(_, "tokenizer.ggml." + name, _, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    let error = error { $0.set("tokenizer.ggml.suppress_tokens", .array(GGUFArray(int32: [1, 1_000_000]))) }
    #expect(error?.description.contains("names token 1000000 for tokenizer.ggml.suppress_tokens") == true)
  }

  @Test func aVocabularyWithoutBytesNeedsAnUnknownToken() throws {
    func change(_ writer: inout GGUFWriter, unknown: GGUFValue) {
      writer.set("tokenizer.ggml.tokens", .array(GGUFArray(strings: ["<unk>", "a", "▁"])))
      writer.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: [2, 1, 1])))
      writer.set("tokenizer.ggml.merges", .array(GGUFArray(strings: [])))
      writer.set("tokenizer.ggml.eos_token_id", .uint32(0))
      writer.set("tokenizer.ggml.bos_token_id", .uint32(0))
      writer.set("tokenizer.ggml.unknown_token_id", unknown)
    }
    let tokenizer = try tinyTokenizer { change(&$0, unknown: .uint32(0)) }
    #expect(tokenizer.encode("a b") == [1, 2, 0])
    #expect(tokenizer.isMarker(0))
    var writer = GGUFWriter()
    writer.set("tokenizer.ggml.model", .string("gemma4"))
    writer.set("tokenizer.ggml.tokens", .array(GGUFArray(strings: ["a"])))
    writer.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: [1])))
    writer.set("tokenizer.ggml.merges", .array(GGUFArray(strings: [])))
    #expect(throws: TokenizerError.missingByteToken(path: "m.gguf", byte: 0)) {
      try Tokenizer(GGUFFile(bytes: writer.serialized(), name: "m.gguf"))
    }
  }

  @Test func namesThatAreNoTextOrEmptyAreHarmless() throws {
    let tokenizer = try tinyTokenizer {
      $0.set("tokenizer.ggml.tokens", .array(GGUFArray(byteStrings: [[], [0xFF], [], [0x61], [0x61], [0xE2, 0x96]])))
      $0.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: [3, 1, 1, 1, 1, 1])))
      $0.set("tokenizer.ggml.merges", .array(GGUFArray(strings: [])))
    }
    #expect(tokenizer.encode("aa", markers: true) == [3, 3])
    #expect(tokenizer.bytes(of: 1) == [0xFF])
    #expect(tokenizer.bytes(of: 0).isEmpty)
    #expect(tokenizer.bytes(of: 5) == [0xE2, 0x96])
  }
}
