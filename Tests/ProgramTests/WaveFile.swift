import Foundation

/// Makes small sound files.
enum WaveFile {
  /// Silence at 16 kHz, 16 bits, one channel.
  static func silence(seconds: Double) -> Data {
    let bytes = Int(seconds * 16_000) * 2
    var data = Data("RIFF".utf8)
    append(UInt32(36 + bytes), to: &data)
    data += Data("WAVEfmt ".utf8)
    append(UInt32(16), to: &data)
    // PCM, one channel, 16,000 samples and 32,000 bytes a second, two bytes a sample, 16 bits.
    for number: UInt16 in [1, 1] { append(number, to: &data) }
    for number: UInt32 in [16_000, 32_000] { append(number, to: &data) }
    for number: UInt16 in [2, 16] { append(number, to: &data) }
    data += Data("data".utf8)
    append(UInt32(bytes), to: &data)
    return data + Data(count: bytes)
  }

  private static func append<Number: FixedWidthInteger>(_ number: Number, to data: inout Data) {
    withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
  }
}
