import Engine

/// A colour on a sheet, 8 bits a channel.
public struct Pigment: Sendable, Equatable {
  /// The share of red light, 0…255.
  public var red: UInt8
  /// The share of green light, 0…255.
  public var green: UInt8
  /// The share of blue light, 0…255.
  public var blue: UInt8

  /// A colour of its channels.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// A grey.
  public init(gray: Int) {
    let level = UInt8(clamping: gray)
    self.init(level, level, level)
  }

  /// Light paper: mostly white, sometimes tinted.
  static func paper(_ random: inout RandomSequence) -> Pigment {
    if random.chance(0.5) { return Pigment(gray: 255) }
    if random.chance(0.5) { return Pigment(gray: random.whole(in: 238...254)) }
    return Pigment(gray: 0).map { _ in random.whole(in: 236...255) }
  }

  /// The colour with each channel changed.
  func map(_ change: (Int) -> Int) -> Pigment {
    Pigment(
      UInt8(clamping: change(Int(red))), UInt8(clamping: change(Int(green))), UInt8(clamping: change(Int(blue))))
  }

  /// The colour with a share of another one in it.
  func mixed(with other: Pigment, _ share: Double) -> Pigment {
    func mix(_ mine: UInt8, _ theirs: UInt8) -> UInt8 {
      UInt8(clamping: Int((Double(mine) * (1 - share) + Double(theirs) * share).rounded()))
    }
    return Pigment(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}
