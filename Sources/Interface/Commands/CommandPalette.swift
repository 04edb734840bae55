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
  public var query: String { line.text }
  /// The commands that fit, the best first.
  public private(set) var matches = Command.allCases
  /// Which of them is chosen.
  public var selected: Int { position.selected }

  private var line = LineInput()
  private var position = ListPosition()

  /// All commands.
  public init() {}

  /// Takes a key.
  public mutating func handle(_ event: InputEvent, bindings: KeyBindings = .standard) -> Outcome {
    if case .key(let key, let modifiers) = event {
      switch bindings.action(for: key, modifiers) {
      case .send?: return choose()
      case .cancel?, .palette?, .interrupt?: return .closed
      case .complete?:
        position.move(by: 1, of: matches.count)
        return .open
      default: break
      }
    }
    if let isAgain = position.handle(event, bindings: bindings, count: matches.count) {
      return isAgain ? choose() : .open
    }
    if line.handle(event, bindings: bindings) == .changed {
      matches = Command.palette(query)
      position.select(0, of: matches.count)
    }
    return .open
  }

  private func choose() -> Outcome {
    matches.indices.contains(selected) ? .chosen(matches[selected]) : .open
  }

  /// Rows that the line and all commands take.
  var rows: Int { Command.allCases.count + 1 }

  /// Draws the line and under it the commands; those that wait for the reply are told apart.
  public mutating func render(
    into frame: inout Frame, rect: Rect, isReplying: Bool = false, isASCII: Bool = false
  ) {
    guard rect.height > 0, rect.width > 0 else { return }
    frame.fill(rect, Style(.text))
    let head = rect.height > 1 ? 1 : 0
    if head > 0 { line.render(into: &frame, rect: rect, isASCII: isASCII) }
    let list = Rect(x: rect.minX, y: rect.minY + head, width: rect.width, height: rect.height - head)
    let visible = position.visible(in: list, of: matches.count)
    guard !matches.isEmpty else {
      frame.put("no command fits", at: Point(x: list.minX + 3, y: list.minY), Style(.dim), clip: list)
      return
    }
    let rows = matches[visible].map { command in
      let waits = isReplying && !command.isAllowedDuringReply
      let hint = command.argumentHint.isEmpty ? "" : " " + command.argumentHint
      return MenuRow(
        label: SafeText("/\(command.name)\(hint)").drawn(isASCII: isASCII),
        detail: waits ? "after the reply: \(command.summary)" : "\(command.summary)")
    }
    MenuRow.render(rows, selected: selected - visible.lowerBound, into: &frame, rect: list, isASCII: isASCII)
  }
}
