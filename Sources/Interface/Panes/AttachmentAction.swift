import Chat
import Screen

/// What a key asks for of an attachment, wherever it is shown.
enum AttachmentAction: Sendable, Equatable {
  /// Another budget for a picture.
  case budget(String, Int)
  /// Plays a recording, or stops it.
  case play(String)
  /// Takes an attachment out of the message that is being written.
  case remove(String)
  /// It cannot be: a sentence.
  case refused(String)
}

extension PaneItem {
  /// What a key asks for of this attachment; nil for all other keys.
  func action(for input: InputEvent, bindings: KeyBindings) -> AttachmentAction? {
    switch input {
    case .text("+"), .text("="): return changeBudget(by: 1)
    case .text("-"), .text("_"): return changeBudget(by: -1)
    case .text("p"): return kind == .recording ? play : .refused("only recordings can be played")
    case .text(" "), .key(.space, []): return kind == .recording ? play : nil
    case .text("x"): return remove
    case .key(let key, let modifiers):
      let action = bindings.action(for: key, modifiers)
      return action == .deleteBack || action == .deleteForward ? remove : nil
    default: return nil
    }
  }

  private var play: AttachmentAction {
    attachment == nil ? .refused("its file is still being read") : .play(id)
  }

  private var remove: AttachmentAction {
    isDraft ? .remove(id) : .refused("it was sent already; it goes when its message is deleted")
  }

  private func changeBudget(by step: Int) -> AttachmentAction {
    guard kind == .picture else { return .refused("only pictures have a choice of tokens") }
    guard isDraft else { return .refused("it was sent already; /edit changes its message") }
    guard let budgets = facts?.budgets.map(\.budget), let smallest = budgets.first, let largest = budgets.last else {
      return .refused("its file is still being read")
    }
    let present = budget ?? largest
    if step > 0 {
      return budgets.first { $0 > present }.map { .budget(id, $0) }
        ?? .refused("no picture takes more than \(largest) tokens")
    }
    return budgets.last { $0 < present }.map { .budget(id, $0) }
      ?? .refused("no budget is smaller than \(smallest) tokens")
  }

  /// The keys that it understands, for the status line.
  var keyHints: [String] {
    var hints: [String] = []
    if kind == .picture, isDraft, facts.map({ $0.budgets.count > 1 }) ?? false { hints.append("+/- tokens") }
    if kind == .recording, attachment != nil { hints.append(isPlaying ? "p stop" : "p play") }
    if isDraft { hints.append("Del remove") }
    return hints
  }
}
