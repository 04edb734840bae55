/// All that turning text into tokens needs to know of a vocabulary.
struct EncodingRules: Sendable {
  let vocabulary: Vocabulary
  let merges: MergeTable

  /// The token of each byte, for characters that the vocabulary lacks.
  let byteTokens: [Int]

  /// The tokens of the ASCII characters; -1 for none.
  private let asciiTokens: [Int32]

  init(vocabulary: Vocabulary, merges: MergeTable, byteTokens: [Int]) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.byteTokens = byteTokens
    asciiTokens = (0..<0x80).map { code -> Int32 in
      let isSpace = code == UInt8(ascii: " ")
      let name = isSpace ? Array("▁".utf8) : [UInt8(code)]
      return name.withUnsafeBytes { vocabulary.textToken($0) }.map(Int32.init) ?? -1
    }
  }

  /// The token of one character; nil if the vocabulary lacks it.
  ///
  /// A space has that of `▁`.
  @inline(__always)
  func token(_ character: UnsafeRawBufferPointer) -> UInt32? {
    let first = character[0]
    if first < 0x80 {
      let token = asciiTokens[Int(first)]
      return token < 0 ? nil : UInt32(token)
    }
    return vocabulary.textToken(character).map { UInt32($0) }
  }
}
