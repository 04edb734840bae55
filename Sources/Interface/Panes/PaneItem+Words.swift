import Chat
import Screen

/// What is said of an attachment, the same in the pane, the strip and the viewer.
extension PaneItem {
  /// What the conversation calls it: "Picture 1: ci.png"; of what was said into the microphone "Recording 0:07".
  var label: String {
    guard kind == .recording, name.isEmpty, let size = facts?.size, !size.isEmpty else {
      return Chip.label(kind, number: number, name: name)
    }
    return "Recording \(size)"
  }

  /// What it is without its name: "Picture 1".
  var shortLabel: String { Chip.label(kind, number: number, name: "") }

  /// How large it is: "1920×1080", "0:07", "12 kB".
  func size(isASCII: Bool) -> String {
    let size = facts?.size ?? ""
    return isASCII ? size.replacing("×", with: "x") : size
  }

  /// "252 of 280 tokens", "175 tokens", "about 3.1k tokens"; where `isBrief` without the budget, and nil while nobody knows.
  func tokens(isBrief: Bool = false) -> String? {
    guard let tokens, tokens > 0 else { return nil }
    switch kind {
    case .picture:
      guard let budget, !isBrief else { return "\(tokens) tokens" }
      return "\(tokens) of \(budget) tokens"
    case .recording: return "\(tokens) tokens"
    case .document: return (isBrief ? "" : "about ") + "\(Quantity.count(tokens)) tokens"
    }
  }

  /// "read", "reading 71 %"; nil while the model was not given it.
  var readingText: String? {
    switch reading {
    case .unread: nil
    case .reading(let done, let total): "reading \(Quantity.percent(Double(done) / Double(max(1, total))))"
    case .read: "read"
    }
  }

  /// How what is said of the reading looks.
  var readingStyle: Style { if case .reading = reading { Style(.accent) } else { Style(.dim) } }

  /// What the budget costs: that the picture is scaled down, and with which budget it would not be; nil where it is whole.
  var scaling: (text: String, remedy: String?)? {
    guard kind == .picture, let budgets = facts?.budgets, !budgets.isEmpty else { return nil }
    let present = budgets.last { $0.budget <= budget ?? .max } ?? budgets[0]
    guard !present.isWhole else { return nil }
    return ("scaled down", budgets.first(where: \.isWhole).map { "whole at \($0.budget)" })
  }
}
