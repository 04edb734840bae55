import Chat

/// What the composer has to know of the world when a key is pressed; it never looks for itself.
public struct ComposerContext {
  /// How keys edit.
  public enum Keymap: String, Sendable, Codable, CaseIterable {
    case emacs, vi
  }

  /// Which keys do what.
  public var bindings = KeyBindings.standard
  /// How keys edit.
  public var keymap = Keymap.emacs
  /// Whether a reply is being written.
  public var isReplying = false
  /// Columns of the composer.
  public var width = 80
  /// Seconds on a clock that never goes back.
  public var time = 0.0
  /// The home folder, for `~`.
  public var home = ""
  /// The highest number of each kind that the conversation has used.
  public var usedNumbers: [Attachment.Kind: Int] = [:]
  /// What there is at a path.
  public var status: (String) -> FileStatus = { _ in .missing }
  /// What is in a folder; "" is the present one.
  public var list: (String) -> [PathEntry] = { _ in [] }
  /// The words that may stand behind a command, where they are known only now.
  public var choices: (Command) -> [String]? = { _ in nil }

  /// Emacs keys, no files.
  public init() {}
}

/// What the composer asks the chat to do.
public enum ComposerAction: Sendable, Equatable {
  /// Send this; the composer is empty already.
  case submit(ComposedText)
  /// Do a command; the composer is empty already.
  case command(Command, argument: String)
  /// Say why nothing was sent; the draft stays.
  case refused(CommandError)
  /// Say why a file is not attached; the text stays.
  case cannotAttach(FileProblem)
  /// Load the file of this chip, which stands in the text; then `update` or `removeChip`.
  case attach(Chip)
  /// A chip was deleted: its attachment goes.
  case chipRemoved(Chip)
  /// A deleted chip came back.
  case chipRestored(Chip)
  /// Put this on the clipboard.
  case copy(String)
  /// Do what belongs to the chat and not to the text.
  case perform(KeyAction)
  /// The text is another one: save the draft, read ahead.
  case changed
  /// Nobody here knows what to do with this.
  case unhandled
}
