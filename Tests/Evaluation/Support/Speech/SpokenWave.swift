import Engine
import Foundation

/// A recording of 16 bits in one channel.
public struct SpokenWave: Sendable, Equatable {
  /// Samples a second.
  public let rate: Int
  /// The samples.
  public let samples: [Int16]

  /// A recording of these samples.
  public init(rate: Int, samples: [Int16]) {
    self.rate = rate
    self.samples = samples
  }

  /// The recording of a WAV file, or of one that was written into a pipe, whose header tells no length; nil if it is none.
  init?(pipe bytes: Data) {
    let bytes = [UInt8](bytes)
    guard bytes.count > 44, bytes.starts(with: Array("RIFF".utf8)), bytes[22] == 1, bytes[34] == 16 else { return nil }
    rate = (0..<4).reduce(0) { $0 | Int(bytes[24 + $1]) << (8 * $1) }
    samples = stride(from: 44, to: bytes.count - 1, by: 2).map { index in
      Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
    }
  }

  /// The same with every sample changed.
  private func map(_ change: (Double) -> Double) -> SpokenWave {
    SpokenWave(rate: rate, samples: samples.map { Int16(clamping: Int(change(Double($0)).rounded())) })
  }

  /// Quieter by so many decibels.
  public func quieter(by decibels: Double) -> SpokenWave { map { $0 * pow(10, -decibels / 20) } }

  /// With white noise that lies this far below the mean power of the recording.
  public func noisy(_ decibels: Double, seed: UInt64) -> SpokenWave {
    var random = RandomSequence(seed: seed)
    let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))
    let level = power.squareRoot() * pow(10, -decibels / 20)
    return map { $0 + level * random.normal() }
  }

  /// A WAV file.
  public var file: Data {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let size = 2 * samples.count
    // A chunk of the format: PCM, one channel, the rate, bytes a second, bytes a sample, bits a sample.
    let format = little(1, 2) + little(1, 2) + little(rate, 4) + little(2 * rate, 4) + little(2, 2) + little(16, 2)
    var file = Array("RIFF".utf8) + little(36 + size, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + format
    file += Array("data".utf8) + little(size, 4)
    for sample in samples { file += little(Int(sample), 2) }
    return Data(file)
  }
}
