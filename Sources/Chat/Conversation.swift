/// All that a reply depends on: what was said, which tools there are, and whether the model thinks first.
public struct Conversation: Sendable, Codable, Equatable {
  /// The messages in order; a system or developer message comes first.
  public var messages: [Message]
  /// The functions that the model may call.
  public var tools: [ToolDeclaration]
  /// Whether the model thinks before it answers.
  public var isThinking: Bool

  /// A conversation of these messages.
  public init(_ messages: [Message] = [], tools: [ToolDeclaration] = [], isThinking: Bool = false) {
    self.messages = messages
    self.tools = tools
    self.isThinking = isThinking
  }
}
