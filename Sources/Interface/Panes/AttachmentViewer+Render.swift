import Chat
import Screen

/// How the viewer looks: a line that says what it is, a rule, and the rest is the attachment's.
extension AttachmentViewer {
  /// Draws it over everything in a rectangle.
  mutating func render(into frame: inout Frame, rect: Rect, painter: PicturePainter) {
    wanted = []
    isNative = painter.isNative
    frame.fill(rect, Style(.text))
    guard let item, rect.width > 0, rect.height > 0 else { return }
    keepDocument(of: item)
    let hasRule = rect.height >= 6
    let top = hasRule ? 2 : 1
    let body = Rect(x: rect.minX, y: rect.minY + top, width: rect.width, height: rect.height - top)
    // What is drawn below decides how much of it is seen, which the title says.
    renderBody(of: item, into: &frame, rect: body, painter: painter)
    renderTitle(of: item, into: &frame, rect: rect, isASCII: painter.isASCII)
    guard hasRule else { return }
    let rule = SafeText(String(repeating: painter.isASCII ? "-" : "─", count: rect.width))
    frame.put(rule, at: Point(x: rect.minX, y: rect.minY + 1), Style(.rule), clip: rect)
  }

  private func renderTitle(of item: PaneItem, into frame: inout Frame, rect: Rect, isASCII: Bool) {
    let share = document.flatMap { $0.id == item.attachment?.id ? $0.view.share : nil }
    let enlarged = zoom > 1 ? "\(zoom)\(isASCII ? "x" : "×")" : nil
    let number = position.count > 1 ? "\(position.number) of \(position.count)" : nil
    let right = [share.map(Quantity.percent), enlarged, number].compactMap { $0 }.joined(separator: "   ")
    let y = rect.minY
    let rightWidth = rect.width >= 16 ? TextWidth.of(right) : 0
    if rightWidth > 0 {
      frame.put(SafeText(right), at: Point(x: rect.maxX - 1 - rightWidth, y: y), Style(.dim), clip: rect)
    }
    var pieces: [(String, Style)] = []
    // A recording without a name is called by its length already.
    if !(item.kind == .recording && item.name.isEmpty) { pieces.append((item.size(isASCII: isASCII), Style(.dim))) }
    pieces.append((item.tokens() ?? "", Style(.dim)))
    pieces.append((item.readingText ?? "", item.readingStyle))
    if let scaling = item.scaling {
      pieces.append((scaling.text, Style(item.isDraft ? .warning : .dim)))
      pieces.append((scaling.remedy ?? "", Style(.dim)))
    }
    let end = rect.maxX - 1 - (rightWidth > 0 ? rightWidth + 2 : 0)
    var x = rect.minX + 1
    let label = Quantity.cut(SafeText(oneLine: item.label).string, columns: end - x, isASCII: isASCII)
    x += frame.put(SafeText(oneLine: label), at: Point(x: x, y: y), Style(.accent, .bold), clip: rect)
    for (text, style) in pieces where !text.isEmpty {
      guard x + 3 + TextWidth.of(text) <= end else { break }
      x += 3 + frame.put(SafeText(oneLine: text), at: Point(x: x + 3, y: y), style, clip: rect)
    }
  }

  private mutating func renderBody(of item: PaneItem, into frame: inout Frame, rect: Rect, painter: PicturePainter) {
    guard rect.width > 0, rect.height > 0 else { return }
    switch item.progress {
    case .failed(let sentence): say(sentence, Style(.error), into: &frame, rect: rect)
    case .loading where item.facts == nil: say("reading the file", Style(.dim), into: &frame, rect: rect)
    default:
      switch item.kind {
      case .picture: renderPicture(of: item, into: &frame, rect: rect, painter: painter)
      case .recording: renderRecording(of: item, into: &frame, rect: rect, isASCII: painter.isASCII)
      case .document: renderDocument(of: item, into: &frame, rect: rect)
      }
    }
  }

  private func say(_ sentence: String, _ style: Style, into frame: inout Frame, rect: Rect) {
    for (row, line) in WrappedText.lines(sentence, width: rect.width - 2).enumerated() {
      frame.put(line, at: Point(x: rect.minX + 1, y: rect.minY + row), style, clip: rect)
    }
  }

  // MARK: A picture

  private mutating func renderPicture(of item: PaneItem, into frame: inout Frame, rect: Rect, painter: PicturePainter) {
    guard painter.isOn else {
      say("pictures are switched off: pictures in the configuration says so", Style(.dim), into: &frame, rect: rect)
      return
    }
    let loaded = pixels.flatMap { $0.id == item.attachment?.id ? $0.data : nil }
    guard let shape = item.facts?.preview ?? loaded, let source = loaded ?? item.facts?.preview else {
      say("reading the picture", Style(.dim), into: &frame, rect: rect)
      return
    }
    // The small picture gives the shape also when the large one comes, so that nothing jumps; both are scaled up to the screen.
    let fitting = painter.size(of: shape, into: rect.size, scale: 1000)
    guard fitting.width > 0, fitting.height > 0 else { return }
    if painter.isNative { wanted = [(item.id, fitting)] }
    let size = Size(width: min(rect.width, fitting.width * zoom), height: min(rect.height, fitting.height * zoom))
    let place = Rect(
      x: rect.minX + (rect.width - size.width) / 2, y: rect.minY + (rect.height - size.height) / 2, width: size.width,
      height: size.height)
    if zoom == 1, let number = painter.number(item.placements, size: size) {
      frame.put(picture: number, in: place, clip: rect)
      return
    }
    let window = window(source, seen: size, of: fitting)
    let key = KeptCells.Key(
      id: item.id, isLoaded: loaded != nil, window: window, size: size, painter: painter)
    if kept?.key != key {
      let part = zoom == 1 ? source : source.cropped(window)
      kept = KeptCells(key: key, cells: painter.cells(of: part, size: size))
    }
    frame.put(kept?.cells ?? [], in: place, clip: rect)
  }

  /// The pixels that are seen of an enlarged picture.
  private func window(_ source: PixelData, seen size: Size, of fitting: Size) -> Rect {
    func range(_ length: Int, _ seen: Int, _ whole: Int, _ center: Double) -> (start: Int, length: Int) {
      let part = max(1, min(length, Int((Double(length) * Double(seen) / Double(whole)).rounded())))
      let start = Int((center * Double(length)).rounded()) - part / 2
      return (max(0, min(length - part, start)), part)
    }
    let across = range(source.width, size.width, fitting.width * zoom, center.x)
    let down = range(source.height, size.height, fitting.height * zoom, center.y)
    return Rect(x: across.start, y: down.start, width: across.length, height: down.length)
  }

  // MARK: A recording

  private func renderRecording(of item: PaneItem, into frame: inout Frame, rect: Rect, isASCII: Bool) {
    let levels = item.facts?.bars ?? []
    let height = max(1, min(9, rect.height - 3))
    // Finer than the levels it would only look jagged.
    let width = max(1, min(rect.width - 2, 2 * levels.count))
    let style = item.isPlaying ? Style(.accent) : Style(.text)
    let rows = LevelBars.rows(levels, width: width, height: height, isASCII: isASCII)
    let top = rect.minY + max(0, (rect.height - height - 2) / 3)
    let left = rect.minX + (rect.width - width) / 2
    for (row, line) in rows.enumerated() {
      frame.put(SafeText(line), at: Point(x: left, y: top + row), style, clip: rect)
    }
    let mark = item.isPlaying ? (isASCII ? "# playing" : "■ playing") : (isASCII ? ">" : "⏵")
    let text = "\(mark) \(item.size(isASCII: isASCII))"
    frame.put(SafeText(oneLine: text), at: Point(x: left, y: top + height + 1), style, clip: rect)
  }

  // MARK: A document

  private mutating func keepDocument(of item: PaneItem) {
    guard item.kind == .document, let attachment = item.attachment, let text = attachment.text else {
      document = nil
      return
    }
    if document?.id != attachment.id { document = (attachment.id, DocumentView(text)) }
  }

  private mutating func renderDocument(of item: PaneItem, into frame: inout Frame, rect: Rect) {
    guard document != nil else {
      say("its text is not known", Style(.dim), into: &frame, rect: rect)
      return
    }
    let margin = rect.width > 2 ? 1 : 0
    var body = Rect(x: rect.minX + margin, y: rect.minY, width: rect.width - 2 * margin, height: rect.height)
    if let remark = item.facts?.remark, rect.height >= 4 {
      let line = Quantity.cut(SafeText(oneLine: remark).string, columns: body.width)
      frame.put(SafeText(oneLine: line), at: Point(x: body.minX, y: body.minY), Style(.warning), clip: rect)
      body = Rect(x: body.minX, y: body.minY + 1, width: body.width, height: body.height - 1)
    }
    document?.view.render(into: &frame, rect: body)
  }
}
