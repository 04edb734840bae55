/// How many cells text takes: the one function that decides, for everything.
///
/// A grapheme takes as many cells as its scalars together, at most two: a letter with its marks takes one, an emoji family two. U+FE0F after a
/// character that can be an emoji makes it two cells wide. What East Asian fonts alone draw wide (ambiguous) takes one.
public enum TextWidth {
  /// Cells of a grapheme: 0, 1 or 2.
  public static func of(_ grapheme: Character) -> Int {
    let scalars = grapheme.unicodeScalars
    guard let first = scalars.first else { return 0 }
    let width = of(first)
    if scalars.index(after: scalars.startIndex) == scalars.endIndex { return width }
    return ofScalars(scalars)
  }

  /// Cells of a text.
  public static func of(_ text: String) -> Int {
    var total = 0
    Graphemes.forEach(in: text) { _, width in
      total += width
      return true
    }
    return total
  }

  /// Cells of a safe text.
  public static func of(_ text: SafeText) -> Int { of(text.string) }

  /// Cells of a scalar that stands alone.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    if value >= 0x3400, value <= 0xA4CF { return value >= 0x4DC0 && value <= 0x4DFF ? 1 : wide(value) }
    if value >= 0xAC00, value <= 0xD7A3 { return 2 }
    if contains(zeroRanges, value) { return 0 }
    return contains(wideRanges, value) ? 2 : 1
  }

  /// The longest piece at the start of a text that fits into some columns.
  public static func prefix(of text: String, columns: Int) -> Substring {
    var used = 0
    var end = text.startIndex
    Graphemes.forEach(in: text) { range, width in
      guard used + width <= columns else { return false }
      used += width
      end = range.upperBound
      return true
    }
    return text[..<end]
  }

  static func ofScalars(_ scalars: some Collection<Unicode.Scalar>) -> Int {
    var sum = 0
    var base: Unicode.Scalar?
    for scalar in scalars {
      if scalar.value == 0xFE0F, let base, base.properties.isEmoji { return 2 }
      sum += of(scalar)
      base = base ?? scalar
    }
    return min(2, sum)
  }

  /// What most terminals think, which add up scalars; where it differs from ours the terminal's cursor must be led.
  public static func isDisputed(_ grapheme: String) -> Bool {
    let scalars = grapheme.unicodeScalars
    guard let first = scalars.first, first.value >= 0x80 || scalars.dropFirst().first != nil else { return false }
    if (0x1F1E6...0x1F1FF).contains(first.value) { return true }
    guard scalars.dropFirst().first != nil else { return false }
    var sum = 0
    for scalar in scalars {
      if scalar.value == 0x200D || scalar.value == 0xFE0F || scalar.value == 0xFE0E { return true }
      if scalar.properties.generalCategory == .spacingMark { return true }
      sum += of(scalar)
    }
    return sum != ofScalars(scalars)
  }

  private static func wide(_ value: UInt32) -> Int {
    value <= 0xA48C || value >= 0xA490 && value <= 0xA4C6 ? 2 : contains(wideRanges, value) ? 2 : 1
  }

  /// Whether a sorted list of first and last values holds a value.
  private static func contains(_ ranges: [UInt32], _ value: UInt32) -> Bool {
    ranges.withUnsafeBufferPointer { ranges in
      var low = 0
      var high = ranges.count / 2
      while low < high {
        let middle = (low + high) / 2
        if ranges[2 * middle + 1] < value { low = middle + 1 } else { high = middle }
      }
      return low < ranges.count / 2 && ranges[2 * low] <= value
    }
  }
}
