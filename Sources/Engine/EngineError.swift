/// Why the engine cannot do what it is asked to.
public enum EngineError: Error, Equatable, Sendable {
  /// The model does not fit into memory with this context; bytes. `fitting` is the largest context that fits, 0 if not even the weights do.
  case notEnoughMemory(model: String, context: Int, needed: Int, available: Int, fitting: Int)
  /// The prompt has more tokens than the context.
  case promptTooLong(tokens: Int, context: Int)
  /// The context asked for is beyond what the model knows.
  case contextTooLong(asked: Int, largest: Int)
  /// Pictures or sound were given, but no projector was.
  case noProjector(kind: String)
  /// A marker that the turn format needs is not in the vocabulary.
  case missingMarker(model: String, marker: String)
  /// The vocabulary and the model differ in size.
  case wrongVocabulary(model: String, tokens: Int, rows: Int)
  /// A token id that the vocabulary does not have.
  case badToken(Int, vocabulary: Int)
  /// Token ids and media do not fit together.
  case wrongMediaCount(kind: String, inTokens: Int, given: Int)
  /// A run of soft tokens has another length than the picture or recording that belongs there.
  case wrongSoftTokens(kind: String, inTokens: Int, given: Int)
  /// The prompt holds nothing.
  case emptyPrompt
  /// The model gives no probabilities: all logits are infinite or no numbers.
  case noProbabilities
}

extension EngineError: CustomStringConvertible {
  /// One sentence for people: what is wrong and what to do.
  public var description: String {
    switch self {
    case .notEnoughMemory(let model, let context, let needed, let available, let fitting):
      "\(model) needs \(Self.gigabytes(needed)) of memory with a context of \(context) tokens, but only "
        + "\(Self.gigabytes(available)) are free; "
        + (MemoryNeed.isUseful(context: fitting)
          ? "choose --context \(fitting), which fits, or close programs that hold "
            + "\(Self.gigabytes(needed - available))."
          : "close programs that hold \(Self.gigabytes(needed - available)), or choose a smaller quantisation.")
    case .promptTooLong(let tokens, let context):
      "The prompt has \(tokens) tokens, but the context holds \(context); choose a larger --context or attach less."
    case .contextTooLong(let asked, let largest):
      "A context of \(asked) tokens is more than the \(largest) that this model knows; choose a smaller --context."
    case .noProjector(let kind):
      "To take in \(kind) the model needs its projector; give the mmproj file with --projector."
    case .missingMarker(let model, let marker):
      "\(model): the vocabulary lacks the marker \(marker); choose an instruction-tuned Gemma 4 model."
    case .wrongVocabulary(let model, let tokens, let rows):
      "\(model): the vocabulary has \(tokens) tokens, but the model \(rows) embeddings; fetch the file again."
    case .badToken(let token, let vocabulary):
      "The token id \(token) is not in the vocabulary of \(vocabulary) tokens; check the list of ids."
    case .wrongMediaCount(let kind, let inTokens, let given):
      "The tokens have room for \(inTokens) \(kind), but \(given) were given; give as many files as there are places."
    case .wrongSoftTokens(let kind, let inTokens, let given):
      "The tokens leave \(inTokens) places for a \(kind) that takes \(given); check the list of ids and --budget."
    case .noProbabilities:
      "The model gives no numbers to choose a token by; its file is damaged, fetch it again."
    case .emptyPrompt:
      "The prompt holds no token; give at least one."
    }
  }

  static func gigabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 50_000_000) / 100_000_000
    return "\(tenths / 10).\(tenths % 10) GB"
  }
}
