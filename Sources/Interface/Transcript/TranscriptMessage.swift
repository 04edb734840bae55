import Chat

/// One message as the transcript shows it.
public struct TranscriptMessage: Sendable, Equatable {
  /// An attachment as it stands in the text.
  public struct Chip: Sendable, Equatable {
    /// What is shown: "Picture 1: ci.png".
    public var label: String
    /// What is shown where there is little room: "1".
    public var shortLabel: String

    /// A chip.
    public init(_ label: String, shortLabel: String) {
      (self.label, self.shortLabel) = (label, shortLabel)
    }
  }

  /// Unlike any other message's in the transcript.
  public let id: String
  /// Who speaks.
  public var role: Message.Role
  /// What stands in the name line; nil for the usual name of the role.
  public var name: String?
  /// What was said: Markdown from the model, text as it was typed from all others.
  public var text: String
  /// What the model thought before it answered, Markdown.
  public var thought: String?
  /// How long it thought.
  public var thoughtSeconds: Int?
  /// The attachments, shown after the text.
  public var chips: [Chip]
  /// When it was said, as it stands in the name line: "14:02".
  public var time: String?
  /// What stands in the name line of a reply: "8.9 tok/s  0:12".
  public var figures: String?
  /// A line below the message, such as why a reply ended early.
  public var notice: String?
  /// Whether more text is still coming.
  public var isStreaming: Bool

  /// A message.
  public init(
    id: String, role: Message.Role, text: String, name: String? = nil, thought: String? = nil,
    thoughtSeconds: Int? = nil, chips: [Chip] = [], time: String? = nil, figures: String? = nil, notice: String? = nil,
    isStreaming: Bool = false
  ) {
    (self.id, self.role, self.name, self.text, self.thought) = (id, role, name, text, thought)
    (self.thoughtSeconds, self.chips, self.time, self.figures) = (thoughtSeconds, chips, time, figures)
    (self.notice, self.isStreaming) = (notice, isStreaming)
  }

  /// The name in the name line.
  var shownName: String {
    if let name { return name }
    return switch role {
    case .user: "you"
    case .assistant: "facet"
    case .system, .developer: "system"
    case .tool: "tool"
    }
  }

  /// How the text is read.
  var syntax: MarkdownDocument.Syntax { role == .assistant ? .markdown : .typed }

  /// The line that stands for the thought.
  var thoughtLabel: String {
    guard let seconds = thoughtSeconds else { return isStreaming && text.isEmpty ? "thinking" : "thought" }
    let duration = seconds < 60 ? "\(seconds) s" : "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    return isStreaming && text.isEmpty ? "thinking, \(duration)" : "thought for \(duration)"
  }
}
