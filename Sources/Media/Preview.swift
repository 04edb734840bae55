/// Small pictures of attachments for a terminal.
public enum Preview {
  /// A picture scaled down to a grid of cells, two pixels above each other in each (half blocks).
  ///
  /// Each pixel is the mean of the area that it stands for; the shape stays, and nothing is scaled up.
  ///
  ///     cells(of: 1920 × 1080 pixels, columns: 28, rows: 12)  →  28 × 16 pixels, 28 columns and 8 rows
  public static func cells(of image: PixelImage, columns: Int, rows: Int) throws(MediaError) -> PixelImage {
    let scale = min(
      1, Double(max(1, columns)) / Double(image.width), Double(max(1, rows) * 2) / Double(image.height))
    return try scaled(
      image, width: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())))
  }

  /// The mean of the areas, each pixel counting by the share of it that lies inside.
  static func scaled(_ image: PixelImage, width: Int, height: Int) throws(MediaError) -> PixelImage {
    if width == image.width, height == image.height { return image }
    let across = spans(from: image.width, to: width)
    let down = spans(from: image.height, to: height)
    var row = [Float](repeating: 0, count: width * 3)
    var rgb = [UInt8](repeating: 0, count: width * height * 3)
    for (y, rows) in down.enumerated() {
      for index in row.indices { row[index] = 0 }
      for (source, share) in rows {
        add(image, row: source, across: across, weight: share, to: &row)
      }
      for index in row.indices { rgb[y * width * 3 + index] = UInt8(max(0, min(255, row[index].rounded()))) }
    }
    do {
      return try PixelImage(width: width, height: height, rgb: rgb)
    } catch let error as MediaError {
      throw error
    } catch {
      throw .noMemory("preview")
    }
  }

  private static func add(
    _ image: PixelImage, row: Int, across: [[(Int, Float)]], weight: Float, to sums: inout [Float]
  ) {
    image.rgb.withUnsafeBufferPointer { rgb in
      for (x, columns) in across.enumerated() {
        var red: Float = 0
        var green: Float = 0
        var blue: Float = 0
        for (column, share) in columns {
          let place = (row * image.width + column) * 3
          red += Float(rgb[place]) * share
          green += Float(rgb[place + 1]) * share
          blue += Float(rgb[place + 2]) * share
        }
        sums[x * 3] += red * weight
        sums[x * 3 + 1] += green * weight
        sums[x * 3 + 2] += blue * weight
      }
    }
  }

  /// For each of `count` places the sources that it covers, with shares that make 1.
  private static func spans(from length: Int, to count: Int) -> [[(Int, Float)]] {
    let step = Double(length) / Double(count)
    return (0..<count).map { place in
      let start = Double(place) * step
      let end = start + step
      return (Int(start)..<min(length, max(Int(start) + 1, Int(end.rounded(.up))))).map { source in
        (source, Float((min(end, Double(source) + 1) - max(start, Double(source))) / step))
      }
    }
  }

  /// The shape of a recording as `count` bars, 0…1, the loudest being 1; all 0 for silence.
  public static func bars(of waveform: Waveform, count: Int) -> [Float] {
    guard count > 0 else { return [] }
    let samples = waveform.samples
    let loudness = (0..<count).map { bar -> Float in
      let start = samples.count * bar / count
      let end = samples.count * (bar + 1) / count
      guard end > start else { return 0 }
      let energy = samples[start..<end].reduce(0) { $0 + $1 * $1 } / Float(end - start)
      return energy.squareRoot()
    }
    guard let loudest = loudness.max(), loudest > 0.0005 else { return loudness.map { _ in 0 } }
    // The root makes quiet syllables visible.
    return loudness.map { ($0 / loudest).squareRoot() }
  }
}
