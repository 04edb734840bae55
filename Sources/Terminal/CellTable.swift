import Screen

/// Gives each different cell a character of its own, for ncurses to work with.
///
/// ncurses holds at most five scalars in a cell, asks the C library how wide they are, and knows colours only as pairs of 256 numbers. None of
/// that fits emoji families and pictures in true colour. So it is given characters that nobody uses: private ones for cells of one column, and
/// ideographs of the second plane for those of two. It finds what has changed among them; `OutputTranslator` puts the real text and colours in
/// place as its output goes by. (An ideograph that is really meant goes through the table as well.)
struct CellTable {
  /// One kind of cell.
  struct Entry {
    var text: [UInt8]
    var rendition: Int
    var isWide: Bool
    /// Whether terminals disagree about the width of the text.
    var isDisputed: Bool
  }

  static let narrowCodes: [ClosedRange<UInt32>] = [0xF0000...0xFFFFD, 0x100000...0x10FFFD]
  static let wideCodes: ClosedRange<UInt32> = 0x20000...0x2A6DF
  static let space: UInt32 = 0x20
  private static let narrowLimit = 2 * 0xFFFE

  private(set) var narrow: [Entry] = []
  private(set) var wide: [Entry] = []
  private(set) var renditions: [[UInt8]] = []
  private var codes: [Frame.CellID: UInt32] = [:]
  private var renditionNumbers: [Theme.Resolved: Int] = [:]
  /// Beyond the codes that there are, cells can only be shown after `reset`.
  private(set) var isFull = false

  private let theme: Theme
  private let depth: ColorDepth
  private let isUTF8: Bool
  private let hasItalic: Bool

  init(theme: Theme, capabilities: TerminalCapabilities) {
    self.theme = theme
    depth = capabilities.depth
    isUTF8 = capabilities.isUTF8
    hasItalic = capabilities.hasItalic
  }

  /// Forgets all cells; everything must be drawn again.
  mutating func reset() {
    narrow.removeAll()
    wide.removeAll()
    renditions.removeAll()
    codes.removeAll()
    renditionNumbers.removeAll()
    isFull = false
  }

  /// The character that stands for a cell.
  mutating func code(for cell: Frame.CellID) -> UInt32 {
    if let code = codes[cell] { return code }
    let style = cell.style
    var look = theme.style(for: style, depth: depth)
    if cell.isSpace, look.background == .standard,
      look.emphasis.isDisjoint(with: [.underline, .reverse, .strikethrough])
    {
      // Nothing but emptiness is seen, and ncurses knows short ways to draw that.
      codes[cell] = CellTable.space
      return CellTable.space
    }
    let text = cell.text
    if text.unicodeScalars.first?.value == PicturePlaceholder.scalar, let color = style.foreground {
      // The colour is the picture's number.
      look.foreground = .rgb(color)
    }
    let shown = isUTF8 ? text : ASCIIDrawing.replacement(for: text)
    let entry = Entry(
      text: Array(shown.utf8), rendition: rendition(look), isWide: cell.isWide,
      isDisputed: isUTF8 && TextWidth.isDisputed(text))
    guard cell.isWide ? wide.count < CellTable.wideCodes.count : narrow.count < CellTable.narrowLimit else {
      isFull = true
      return CellTable.space
    }
    let code: UInt32
    if cell.isWide {
      code = CellTable.wideCodes.lowerBound + UInt32(wide.count)
      wide.append(entry)
    } else {
      // Each plane has two places that are no characters.
      code = 0xF0000 + UInt32(narrow.count / 0xFFFE) * 0x10000 + UInt32(narrow.count % 0xFFFE)
      narrow.append(entry)
    }
    codes[cell] = code
    return code
  }

  /// The cell that a character stands for.
  func entry(for code: UInt32) -> Entry? {
    if CellTable.wideCodes.contains(code) {
      let index = Int(code - CellTable.wideCodes.lowerBound)
      return index < wide.count ? wide[index] : nil
    }
    guard code >= 0xF0000 else { return nil }
    let index = Int((code >> 16) - 0xF) * 0xFFFE + Int(code & 0xFFFF)
    return index < narrow.count ? narrow[index] : nil
  }

  private mutating func rendition(_ look: Theme.Resolved) -> Int {
    if look == .standard { return -1 }
    if let number = renditionNumbers[look] { return number }
    renditions.append(GraphicRendition.sequence(look, hasItalic: hasItalic))
    renditionNumbers[look] = renditions.count - 1
    return renditions.count - 1
  }
}
