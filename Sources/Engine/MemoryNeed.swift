import GGUF
import Gemma

/// The memory that a model takes, known from its header.
public struct MemoryNeed: Sendable, Equatable {
  /// Bytes of the weights, projector and drafter included.
  public let weights: Int
  /// Bytes for what is computed in between.
  public let scratch: Int
  private let configuration: ModelConfiguration
  private let kvFormat: KVCache.Format

  /// Adds up what stands in the headers.
  ///
  /// - Parameters:
  ///   - configuration: The model's shape.
  ///   - files: The model, and its projector and drafter if there are any.
  ///   - kvFormat: How keys and values are kept.
  public init(_ configuration: ModelConfiguration, files: [GGUFFile], kvFormat: KVCache.Format = .usual) {
    self.configuration = configuration
    self.kvFormat = kvFormat
    weights = files.reduce(0) { sum, file in file.tensors.reduce(sum) { $0 + $1.byteCount } }
    scratch = Model.scratchBytes(configuration)
  }

  /// The memory of a model of this shape whose weights take so many bytes.
  package init(_ configuration: ModelConfiguration, weights: Int, kvFormat: KVCache.Format = .usual) {
    (self.configuration, self.kvFormat, self.weights) = (configuration, kvFormat, weights)
    scratch = Model.scratchBytes(configuration)
  }

  /// Bytes of the keys and values of so many tokens.
  public func cache(context: Int) -> Int { KVCache.byteCount(configuration, context: context, format: kvFormat) }

  /// Bytes of everything with a context of so many tokens.
  public func bytes(context: Int) -> Int { weights + cache(context: context) + scratch }

  /// The usual context, halved until it fits, but not below 2048.
  public func context(usual: Int, available: Int) -> Int {
    var context = min(usual, configuration.contextLength)
    while bytes(context: context) > available, context > 2_048 { context /= 2 }
    return context
  }

  /// The most tokens whose keys and values fit beside the weights, and that the model knows; 0 if not even the weights fit.
  ///
  /// - Complexity: O(log n) in the context that the model knows.
  public func largestContext(available: Int) -> Int {
    var fits = 0
    var tooLarge = configuration.contextLength + 1
    while tooLarge - fits > 1 {
      let middle = (fits + tooLarge) / 2
      if bytes(context: middle) <= available { fits = middle } else { tooLarge = middle }
    }
    return fits
  }

  /// The largest context that fits, cut to a round number.
  ///
  /// - Returns: A multiple of 1,024, below that of 64; 0 if not even the weights fit.
  public func roundContext(available: Int) -> Int {
    let largest = largestContext(available: available)
    return largest >= 1_024 ? largest / 1_024 * 1_024 : largest / 64 * 64
  }

  /// Whether something can be said within so many tokens.
  public static func isUseful(context: Int) -> Bool { context >= 512 }

  /// Makes sure that a model fits with a context.
  ///
  /// - Throws: ``EngineError/notEnoughMemory(model:context:needed:available:fitting:)`` with the context that would fit.
  public func check(context: Int, available: Int, model: String) throws(EngineError) {
    guard bytes(context: context) > available else { return }
    throw .notEnoughMemory(
      model: model, context: context, needed: bytes(context: context), available: available,
      fitting: roundContext(available: available))
  }
}
