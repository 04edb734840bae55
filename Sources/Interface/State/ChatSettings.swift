import Chat
import Screen

/// What a person or their terminal has decided before the chat begins.
public struct ChatSettings: Sendable, Equatable {
  /// What the configuration says; commands change it for the session.
  public var configuration = Configuration()
  /// Which keys do what.
  public var bindings = KeyBindings.standard
  /// Whether only ASCII can be shown.
  public var isASCII = false
  /// How many colours there are, for pictures.
  public var depth = ColorDepth.trueColor
  /// Whether the terminal shows pictures by itself.
  public var hasPictures = false
  /// Whether the terminal tells when a key is let go, so that holding one records.
  public var hasReleases = false
  /// Width and height of a cell in pixels; nil where nobody knows.
  public var cellPixels: Size?
  /// What the title says until the model is loaded: its file's name.
  public var modelName = ""
  /// What the model that is part of the program is called.
  public var guideName = "built-in guide"

  /// The server that replies; nil for a model on this machine.
  public var server: ServerFacts?

  /// The defaults.
  public init() {}
}
