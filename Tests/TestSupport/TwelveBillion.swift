import Foundation
import GGUF

/// The header of Gemma 4 12B: its shape, without vocabulary and weights.
///
/// The file has holes where its embeddings would be.
public enum TwelveBillion {
  /// Tokens in the vocabulary.
  public static let vocabulary = 262_144
  /// Bytes of its weights in Q4_0, its projector and its drafter.
  public static let weights = (model: 6_960_054_464, projector: 122_029_056, drafter: 237_922_320)

  /// Writes the file.
  public static func write(to path: String) throws {
    let (hidden, layers) = (3_840, 48)
    var writer = GGUFWriter()
    writer.set("general.architecture", .string("gemma4"))
    writer.set("general.name", .string("Gemma 4 12B"))
    let numbers: [(String, Int)] = [
      ("block_count", layers), ("context_length", 262_144), ("embedding_length", hidden),
      ("feed_forward_length", 15_360), ("attention.head_count", 16), ("attention.sliding_window", 1_024),
      ("attention.key_length", 512), ("attention.value_length", 512), ("attention.key_length_swa", 256),
      ("attention.value_length_swa", 256),
    ]
    for (key, value) in numbers { writer.set("gemma4.\(key)", .uint32(UInt32(value))) }
    let isSliding = (0..<layers).map { $0 % 6 != 5 }
    writer.set("gemma4.attention.head_count_kv", .array(GGUFArray(int32: isSliding.map { $0 ? 8 : 1 })))
    writer.set("gemma4.attention.sliding_window_pattern", .array(GGUFArray(bools: isSliding)))
    writer.set("gemma4.rope.freq_base", .float32(1e6))
    writer.set("gemma4.rope.freq_base_swa", .float32(1e4))
    writer.set("gemma4.attention.layer_norm_rms_epsilon", .float32(1e-6))
    let row = hidden / 32 * 18
    try writer.add(
      name: "token_embd.weight", type: .q4_0, shape: [hidden, 1], bytes: [UInt8](repeating: 0, count: row))
    var bytes = writer.serialized()
    // One row becomes all of them, which lie in a hole of the file.
    func words(_ rows: Int) -> [UInt8] {
      [UInt64(hidden), UInt64(rows)].flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
    }
    guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: words(1)) }) else {
      throw CocoaError(.fileWriteUnknown)
    }
    bytes.replaceSubrange(place..<place + 16, with: words(vocabulary))
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: UInt64(bytes.count - (row + 31) / 32 * 32 + row * vocabulary))
    try handle.close()
  }
}
