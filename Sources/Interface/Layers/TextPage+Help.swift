import Screen

/// The page of all keys and commands.
extension TextPage {
  /// The page that F1 opens: the keys as they are bound, the commands, and the keys of the places that have their own.
  static func help(bindings: KeyBindings, keymap: ComposerContext.Keymap) -> TextPage {
    var blocks: [Block] = []
    for line in bindings.help {
      blocks.append(line.isHeading ? .heading(line.text) : .entry(line.keys, line.text))
    }
    blocks.append(.heading("Commands"))
    for command in Command.allCases {
      let hint = command.argumentHint.isEmpty ? "" : " " + command.argumentHint
      blocks.append(.entry("/\(command.name)\(hint)", command.summary))
    }
    for (heading, entries) in places + (keymap == .vi ? vi : []) {
      blocks.append(.heading(heading))
      blocks += entries.map { .entry($0.0, $0.1) }
    }
    return TextPage(title: "keys and commands", blocks: blocks)
  }

  private static let places: [(String, [(String, String)])] = [
    (
      "In a message that is chosen",
      [
        ("y Enter", "copy it, or the block of code"), ("e", "change it and send it again"),
        ("r", "write the reply again"), ("f", "go on from here in another conversation"), ("d", "delete it"),
        ("t", "fold or unfold its thought"), ("n Tab", "the next block of code"), ("Up Down k j", "another message"),
        ("Esc", "back to the text"),
      ]
    ),
    (
      "In the attachments",
      [
        ("Up Down Left Right", "choose"), ("Enter", "show it large"), ("+ -", "more or fewer tokens for a picture"),
        ("p", "play a recording, or stop it"), ("Delete", "remove it from the message"), ("Esc", "back to the text"),
      ]
    ),
    (
      "Searching the conversation",
      [
        ("Enter Up", "the place above, from the newest on"), ("Down", "the place below"),
        ("Esc", "stay at the place"),
      ]
    ),
    (
      "Opening a conversation",
      [
        ("Enter", "open it"), ("Tab", "search titles, or inside the messages"), ("F2 Ctrl-R", "give it a title"),
        ("Delete Ctrl-D", "delete it, y confirms"), ("Ctrl-Z", "take the last deletion back"),
      ]
    ),
    (
      "Choosing files",
      [
        ("Enter Right", "into a folder; Enter also attaches"), ("Backspace Left", "out of the folder"),
        ("Tab Space", "mark a file, to attach several"), ("Alt-.", "show or hide hidden files"),
      ]
    ),
  ]

  private static let vi: [(String, [(String, String)])] = [
    (
      "Vi keys",
      [
        ("Esc", "normal mode"), ("i I a A o O", "insert mode"),
        ("h j k l w b e 0 ^ $ gg G", "move; with a number, so often"), ("f F t T ; ,", "to a character"),
        ("d c y", "delete, change or copy what a move covers; twice: the line"),
        ("x X s r D C", "change at the cursor"), ("p P", "put in what was cut"), ("u Ctrl-R", "undo, redo"),
        ("v V", "visual mode, by characters or lines"), ("/", "search the conversation"), ("?", "show these keys"),
      ]
    )
  ]
}
