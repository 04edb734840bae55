import Chat

/// How a conversation becomes the model's prompt: the official chat template, piece by piece.
///
/// ```
/// <bos><|turn>system\n<|think|>\n{system}{tools}<turn|>\n
/// <|turn>user\n{text}<turn|>\n
/// <|turn>model\n{answer}<turn|>\n
/// <|turn>model\n<|channel>thought\n<channel|>
/// ```
/// Two things differ from the template, where it prints Python's representation of a list or of nothing: a system message of several parts stands
/// as their text, and one without content is empty. Documents, which the template does not know, stand as named text.
public enum TurnFormat {
  /// The prompt's pieces, text that stands next to text merged.
  ///
  /// What people, files, tools and earlier replies said is `.text` even where it looks like a marker. With `addGenerationPrompt` the prompt ends
  /// where the model goes on.
  public static func pieces(of conversation: Conversation, addGenerationPrompt: Bool = true) -> [PromptPiece] {
    var writer = TurnWriter()
    writer.write(conversation)
    if addGenerationPrompt { writer.writeGenerationPrompt(isThinking: conversation.isThinking) }
    return writer.list.finish()
  }

  /// The prompt as one string, in which `<|image|>` and `<|audio|>` stand for media.
  public static func rendering(of conversation: Conversation, addGenerationPrompt: Bool = true) -> String {
    rendering(of: pieces(of: conversation, addGenerationPrompt: addGenerationPrompt))
  }

  /// Pieces as one string, in which `<|image|>` and `<|audio|>` stand for media.
  public static func rendering(of pieces: [PromptPiece]) -> String {
    pieces.reduce(into: "") { result, piece in
      switch piece {
      case .marker(let name): result += name
      case .text(let text): result += text
      case .picture: result += Marker.image.rawValue
      case .recording: result += Marker.audio.rawValue
      }
    }
  }
}
