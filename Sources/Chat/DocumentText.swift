/// How a document stands in a message: its name, and its text between fences that the text itself does not have.
public enum DocumentText {
  /// What stands between a document and the text around it.
  public static let separator = "\n\n"

  /// The block of a document; nil for other attachments.
  public static func block(of attachment: Attachment) -> String? {
    guard attachment.kind == .document, let text = attachment.text else { return nil }
    let fence = String(repeating: "`", count: max(3, longestFence(in: text) + 1))
    let lineEnd = text.utf8.last == 0x0A ? "" : "\n"
    return "File: \(oneLine(attachment.name))\n\(fence)\n\(text)\(lineEnd)\(fence)"
  }

  private static func longestFence(in text: String) -> Int {
    var (longest, current) = (0, 0)
    for byte in text.utf8 {
      current = byte == UInt8(ascii: "`") ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }

  private static func oneLine(_ name: String) -> String {
    name.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
