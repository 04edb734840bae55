import Screen

/// A question about losing something: what loses it has a key of its own, Enter and Esc keep it.
///
/// ```text
/// ───────────────────────────────────────────────────────
///  delete “the red build” (12 messages)?
///  y delete   n keep
/// ─────────────────────────────────────── Enter, Esc keep ──
/// ```
struct Question: Sendable {
  /// What a key led to.
  enum Outcome: Sendable, Equatable {
    case open
    /// Nothing is to be done.
    case closed
    /// The answer of this number was given.
    case answered(Int)
  }

  /// What would be lost.
  let text: String
  private let answers: [(key: String, label: String)]
  private let keep: String

  /// A question.
  ///
  /// - Parameters:
  ///   - answers: The keys, a letter each, with what they do.
  ///   - keep: What happens otherwise.
  init(_ text: String, answers: [(String, String)], keep: String) {
    self.text = text
    self.answers = answers.map { ($0.0, $0.1) }
    self.keep = keep
  }

  /// Takes a key; a paste is no answer.
  mutating func handle(_ event: InputEvent, bindings: KeyBindings) -> Outcome {
    switch event {
    case .text(let text): return answer(text.lowercased())
    case .key(.character(let character), let modifiers) where modifiers.isDisjoint(with: [.control, .alt]):
      return answer(character.lowercased())
    case .key(let key, let modifiers):
      switch bindings.action(for: key, modifiers) {
      case .send?, .cancel?, .interrupt?: return .closed
      default: return .open
      }
    default: return .open
    }
  }

  private func answer(_ key: String) -> Outcome {
    if let number = answers.firstIndex(where: { $0.key == key }) { return .answered(number) }
    return key == "n" || key == "q" ? .closed : .open
  }

  /// Rows that the question takes with its rules.
  func height(width: Int, limit: Int) -> Int {
    min(limit, rows(width: width).count + 1 + LayerFrame.ruleRows)
  }

  private func rows(width: Int) -> [SafeText] {
    let bytes = Array(SafeText(oneLine: text).string.utf8)
    return TextWrap.lines(bytes, Graphemes(bytes), width: max(1, width - 2)).map {
      SafeText(String(decoding: bytes[$0], as: UTF8.self))
    }
  }

  /// Draws the question; where there is little room, its answers before its text.
  mutating func render(into frame: inout Frame, rect: Rect, isASCII: Bool) {
    LayerFrame.render(title: "", keys: "Enter \(keep)   Esc \(keep)", into: &frame, rect: rect, isASCII: isASCII) {
      frame, body in
      guard body.height > 0 else { return }
      let shown = rows(width: body.width).prefix(body.height - 1)
      for (line, text) in shown.enumerated() {
        frame.put(text, at: Point(x: body.minX + 1, y: body.minY + line), Style(.warning, .bold), clip: body)
      }
      let y = body.minY + shown.count
      var x = body.minX + 1
      for (key, label) in answers + [("n", keep)] {
        x += frame.put(SafeText(oneLine: key), at: Point(x: x, y: y), Style(.accent, .bold), clip: body) + 1
        x += frame.put(SafeText(oneLine: label), at: Point(x: x, y: y), Style(.text), clip: body) + 3
      }
    }
  }
}
