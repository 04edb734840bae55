import Foundation

/// Writes recordings as WAV files: one channel, 16,000 samples a second, 16 bits.
public enum WaveWriter {
  /// The file's bytes; values between the steps of 16 bits are rounded.
  public static func bytes(of waveform: Waveform) -> [UInt8] {
    let dataBytes = waveform.samples.count * 2
    var bytes: [UInt8] = []
    bytes.reserveCapacity(44 + dataBytes)
    func put<Value: FixedWidthInteger>(_ value: Value) {
      withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }
    bytes += Array("RIFF".utf8)
    put(UInt32(truncatingIfNeeded: 36 + dataBytes))
    bytes += Array("WAVEfmt ".utf8)
    put(UInt32(16))
    put(UInt16(1))
    put(UInt16(1))
    put(UInt32(Waveform.rate))
    put(UInt32(Waveform.rate * 2))
    put(UInt16(2))
    put(UInt16(16))
    bytes += Array("data".utf8)
    put(UInt32(truncatingIfNeeded: dataBytes))
    for sample in waveform.samples { put(Int16(max(-32768, min(32767, (sample * 32768).rounded())))) }
    return bytes
  }

  /// Writes a file that only the user can read and that is there whole or not at all.
  ///
  /// - Parameters:
  ///   - waveform: The recording.
  ///   - path: Where to.
  ///   - isDurable: Whether the file outlasts a power cut from now on, which takes as long as the disk wants.
  public static func write(_ waveform: Waveform, to path: String, isDurable: Bool = true) throws(MediaError) {
    try PrivateFile.write(bytes(of: waveform), to: path, isDurable: isDurable)
  }
}
