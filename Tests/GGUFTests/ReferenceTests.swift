import Foundation
import GGUF
import Testing

@Suite(.enabled(if: referenceFolder != nil, "set FACET_REFERENCE to the folder of reference answers"))
struct ReferenceTests {
  @Test func allSmallModelsOpen() throws {
    let folder = try #require(referenceFolder) + "/tiny"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".gguf") }
    #expect(names.count >= 17)
    for name in names {
      let file = try GGUFFile(path: folder + "/" + name)
      #expect(!file.tensors.isEmpty)
      #expect(file.metadata["general.architecture"]?.string?.isEmpty == false)
      for tensor in file.tensors { #expect(try file.read(tensor).count == tensor.byteCount) }
    }
  }

  @Test func theRealVocabularyOpens() throws {
    let file = try GGUFFile(path: try #require(referenceFolder) + "/tokenizer/ggml-vocab-gemma-4.gguf")
    #expect(file.tensors.isEmpty)
    let tokens = try #require(file.metadata["tokenizer.ggml.tokens"]?.array?.strings)
    #expect(tokens.count == 262_144)
    #expect(tokens[105] == "<|turn>")
    #expect(file.metadata["tokenizer.ggml.merges"]?.array?.count == 514_906)
    #expect(file.metadata["gemma4.context_length"]?.int == 262_144)
  }
}
