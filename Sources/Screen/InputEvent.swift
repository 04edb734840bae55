/// What a person does at the terminal.
public enum InputEvent: Sendable, Equatable {
  /// A key that is no text, or one pressed together with Control or Alt.
  case key(Key, KeyModifiers)
  /// Typed text, usually one character; may be several when an input method hands over a word.
  case text(String)
  /// A bracketed paste, whole.
  case paste(String)
  /// A key was let go (only where the terminal tells).
  case release(Key, KeyModifiers)
  /// The mouse.
  case mouse(MouseAction, at: Point, KeyModifiers)
  /// The terminal has another size.
  case resize(Size)
  /// The terminal window came to the front or left it.
  case focus(Bool)
}

/// A key by its name.
public enum Key: Sendable, Hashable {
  /// A character, lower case, as pressed with Control or Alt.
  case character(Character)
  case enter, tab, escape, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case space
  /// F1 is 1.
  case function(Int)
}

/// Keys held together with another.
public struct KeyModifiers: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: UInt8
  /// A set of these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// Shift.
  public static let shift = KeyModifiers(rawValue: 1)
  /// Alt.
  public static let alt = KeyModifiers(rawValue: 2)
  /// Control.
  public static let control = KeyModifiers(rawValue: 4)
}

/// What the mouse does.
public enum MouseAction: Sendable, Hashable {
  case press, release, drag, scrollUp, scrollDown
}
