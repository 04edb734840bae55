import Screen

/// What a terminal can do.
public struct TerminalCapabilities: Sendable, Equatable {
  /// Its name and version, where it tells them.
  public var name: String?
  /// Its colours.
  public var depth: ColorDepth = .none
  /// Whether the locale is UTF-8; otherwise everything is drawn in ASCII.
  public var isUTF8 = true
  /// Whether it is tmux, which keeps key releases and pictures to itself.
  public var isTmux = false
  /// Whether keys are told apart that older terminals confuse, and key releases can be had.
  public var hasKittyKeyboard = false
  /// Whether pictures can be shown in cells.
  public var hasKittyPictures = false
  /// Whether a frame can be shown at once (DEC 2026).
  public var hasSynchronizedOutput = false
  /// Whether Control and Shift with other keys can be told through xterm's modifyOtherKeys.
  public var hasModifyOtherKeys = false
  /// Whether slanted letters are shown as such.
  public var hasItalic = true

  /// A terminal that can do nothing special.
  public init() {}

  /// Takes over what a terminal answered.
  mutating func learn(_ reply: TerminalReply) {
    switch reply {
    case .name(let name):
      self.name = name
      let known = [
        "kitty", "ghostty", "WezTerm", "foot", "iTerm2", "Konsole", "VTE", "mintty", "contour", "tmux", "rio",
        "alacritty",
      ]
      if name.hasPrefix("tmux") { isTmux = true }
      // These show any colour; tmux turns what its own terminal lacks into the nearest.
      if depth != .none, known.contains(where: { name.lowercased().hasPrefix($0.lowercased()) }) { depth = .trueColor }
      hasModifyOtherKeys = name.hasPrefix("XTerm") || name.hasPrefix("tmux")
    case .keyboard: hasKittyKeyboard = true
    case .mode(2026, let state): hasSynchronizedOutput = (1...3).contains(state)
    case .graphics(31, let isFine): hasKittyPictures = isFine && !isTmux
    default: break
    }
  }

  /// Whether it may show pictures by placeholders, so that it is worth asking.
  var mayHavePictures: Bool {
    guard !isTmux, let name else { return false }
    return name.hasPrefix("kitty") || name.hasPrefix("ghostty")
  }

  /// The colours that environment and terminal description promise.
  static func depth(environment: [String: String], colors: Int, promisesTrueColor: Bool) -> ColorDepth {
    if let no = environment["NO_COLOR"], !no.isEmpty { return .none }
    if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") || promisesTrueColor { return .trueColor }
    return colors >= 256 ? .indexed256 : colors >= 8 ? .ansi16 : .none
  }
}
