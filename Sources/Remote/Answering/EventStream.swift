/// Server-sent events, as they come: the `text/event-stream` of the HTML standard, a little more forgiving.
///
/// ```swift
/// stream.append("data: {\"a\":1}\r\n\r\n".utf8)  // [Event(name: "", data: "{\"a\":1}")]
/// ```
/// Lines end with CR, LF or both, however the bytes are cut; comments (keep-alives) are dropped; several `data` lines make one event; the space after
/// the colon may be missing, and so may the empty line after the last event. Holds no more than one event of `limit` bytes.
struct EventStream: Sendable {
  /// One event.
  struct Event: Sendable, Equatable {
    /// Its kind; empty where none is told.
    ///
    /// A line `error: …`, which some servers write, makes an event of that name.
    var name = ""
    /// Its data in UTF-8.
    var data: [UInt8] = []
  }

  /// The stream holds an event of more than `limit` bytes.
  struct TooLong: Error {}

  private let limit: Int
  private var line: [UInt8] = []
  private var name = ""
  private var data: [UInt8] = []
  private var hasData = false
  private var endsWithReturn = false
  /// How far into the byte order mark the stream's beginning is; nil when it is past that.
  private var markPosition: Int? = 0

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// A stream at its beginning.
  init(limit: Int = RemoteLimits().eventBytes) { self.limit = limit }

  /// Takes bytes in, cut anywhere, and gives the events that are complete with them.
  mutating func append(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Event] {
    var events: [Event] = []
    for byte in bytes {
      if let position = markPosition {
        if byte == Self.mark[position] {
          markPosition = position + 1 < Self.mark.count ? position + 1 : nil
          continue
        }
        // It was none after all.
        line += Self.mark[..<position]
        markPosition = nil
      }
      switch byte {
      case 0x0A where endsWithReturn: endsWithReturn = false
      case 0x0A, 0x0D:
        endsWithReturn = byte == 0x0D
        if let event = endLine() { events.append(event) }
      default:
        endsWithReturn = false
        guard line.count + data.count < limit else { throw TooLong() }
        line.append(byte)
      }
    }
    return events
  }

  /// Ends the stream, and gives the event that has come without an empty line after it.
  mutating func finish() -> [Event] {
    if let position = markPosition { line += Self.mark[..<position] }
    markPosition = nil
    let last = line.isEmpty ? nil : endLine()
    return [last, endEvent()].compactMap { $0 }
  }

  private mutating func endLine() -> Event? {
    defer { line.removeAll(keepingCapacity: true) }
    guard !line.isEmpty else { return endEvent() }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    let field = line[..<colon]
    var value = line[min(colon + 1, line.endIndex)...]
    if value.first == 0x20 { value = value.dropFirst() }
    if field.elementsEqual("data".utf8) {
      if hasData { data.append(0x0A) }
      data += value
      hasData = true
    } else if field.elementsEqual("event".utf8) {
      name = String(decoding: value.prefix(100), as: UTF8.self)
    } else if field.elementsEqual("error".utf8) {
      name = "error"
      data += value
      hasData = true
    }
    return nil
  }

  private mutating func endEvent() -> Event? {
    defer { (name, data, hasData) = ("", [], false) }
    return hasData ? Event(name: name, data: data) : nil
  }
}
