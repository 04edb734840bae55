import FuzzDriver
import GGUF
import Tokenizer

/// A tokenizer with these tokens and merges.
func tokenizer(names: [[UInt8]], kinds: [Int32], merges: [[UInt8]]) throws -> Tokenizer {
  var writer = GGUFWriter()
  writer.set("tokenizer.ggml.model", .string("gemma4"))
  writer.set("tokenizer.ggml.tokens", .array(GGUFArray(byteStrings: names)))
  writer.set("tokenizer.ggml.token_type", .array(GGUFArray(int32: kinds)))
  writer.set("tokenizer.ggml.merges", .array(GGUFArray(byteStrings: merges)))
  writer.set("tokenizer.ggml.unknown_token_id", .uint32(0))
  return try Tokenizer(GGUFFile(bytes: writer.serialized(), name: "fuzz.gguf"))
}

/// A tokenizer with a few markers, characters and merges.
func tinyTokenizer() throws -> Tokenizer {
  let merges = [
    "\n\n \n", "\n \n", "▁ ▁", "▁▁ ▁▁", "▁ t", "h e", "▁t he", "a a", "aa aa", "< |", "| >", "é 🚀", "🚀 🚀", "e r",
  ]
  let markers = ["<bos>", "<|turn>", "<turn|>", "<|\"|>", "<|image|>"]
  let bytes = (0..<256).map { byte in
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x\(digits.count == 1 ? "0" : "")\(digits)>"
  }
  let texts = "▁\nthear<|>xé🚀".unicodeScalars.map { String($0) } + merges.map { $0.filter { $0 != " " } }
  return try tokenizer(
    names: (markers + bytes + texts).map { Array($0.utf8) },
    kinds: markers.map { _ in 3 } + bytes.map { _ in 6 } + texts.map { _ in 1 },
    merges: merges.map { Array($0.utf8) })
}

/// The bytes with a space for every `▁`.
func withSpaces(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
  var result: [UInt8] = []
  for byte in bytes {
    let count = result.count
    if byte == 0x81, count >= 2, result[count - 1] == 0x96, result[count - 2] == 0xE2 {
      result.removeLast(2)
      result.append(0x20)
    } else {
      result.append(byte)
    }
  }
  return result
}

/// Encodes, and checks that decoding gives the text again.
func check(_ tokenizer: Tokenizer, _ bytes: UnsafeRawBufferPointer) {
  let expected = withSpaces(bytes)
  for markers in [false, true] {
    var decoded: [UInt8] = []
    var text = ""
    var decoder = TokenDecoder(tokenizer)
    for token in tokenizer.encode(utf8: bytes, markers: markers) {
      precondition(markers || !tokenizer.isMarker(token))
      decoded += tokenizer.bytes(of: token)
      text += decoder.append(token)
    }
    text += decoder.finish()
    precondition(decoded == expected)
    precondition(text.utf8.elementsEqual(String(decoding: decoded, as: UTF8.self).utf8))
  }
}

let tiny = try tinyTokenizer()

// Input that starts with 0xFF holds lines: tokens, an empty line, merges, an empty line, text.
runFuzzer { bytes in
  guard bytes.first == 0xFF else {
    check(tiny, bytes)
    return
  }
  let lines = bytes.dropFirst().split(separator: 10, omittingEmptySubsequences: false)
  let names = lines.prefix { !$0.isEmpty }
  let merges = lines.dropFirst(names.count + 1).prefix { !$0.isEmpty }
  let kinds: [Int32] = [1, 1, 1, 1, 3, 4, 6, 0]
  do {
    let tokenizer = try tokenizer(
      names: names.map { Array($0.dropFirst()) }, kinds: names.map { kinds[Int($0.first ?? 0) % kinds.count] },
      merges: merges.map(Array.init))
    for markers in [false, true] {
      for token in tokenizer.encode(utf8: bytes, markers: markers) {
        precondition(token < tokenizer.count && (markers || token == 0 || !tokenizer.isMarker(token)))
      }
    }
  } catch {
    precondition(error is TokenizerError && !"\(error)".isEmpty)
  }
}
