import Chat
import Screen

/// The screen.
extension ChatState {
  /// Draws everything; only what is seen is laid out.
  public mutating func render(_ size: Size) -> Frame {
    var frame = Frame(size)
    guard size.width > 0, size.height > 0 else { return frame }
    // Lines are cut to the size that they are drawn for, not to the one before.
    shown.size = size
    let width = size.width
    let wantsPane = wantsPane ?? true
    let hasPane = !pane.items.isEmpty && wantsPane
    let paneWidth = hasPane ? AttachmentPane.width(for: width) : 0
    var layout = ScreenLayout(
      size, composerRows: composer.height(width: width, limit: max(1, size.height / 3)),
      stripRows: hasPane && paneWidth == 0 ? AttachmentStrip.height(pane.items, width: width) : 0,
      paneWidth: paneWidth, isWaiting: !outbox.isEmpty)
    makeRoomForSearch(&layout)

    drawRules(layout, into: &frame)
    if let rect = layout.title { TitleLine(self).render(into: &frame, rect: rect) }
    if transcript.messages.isEmpty {
      drawWelcome(into: &frame, rect: layout.transcript)
    } else {
      transcript.render(into: &frame, rect: layout.transcript)
      if layout.search != nil, shown.search == nil {
        // What was found may have stood where the line is now.
        transcript.revealMatch()
        transcript.render(into: &frame, rect: layout.transcript)
      }
    }
    if let rect = layout.pane {
      pane.render(into: &frame, rect: rect, painter: painter)
      (layout.wantedPictures, layout.seenAttachments) = (pane.wanted, pane.seen)
    }
    if let rect = layout.waiting { drawWaiting(into: &frame, rect: rect) }
    if let rect = layout.strip {
      layout.seenAttachments = AttachmentStrip.render(
        pane.items, selected: focus == .pane ? pane.selected : nil, into: &frame, rect: rect, isASCII: isASCII)
    }
    composer.render(into: &frame, rect: layout.composer, isASCII: isASCII)
    if layers.isEmpty { drawMenu(layout, into: &frame) }
    if let y = layout.status {
      StatusLine(self).render(into: &frame, rect: Rect(x: 0, y: y, width: width, height: 1))
    }
    drawLayer(&layout, into: &frame)
    shown = layout
    return frame
  }

  /// The line that searches takes rows from the talk, so that nothing that is found lies below it.
  private func makeRoomForSearch(_ layout: inout ScreenLayout) {
    guard case .search(let line)? = layers.last else { return }
    // The rule under the line is the one above the composer, where there is one.
    let bottom = layout.composer.minY
    let height = line.height(width: layout.size.width, limit: min(bottom - layout.transcript.minY, 3))
    let top = max(layout.transcript.minY + 1, bottom - height)
    guard top < bottom else { return }
    layout.search = Rect(x: 0, y: top, width: layout.size.width, height: bottom - top)
    layout.transcript.size.height = max(0, top - layout.transcript.minY)
    layout.pane?.size.height = layout.transcript.height
    (layout.strip, layout.waiting, layout.lowerRule) = (nil, nil, nil)
  }

  private func drawRules(_ layout: ScreenLayout, into frame: inout Frame) {
    let line = SafeText(String(repeating: isASCII ? "-" : "─", count: layout.size.width))
    for y in [layout.upperRule, layout.lowerRule].compactMap({ $0 }) {
      frame.put(line, at: Point(x: 0, y: y), Style(.rule))
    }
    guard let pane = layout.pane else { return }
    let x = pane.minX - 1
    for y in pane.minY..<pane.maxY { frame.put(isASCII ? "|" : "│", at: Point(x: x, y: y), Style(.rule)) }
    if let upper = layout.upperRule { frame.put(isASCII ? "+" : "┬", at: Point(x: x, y: upper), Style(.rule)) }
    if let lower = layout.lowerRule { frame.put(isASCII ? "+" : "┴", at: Point(x: x, y: lower), Style(.rule)) }
  }

  /// What stands there before anything was said: what model this is, whether anything leaves the machine, the four keys.
  private func drawWelcome(into frame: inout Frame, rect: Rect) {
    let keys = "Enter send   \(key(.attach)) attach   \(key(.record)) record   \(key(.help)) help"
    let narrow = "\(key(.attach)) attach  \(key(.help)) help"
    // A long sentence says why there is no model and what to do.
    let sentence = SafeText(oneLine: modelSentence.shortened(to: Notice.limit)).string
    let wrapped = WrappedText.lines(sentence, width: min(76, rect.width - 2))
    let readers = WrappedText.lines(readerSentence, width: min(76, rect.width - 2))
    let readerStyle = Style(settings.server.map { !$0.isThisMachine } ?? false ? .warning : .dim)
    let lines: [(SafeText, Style)] =
      wrapped.map { ($0.drawn(isASCII: isASCII), Style(.facet)) }
      + readers.map { ($0.drawn(isASCII: isASCII), readerStyle) } + [
        (SafeText(TextWidth.of(keys) + 2 <= rect.width ? keys : narrow), Style(.dim))
      ]
    let top = rect.minY + max(0, (rect.height - lines.count) / 3)
    for (row, line) in lines.enumerated() where top + row < rect.maxY {
      frame.put(line.0, at: Point(x: rect.minX + 1, y: top + row), line.1, clip: rect)
    }
  }

  /// What model this is and what it can do.
  var modelSentence: String {
    switch model {
    case .absent, .loading: settings.modelName
    case .ready(let facts) where settings.server != nil:
      facts.name + (facts.context > 0 ? ", \(Quantity.count(facts.context)) tokens of context" : "")
    case .ready(let facts) where facts.isGuide:
      "\(facts.name), \(Quantity.count(facts.context)) tokens of context; it knows facet alone; "
        + "facet pull gemma-4-12b fetches the assistant"
    case .ready(let facts):
      "\(facts.name), \(Quantity.count(facts.context)) tokens of context"
        + (facts.hasProjector ? "; it reads, sees and hears" : "; text only, --projector adds pictures and sound")
    case .failed(let sentence): sentence
    }
  }

  private func drawWaiting(into frame: inout Frame, rect: Rect) {
    let text = outbox.first?.plainText ?? ""
    let more = outbox.count > 1 ? " (+\(outbox.count - 1))" : ""
    frame.put(
      SafeText(
        oneLine: Quantity.cut("waits\(more): " + String(text.prefix(400)), columns: rect.width - 2, isASCII: isASCII)),
      at: Point(x: 1, y: rect.minY), Style(.dim), clip: rect)
  }

  private func drawMenu(_ layout: ScreenLayout, into frame: inout Frame) {
    let room = layout.composer.minY - (layout.upperRule.map { $0 + 1 } ?? 0)
    let rows = composer.menuHeight(limit: min(10, max(0, room)))
    guard rows > 0 else { return }
    composer.renderMenu(
      into: &frame, rect: Rect(x: 0, y: layout.composer.minY - rows, width: layout.size.width, height: rows),
      isASCII: isASCII)
  }

  /// The dialog on top, above the composer; where that leaves too little room, over everything but the status.
  private mutating func drawLayer(_ layout: inout ScreenLayout, into frame: inout Frame) {
    guard let top = layers.popLast() else { return }
    let width = layout.size.width
    let above = Rect(
      x: 0, y: layout.transcript.minY, width: width, height: layout.composer.minY - layout.transcript.minY)
    let all = Rect(x: 0, y: 0, width: width, height: max(1, layout.status ?? layout.size.height))
    func place(_ wanted: (Int) -> Int) -> Rect {
      let area = above.height >= 8 || wanted(above.height) <= above.height - 1 ? above : all
      let height = max(1, min(area.height, wanted(area.height)))
      return Rect(x: 0, y: area.maxY - height, width: width, height: height)
    }
    frame.cursor = nil
    switch top {
    case .page(var page):
      let rect = place { page.height(width: width, limit: $0) }
      page.render(into: &frame, rect: rect, isASCII: isASCII)
      layers.append(.page(page))
    case .palette(var palette):
      let rect = place { min($0, palette.rows + LayerFrame.ruleRows) }
      LayerFrame.render(title: "commands", keys: "Enter choose   Esc back", into: &frame, rect: rect, isASCII: isASCII)
      {
        palette.render(into: &$0, rect: $1, isReplying: isReplying, isASCII: isASCII)
      }
      layers.append(.palette(palette))
    case .conversations(var picker):
      picker.current = record?.id
      picker.render(into: &frame, rect: place { picker.height(width: width, limit: $0) }, isASCII: isASCII)
      layers.append(.conversations(picker))
    case .models(var picker):
      picker.render(into: &frame, rect: place { picker.height(limit: $0) }, isASCII: isASCII)
      layers.append(.models(picker))
    case .files(var browser):
      browser.render(into: &frame, rect: place { browser.height(width: width, limit: $0) }, isASCII: isASCII)
      layers.append(.files(browser))
    case .search(var line):
      line.status = transcript.searchStatus
      let rect = layout.search ?? place { line.height(width: width, limit: $0) }
      line.render(into: &frame, rect: rect, isASCII: isASCII)
      layers.append(.search(line))
    case .question(var question, let consequence):
      question.render(into: &frame, rect: place { question.height(width: width, limit: $0) }, isASCII: isASCII)
      layers.append(.question(question, consequence))
    case .viewer(var viewer):
      viewer.render(into: &frame, rect: all, painter: painter)
      layout.wantedPictures += viewer.wanted
      layers.append(.viewer(viewer))
    }
  }
}
