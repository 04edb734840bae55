import Compute
import GGUF

/// Guesses the next tokens of a model (multi-token prediction).
///
/// A small stack of layers with queries only: they look at the keys and values that the target has in its last sliding and its last full layer.
/// ```
/// x = preProjection [ embedding(token) · √hidden ; h ]      h: the target's state after its final norm, where it gave the token
/// x = layers(x)                                             all at the position of the first token
/// y = rmsNorm(x)
/// guess = arg max(head y) ;  h = postProjection y           no soft cap: it changes no arg max
/// ```
/// Every guess of a round is made as if it stood at the first token's position, since the cache ends before that; the target's embeddings are used,
/// the head is the drafter's own. One thread at a time may use it, between two evaluations of the target.
public final class Drafter {
  /// The file.
  public let path: String

  private let arithmetic: Arithmetic
  private let configuration: DrafterConfiguration
  private let weights: DrafterWeights
  private let workspace: Workspace
  /// `[2][hidden of the target]`: the embedding of a token and the state before it.
  private let input: AlignedBuffer
  /// `[vocabulary]`.
  private let logits: AlignedBuffer
  private var slidingRotation: RotaryTable
  private var fullRotation: RotaryTable

  /// Makes sure that a file is a drafter for such a model.
  ///
  /// - Throws: ``ModelError`` as loading would.
  public static func checkHeader(_ file: GGUFFile, target: ModelConfiguration) throws {
    _ = try DrafterConfiguration(file, target: target)
    try Model.checkTypes(file)
  }

  /// Loads a drafter.
  ///
  /// - Parameters:
  ///   - file: The drafter's file.
  ///   - target: The shape of the model whose tokens it is to guess.
  ///   - arithmetic: Kernels and threads.
  /// - Throws: ``ModelError``, `GGUFError`, `ComputeError`.
  public init(_ file: GGUFFile, target: ModelConfiguration, arithmetic: Arithmetic) throws {
    path = file.path
    self.arithmetic = arithmetic
    configuration = try DrafterConfiguration(file, target: target)
    weights = try DrafterWeights(TensorLoader(file, team: arithmetic.team), configuration, target: target)
    let shape = configuration.shape
    workspace = try Workspace(shape)
    input = try AlignedBuffer(floats: target.hidden + weights.postProjection.paddedRows)
    logits = try AlignedBuffer(floats: weights.head.paddedRows)
    let full = shape.layers.first { !$0.isSliding }
    let sliding = shape.layers.first { $0.isSliding }
    fullRotation = RotaryTable(
      headSize: full?.headSize ?? 0, base: full?.ropeBase ?? 1, divisors: weights.ropeDivisors)
    slidingRotation = RotaryTable(headSize: sliding?.headSize ?? 0, base: sliding?.ropeBase ?? 1, divisors: nil)
  }

  /// Guesses tokens.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - token: The token that comes next for certain; it is not evaluated yet.
  ///   - model: The target.
  ///   - row: The row of the target's last batch that gave the token.
  ///   - cache: The target's keys and values up to that row; nothing behind it.
  /// - Returns: What may follow `token`.
  /// - Throws: `ComputeError`.
  /// - Precondition: The cache holds at least one position.
  public func draft(_ count: Int, after token: Int, model: Model, row: Int, cache: KVCache) throws -> [Int] {
    try draft(count, after: token, model: model, row: row, cache: cache) { _ in }
  }

  /// As above; hands over the logits of each guess, valid during the call.
  func draft(
    _ count: Int, after token: Int, model: Model, row: Int, cache: KVCache,
    consume: (UnsafeBufferPointer<Float>) -> Void
  ) throws -> [Int] {
    let shape = configuration.shape
    let state = input.floats + model.configuration.hidden
    model.finalState(row, to: state)
    fullRotation.fill(cache.count..<cache.count + 1)
    slidingRotation.fill(cache.count..<cache.count + 1)
    var guesses: [Int] = []
    while guesses.count < count {
      model.embed(guesses.last ?? token, to: input.floats)
      try arithmetic.multiply([(weights.preProjection, workspace.residual.floats)], by: input.floats, tokens: 1)
      try passLayers(cache)
      arithmetic.ops.rms_norm(
        workspace.residual.floats, weights.outputNorm, shape.hidden, shape.normEpsilon, workspace.normed.floats)
      // Nobody needs the state after the last guess.
      let isLast = guesses.count + 1 == count
      try arithmetic.multiply(
        [(weights.head, logits.floats)] + (isLast ? [] : [(weights.postProjection, state)]),
        by: workspace.normed.floats, tokens: 1)
      consume(UnsafeBufferPointer(start: logits.floats, count: shape.vocabulary))
      guesses.append(likeliest())
    }
    return guesses
  }

  private func passLayers(_ cache: KVCache) throws {
    let shape = configuration.shape
    for index in shape.layers.indices {
      let layer = Layer(
        arithmetic: arithmetic, shape: shape.layers[index], weights: weights.layers[index],
        rotation: shape.layers[index].isSliding ? slidingRotation : fullRotation,
        cache: cache[configuration.targetLayers[index]],
        // As in the reference: the last `window + 1` positions of the cache. The query's own, which comes after them, is not there.
        window: shape.window + 1, hidden: shape.hidden, epsilon: shape.normEpsilon)
      try layer(workspace, first: cache.count - 1, ahead: [0])
    }
  }

  /// The token with the largest logit, of equal ones the lowest.
  private func likeliest() -> Int {
    var best = 0
    for token in 1..<configuration.shape.vocabulary where logits.floats[token] > logits.floats[best] { best = token }
    return best
  }
}
