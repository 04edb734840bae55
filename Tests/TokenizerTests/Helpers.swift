import Foundation
import GGUF
import TestSupport
import Tokenizer

/// The folder of reference answers; nil where there is none.
let referenceFolder = ProcessInfo.processInfo.environment["FACET_REFERENCE"]

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// A tokenizer with the tiny vocabulary, changed by the body.
func tinyTokenizer(_ change: (inout GGUFWriter) -> Void = { _ in }) throws -> Tokenizer {
  var writer = TinyVocabulary.writer()
  change(&writer)
  return try Tokenizer(GGUFFile(bytes: writer.serialized(), name: "tiny.gguf"))
}

extension Tokenizer {
  /// The names of the tokens of a text.
  func names(_ text: String, markers: Bool = false) -> [String] {
    encode(text, markers: markers).map { name(of: $0) }
  }

  /// What a token stands for; bytes that are no text by their number.
  func name(of token: Int) -> String {
    let bytes = bytes(of: token)
    return String(validating: bytes, as: UTF8.self) ?? bytes.map { "<\(String($0, radix: 16))>" }.joined()
  }

  /// The text of tokens, decoded one by one.
  func text(_ tokens: [Int]) -> String {
    var decoder = TokenDecoder(self)
    return tokens.map { decoder.append($0) }.joined() + decoder.finish()
  }
}

/// The tokens of a text by the definition of the encoding, in quadratic time.
struct SlowEncoder {
  let merges: [(left: String, right: String)]
  let characters: Set<String>
  /// Whether newlines are text like all other.
  let joinsNewlines: Bool

  init(characters: String, merges: [(left: String, right: String)]) {
    self.merges = merges
    self.characters = Set(characters.unicodeScalars.map { String($0) })
    joinsNewlines = merges.contains { ($0.left.last == "\n") != ($0.right.first == "\n") }
  }

  /// The names of the tokens, `▁` for spaces and `<0xXX>` for bytes.
  func names(_ text: String) -> [String] {
    var result: [String] = []
    var piece: [String] = []
    for scalar in text.unicodeScalars {
      let symbol = scalar == " " ? "▁" : String(scalar)
      if !joinsNewlines, let last = piece.last, (last == "\n") != (symbol == "\n") {
        result += names(piece: piece)
        piece = []
      }
      piece.append(symbol)
    }
    return result + names(piece: piece)
  }

  private func names(piece: [String]) -> [String] {
    let whole = piece.joined()
    if !joinsNewlines, piece.first == "\n", merges.contains(where: { $0.left + $0.right == whole }) { return [whole] }
    var symbols = piece
    while true {
      let places = symbols.indices.dropLast().compactMap { index -> (rank: Int, index: Int)? in
        let isKnown = { (symbol: String) in symbol.unicodeScalars.count > 1 || characters.contains(symbol) }
        guard isKnown(symbols[index]), isKnown(symbols[index + 1]) else { return nil }
        let rank = merges.firstIndex { $0.left == symbols[index] && $0.right == symbols[index + 1] }
        return rank.map { ($0, index) }
      }
      guard let best = places.min(by: { $0 < $1 }) else { break }
      symbols[best.index] += symbols[best.index + 1]
      symbols.remove(at: best.index + 1)
    }
    return symbols.flatMap { symbol -> [String] in
      if symbol.unicodeScalars.count > 1 || characters.contains(symbol) { return [symbol] }
      let bytes = Array((symbol == "▁" ? " " : symbol).utf8)
      return bytes.map { "<0x" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) + ">" }
    }
  }
}
