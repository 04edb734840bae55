import GGUF

/// Reads and checks what the metadata of a model file says about its tokenizer.
struct VocabularyReader {
  private let metadata: GGUFMetadata
  private let path: String

  static let mergesKey = "tokenizer.ggml.merges"
  private static let modelKey = "tokenizer.ggml.model"
  private static let tokensKey = "tokenizer.ggml.tokens"
  private static let kindsKey = "tokenizer.ggml.token_type"
  private static let unknownKey = "tokenizer.ggml.unknown_token_id"
  private static let suppressedKey = "tokenizer.ggml.suppress_tokens"

  init(_ file: GGUFFile) {
    metadata = file.metadata
    path = file.path
  }

  func checkModel() throws {
    guard let model = metadata[Self.modelKey] else {
      throw TokenizerError.missingKey(path: path, key: Self.modelKey)
    }
    guard let name = model.string else { throw TokenizerError.wrongKind(path: path, key: Self.modelKey) }
    guard name == "gemma4" else { throw TokenizerError.wrongModel(path: path, found: name) }
  }

  func strings(_ key: String) throws -> GGUFStrings {
    guard let strings = try array(key).strings else { throw TokenizerError.wrongKind(path: path, key: key) }
    return strings
  }

  func vocabulary() throws -> Vocabulary {
    let names = try strings(Self.tokensKey)
    guard names.count > 0 else { throw TokenizerError.noTokens(path: path) }
    guard let numbers = try array(Self.kindsKey).ints else {
      throw TokenizerError.wrongKind(path: path, key: Self.kindsKey)
    }
    guard numbers.count == names.count else {
      throw TokenizerError.wrongCount(
        path: path, key: Self.kindsKey, expected: names.count, found: numbers.count)
    }
    let kinds = numbers.map { UInt8(exactly: $0).flatMap(TokenKind.init) ?? .undefined }
    return Vocabulary(names: names, kinds: kinds)
  }

  /// The token for each byte; the unknown token stands in for missing ones.
  func byteTokens(_ vocabulary: Vocabulary) throws -> [Int] {
    var tokens = [Int?](repeating: nil, count: 256)
    for token in 0..<vocabulary.count where vocabulary.kinds[token] == .byte {
      guard let byte = Self.byte(named: vocabulary.name(of: token)) else { continue }
      tokens[Int(byte)] = tokens[Int(byte)] ?? token
    }
    let unknown = try token(Self.unknownKey, count: vocabulary.count)
    return try tokens.enumerated().map { byte, token in
      guard let token = token ?? unknown else {
        throw TokenizerError.missingByteToken(path: path, byte: UInt8(byte))
      }
      return token
    }
  }

  /// The byte that a name such as `<0x0A>` stands for; nil for other names.
  static func byte(named name: ArraySlice<UInt8>) -> UInt8? {
    guard name.count == 6, name.starts(with: "<0x".utf8), name.last == UInt8(ascii: ">") else { return nil }
    let digits = String(decoding: name.dropFirst(3).dropLast(), as: UTF8.self)
    return digits.allSatisfy(\.isHexDigit) ? UInt8(digits, radix: 16) : nil
  }

  /// The token that a key names; nil without the key.
  func token(_ key: String, count: Int) throws -> Int? {
    guard let value = metadata[key] else { return nil }
    guard let token = value.int else { throw TokenizerError.wrongKind(path: path, key: key) }
    return try checked(token, key: key, count: count)
  }

  /// The tokens that must not be generated; nil without the key.
  func suppressed(count: Int) throws -> [Int]? {
    guard metadata[Self.suppressedKey] != nil else { return nil }
    guard let tokens = try array(Self.suppressedKey).ints else {
      throw TokenizerError.wrongKind(path: path, key: Self.suppressedKey)
    }
    return try tokens.map { try checked($0, key: Self.suppressedKey, count: count) }
  }

  private func checked(_ token: Int, key: String, count: Int) throws -> Int {
    guard (0..<count).contains(token) else {
      throw TokenizerError.tokenOutOfRange(path: path, key: key, found: token, count: count)
    }
    return token
  }

  private func array(_ key: String) throws -> GGUFArray {
    guard let value = metadata[key] else { throw TokenizerError.missingKey(path: path, key: key) }
    guard let array = value.array else { throw TokenizerError.wrongKind(path: path, key: key) }
    return array
  }
}
