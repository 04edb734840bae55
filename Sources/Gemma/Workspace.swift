import Compute

/// Scratch memory of an evaluation, kept from batch to batch.
///
/// Everything but the residual stream is sized for a stripe of positions, so that a long picture, which must be one batch, takes no more
/// than any other.
final class Workspace {
  /// Positions that pass through the matrices together.
  static let stripe = 256

  /// `[position][hidden]`, the residual stream of a whole batch.
  private(set) var residual: AlignedBuffer
  /// `[position][hidden]`: what a norm gives, and what attention or the feed-forward part gives back.
  let normed: AlignedBuffer
  let added: AlignedBuffer
  /// `[position][heads · headSize]`.
  let queries: AlignedBuffer
  let attended: AlignedBuffer
  /// `[position][keyValueHeads · headSize]`.
  let keys: AlignedBuffer
  let values: AlignedBuffer
  /// `[position][feedForward]`.
  let gate: AlignedBuffer
  let up: AlignedBuffer

  private let hidden: Int

  init(_ configuration: ModelConfiguration) throws {
    func rows(_ width: Int) throws -> AlignedBuffer {
      try AlignedBuffer(floats: Self.stripe * ((width + 15) / 16 * 16))
    }
    let layers = configuration.layers
    let queryWidth = layers.map { $0.heads * $0.headSize }.max() ?? 0
    let keyWidth = layers.map { $0.keyValueHeads * $0.headSize }.max() ?? 0
    let feedForward = layers.map(\.feedForward).max() ?? 0
    hidden = configuration.hidden
    residual = try rows(hidden)
    normed = try rows(hidden)
    added = try rows(hidden)
    queries = try rows(queryWidth)
    attended = try rows(queryWidth)
    keys = try rows(keyWidth)
    values = try rows(keyWidth)
    gate = try rows(feedForward)
    up = try rows(feedForward)
  }

  /// Bytes that the scratch of a model takes, panels of quantised activations and logits included.
  static func byteCount(_ configuration: ModelConfiguration) -> Int {
    let layers = configuration.layers
    let queryWidth = layers.map { $0.heads * $0.headSize }.max() ?? 0
    let keyWidth = layers.map { $0.keyValueHeads * $0.headSize }.max() ?? 0
    let feedForward = layers.map(\.feedForward).max() ?? 0
    return 4
      * (stripe * (3 * configuration.hidden + 2 * queryWidth + 2 * keyWidth + 3 * feedForward)
        + Model.logitRows * configuration.vocabulary)
  }

  /// Makes room for a batch in the residual stream.
  func reserve(batch: Int) throws {
    if residual.byteCount < batch * hidden * 4 { residual = try AlignedBuffer(floats: batch * hidden) }
  }
}
