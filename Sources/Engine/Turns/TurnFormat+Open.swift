import Chat

extension TurnFormat {
  /// The pieces of a conversation whose last message is still being written: without the end of its turn.
  ///
  /// Whatever the rest of the message will be, the prompt of the whole begins like this, but for a few tokens at the end of the text.
  static func openPieces(of conversation: Conversation) -> [PromptPiece] {
    var pieces = self.pieces(of: conversation, addGenerationPrompt: false)
    if case .text("\n") = pieces.last { pieces.removeLast() }
    if case .marker(Marker.turnEnd.rawValue) = pieces.last { pieces.removeLast() }
    return pieces
  }
}
