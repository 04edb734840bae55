import Chat
import Screen

@testable import Interface

/// Attachments of every kind, as the pane, the strip and the viewer are given them.
enum AttachmentSample {
  /// A landscape: the sky grows light towards the ground, a sun stands in it.
  static func landscape(width: Int = 96, height: Int = 54) -> PixelData {
    var rgb: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let (across, down) = (Double(x) / Double(width), Double(y) / Double(height))
        let distance = (across - 0.7) * (across - 0.7) * 3 + (down - 0.3) * (down - 0.3)
        if distance < 0.02 {
          rgb += [255, 220, 90]
        } else if down > 0.75 {
          rgb += [40, UInt8(90 + 60 * across), 50]
        } else {
          rgb += [UInt8(40 + 160 * down), UInt8(90 + 120 * down), 220]
        }
      }
    }
    return PixelData(width: width, height: height, rgb: rgb)
  }

  static let small = landscape()

  static func picture(
    _ id: String = "1", number: Int = 1, name: String = "ci.png", budget: Int = 280,
    reading: PaneItem.Reading = .unread, isDraft: Bool = true, preview: PixelData = small
  ) -> PaneItem {
    let budgets = [(70, 66), (140, 135), (280, 252), (560, 540), (1120, 1104)]
    let attachment = Attachment(kind: .picture, id: "p\(id)", path: "/tmp/\(name)", name: name, budget: budget)
    let facts = AttachmentFacts(
      attachment, size: "1920×1080",
      budgets: budgets.map { .init(budget: $0.0, tokens: $0.1, isWhole: $0.0 >= 1120) }, preview: preview)
    return PaneItem(
      id: id, kind: .picture, number: number, name: name, attachment: attachment, facts: facts, progress: .ready,
      reading: reading, budget: budget, isDraft: isDraft)
  }

  static func recording(
    _ id: String = "2", number: Int = 1, name: String = "", reading: PaneItem.Reading = .unread, isDraft: Bool = true
  ) -> PaneItem {
    let attachment = Attachment(kind: .recording, id: "r\(id)", path: "/tmp/\(id).wav", name: name)
    let bars: [Float] = (0..<64).map { place in
      let x = Float(place) / 64
      return 0.08 + 0.9 * abs(x * (1 - x) * 4 * Float(place % 9) / 9)
    }
    return PaneItem(
      id: id, kind: .recording, number: number, name: name, attachment: attachment,
      facts: AttachmentFacts(attachment, size: "0:07", tokens: 175, bars: bars), progress: .ready, reading: reading,
      isDraft: isDraft)
  }

  static let notes = """
    # Build notes

    The runner lacks `libopenblas`; the package is called libopenblas-dev.
    \tIndented with a tab.
    図書館の本は赤い。
    """

  static func document(
    _ id: String = "3", number: Int = 1, name: String = "notes.md", text: String = notes, remark: String? = nil,
    reading: PaneItem.Reading = .unread, isDraft: Bool = true
  ) -> PaneItem {
    let attachment = Attachment(kind: .document, id: "d\(id)", path: "", name: name, text: text)
    return PaneItem(
      id: id, kind: .document, number: number, name: name, attachment: attachment,
      facts: AttachmentFacts(
        attachment, size: "12 kB", tokens: 3100, remark: remark), progress: .ready, reading: reading, isDraft: isDraft)
  }

  static func failed(_ id: String = "4", number: Int = 2) -> PaneItem {
    PaneItem(
      id: id, kind: .picture, number: number, name: "broken.png",
      progress: .failed("broken.png is damaged: its picture data ends early; save it again"), isDraft: true)
  }

  static func loading(_ id: String = "5", number: Int = 3) -> PaneItem {
    PaneItem(id: id, kind: .picture, number: number, name: "large.webp", isDraft: true)
  }

  /// One of every kind.
  static var all: [PaneItem] {
    [
      picture(reading: .reading(done: 180, of: 252)), recording(reading: .read), document(), failed(), loading(),
    ]
  }
}

extension AttachmentPane {
  static func of(_ items: [PaneItem], isFocused: Bool = false) -> AttachmentPane {
    var pane = AttachmentPane()
    pane.items = items
    pane.isFocused = isFocused
    return pane
  }

  mutating func press(_ names: String...) throws -> Outcome {
    var outcome = Outcome.unhandled
    for name in names { outcome = handle(try AttachmentSample.input(name)) }
    return outcome
  }

  mutating func frame(
    _ width: Int, _ height: Int, painter: PicturePainter = PicturePainter(depth: .trueColor)
  ) -> Frame {
    var frame = Frame(Size(width: width, height: height))
    render(into: &frame, rect: Rect(x: 0, y: 0, width: width, height: height), painter: painter)
    return frame
  }
}

extension AttachmentViewer {
  mutating func press(_ names: String...) throws -> Outcome {
    var outcome = Outcome.open
    for name in names { outcome = handle(try AttachmentSample.input(name)) }
    return outcome
  }

  mutating func frame(
    _ width: Int, _ height: Int, painter: PicturePainter = PicturePainter(depth: .trueColor)
  ) -> Frame {
    var frame = Frame(Size(width: width, height: height))
    render(into: &frame, rect: Rect(x: 0, y: 0, width: width, height: height), painter: painter)
    return frame
  }
}

extension AttachmentSample {
  /// A character as text, otherwise a key by its name.
  static func input(_ name: String) throws -> InputEvent {
    if name.count == 1 { return .text(name) }
    let chord = try KeyChord(name)
    return .key(chord.key, chord.modifiers)
  }
}
