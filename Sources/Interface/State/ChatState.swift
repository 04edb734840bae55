import Chat
import Screen

/// Everything that the chat's screen shows, changed only by events: `update` and `render` are all that there is to it.
///
/// ```swift
/// var state = ChatState(settings)
/// for effect in state.update(.input(.text("hello")), world) { … }
/// session.paint(state.render(Size(width: 80, height: 24)), theme: theme)
/// ```
public struct ChatState: Sendable {
  /// What was decided before the chat began, and what commands changed since.
  public internal(set) var settings: ChatSettings
  /// The talk so far.
  public internal(set) var transcript = Transcript()
  /// What is being written.
  public internal(set) var composer = Composer()

  /// An empty chat.
  public init(_ settings: ChatSettings) {
    self.settings = settings
  }

  /// When `tick` should come if nothing else does, in seconds of `ChatWorld.time`; nil when it need not.
  public var nextTick: Double? { composer.settlesAt }

  /// Takes in what happened and says what is to be done.
  public mutating func update(_ event: ChatEvent, _ world: ChatWorld) -> [Effect] {
    []
  }

  /// The screen.
  public mutating func render(_ size: Size) -> Frame {
    Frame(size)
  }
}
