import GGUF

/// The tokenizer that a model file carries: text to tokens and back.
///
/// ```swift
/// let tokenizer = try Tokenizer(file)
/// tokenizer.encode("Hello world")                    // [9259, 1902]
/// tokenizer.encode("<|turn>user", markers: true)     // [105, 2364]
/// ```
public final class Tokenizer: Sendable {
  private let rules: EncodingRules
  private let markers: MarkerFinder

  /// The token that starts every prompt; nil if the file names none.
  public let bos: Int?

  /// The token that ends all; nil if the file names none.
  public let eos: Int?

  /// Tokens that must never be generated: those the file lists, or the six markers of media if it has no list.
  public let suppressed: [Int]

  private static let mediaMarkers = ["<|image>", "<|image|>", "<image|>", "<|audio>", "<|audio|>", "<audio|>"]

  /// Reads the vocabulary and the merges of a model file.
  ///
  /// - Throws: `TokenizerError`.
  public init(_ file: GGUFFile) throws {
    let reader = VocabularyReader(file)
    try reader.checkModel()
    let vocabulary = try reader.vocabulary()
    let merges = try MergeTable(try reader.strings(VocabularyReader.mergesKey), vocabulary, path: file.path)
    rules = EncodingRules(
      vocabulary: vocabulary, merges: merges, byteTokens: try reader.byteTokens(vocabulary))
    let markers = MarkerFinder(vocabulary)
    self.markers = markers
    bos = try reader.token("tokenizer.ggml.bos_token_id", count: vocabulary.count)
    eos = try reader.token("tokenizer.ggml.eos_token_id", count: vocabulary.count)
    suppressed =
      try reader.suppressed(count: vocabulary.count)
      ?? Self.mediaMarkers.compactMap { name in Array(name.utf8).withUnsafeBytes { markers.marker($0) } }
  }

  /// How many tokens there are.
  public var count: Int { rules.vocabulary.count }

  /// The tokens of a text; markers in it count as plain text unless `markers` is true.
  ///
  /// Takes O(n log n) time at worst, and in most texts O(n).
  public func encode(_ text: String, markers: Bool = false) -> [Int] {
    var text = text
    return text.withUTF8 { encode(utf8: UnsafeRawBufferPointer($0), markers: markers) }
  }

  /// The tokens of a text of bytes; those that are not UTF-8 become byte tokens.
  public func encode(utf8 text: UnsafeRawBufferPointer, markers: Bool = false) -> [Int] {
    var encoder = PairEncoder(rules)
    var offset = 0
    while markers, let (range, token) = self.markers.next(in: text, from: offset) {
      encoder.append(text: UnsafeRawBufferPointer(rebasing: text[offset..<range.lowerBound]))
      encoder.append(token: token)
      offset = range.upperBound
    }
    encoder.append(text: UnsafeRawBufferPointer(rebasing: text[offset...]))
    return encoder.tokens
  }

  /// The marker of that name, such as `<|turn>`; nil if there is none.
  public func token(marker name: String) -> Int? {
    var name = name
    return name.withUTF8 { markers.marker(UnsafeRawBufferPointer($0)) }
  }

  /// Whether a token is a sign to the model, such as `<|turn>`, instead of text.
  public func isMarker(_ token: Int) -> Bool {
    kind(token)?.isMarker ?? false
  }

  /// The bytes that a token stands for: text with spaces, one byte, or a marker's name.
  ///
  /// A token that is not in the vocabulary has none.
  public func bytes(of token: Int) -> [UInt8] {
    guard let kind = kind(token) else { return [] }
    let name = rules.vocabulary.name(of: token)
    if kind == .byte, let byte = VocabularyReader.byte(named: name) { return [byte] }
    return kind.isText ? withSpaces(name) : Array(name)
  }

  private func kind(_ token: Int) -> TokenKind? {
    rules.vocabulary.kinds.indices.contains(token) ? rules.vocabulary.kinds[token] : nil
  }

  /// A name with a space for every `▁`.
  private func withSpaces(_ name: ArraySlice<UInt8>) -> [UInt8] {
    let block: [UInt8] = [0xE2, 0x96, 0x81]
    guard name.contains(block[0]) else { return Array(name) }
    var result: [UInt8] = []
    result.reserveCapacity(name.count)
    for byte in name {
      result.append(byte)
      if byte == block[2], result.suffix(3).elementsEqual(block) {
        result.removeLast(3)
        result.append(UInt8(ascii: " "))
      }
    }
    return result
  }
}
