import Engine
import Gemma
import Media

/// The picture and the speech that are measured: noise, always the same; what they show costs nothing.
enum BenchMedia {
  /// A picture of 16:9 under the usual budget, or under the largest of a projector that knows fewer positions.
  static func picture(largest: Int) throws -> PicturePatches {
    let (width, height) = (960, 540)
    var random = RandomSequence(seed: 2)
    var rgb: [UInt8] = []
    rgb.reserveCapacity(width * height * 3)
    while rgb.count < width * height * 3 { withUnsafeBytes(of: random.next()) { rgb += $0 } }
    let image = try PixelImage(width: width, height: height, rgb: rgb)
    return try PicturePatches(image, budget: min(EngineOptions().pictureBudget, largest))
  }

  /// Ten seconds at 16 kHz.
  static var speech: [Float] {
    var random = RandomSequence(seed: 3)
    return (0..<250 * SoundEmbedder.frameSize).map { _ in Float(random.nextUnit() - 0.5) }
  }
}
