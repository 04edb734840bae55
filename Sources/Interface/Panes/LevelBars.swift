import Screen

/// The shape of a recording as bars: `▁▂▅▇▅▃▂▁`, where only ASCII is shown `.:=#=-:.`.
enum LevelBars {
  private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let characters = [" ", ".", ":", "-", "=", "+", "*", "#"]

  /// The bar of a level, 0…1.
  static func mark(_ level: Float, isASCII: Bool) -> String {
    let step = min(7, Int((clean(level) * 7.99).rounded(.down)))
    return isASCII ? characters[step] : blocks[step]
  }

  /// The levels in a row of bars, `width` columns.
  static func text(_ levels: [Float], width: Int, isASCII: Bool) -> String {
    resampled(levels, to: width).map { mark($0, isASCII: isASCII) }.joined()
  }

  /// The levels as rows of bars that stand on the last one.
  static func rows(_ levels: [Float], width: Int, height: Int, isASCII: Bool) -> [String] {
    let heights = resampled(levels, to: width).map { level in
      // The quietest still shows that time passes.
      max(1, Int((clean(level) * Float(8 * height)).rounded()))
    }
    return (0..<max(0, height)).map { row in
      heights.map { eighths in
        let filled = eighths - 8 * (height - 1 - row)
        guard filled > 0 else { return " " }
        if isASCII { return filled >= 8 ? "#" : filled >= 4 ? "+" : "." }
        return blocks[min(7, filled - 1)]
      }.joined()
    }
  }

  /// As many levels as there are columns: each the loudest of those that it stands for.
  static func resampled(_ levels: [Float], to count: Int) -> [Float] {
    guard !levels.isEmpty, count > 0 else { return [] }
    return (0..<count).map { place in
      let start = place * levels.count / count
      let end = max(start + 1, (place + 1) * levels.count / count)
      return levels[start..<min(levels.count, end)].map(clean).max() ?? 0
    }
  }

  private static func clean(_ level: Float) -> Float { level.isFinite ? max(0, min(1, level)) : 0 }
}
