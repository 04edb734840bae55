import GGUF

/// A small vocabulary of the kind `gemma4`: the markers of the real one, byte tokens, a few characters and merges.
public enum TinyVocabulary {
  /// What a token is for, by its number in a file.
  public enum Kind: Int32, Sendable {
    case normal = 1
    case control = 3
    case userDefined = 4
    case byte = 6
  }

  /// The first tokens, in order: the markers.
  public static let markers: [(name: String, kind: Kind)] = [
    ("<pad>", .control), ("<eos>", .control), ("<bos>", .control), ("<unk>", .control), ("<mask>", .control),
    ("<|turn>", .control), ("<turn|>", .control), ("<|think|>", .control),
    ("<|channel>", .userDefined), ("<channel|>", .userDefined),
    ("<|tool>", .control), ("<tool|>", .control), ("<|tool_call>", .userDefined), ("<tool_call|>", .userDefined),
    ("<|tool_response>", .userDefined), ("<tool_response|>", .userDefined), ("<|\"|>", .userDefined),
    ("<|image>", .control), ("<|image|>", .control), ("<image|>", .control),
    ("<|audio>", .control), ("<|audio|>", .control), ("<audio|>", .control), ("<|video|>", .control),
  ]

  /// Characters that have tokens; all others fall back to bytes.
  public static let characters = "▁\n\t" + String((0x21...0x7E).map { Character(UnicodeScalar(UInt8($0))) }) + "éß日本語🚀"

  /// Which tokens join, in the order of their ranks.
  public static let merges: [(left: String, right: String)] = [
    ("\n\n", "\n"), ("\n", "\n"), ("▁▁", "▁▁"), ("▁", "▁"), ("l", "l"), ("▁", "t"), ("h", "e"), ("▁t", "he"),
    ("e", "r"), ("i", "n"), ("in", "g"), ("▁", "w"), ("o", "r"), ("▁w", "or"), ("▁wor", "l"), ("▁worl", "d"),
    ("H", "e"), ("He", "ll"), ("Hell", "o"), ("he", "ll"), ("hell", "o"), ("a", "a"), ("aa", "aa"), ("aaaa", "aaaa"),
    ("u", "s"), ("us", "er"), ("m", "o"), ("d", "e"), ("mo", "de"), ("mode", "l"), ("日", "本"), ("日本", "語"),
    ("🚀", "🚀"), ("t", "h"), ("th", "e"), ("=", "="), ("==", "=="), ("<", "|"), ("|", ">"),
  ]

  /// A file with the vocabulary above, to which tests add what they need.
  public static func writer() -> GGUFWriter {
    writer(characters: characters, merges: merges)
  }

  /// A file with the markers, the byte tokens, and tokens for these characters and what these merges give.
  public static func writer(characters: String, merges: [(left: String, right: String)]) -> GGUFWriter {
    var tokens = markers
    for byte in 0..<256 {
      let digits = String(byte, radix: 16, uppercase: true)
      tokens.append(("<0x" + (digits.count == 1 ? "0" : "") + digits + ">", .byte))
    }
    var known = Set(tokens.map(\.name))
    let texts = characters.unicodeScalars.map { String($0) } + merges.map { $0.left + $0.right }
    for text in texts where known.insert(text).inserted { tokens.append((text, .normal)) }

    var writer = GGUFWriter()
    writer.set("general.architecture", .string("gemma4"))
    writer.set("tokenizer.ggml.model", .string("gemma4"))
    writer.set("tokenizer.ggml.tokens", .array(GGUFArray(strings: tokens.map(\.name))))
    writer.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: tokens.map(\.kind.rawValue))))
    writer.set("tokenizer.ggml.merges", .array(GGUFArray(strings: merges.map { $0.left + " " + $0.right })))
    writer.set("tokenizer.ggml.eos_token_id", .uint32(1))
    writer.set("tokenizer.ggml.bos_token_id", .uint32(2))
    writer.set("tokenizer.ggml.unknown_token_id", .uint32(3))
    writer.set("tokenizer.ggml.padding_token_id", .uint32(0))
    return writer
  }

  /// The vocabulary as an open file in memory.
  public static func file() throws -> GGUFFile {
    try GGUFFile(bytes: writer().serialized(), name: "tiny.gguf")
  }
}
