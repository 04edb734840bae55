import Compute
import Foundation
import GGUF
import TestSupport
import Testing

@testable import Gemma

/// Quantised weights, held against float arithmetic on the same weights and against llama.cpp's distance from it.
@Suite(.enabled(if: Reference.isThere, "\(Reference.reason)"))
struct QuantisedTests {
  /// KL divergence of the softmax of `got` from that of `want`.
  static func divergence(_ want: [Float], _ got: [Float]) -> Double {
    func softmax(_ x: [Float]) -> [Double] {
      let largest = Double(x.max() ?? 0)
      let e = x.map { exp(Double($0) - largest) }
      let sum = e.reduce(0, +)
      return e.map { $0 / sum }
    }
    return zip(softmax(want), softmax(got)).reduce(0) { $0 + ($1.0 > 0 ? $1.0 * log($1.0 / max($1.1, 1e-12)) : 0) }
  }

  static func divergences(_ quantised: ReferenceRecord.Quantised, kernels: String?) throws -> [String: Double] {
    let record = try #require(ReferenceRecord.shared)
    let arithmetic = try Arithmetic(threads: 2, kernels: kernels)
    let model = try Model(
      GGUFFile(path: Reference.tiny.appendingPathComponent(quantised.file).path), arithmetic: arithmetic)
    return try quantised.logits.reduce(into: [:]) { result, entry in
      let test = try #require(record.cases.first { $0.name == entry.key })
      let want = try Reference.floats(Reference.tiny.appendingPathComponent(entry.value))
      var batch = Batch()
      batch.append(test.tokens)
      let cache = try KVCache(model.configuration, context: 512, format: .f16)
      try model.evaluate(batch, cache: cache)
      var got: [Float] = []
      try model.logits(batch.count - 1..<batch.count) { got = Array($0) }
      if ["f32", "f16", "bf16"].contains(where: { quantised.file == "model-\($0).gguf" }) {
        #expect(ReferenceTests.largestError(got, want) < 1e-3, "\(quantised.file) \(entry.key)")
      }
      result[entry.key] = divergence(want, got)
    }
  }

  @Test(arguments: Arithmetic.supportedKernelNames)
  func quantisedWeightsStayNearFloatArithmetic(kernels: String) throws {
    var all: [Double] = []
    for quantised in try #require(ReferenceRecord.shared).quantised {
      for (name, divergence) in try Self.divergences(quantised, kernels: kernels) {
        #expect(divergence <= 0.01, "\(quantised.file) \(name) \(kernels)")
        all.append(divergence)
      }
    }
    let data = try Data(contentsOf: Reference.tiny.appendingPathComponent("peer_kl.json"))
    let peer = try JSONDecoder().decode([String: [String: [String: Double]]].self, from: data)
    let peers = peer.values.flatMap { $0.values.compactMap { $0["kl"] } }
    let mean = all.reduce(0, +) / Double(all.count)
    #expect(mean <= peers.reduce(0, +) / Double(peers.count), "mean \(mean) over \(all.count), \(kernels)")
  }
}
