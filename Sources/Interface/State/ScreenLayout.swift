import Screen

/// Where everything stands on a screen of some size.
///
/// ```text
///  title                          from 8 rows on
///  ──────────────┬──────
///  transcript    │ pane           pane from 100 columns on
///  ──────────────┴──────
///  strip                          attachments below 100 columns, what waits to be sent
///  › composer                     grows with the text, up to a third
///
///  status                         an empty row above it from 28 rows on
/// ```
struct ScreenLayout: Sendable, Equatable {
  var size = Size(width: 80, height: 24)
  var title: Rect?
  var upperRule: Int?
  var transcript = Rect(x: 0, y: 0, width: 80, height: 20)
  var pane: Rect?
  var lowerRule: Int? = 20
  var waiting: Rect?
  var strip: Rect?
  var composer = Rect(x: 0, y: 21, width: 80, height: 1)
  var status: Int? = 23
  /// The line that searches, between talk and composer.
  var search: Rect?
  /// The pictures that were seen and the cells that they would fill, for terminals that show pictures by themselves.
  var wantedPictures: [(id: String, size: Size)] = []

  /// The attachments that were seen, in the pane or the strip.
  var seenAttachments = 0..<0

  /// Whether attachments are seen, in the pane or the strip.
  var showsAttachments: Bool { pane != nil || strip != nil }

  init() {}

  /// A layout.
  ///
  /// - Parameters:
  ///   - composerRows: Rows that the composer wants.
  ///   - stripRows: Rows that the strip wants; 0 without attachments.
  ///   - paneWidth: Columns that the pane wants; 0 where it is closed.
  ///   - isWaiting: Whether messages wait to be sent.
  init(_ size: Size, composerRows: Int, stripRows: Int, paneWidth: Int, isWaiting: Bool) {
    self.size = size
    let (width, height) = (size.width, size.height)
    let top = height >= 8 ? 2 : 0
    if top > 0 {
      title = Rect(x: 0, y: 0, width: width, height: 1)
      upperRule = 1
    }
    // Of a very small screen first the rule goes, then the status.
    let ruleRows = height >= 4 ? 1 : 0
    let statusRows = height >= 2 ? 1 : 0
    let gap = height >= 28 ? 1 : 0
    status = statusRows > 0 ? height - 1 : nil
    // The talk keeps a row as long as there is any.
    var room = height - top - ruleRows - gap - statusRows
    let rows = max(1, min(composerRows, max(1, room - 1)))
    room -= rows
    let strip = stripRows > 0 && room >= 4 ? min(stripRows, room / 4) : 0
    room -= strip
    let waitingRows = isWaiting && room >= 3 ? 1 : 0
    composer = Rect(x: 0, y: height - statusRows - gap - rows, width: width, height: rows)
    if strip > 0 { self.strip = Rect(x: 0, y: composer.minY - strip, width: width, height: strip) }
    if waitingRows > 0 { waiting = Rect(x: 0, y: composer.minY - strip - 1, width: width, height: 1) }
    let end = composer.minY - strip - waitingRows - ruleRows
    lowerRule = ruleRows > 0 ? end : nil
    let transcriptHeight = max(0, end - top)
    if paneWidth > 0, paneWidth < width - 20, transcriptHeight >= 4 {
      pane = Rect(x: width - paneWidth, y: top, width: paneWidth, height: transcriptHeight)
      transcript = Rect(x: 0, y: top, width: width - paneWidth - 1, height: transcriptHeight)
    } else {
      transcript = Rect(x: 0, y: top, width: width, height: transcriptHeight)
    }
  }

  static func == (left: ScreenLayout, right: ScreenLayout) -> Bool {
    left.size == right.size && left.transcript == right.transcript && left.pane == right.pane
      && left.strip == right.strip && left.composer == right.composer
  }
}
