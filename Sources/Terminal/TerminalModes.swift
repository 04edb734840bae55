/// What is switched on in the terminal while the screen is ours, and off again afterwards.
struct TerminalModes {
  private let capabilities: TerminalCapabilities
  private let usesMouse: Bool
  /// Whether key releases are asked for.
  var reportsReleases = false

  /// A frame begins; nothing of it is shown yet.
  static let begin = Array("\u{1B}[?2026h".utf8)
  /// The frame is complete.
  static let end = Array("\u{1B}[?2026l".utf8)

  init(capabilities: TerminalCapabilities, usesMouse: Bool) {
    self.capabilities = capabilities
    self.usesMouse = usesMouse
  }

  /// Keyboard protocol: keys apart (1) and the layout's other letters (4); with releases (2) all keys (8) and their text (16) come that way.
  private var keyboardFlags: Int { reportsReleases ? 31 : 5 }

  /// Changes the flags of the keyboard protocol.
  var keyboard: String { "\u{1B}[=\(keyboardFlags);1u" }

  /// Bracketed paste, focus, keyboard, mouse.
  var on: String {
    var text = "\u{1B}[?2004h\u{1B}[?1004h"
    if capabilities.hasKittyKeyboard {
      text += "\u{1B}[>\(keyboardFlags)u"
    } else if capabilities.hasModifyOtherKeys {
      text += "\u{1B}[>4;1m"
    }
    if usesMouse { text += "\u{1B}[?1002h\u{1B}[?1006h" }
    return text
  }

  /// The same, backwards.
  var off: String {
    var text = usesMouse ? "\u{1B}[?1006l\u{1B}[?1002l" : ""
    if capabilities.hasKittyKeyboard {
      text += "\u{1B}[<u"
    } else if capabilities.hasModifyOtherKeys {
      text += "\u{1B}[>4m"
    }
    return text + "\u{1B}[?1004l\u{1B}[?2004l"
  }
}
