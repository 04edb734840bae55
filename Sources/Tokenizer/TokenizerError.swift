/// What can be wrong with the vocabulary in a model file.
///
/// The sentence for people is `description`.
public enum TokenizerError: Error, Equatable, Sendable {
  case missingKey(path: String, key: String)
  case wrongKind(path: String, key: String)
  /// The vocabulary belongs to another kind of tokenizer.
  case wrongModel(path: String, found: String)
  case noTokens(path: String)
  case wrongCount(path: String, key: String, expected: Int, found: Int)
  case tokenOutOfRange(path: String, key: String, found: Int, count: Int)
  case mergeWithoutSpace(path: String, merge: Int, text: String)
  /// A merge joins, or gives, a token that the vocabulary lacks.
  case mergeOfUnknownToken(path: String, merge: Int, token: String)
  /// Neither a byte token nor an unknown token stands for a byte.
  case missingByteToken(path: String, byte: UInt8)
}

extension TokenizerError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .missingKey(let path, let key):
      "\(path) has no \(key), so it cannot read text: fetch a model file that carries its tokenizer"
    case .wrongKind(let path, let key):
      "\(path) has a value of the wrong kind for \(key): \(Self.remedy)"
    case .wrongModel(let path, let found):
      "\(path) has a tokenizer of the kind \"\(Self.shortened(found))\", but only gemma4 is understood: "
        + "fetch a Gemma 4 model"
    case .noTokens(let path):
      "\(path) has an empty vocabulary: \(Self.remedy)"
    case .wrongCount(let path, let key, let expected, let found):
      "\(path) has \(found) values for \(key) instead of \(expected): \(Self.remedy)"
    case .tokenOutOfRange(let path, let key, let found, let count):
      "\(path) names token \(found) for \(key), but its vocabulary has \(count): \(Self.remedy)"
    case .mergeWithoutSpace(let path, let merge, let text):
      "\(path) does not say what merge \(merge), \"\(Self.shortened(text))\", joins: \(Self.remedy)"
    case .mergeOfUnknownToken(let path, let merge, let token):
      "\(path) uses \"\(Self.shortened(token))\" in merge \(merge), but its vocabulary lacks it: \(Self.remedy)"
    case .missingByteToken(let path, let byte):
      "\(path) has no token for the byte \(byte), so it cannot read all text: \(Self.remedy)"
    }
  }

  private static let remedy = "fetch the model file again"

  private static func shortened(_ text: String) -> String {
    text.count > 80 ? text.prefix(77) + "..." : text
  }
}
