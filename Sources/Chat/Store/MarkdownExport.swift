import Foundation

/// Writes a conversation as a Markdown document.
public struct MarkdownExport: Sendable {
  /// Whether what the model thought is part of it.
  public var withThoughts: Bool

  /// An export with or without thoughts.
  public init(withThoughts: Bool = false) {
    self.withThoughts = withThoughts
  }

  /// The document.
  public func text(of record: ConversationRecord) -> String {
    let title = record.title.isEmpty ? "A conversation" : record.title
    var blocks = ["# \(Self.oneLine(title))", "*\(Self.time(record.header.created))*"]
    for stored in record.messages { blocks += self.blocks(of: stored) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func blocks(of stored: StoredMessage) -> [String] {
    let message = stored.message
    var blocks = ["## \(Self.name(of: message.role)), \(Self.time(stored.time))"]
    if withThoughts, let thought = message.thought, !thought.isEmpty { blocks.append(Self.quote(thought)) }
    let attachments = message.attachments
    if !attachments.isEmpty {
      blocks.append(attachments.map { "- \(Self.name(of: $0.kind)): \(Self.link($0))" }.joined(separator: "\n"))
    }
    if !message.text.isEmpty { blocks.append(message.text) }
    for call in message.toolCalls {
      blocks.append(Self.fenced("\(call.name) \(call.arguments.text)", language: "json"))
    }
    if stored.isStreaming || stored.reason == .cancelled { blocks.append("*(not finished)*") }
    return blocks
  }

  private static func name(of role: Message.Role) -> String {
    switch role {
    case .system, .developer: "Instructions"
    case .user: "You"
    case .assistant: "facet"
    case .tool: "Tool"
    }
  }

  private static func name(of kind: Attachment.Kind) -> String {
    switch kind {
    case .picture: "Picture"
    case .recording: "Recording"
    case .document: "Document"
    }
  }

  private static func link(_ attachment: Attachment) -> String {
    let name = oneLine(attachment.name).filter { !"[]<>`".contains($0) }
    guard !attachment.path.isEmpty else { return name }
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "()"))
    return "[\(name)](\(attachment.path.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""))"
  }

  private static func quote(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { "> \($0)" }.joined(separator: "\n")
  }

  /// Code between marks that are longer than any in it.
  private static func fenced(_ text: String, language: String) -> String {
    var fence = "```"
    while text.contains(fence) { fence += "`" }
    return "\(fence)\(language)\n\(text)\n\(fence)"
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// The local time: `2026-11-22 14:02`.
  private static func time(_ date: Date) -> String {
    var seconds = time_t(max(-1e12, min(1e12, date.timeIntervalSince1970)))
    var parts = tm()
    localtime_r(&seconds, &parts)
    let numbers = [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(parts.tm_year + 1900)-\(numbers[0])-\(numbers[1]) \(numbers[2]):\(numbers[3])"
  }
}
