import Compute
import GGUF

/// A Gemma 4 text model: evaluates batches of positions against a cache.
///
/// One thread at a time may evaluate (the inference thread).
public final class Model {
  /// The shape.
  public let configuration: ModelConfiguration
  /// The machine's arithmetic.
  public let arithmetic: Arithmetic

  private let weights: ModelWeights
  private let workspace: Workspace
  private var slidingRotation: RotaryTable
  private var fullRotation: RotaryTable
  private let logitsBuffer: AlignedBuffer

  /// Loads a model.
  ///
  /// - Parameters:
  ///   - file: The model's file.
  ///   - arithmetic: Kernels and threads.
  ///   - progress: Called with the share that is loaded, 0…1; may throw to stop.
  /// - Throws: ``ModelError``, `GGUFError`, `ComputeError`.
  public init(_ file: GGUFFile, arithmetic: Arithmetic, progress: (Double) throws -> Void = { _ in }) throws {
    let configuration = try ModelConfiguration(file)
    self.configuration = configuration
    self.arithmetic = arithmetic
    let total = max(1, file.tensors.reduce(0) { $0 + $1.byteCount })
    var done = 0
    weights = try withoutActuallyEscaping(progress) { progress in
      let loader = TensorLoader(file, team: arithmetic.team) { bytes in
        done += bytes
        try progress(Double(done) / Double(total))
      }
      return try ModelWeights(loader, configuration)
    }
    workspace = try Workspace(configuration)
    let full = configuration.layers.first { !$0.isSliding }
    let sliding = configuration.layers.first { $0.isSliding }
    fullRotation = RotaryTable(
      headSize: full?.headSize ?? 0, base: full?.ropeBase ?? 1, divisors: weights.ropeDivisors)
    slidingRotation = RotaryTable(headSize: sliding?.headSize ?? 0, base: sliding?.ropeBase ?? 1, divisors: nil)
    logitsBuffer = try AlignedBuffer(floats: Self.logitRows * weights.head.paddedRows)
  }

  /// Bytes of memory that a model needs beside its weights.
  public static func scratchBytes(_ configuration: ModelConfiguration) -> Int { Workspace.byteCount(configuration) }

  /// Positions whose logits are computed together, in one pass of the head.
  public static let logitRows = 8

  /// Evaluates a batch and appends it to the cache.
  ///
  /// - Parameters:
  ///   - batch: What follows the cache's content; a picture must be whole.
  ///   - cache: Keys and values so far.
  ///   - onLayer: Called before each layer with the share of the batch that is done; may throw to stop, which leaves the cache as
  ///     it was.
  /// - Throws: `ComputeError`, and what `onLayer` throws.
  /// - Precondition: The cache has room for the batch, every token is in the vocabulary.
  public func evaluate(_ batch: Batch, cache: KVCache, onLayer: (Double) throws -> Void = { _ in }) throws {
    guard batch.count > 0 else { return }
    evaluated = 0
    try cache.reserve(batch: batch.count)
    try workspace.reserve(batch: batch.count)
    embed(batch)
    let positions = cache.count..<cache.count + batch.count
    slidingRotation.fill(positions)
    fullRotation.fill(positions)
    for index in configuration.layers.indices {
      try onLayer(Double(index) / Double(configuration.layers.count))
      let layer = Layer(
        arithmetic: arithmetic, shape: configuration.layers[index], weights: weights.layers[index],
        rotation: configuration.layers[index].isSliding ? slidingRotation : fullRotation, cache: cache[index],
        window: configuration.window, hidden: configuration.hidden, epsilon: configuration.normEpsilon)
      try layer(workspace, first: cache.count, ahead: batch.ahead)
    }
    cache.advance(by: batch.count)
    evaluated = batch.count
  }

  /// Positions of the last batch, whose residual stream is still there.
  private var evaluated = 0

  /// Logits of some positions of the last batch, soft cap applied, nothing suppressed.
  ///
  /// - Parameters:
  ///   - rows: Positions, counted from the batch's first.
  ///   - consume: Gets `vocabulary` floats for each position in order; they are valid during the call.
  /// - Throws: `ComputeError`, and what `consume` throws.
  public func logits(_ rows: Range<Int>, _ consume: (UnsafeMutableBufferPointer<Float>) throws -> Void) throws {
    for start in stride(from: rows.lowerBound, to: min(rows.upperBound, evaluated), by: Self.logitRows) {
      let count = min(Self.logitRows, rows.upperBound - start)
      try computeLogits(start..<start + count)
      for index in 0..<count { try consume(computedLogits(index)) }
    }
  }

  /// Computes the logits of a few positions of the last batch in one pass of the head, for ``computedLogits(_:)``.
  ///
  /// - Parameter rows: At most ``logitRows`` positions, counted from the batch's first.
  /// - Throws: `ComputeError`.
  public func computeLogits(_ rows: Range<Int>) throws {
    let padded = weights.head.paddedRows
    for (index, row) in rows.enumerated() {
      finalState(row, to: workspace.normed.floats + index * configuration.hidden)
    }
    try arithmetic.multiply([(weights.head, logitsBuffer.floats)], by: workspace.normed.floats, tokens: rows.count)
    guard let cap = configuration.logitCap else { return }
    arithmetic.team.run(rows.count * padded, by: 16_384) { range in
      arithmetic.ops.soft_cap(logitsBuffer.floats + range.lowerBound, cap, range.count)
    }
  }

  /// The logits of one of the positions that ``computeLogits(_:)`` was last called with, `vocabulary` floats; valid until logits are computed anew.
  public func computedLogits(_ index: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(
      start: logitsBuffer.floats + index * weights.head.paddedRows, count: configuration.vocabulary)
  }

  /// The state after the final norm of one position of the last batch.
  ///
  /// - Parameters:
  ///   - row: The position, counted from the batch's first.
  ///   - out: `hidden` floats.
  public func finalState(_ row: Int, to out: UnsafeMutablePointer<Float>) {
    arithmetic.ops.rms_norm(
      workspace.residual.floats + row * configuration.hidden, weights.outputNorm, configuration.hidden,
      configuration.normEpsilon, out)
  }

  /// Writes the residual stream's start: token embeddings times √hidden, soft tokens as they are.
  private func embed(_ batch: Batch) {
    let hidden = configuration.hidden
    arithmetic.team.run(batch.count, by: 8) { range in
      for index in range {
        let row = workspace.residual.floats + index * hidden
        switch batch.inputs[index] {
        case .token(let token): embed(token, to: row)
        case .soft(let soft, let softRow):
          soft.values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            row.update(from: base + softRow * hidden, count: hidden)
          }
        }
      }
    }
  }

  /// Writes a token's embedding times √hidden: `hidden` floats.
  func embed(_ token: Int, to row: UnsafeMutablePointer<Float>) {
    let hidden = configuration.hidden
    let scale = Float(hidden).squareRoot()
    weights.embedding.copyRow(token, to: row)
    for column in 0..<hidden { row[column] *= scale }
  }
}
