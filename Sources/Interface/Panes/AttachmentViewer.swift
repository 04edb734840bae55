import Chat
import Screen

/// One attachment in full size: a picture as large as fits, a recording's shape, a document's text.
struct AttachmentViewer: Sendable {
  /// What a key led to.
  enum Outcome: Sendable, Equatable {
    case open
    case closed
    /// Another attachment is shown.
    case show(String)
    case act(AttachmentAction)
  }

  /// How often a picture is enlarged beyond the screen.
  private static let zooms = [1, 2, 4, 8]

  /// All attachments.
  private(set) var items: [PaneItem]
  /// The pictures that were drawn last and the cells that they fill, for terminals that show pictures by themselves.
  var wanted: [(id: String, size: Size)] = []

  /// Which one is shown.
  private var place: Int
  /// The shown picture's pixels, by its content address, once they were loaded.
  private(set) var pixels: (id: String, data: PixelData)?
  /// The picture whose pixels were asked for.
  private var asked: String?
  /// How often the picture is enlarged.
  private(set) var zoom = 1
  /// What is in the middle of the screen, as shares of width and height.
  var center = (x: 0.5, y: 0.5)
  /// The shown document's text.
  var document: (id: String, view: DocumentView)?
  /// The cells that were drawn last.
  var kept: KeptCells?

  /// Shows an attachment.
  init(items: [PaneItem], id: String) {
    self.items = items
    place = items.firstIndex { $0.id == id } ?? 0
  }

  /// The attachment that is shown; nil when there is none any more.
  var item: PaneItem? { items.indices.contains(place) ? items[place] : nil }

  /// Which one of how many is shown, counted from 1.
  var position: (number: Int, count: Int) { (place + 1, items.count) }

  // MARK: What it is told

  /// Takes over what became of the attachments.
  mutating func update(_ items: [PaneItem]) {
    let id = item?.id
    self.items = items
    // A message that is sent gives its attachments other names and leaves them where they are.
    if item?.id != id { place = items.firstIndex { $0.id == id } ?? max(0, min(place, items.count - 1)) }
    if item?.id != id { zoom = 1 }
  }

  /// The picture whose pixels are to be loaded, once for each.
  mutating func takeMissingPixels() -> Attachment? {
    guard let item, item.kind == .picture, let attachment = item.attachment, asked != attachment.id else { return nil }
    asked = attachment.id
    return attachment
  }

  /// The pixels of a picture were loaded.
  mutating func show(_ data: PixelData, id: String) {
    guard item?.attachment?.id == id else { return }
    pixels = (id, data)
  }

  // MARK: Keys

  /// Takes a key.
  mutating func handle(_ input: InputEvent, bindings: KeyBindings = .standard) -> Outcome {
    guard let item else { return .closed }
    if let action = item.action(for: input, bindings: bindings) { return .act(action) }
    switch input {
    case .text("q"): return .closed
    case .text("z"): zoomIn(item)
    case .text("0"): zoom = 1
    case .text("h"): return move(x: -1)
    case .text("l"): return move(x: 1)
    case .text("k"): move(y: -1)
    case .text("j"): move(y: 1)
    case .text("g"): document?.view.scrollToStart()
    case .text("G"): document?.view.scrollToEnd()
    case .text(" "), .key(.space, []): document?.view.scroll(pages: 1)
    case .mouse(.scrollUp, _, _): document?.view.scroll(rows: -3)
    case .mouse(.scrollDown, _, _): document?.view.scroll(rows: 3)
    case .key(let key, let modifiers): return perform(bindings.action(for: key, modifiers))
    default: break
    }
    return .open
  }

  private mutating func perform(_ action: KeyAction?) -> Outcome {
    switch action {
    case .left?: return move(x: -1)
    case .right?: return move(x: 1)
    case .complete?: return step(by: 1)
    case .up?: move(y: -1)
    case .down?: move(y: 1)
    case .pageUp?: document?.view.scroll(pages: -1)
    case .pageDown?: document?.view.scroll(pages: 1)
    case .lineStart?, .textStart?: document?.view.scrollToStart()
    case .lineEnd?, .textEnd?: document?.view.scrollToEnd()
    case .cancel?, .interrupt?:
      guard zoom > 1 else { return .closed }
      zoom = 1
    default: break
    }
    return .open
  }

  /// To the left and right, in an enlarged picture; otherwise to another attachment.
  private mutating func move(x: Int) -> Outcome {
    guard zoom > 1 else { return step(by: x) }
    center.x = max(0, min(1, center.x + Double(x) / Double(4 * zoom)))
    return .open
  }

  /// Up and down, in a document or an enlarged picture.
  private mutating func move(y: Int) {
    if zoom > 1 { center.y = max(0, min(1, center.y + Double(y) / Double(4 * zoom))) }
    document?.view.scroll(rows: y)
  }

  private mutating func step(by step: Int) -> Outcome {
    guard items.indices.contains(place + step) else { return .open }
    place += step
    (zoom, center) = (1, (0.5, 0.5))
    return .show(items[place].id)
  }

  private mutating func zoomIn(_ item: PaneItem) {
    guard item.kind == .picture, !isNative else { return }
    zoom = Self.zooms.first { $0 > zoom } ?? 1
    if zoom == 1 { center = (0.5, 0.5) }
  }

  /// Whether the terminal drew the picture by itself; then its cells cannot be enlarged.
  var isNative = false

  /// The keys that do something here, for the status line; the shorter ones where there is little room.
  func keyHints(isASCII: Bool) -> [String] {
    let arrows = isASCII ? "Left/Right" : "←→"
    var own = item?.keyHints ?? []
    if item?.kind == .picture, !isNative { own.insert(zoom > 1 ? "z closer  0 whole" : "z closer", at: 0) }
    let next = zoom > 1 ? ["\(arrows) move"] : items.count > 1 ? ["\(arrows) others"] : []
    return [
      (next + own + ["Esc back"]).joined(separator: "  "), (own + ["Esc back"]).joined(separator: "  "), "Esc back",
    ]
  }
}

/// The cells of a picture with all that they depend on.
struct KeptCells: Sendable {
  /// What the cells depend on.
  struct Key: Sendable, Equatable {
    var id: String
    var isLoaded: Bool
    var window: Rect
    var size: Size
    var painter: PicturePainter
  }

  var key: Key
  var cells: [Frame.Cell]
}
