/// Everything a key can be bound to; the order is the order of the help.
///
/// The raw values are the names in the configuration.
public enum KeyAction: String, Sendable, Hashable, CaseIterable, Codable {
  // Sending
  case send, newline, interrupt, cancel, complete
  // The chat
  case help, palette, record, attach, paste, editor, newConversation, conversations, search, pane, thoughts
  case previousMessage, nextMessage, pageUp, pageDown, copyReply, messages, redraw, suspend, quit
  // Moving
  case left, right, up, down, wordLeft, wordRight, lineStart, lineEnd, textStart, textEnd, selectAll
  // Changing
  case deleteBack, deleteForward, killToLineEnd, killToStart, killBlankWordBack, killWordBack, killWordForward
  case yank, yankOlder, copy, transpose, upperCase, lowerCase, capitalize, undo, redo
  // History
  case historyPrevious, historyNext, historySearch

  /// The headings of the help.
  public enum Section: String, Sendable, CaseIterable {
    case sending = "Sending"
    case chat = "Chat"
    case moving = "Moving (with Shift: selecting)"
    case changing = "Changing"
    case history = "History"
  }

  /// Where it stands in the help.
  public var section: Section {
    switch self {
    case .send, .newline, .interrupt, .cancel, .complete: .sending
    case .help, .palette, .record, .attach, .paste, .editor, .newConversation, .conversations, .search, .pane,
      .thoughts, .previousMessage, .nextMessage, .pageUp, .pageDown, .copyReply, .messages, .redraw, .suspend, .quit:
      .chat
    case .left, .right, .up, .down, .wordLeft, .wordRight, .lineStart, .lineEnd, .textStart, .textEnd, .selectAll:
      .moving
    case .deleteBack, .deleteForward, .killToLineEnd, .killToStart, .killBlankWordBack, .killWordBack,
      .killWordForward, .yank, .yankOlder, .copy, .transpose, .upperCase, .lowerCase, .capitalize, .undo, .redo:
      .changing
    case .historyPrevious, .historyNext, .historySearch: .history
    }
  }

  /// What it does, in a few words.
  public var summary: String { entry.summary }

  /// The keys it has unless the configuration says otherwise, as they are written there.
  public var defaultKeys: [String] { entry.keys }

  private var entry: (summary: String, keys: [String]) {
    switch self {
    case .send: ("send the message", ["enter"])
    case .newline: ("begin another line", ["alt-enter", "ctrl-j", "shift-enter"])
    case .interrupt: ("stop the reply, or clear what is written", ["ctrl-c"])
    case .cancel: ("one step back, or stop the reply", ["escape"])
    case .complete: ("complete a command or a path, otherwise to the attachments", ["tab"])
    case .help: ("show these keys", ["f1"])
    case .palette: ("choose a command", ["alt-x", "f2"])
    case .record: ("start or stop recording", ["ctrl-space", "f9"])
    case .attach: ("choose a file to attach", ["alt-a"])
    case .paste: ("paste a picture or text from the clipboard", ["ctrl-v"])
    case .editor: ("write the message in $EDITOR", ["ctrl-g"])
    case .newConversation: ("begin a new conversation", ["alt-n"])
    case .conversations: ("open another conversation", ["ctrl-o"])
    case .search: ("search the conversation", ["ctrl-s"])
    case .pane: ("show or hide the attachments", ["f3", "alt-p"])
    case .thoughts: ("fold or unfold a thought", ["alt-t"])
    case .previousMessage: ("choose the message above", ["alt-up"])
    case .nextMessage: ("choose the message below", ["alt-down"])
    case .pageUp: ("scroll up", ["pageup"])
    case .pageDown: ("scroll down", ["pagedown"])
    case .copyReply: ("copy the last reply", ["alt-o"])
    case .messages: ("show what the status line said", ["alt-m"])
    case .redraw: ("draw the screen again", ["ctrl-l"])
    case .suspend: ("back to the shell until fg", ["ctrl-z"])
    case .quit: ("leave", ["ctrl-q"])
    case .left: ("character to the left", ["left", "ctrl-b"])
    case .right: ("character to the right", ["right", "ctrl-f"])
    case .up: ("row up, at the top an earlier message", ["up", "ctrl-p"])
    case .down: ("row down, at the bottom a later message", ["down", "ctrl-n"])
    case .wordLeft: ("word to the left", ["alt-b", "ctrl-left", "alt-left"])
    case .wordRight: ("word to the right", ["alt-f", "ctrl-right", "alt-right"])
    case .lineStart: ("start of the line", ["ctrl-a", "home"])
    case .lineEnd: ("end of the line", ["ctrl-e", "end"])
    case .textStart: ("start of the text", ["alt-<", "ctrl-home"])
    case .textEnd: ("end of the text", ["alt->", "ctrl-end"])
    case .selectAll: ("select everything", ["alt-h"])
    case .deleteBack: ("delete the character before", ["backspace", "ctrl-h"])
    case .deleteForward: ("delete the character behind; leave when empty", ["delete", "ctrl-d"])
    case .killToLineEnd: ("cut to the end of the line", ["ctrl-k"])
    case .killToStart: ("cut to the start of the line", ["ctrl-u"])
    case .killBlankWordBack: ("cut back to a space, or the selection", ["ctrl-w"])
    case .killWordBack: ("cut the word before", ["alt-backspace", "ctrl-backspace"])
    case .killWordForward: ("cut the word behind", ["alt-d", "ctrl-delete"])
    case .yank: ("put in what was cut", ["ctrl-y"])
    case .yankOlder: ("put in an earlier cut instead", ["alt-y"])
    case .copy: ("copy the selection", ["alt-w"])
    case .transpose: ("exchange two characters", ["ctrl-t"])
    case .upperCase: ("word in upper case", ["alt-u"])
    case .lowerCase: ("word in lower case", ["alt-l"])
    case .capitalize: ("word with a capital", ["alt-c"])
    case .undo: ("undo", ["ctrl-_", "ctrl-/"])
    case .redo: ("redo", ["alt-_", "alt-/"])
    case .historyPrevious: ("earlier message", ["ctrl-up"])
    case .historyNext: ("later message", ["ctrl-down"])
    case .historySearch: ("search earlier messages", ["ctrl-r"])
    }
  }
}
