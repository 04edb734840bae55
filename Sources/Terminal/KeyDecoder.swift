import Screen

/// What the bytes of a terminal mean.
public enum TerminalInput: Sendable, Equatable {
  /// What a person did.
  case event(InputEvent)
  /// What the terminal answered.
  case reply(TerminalReply)
}

/// Turns the bytes of a terminal into events, however they are cut.
///
/// What has been read is only ever taken as a whole: a sequence whose end is missing waits. An Esc that begins nothing is told apart by time alone;
/// so while `isWaiting`, the caller calls `timeout()` after 25 to 50 ms without a byte.
public struct KeyDecoder: Sendable {
  /// The byte that the terminal's Backspace sends (the tty's erase character), if it is not DEL.
  public var eraseByte: UInt8 = 0x7F

  /// What belongs together until its end is seen.
  private enum Mode {
    case keys
    /// A bracketed paste.
    case paste
  }

  /// A sequence of keys or of an answer that is longer than this is none.
  static let longestSequence = 4096
  /// So many silent waits in a row give up on the rest of a sequence or of a paste.
  private static let patience = 40

  private var mode = Mode.keys
  private var pending: [UInt8] = []
  private var paste: [UInt8] = []
  private var silentWaits = 0

  /// A decoder that has seen nothing.
  public init() {}

  /// Whether bytes wait for what follows them.
  public var isWaiting: Bool { !pending.isEmpty || mode == .paste }

  /// Decodes bytes; those of a sequence without its end are kept.
  public mutating func append(_ bytes: some Collection<UInt8>) -> [TerminalInput] {
    guard !bytes.isEmpty else { return [] }
    silentWaits = 0
    pending += bytes
    return drain()
  }

  /// Takes what waits for what it is, since nothing followed for 25 to 50 ms.
  public mutating func timeout() -> [TerminalInput] {
    guard isWaiting else { return [] }
    silentWaits += 1
    if mode == .paste {
      guard silentWaits >= KeyDecoder.patience else { return [] }
      // The terminal has lost the end; better the paste than a program that hears nothing any more.
      paste += pending
      pending = []
      return [endPaste()]
    }
    let bytes = pending
    if bytes.first != 0x1B {
      // A character that was begun: the link is slow, or it is none.
      guard silentWaits >= KeyDecoder.patience else { return [] }
      pending = []
      return [.event(.text("\u{FFFD}"))]
    }
    switch bytes.count {
    case 1: return take(.escape, [])
    case 2 where bytes[1] == 0x1B:
      return take(.escape, []) + [.event(.key(.escape, []))]
    case 2:
      // `ESC [` and the like without more: the keys were pressed together with Alt.
      pending = []
      return KeyDecoder.alt(Unicode.Scalar(bytes[1])).map { [.event($0)] } ?? []
    case 3 where bytes[1] == 0x1B:
      pending = []
      let key = KeyDecoder.alt(Unicode.Scalar(bytes[2])).map { [TerminalInput.event($0)] } ?? []
      return [.event(.key(.escape, []))] + key
    default:
      guard silentWaits >= KeyDecoder.patience else { return [] }
      pending = []
      return []
    }
  }

  private mutating func take(_ key: Key, _ modifiers: KeyModifiers) -> [TerminalInput] {
    pending = []
    return [.event(.key(key, modifiers))]
  }

  private mutating func drain() -> [TerminalInput] {
    var result: [TerminalInput] = []
    var at = 0
    while at < pending.count {
      if mode == .paste {
        guard let end = readPaste(from: at) else {
          // Only what may be the beginning of the end mark stays.
          pending.removeFirst(pending.count - KeyDecoder.endMarkOverlap(pending[at...]))
          return result
        }
        at = end
        result.append(endPaste())
        continue
      }
      switch SequenceReader(bytes: pending, start: at, eraseByte: eraseByte).read() {
      case .incomplete:
        pending.removeFirst(at)
        return result
      case .pasteBegins(let length):
        mode = .paste
        paste = []
        at += length
      case .input(let inputs, let length):
        result += inputs
        at += length
      }
    }
    pending.removeAll(keepingCapacity: pending.capacity <= 1 << 16)
    return result
  }

  private static let endMark: [UInt8] = Array("\u{1B}[201~".utf8)

  /// Moves the paste's bytes from `pending`; the place after the end mark, or nil without one.
  private mutating func readPaste(from start: Int) -> Int? {
    var at = start
    while at < pending.count {
      guard let escape = pending[at...].firstIndex(of: 0x1B) else { break }
      if pending.count - escape >= KeyDecoder.endMark.count,
        pending[escape..<escape + KeyDecoder.endMark.count].elementsEqual(KeyDecoder.endMark)
      {
        paste += pending[start..<escape]
        return escape + KeyDecoder.endMark.count
      }
      at = escape + 1
    }
    paste += pending[start..<pending.count - KeyDecoder.endMarkOverlap(pending[start...])]
    return nil
  }

  /// How many bytes at the end may begin the end mark.
  private static func endMarkOverlap(_ bytes: some BidirectionalCollection<UInt8>) -> Int {
    for count in stride(from: min(endMark.count - 1, bytes.count), to: 0, by: -1)
    where bytes.suffix(count).elementsEqual(endMark.prefix(count)) {
      return count
    }
    return 0
  }

  private mutating func endPaste() -> TerminalInput {
    mode = .keys
    defer { paste = [] }
    // Terminals send Return for a line's end.
    var lines: [UInt8] = []
    lines.reserveCapacity(paste.count)
    for (index, byte) in paste.enumerated() {
      if byte == 0x0A, index > 0, paste[index - 1] == 0x0D { continue }
      lines.append(byte == 0x0D ? 0x0A : byte)
    }
    return .event(.paste(String(decoding: lines, as: UTF8.self)))
  }

  /// A character pressed together with Alt.
  static func alt(_ scalar: Unicode.Scalar) -> InputEvent? {
    if scalar == " " { return .key(.space, .alt) }
    let character = Character(scalar)
    let lower = character.lowercased()
    if lower.count == 1, let key = lower.first, key != character { return .key(.character(key), [.alt, .shift]) }
    return .key(.character(character), .alt)
  }
}
