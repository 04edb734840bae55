import Screen

/// The list of all commands with a line to filter it.
public struct CommandPalette: Sendable, Equatable {
  /// What a key led to.
  public enum Outcome: Sendable, Equatable {
    case open
    case closed
    case chosen(Command)
  }

  /// What was typed.
  public private(set) var query = ""
  /// The commands that fit, the best first.
  public private(set) var matches = Command.allCases
  /// Which of them is chosen.
  public private(set) var selected = 0

  /// All commands.
  public init() {}

  /// Takes a key.
  public mutating func handle(_ event: InputEvent, bindings: KeyBindings = .standard) -> Outcome {
    switch event {
    case .text(let text), .paste(let text): filter(query + SafeText(oneLine: text).string)
    case .key(.space, []): filter(query + " ")
    case .key(let key, let modifiers):
      switch bindings.action(for: key, modifiers) {
      case .up?: move(by: -1)
      case .down?, .complete?: move(by: 1)
      case .deleteBack?: filter(String(query.dropLast()))
      case .killToStart?: filter("")
      case .send?: return matches.isEmpty ? .open : .chosen(matches[selected])
      case .cancel?, .palette?, .interrupt?: return .closed
      default: break
      }
    default: break
    }
    return .open
  }

  private mutating func move(by step: Int) {
    guard !matches.isEmpty else { return }
    selected = (selected + step + matches.count) % matches.count
  }

  private mutating func filter(_ text: String) {
    query = String(text.prefix(80))
    matches = Command.palette(query)
    selected = 0
  }

  /// Draws the line and under it the commands; those that wait for the reply are told apart.
  public func render(into frame: inout Frame, rect: Rect, isReplying: Bool = false, isASCII: Bool = false) {
    guard rect.height > 0, rect.width > 0 else { return }
    frame.fill(rect, Style(.text))
    let top = Rect(x: rect.minX, y: rect.minY, width: rect.width, height: 1)
    frame.put(isASCII ? ">" : "›", at: Point(x: rect.minX + 1, y: rect.minY), Style(.accent), clip: top)
    let typed = frame.put(SafeText(oneLine: query), at: Point(x: rect.minX + 3, y: rect.minY), Style(.text), clip: top)
    frame.cursor = Point(x: min(rect.minX + 3 + typed, rect.maxX - 1), y: rect.minY)
    let list = Rect(x: rect.minX, y: rect.minY + 1, width: rect.width, height: rect.height - 1)
    guard !matches.isEmpty else {
      frame.put("no command fits", at: Point(x: list.minX + 3, y: list.minY), Style(.dim), clip: list)
      return
    }
    let rows = matches.map { command in
      let waits = isReplying && !command.isAllowedDuringReply
      let hint = command.argumentHint.isEmpty ? "" : " " + command.argumentHint
      return MenuRow(
        label: "/\(command.name)\(hint)", detail: waits ? "after the reply: \(command.summary)" : "\(command.summary)")
    }
    MenuRow.render(rows, selected: selected, into: &frame, rect: list, isASCII: isASCII)
  }
}
