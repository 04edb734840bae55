import Chat
import Screen

/// One attachment as it stands in the pane: its preview, and under it what is known.
///
/// ```text
///  ████████████████████████████
///  1 ci.png          1920×1080
///    252 of 280 tokens    read
/// ```
struct AttachmentCard {
  /// A row of text: something at the left, something at the right edge.
  private struct Line {
    var left: String
    var style: Style
    var right = ""
    var rightStyle = Style(.dim)
    var indent = 2
  }

  /// Rows that a sentence about a failure may take.
  private static let mostSentenceRows = 4
  /// Bytes of a document that are looked at for its first lines.
  private static let glimpse = 400

  let item: PaneItem
  /// The cells of the preview; no rows where there is none.
  private(set) var pictureSize = Size(width: 0, height: 0)
  private var lines: [Line] = []
  private let isSelected: Bool
  private let width: Int
  private let painter: PicturePainter

  /// - Parameters:
  ///   - width: Columns of the pane.
  ///   - paneHeight: Rows of the pane; several cards should fit.
  ///   - isAlone: Whether there is no other card, so that this one may be larger.
  init(_ item: PaneItem, width: Int, paneHeight: Int, isAlone: Bool, isSelected: Bool, painter: PicturePainter) {
    (self.item, self.isSelected, self.painter) = (item, isSelected, painter)
    self.width = max(0, width - 2)
    let limit = paneHeight < 7 ? 0 : max(2, min(14, (paneHeight - 3) / (isAlone ? 2 : 3)))
    if painter.isOn, let preview = item.facts?.preview {
      pictureSize = painter.size(of: preview, into: Size(width: self.width, height: limit))
    }
    addTitle()
    switch item.progress {
    case .failed(let sentence): addFailure(sentence)
    case .loading where item.facts == nil: lines.append(Line(left: "reading the file", style: Style(.dim)))
    default: addFacts(hasRoom: paneHeight >= 12)
    }
  }

  /// Rows that it takes.
  var height: Int { pictureSize.height + lines.count }

  // MARK: What is said

  private var isASCII: Bool { painter.isASCII }

  private mutating func addTitle() {
    let style = isSelected ? Style(.accent, .bold) : Style(.text)
    let size = item.size(isASCII: isASCII)
    guard item.kind == .recording else {
      lines.append(Line(left: "\(item.number) \(item.name)", style: style, right: size, indent: 0))
      return
    }
    let mark = item.isPlaying ? (isASCII ? "#" : "■") : (isASCII ? ">" : "⏵")
    let barStyle = item.isPlaying ? Style(.accent) : Style(.text)
    guard item.name.isEmpty else {
      lines.append(Line(left: "\(item.number) \(mark) \(item.name)", style: style, right: size, indent: 0))
      if let bars = bars(width - 2) { lines.append(Line(left: bars, style: barStyle)) }
      return
    }
    let left = "\(item.number) \(mark) \(size)"
    let room = width - TextWidth.of(left) - 2
    lines.append(Line(left: left, style: style, right: bars(room) ?? "", rightStyle: barStyle, indent: 0))
  }

  private func bars(_ room: Int) -> String? {
    guard let levels = item.facts?.bars, !levels.isEmpty, room >= 4 else { return nil }
    return LevelBars.text(levels, width: room, isASCII: isASCII)
  }

  private mutating func addFailure(_ sentence: String) {
    let wrapped = WrappedText.lines(sentence, width: width - 2).map(\.string)
    for (row, line) in wrapped.prefix(Self.mostSentenceRows).enumerated() {
      let isCut = row == Self.mostSentenceRows - 1 && wrapped.count > Self.mostSentenceRows
      let text =
        isCut ? Quantity.cut(line + "   ", columns: min(width - 2, TextWidth.of(line) + 1), isASCII: isASCII) : line
      lines.append(Line(left: text, style: Style(.error)))
    }
  }

  private mutating func addFacts(hasRoom: Bool) {
    let reading = item.readingText ?? ""
    var tokens = item.tokens() ?? ""
    if TextWidth.of(tokens) + TextWidth.of(reading) + 4 > width { tokens = item.tokens(isBrief: true) ?? "" }
    if !tokens.isEmpty || !reading.isEmpty {
      lines.append(Line(left: tokens, style: Style(.text), right: reading, rightStyle: item.readingStyle))
    }
    if let scaling = item.scaling {
      lines.append(
        Line(left: scaling.text, style: Style(item.isDraft ? .warning : .dim), right: scaling.remedy ?? ""))
    }
    guard hasRoom, item.kind == .document, let text = item.attachment?.text else { return }
    let start = String(decoding: text.utf8.prefix(Self.glimpse), as: UTF8.self)
    let first = start.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }.prefix(3)
    lines += first.map { Line(left: String($0), style: Style(.thought)) }
  }

  // MARK: Drawing

  /// Draws it from a row on, as far as there is room.
  func render(into frame: inout Frame, at y: Int, rect: Rect) {
    if pictureSize.height > 0, let preview = item.facts?.preview {
      let place = Rect(x: rect.minX + 1, y: y, width: pictureSize.width, height: pictureSize.height)
      if let number = painter.number(item.placements, size: pictureSize) {
        frame.put(picture: number, in: place, clip: rect)
      } else {
        frame.put(painter.cells(of: preview, size: pictureSize), in: place, clip: rect)
      }
    }
    let clip = Rect(x: rect.minX + 1, y: rect.minY, width: width, height: rect.height)
    for (row, line) in lines.enumerated() {
      draw(line, into: &frame, y: y + pictureSize.height + row, clip: clip)
    }
    guard isSelected else { return }
    for row in 0..<height {
      frame.put(isASCII ? "|" : "▌", at: Point(x: rect.minX, y: y + row), Style(.accent), clip: rect)
    }
  }

  private func draw(_ line: Line, into frame: inout Frame, y: Int, clip: Rect) {
    let rightWidth = TextWidth.of(SafeText(oneLine: line.right))
    // What stands at the left is cut before the right goes, until it would say nothing.
    let isRoomy = rightWidth > 0 && clip.width - line.indent - rightWidth - 2 >= min(8, TextWidth.of(line.left))
    let room = clip.width - line.indent - (isRoomy ? rightWidth + 2 : 0)
    let left = Quantity.cut(SafeText(oneLine: line.left).string, columns: room, isASCII: isASCII)
    frame.put(SafeText(oneLine: left), at: Point(x: clip.minX + line.indent, y: y), line.style, clip: clip)
    guard isRoomy else { return }
    frame.put(SafeText(oneLine: line.right), at: Point(x: clip.maxX - rightWidth, y: y), line.rightStyle, clip: clip)
  }
}
