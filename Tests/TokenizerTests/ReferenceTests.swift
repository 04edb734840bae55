import Foundation
import GGUF
import Testing
import Tokenizer

@Suite(.enabled(if: referenceFolder != nil, "set FACET_REFERENCE to the folder of reference answers"))
struct ReferenceTests {
  private struct Text: Decodable {
    let text: String
    let ids: [Int]
    let idsWithMarkers: [Int]

    enum CodingKeys: String, CodingKey {
      case text, ids
      case idsWithMarkers = "ids_with_special_tokens_parsed"
    }
  }

  private struct Media: Decodable {}

  private struct Cases: Decodable {
    struct Case: Decodable {
      let prompt: String
      let images: [Media]
      let audio: [Media]
      let tokens: [Int]

      enum CodingKeys: String, CodingKey {
        case prompt, images, audio
        case tokens = "token_ids"
      }
    }
    let cases: [Case]
  }

  private func file(_ path: String) throws -> String { try #require(referenceFolder) + "/" + path }

  @Test func allTextsGiveTheTokensOfTheReference() throws {
    let tokenizer = try Tokenizer(GGUFFile(path: file("tokenizer/ggml-vocab-gemma-4.gguf")))
    #expect(tokenizer.count == 262_144)
    #expect(tokenizer.bos == 2)
    #expect(tokenizer.eos == 1)
    #expect(tokenizer.token(marker: "<|turn>") == 105)
    #expect(tokenizer.suppressed.sorted() == [255_999, 256_000, 258_880, 258_881, 258_882, 258_883])
    let data = try Data(contentsOf: URL(filePath: file("tokenizer/tokenizer_cases.json")))
    let texts = try JSONDecoder().decode([Text].self, from: data)
    #expect(texts.count == 75)
    for text in texts {
      #expect(tokenizer.encode(text.text) == text.ids)
      #expect(tokenizer.encode(text.text, markers: true) == text.idsWithMarkers)
      #expect(tokenizer.text(text.ids) == text.text.replacingOccurrences(of: "▁", with: " "))
      #expect(tokenizer.text(text.idsWithMarkers) == text.text.replacingOccurrences(of: "▁", with: " "))
    }
  }

  @Test func everyTextTokenOfTheRealVocabularySurvives() throws {
    let tokenizer = try Tokenizer(GGUFFile(path: file("tokenizer/ggml-vocab-gemma-4.gguf")))
    for token in stride(from: 0, to: tokenizer.count, by: 17) where !tokenizer.isMarker(token) {
      let bytes = tokenizer.bytes(of: token)
      let tokens = bytes.withUnsafeBytes { tokenizer.encode(utf8: $0) }
      #expect(tokens.flatMap { tokenizer.bytes(of: $0) } == bytes)
    }
  }

  @Test func promptsOfTheSmallModelGiveTheTokensOfTheReference() throws {
    let tokenizer = try Tokenizer(GGUFFile(path: file("tiny/model-f32.gguf")))
    let data = try Data(contentsOf: URL(filePath: file("tiny/cases.json")))
    let cases = try JSONDecoder().decode(Cases.self, from: data).cases.filter { $0.images.isEmpty && $0.audio.isEmpty }
    #expect(cases.count == 3)
    for text in cases { #expect(tokenizer.encode(text.prompt, markers: true) == text.tokens) }
    #expect(tokenizer.suppressed == [21, 22])
  }
}
