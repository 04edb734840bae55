import Chat

/// A piece of a prompt: what becomes one token by name, text to be tokenised without markers, or media.
public enum PromptPiece: Sendable {
  /// A marker by its name in the vocabulary, such as `<|turn>`.
  case marker(String)
  /// Text in which no marker is recognised, whatever it looks like.
  case text(String)
  /// `<|image>`, the picture's soft tokens, `<image|>`.
  case picture(Attachment)
  /// `<|audio>`, the recording's soft tokens, `<audio|>`.
  case recording(Attachment)
}

extension PromptPiece: Equatable {
  /// Whether both become the same tokens; text is compared by its bytes, since canonically equivalent text has other tokens.
  public static func == (left: PromptPiece, right: PromptPiece) -> Bool {
    switch (left, right) {
    case (.marker(let left), .marker(let right)): left.utf8.elementsEqual(right.utf8)
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.picture(let left), .picture(let right)): left == right
    case (.recording(let left), .recording(let right)): left == right
    default: false
    }
  }
}

/// Prompt pieces as they are written; neighbouring text is one piece.
struct PieceList {
  private(set) var pieces: [PromptPiece] = []
  private var pendingText = ""

  mutating func text(_ text: String) {
    pendingText += text
  }

  mutating func marker(_ marker: Marker) {
    flush()
    pieces.append(.marker(marker.rawValue))
  }

  mutating func media(_ piece: PromptPiece) {
    flush()
    pieces.append(piece)
  }

  /// A text between the marks that stand for quotation marks.
  mutating func quoted(_ string: String) {
    marker(.quote)
    text(string)
    marker(.quote)
  }

  /// All pieces, text that was written last included.
  mutating func finish() -> [PromptPiece] {
    flush()
    return pieces
  }

  private mutating func flush() {
    guard !pendingText.isEmpty else { return }
    pieces.append(.text(pendingText))
    pendingText = ""
  }
}
