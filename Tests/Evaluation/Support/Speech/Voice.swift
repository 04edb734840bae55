/// A voice of espeak-ng and how it speaks.
public struct Voice: Sendable, Hashable {
  /// Accent and variant that the training never uses.
  public static let heldOutName = "en-gb-x-rp+f3"
  /// The held-out voice at the held-out speeds, and two pitches.
  public static let heldOut = [150, 180].flatMap { speed in
    [40, 60].map { Voice(name: heldOutName, speed: speed, pitch: $0) }
  }

  /// What espeak-ng calls it.
  public let name: String
  /// Words a minute.
  public let speed: Int
  /// 0…99.
  public let pitch: Int

  /// A voice that speaks like this.
  public init(name: String, speed: Int, pitch: Int) {
    self.name = name
    self.speed = speed
    self.pitch = pitch
  }
}
