/// A picture in ordinary cells: each shows two pixels, one above the other, as the colours of `▀`.
public enum HalfBlocks {
  /// The size in cells at which a picture fits into others without being distorted; a cell is taken to be twice as high as wide.
  public static func fit(width: Int, height: Int, into limit: Size) -> Size {
    guard width > 0, height > 0, limit.width > 0, limit.height > 0 else { return Size(width: 0, height: 0) }
    let scale = min(Double(limit.width) / Double(width), Double(2 * limit.height) / Double(height))
    let columns = (Double(width) * scale).rounded()
    let rows = (Double(height) * scale / 2).rounded(.up)
    return Size(width: max(1, min(limit.width, Int(columns))), height: max(1, min(limit.height, Int(rows))))
  }

  /// The cells, row by row, of a picture scaled to `size`; each pixel is the mean of the area that it covers.
  ///
  /// With 256 or 16 colours the picture is dithered, without colours drawn with characters of rising darkness.
  ///
  /// - Parameter rgb: 8-bit red, green and blue, row by row: `[height, width, 3]`.
  public static func cells(_ rgb: [UInt8], width: Int, height: Int, size: Size, depth: ColorDepth = .trueColor)
    -> [Frame.Cell]
  {
    guard width > 0, height > 0, size.width > 0, size.height > 0, rgb.count / 3 / width >= height else { return [] }
    let pixels = AreaAverage.scaled(rgb, width: width, height: height, toWidth: size.width, height: 2 * size.height)
    var cells: [Frame.Cell] = []
    cells.reserveCapacity(size.width * size.height)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let upper = pixels[2 * y * size.width + x]
        let lower = pixels[(2 * y + 1) * size.width + x]
        if depth == .none {
          cells.append(Frame.Cell(shade(upper, lower), Style(.text)))
        } else {
          let style = Style(
            .text, foreground: dithered(upper, x: x, y: 2 * y, depth: depth),
            background: dithered(lower, x: x, y: 2 * y + 1, depth: depth))
          cells.append(Frame.Cell("▀", style))
        }
      }
    }
    return cells
  }

  private static let shades = Array(" .:-=+*#%@")

  private static func shade(_ upper: Color, _ lower: Color) -> String {
    func light(_ color: Color) -> Int { 30 * Int(color.red) + 59 * Int(color.green) + 11 * Int(color.blue) }
    return String(shades[(light(upper) + light(lower)) * (shades.count - 1) / (2 * 100 * 255)])
  }

  // Bayer's matrix: thresholds that spread evenly over 4×4 pixels.
  private static let thresholds = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]

  private static func dithered(_ color: Color, x: Int, y: Int, depth: ColorDepth) -> Color {
    guard depth < .trueColor else { return color }
    let step = depth == .indexed256 ? 40 : 128
    let shift = (2 * thresholds[(y & 3) * 4 + (x & 3)] - 15) * step / 32
    func moved(_ value: UInt8) -> UInt8 { UInt8(max(0, min(255, Int(value) + shift))) }
    return Color(moved(color.red), moved(color.green), moved(color.blue))
  }
}

extension Frame {
  /// Puts cells, row by row, into a rectangle of their size; what lies outside of `clip` is left out.
  public mutating func put(_ cells: [Cell], in rect: Rect, clip: Rect? = nil) {
    guard cells.count == rect.width * rect.height else { return }
    let clip = clip ?? rect
    for y in 0..<rect.height where rect.minY + y >= clip.minY && rect.minY + y < clip.maxY {
      for x in 0..<rect.width where rect.minX + x >= clip.minX && rect.minX + x < clip.maxX {
        self[Point(x: rect.minX + x, y: rect.minY + y)] = cells[y * rect.width + x]
      }
    }
  }
}

/// Scaling by the mean of the area that each pixel covers.
enum AreaAverage {
  static func scaled(_ rgb: [UInt8], width: Int, height: Int, toWidth columns: Int, height rows: Int) -> [Color] {
    // First along the rows, then along the columns; sums keep 16 bits behind the point.
    let across = spans(of: width, in: columns)
    let down = spans(of: height, in: rows)
    var result = [Color](repeating: Color(0, 0, 0), count: columns * rows)
    var line = [Float](repeating: 0, count: 3 * width)
    rgb.withUnsafeBufferPointer { rgb in
      for (y, span) in down.enumerated() {
        for index in 0..<3 * width { line[index] = 0 }
        for part in span {
          let start = part.index * width * 3
          for index in 0..<3 * width { line[index] += Float(rgb[start + index]) * part.weight }
        }
        for (x, span) in across.enumerated() {
          var (red, green, blue): (Float, Float, Float) = (0, 0, 0)
          for part in span {
            red += line[3 * part.index] * part.weight
            green += line[3 * part.index + 1] * part.weight
            blue += line[3 * part.index + 2] * part.weight
          }
          result[y * columns + x] = Color(byte(red), byte(green), byte(blue))
        }
      }
    }
    return result
  }

  private static func byte(_ value: Float) -> UInt8 { UInt8(max(0, min(255, value.rounded()))) }

  private struct Part {
    var index: Int
    var weight: Float
  }

  /// For each of `count` pixels the old ones that it covers, with weights that add up to 1.
  private static func spans(of length: Int, in count: Int) -> [[Part]] {
    let step = Double(length) / Double(count)
    return (0..<count).map { index in
      let start = Double(index) * step
      let end = min(Double(length), start + step)
      var parts: [Part] = []
      var at = Int(start)
      while at < length, Double(at) < end {
        let covered = min(Double(at + 1), end) - max(Double(at), start)
        if covered > 1e-9 { parts.append(Part(index: at, weight: Float(covered / (end - start)))) }
        at += 1
      }
      return parts.isEmpty ? [Part(index: min(length - 1, Int(start)), weight: 1)] : parts
    }
  }
}
