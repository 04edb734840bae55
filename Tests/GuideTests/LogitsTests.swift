import Engine
import Foundation
import GGUF
import Guide
import Media
import Synchronization
import Testing

/// The engine computes what PyTorch does with the weights of the guide: `Training/export.py` records ten prompts of each kind and the logits that
/// follow them.
@Suite struct LogitsTests {
  private struct Case: Decodable {
    var kind: String
    var tokens: [Int]
    var file: String?
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Goldens")

  @Test(arguments: ["text", "picture", "recording"])
  func theLogitsAreThoseOfPyTorch(_ kind: String) async throws {
    let cases = try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: Self.folder.appendingPathComponent("prompts.json")))
    let recorded = try Data(contentsOf: Self.folder.appendingPathComponent("logits.f32")).withUnsafeBytes {
      Array($0.bindMemory(to: Float.self))
    }
    let vocabulary = recorded.count / cases.count
    let assistant = try await LocalAssistant.load(
      model: .program(ProgramBytes(Guide.model), name: Guide.name),
      projector: .program(ProgramBytes(Guide.projector), name: Guide.name), options: EngineOptions(threads: 2)
    ) { _ in }
    #expect(cases.count { $0.kind == kind } == 10)
    for (index, prompt) in cases.enumerated() where prompt.kind == kind {
      let path = prompt.file.map { Self.folder.appendingPathComponent($0).path }
      let pictures = kind == "picture" ? try path.map { [try PictureReader.read(path: $0)] } ?? [] : []
      let recordings = kind == "recording" ? try path.map { [try SoundReader.read(path: $0)] } ?? [] : []
      let last = Mutex<[Float]>([])
      try await assistant.logits(
        tokens: prompt.tokens, pictures: pictures, recordings: recordings, budget: 280,
        consume: { logits in last.withLock { $0 = Array(logits) } })
      let found = last.withLock { $0 }
      let expected = Array(recorded[index * vocabulary..<(index + 1) * vocabulary])
      let divergence = Self.divergence(of: found, from: expected)
      let best = { (logits: [Float]) in logits.indices.max { logits[$0] < logits[$1] } }
      // The engine multiplies in 8 bits, PyTorch in single precision.
      #expect(divergence < 0.01, "\(kind) \(index)")
      #expect(best(found) == best(expected), "\(kind) \(index)")
      #expect(Self.largestError(of: found, from: expected) < 0.02, "\(kind) \(index)")
    }
  }

  /// Kullback-Leibler divergence of the probabilities.
  private static func divergence(of found: [Float], from expected: [Float]) -> Double {
    let (p, q) = (logProbabilities(expected), logProbabilities(found))
    return zip(p, q).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
  }

  private static func logProbabilities(_ logits: [Float]) -> [Double] {
    let most = Double(logits.max() ?? 0)
    let total = log(logits.reduce(0) { $0 + exp(Double($1) - most) }) + most
    return logits.map { Double($0) - total }
  }

  /// The largest difference, as a share of the range of the expected logits.
  private static func largestError(of found: [Float], from expected: [Float]) -> Float {
    guard let least = expected.min(), let most = expected.max() else { return .infinity }
    return (zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity) / (most - least)
  }
}
