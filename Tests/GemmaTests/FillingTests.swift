import Compute
import GGUF
import TestSupport
import Testing

@testable import Gemma

/// What `facet bench` uses in place of a long prompt.
@Suite struct FillingTests {
  @Test(arguments: [0, 1, 63, 64, 400, 1_000], KVCache.Format.allCases)
  func afterAFilledCacheAStepGivesFiniteLogits(_ depth: Int, _ format: KVCache.Format) throws {
    let model = try CuttingTests.model(.q8_0)
    let cache = try KVCache(model.configuration, context: 1_024, format: format)
    try model.fillWithArbitraryValues(cache, to: depth)
    #expect(cache.count == depth)
    let logits = try CuttingTests.logits(model, cache, [30, 31, 32], chunk: 3)
    #expect(!logits.contains { !$0.isFinite })
    #expect(Set(logits).count > 10)
    #expect(cache.count == depth + 3)
    #expect(cache.canRewind(to: depth))
  }

  @Test func whatWasThereBeforeIsGone() throws {
    let model = try CuttingTests.model(.q8_0)
    let cache = try KVCache(model.configuration, context: 512)
    _ = try CuttingTests.logits(model, cache, CuttingTests.prompt, chunk: 64)
    try model.fillWithArbitraryValues(cache, to: 0)
    let fresh = try CuttingTests.logits(model, cache, CuttingTests.prompt, chunk: 64)
    let other = try KVCache(model.configuration, context: 512)
    let expected = try CuttingTests.logits(model, other, CuttingTests.prompt, chunk: 64)
    #expect(fresh == expected)
  }

  @Test func aStepReadsAllWeightsAndThePastThatItSees() throws {
    let file = try GGUFFile(bytes: TinyModel().bytes(), name: "tiny.gguf")
    let configuration = try ModelConfiguration(file)
    #expect(Model.stepBytes(file) == file.tensors.reduce(0) { $0 + $1.byteCount })
    #expect(KVCache.stepBytes(configuration, depth: 0) == 0)
    // Two sliding layers with a window of 32 and 2 heads of 32, a full one with 1 head of 64; keys and values in 16 bits.
    #expect(KVCache.stepBytes(configuration, depth: 10, format: .f16) == 10 * 4 * (2 * 2 * 32 + 64))
    #expect(KVCache.stepBytes(configuration, depth: 100, format: .f16) == 4 * (32 * 2 * 2 * 32 + 100 * 64))
    // A byte each, and a scale of two for every 32.
    #expect(KVCache.stepBytes(configuration, depth: 10, format: .q8) == 10 * 2 * (2 * 2 * 34 + 68))
  }
}

@Suite struct HeaderCheckTests {
  @Test func aSoundHeaderGivesTheShape() throws {
    let file = try GGUFFile(bytes: TinyModel(weights: .q4_0).bytes(), name: "tiny.gguf")
    let configuration = try Model.checkHeader(file)
    #expect(configuration.name == "Tiny")
  }

  @Test func aTypeWithoutKernelsIsNamed() throws {
    var writer = GGUFWriter()
    let file = try GGUFFile(bytes: TinyModel().bytes(), name: "tiny.gguf")
    for (key, value) in file.metadata.entries { writer.set(key, value) }
    for tensor in file.tensors {
      let isChanged = tensor.name == "blk.0.ffn_up.weight"
      try writer.add(
        name: tensor.name, type: isChanged ? .i32 : tensor.type, shape: tensor.shape, bytes: file.read(tensor))
    }
    let folder = try TestFolder()
    try writer.write(to: folder.path + "/model.gguf")
    let path = folder.path + "/model.gguf"
    #expect(throws: ModelError.unsupportedType(path: path, tensor: "blk.0.ffn_up.weight", type: "I32")) {
      try Model.checkHeader(GGUFFile(path: path))
    }
  }

  @Test func aProjectorSaysWhatItTakes() throws {
    let folder = try TestFolder()
    try TinyProjector().write(to: folder.path + "/mmproj.gguf")
    let file = try GGUFFile(path: folder.path + "/mmproj.gguf")
    let kinds = try Projector.checkHeader(file, hidden: TinyModel().hidden)
    #expect(kinds.pictures && kinds.sounds)
    #expect(throws: ModelError.self) { try Projector.checkHeader(file, hidden: 3) }
    let model = try GGUFFile(bytes: TinyModel().bytes(), name: "tiny.gguf")
    #expect(throws: ModelError.self) { try Projector.checkHeader(model, hidden: 64) }
  }
}
