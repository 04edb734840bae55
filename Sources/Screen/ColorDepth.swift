/// How many colours a terminal shows.
public enum ColorDepth: Int, Sendable, Comparable, CaseIterable {
  /// None: bold, dim, reverse and underline only.
  case none
  /// The sixteen whose look the user has chosen.
  case ansi16
  /// The palette of xterm.
  case indexed256
  /// Any.
  case trueColor

  /// Fewer colours come first.
  public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

/// A colour as the terminal is told.
public enum TerminalColor: Sendable, Hashable {
  /// The terminal's own.
  case standard
  /// One of the palette; the first sixteen are the user's.
  case indexed(UInt8)
  /// Red, green and blue.
  case rgb(Color)

  /// The nearest colour that a terminal of fewer colours shows.
  public func limited(to depth: ColorDepth) -> TerminalColor {
    switch (self, depth) {
    case (_, .none): .standard
    case (.standard, _), (.rgb, .trueColor), (.indexed, .trueColor), (.indexed, .indexed256): self
    case (.rgb(let color), .indexed256): .indexed(Palette.nearest256(to: color))
    case (.rgb(let color), .ansi16): .indexed(Palette.nearest16(to: color))
    case (.indexed(let index), .ansi16):
      index < 16 ? self : .indexed(Palette.nearest16(to: Palette.color(of: index)))
    }
  }
}

/// The palette of 256 colours: sixteen that vary from terminal to terminal, a cube of 6×6×6, 24 greys.
public enum Palette {
  private static let steps: [Int] = [0, 95, 135, 175, 215, 255]
  private static let basic: [Color] = [
    Color(0, 0, 0), Color(205, 0, 0), Color(0, 205, 0), Color(205, 205, 0), Color(0, 0, 238), Color(205, 0, 205),
    Color(0, 205, 205), Color(229, 229, 229), Color(127, 127, 127), Color(255, 0, 0), Color(0, 255, 0),
    Color(255, 255, 0), Color(92, 92, 255), Color(255, 0, 255), Color(0, 255, 255), Color(255, 255, 255),
  ]

  /// The colour at a place of the palette, as xterm shows it.
  public static func color(of index: UInt8) -> Color {
    let index = Int(index)
    if index < 16 { return basic[index] }
    if index >= 232 {
      let grey = UInt8(8 + 10 * (index - 232))
      return Color(grey, grey, grey)
    }
    let cube = index - 16
    return Color(UInt8(steps[cube / 36]), UInt8(steps[cube / 6 % 6]), UInt8(steps[cube % 6]))
  }

  /// The nearest of the cube and the greys.
  public static func nearest256(to color: Color) -> UInt8 {
    func step(_ value: UInt8) -> Int { value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40 }
    let (red, green, blue) = (step(color.red), step(color.green), step(color.blue))
    let cube = UInt8(16 + 36 * red + 6 * green + blue)
    let mean = (Int(color.red) + Int(color.green) + Int(color.blue)) / 3
    let grey = UInt8(232 + max(0, min(23, (mean - 3) / 10)))
    return distance(Palette.color(of: grey), color) < distance(Palette.color(of: cube), color) ? grey : cube
  }

  /// The nearest of the first sixteen.
  public static func nearest16(to color: Color) -> UInt8 {
    var best: (index: UInt8, distance: Int) = (0, .max)
    for (index, candidate) in basic.enumerated() {
      let distance = distance(candidate, color)
      if distance < best.distance { best = (UInt8(index), distance) }
    }
    return best.index
  }

  /// Squared distance, weighted as the eye weighs the channels.
  private static func distance(_ left: Color, _ right: Color) -> Int {
    let red = Int(left.red) - Int(right.red)
    let green = Int(left.green) - Int(right.green)
    let blue = Int(left.blue) - Int(right.blue)
    return 30 * red * red + 59 * green * green + 11 * blue * blue
  }
}
