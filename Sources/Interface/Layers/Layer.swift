import Screen

/// A dialog over the transcript; the one on top gets all keys.
enum Layer: Sendable {
  case page(TextPage)
  case palette(CommandPalette)
  case conversations(ConversationPicker)
  case models(ModelPicker)
  case files(FileBrowser)
  case search(SearchLine)
  case question(Question, Consequence)
  case viewer(AttachmentViewer)

  /// What follows when a question is answered with its first answer.
  enum Consequence: Sendable, Equatable {
    case deleteConversation
    /// Writes a reply again, without what came after it.
    case regenerate(from: Int)
    /// Writes the conversation to a file that is there already.
    case export(path: String)
    case quit
  }
}
