import Chat
import Screen

/// The line on top: the model at the left, the conversation's title in the middle, the context at the right.
///
/// ```text
///  facet  gemma-4-12b Q4_0          the red build            3.1k of 32k ▕██▌   ▏
///  facet  → gpu-box:8000  gemma-4   the red build            3.1k of 32k ▕██▌   ▏
/// ```
/// Where a server replies, its name stands before all else: it goes last for want of room.
struct TitleLine {
  private let model: String
  private let title: String
  private let used: Int?
  private let context: Int?
  private let isASCII: Bool
  private let server: ServerFacts?

  init(_ state: ChatState) {
    model = state.model.facts?.name ?? state.settings.modelName
    title = state.title
    used = state.contextUsed
    context = state.model.facts?.context
    isASCII = state.isASCII
    server = state.settings.server
  }

  func render(into frame: inout Frame, rect: Rect) {
    let right = contextText(rect.width)
    let rightWidth = TextWidth.of(right)
    var x = rect.minX + 1
    x += frame.put("facet", at: Point(x: x, y: rect.minY), Style(.facet, .bold), clip: rect) + 2
    let end = rect.maxX - rightWidth - (rightWidth > 0 ? 1 : 0)
    if rightWidth > 0, end > x {
      frame.put(SafeText(oneLine: right), at: Point(x: end, y: rect.minY), Style(.dim), clip: rect)
    }
    x += drawServer(into: &frame, rect: rect, at: x, end: end)
    // Where there is little room, the title matters more than the model.
    let room = end - x - 1
    guard room >= 8 else { return }
    let name = Quantity.cut(model, columns: rect.width >= 70 ? min(32, room / 2) : 0, isASCII: isASCII)
    if !name.isEmpty {
      x += frame.put(SafeText(oneLine: name), at: Point(x: x, y: rect.minY), Style(.dim), clip: rect) + 2
    }
    let shown = Quantity.cut(title, columns: min(60, end - x - 2), isASCII: isASCII)
    let width = TextWidth.of(shown)
    let middle = max(x, min((rect.minX + rect.maxX - width) / 2, end - width - 1))
    frame.put(SafeText(oneLine: shown), at: Point(x: middle, y: rect.minY), Style(.text), clip: rect)
  }

  /// Where the words go; gives the columns that this takes.
  private func drawServer(into frame: inout Frame, rect: Rect, at x: Int, end: Int) -> Int {
    guard let server, end > x else { return 0 }
    let arrow = server.isThisMachine ? "" : isASCII ? "-> " : "→ "
    let text = Quantity.cut(arrow + server.name, columns: min(end - x - 1, max(24, rect.width / 3)), isASCII: isASCII)
    let style = server.isThisMachine ? Style(.dim) : Style(.warning, .bold)
    return frame.put(SafeText(oneLine: text), at: Point(x: x, y: rect.minY), style, clip: rect) + 2
  }

  private func contextText(_ width: Int) -> String {
    guard let used, let context, context > 0, width >= 30 else { return "" }
    let share = Double(used) / Double(context)
    let bar = ProgressBar.text(share, width: width >= 100 ? 12 : width >= 60 ? 8 : 5, isASCII: isASCII).string
    return width >= 60
      ? "\(Quantity.count(used)) of \(Quantity.count(context)) \(bar)" : "\(Quantity.count(used)) \(bar)"
  }
}
