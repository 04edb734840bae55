import Chat

/// What the model writes between the markers of a call, collected until it can be read.
struct ToolCallBuffer: Sendable {
  /// The most bytes a call may have.
  static let limit = 4 << 20
  /// The most bytes of a call that cannot be read which are shown.
  static let shownLimit = 4096

  /// UTF-8 in which `quoteByte`, a byte that UTF-8 never has, stands for `<|"|>`: typed text cannot be mistaken for it.
  private(set) var bytes: [UInt8] = []
  static let quoteByte: UInt8 = 0xFF
  private var isInString = false
  private(set) var isTooLong = false

  mutating func append(text: String) {
    guard hasRoom(for: text.utf8.count) else { return }
    bytes += text.utf8
  }

  /// Takes a marker in: `<|"|>` as what it is, others only inside a string, as the text that was meant.
  mutating func append(marker: String) {
    if marker == Marker.quote.rawValue {
      guard hasRoom(for: 1) else { return }
      bytes.append(ToolCallBuffer.quoteByte)
      isInString.toggle()
    } else if isInString {
      append(text: marker)
    }
  }

  func call(id: String?) throws(ToolCallError) -> ToolCall {
    guard !isTooLong else { throw .tooLong(limit: ToolCallBuffer.limit) }
    var reader = ToolCallReader(bytes: bytes)
    return try reader.call(id: id)
  }

  /// What the model wrote, with the markers' names, cut when it is very long.
  var shownText: String {
    let shown = bytes.prefix(ToolCallBuffer.shownLimit)
    let parts = shown.split(separator: ToolCallBuffer.quoteByte, omittingEmptySubsequences: false)
    let text = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: Marker.quote.rawValue)
    return shown.count < bytes.count || isTooLong ? text + "…" : text
  }

  private mutating func hasRoom(for count: Int) -> Bool {
    if bytes.count + count > ToolCallBuffer.limit { isTooLong = true }
    return !isTooLong
  }
}
