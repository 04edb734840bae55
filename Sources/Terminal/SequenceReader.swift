import Screen

/// Reads one key, character or answer at a place.
///
/// What it says about bytes never depends on what comes after their end, so that it does not matter how the bytes arrive.
struct SequenceReader {
  enum Result {
    /// The end is missing.
    case incomplete
    /// A bracketed paste begins after so many bytes.
    case pasteBegins(length: Int)
    /// What so many bytes mean; nothing for what is not known.
    case input([TerminalInput], length: Int)
  }

  let bytes: [UInt8]
  let start: Int
  let eraseByte: UInt8

  private func byte(_ offset: Int) -> UInt8? { start + offset < bytes.count ? bytes[start + offset] : nil }

  func read() -> Result {
    guard let first = byte(0) else { return .incomplete }
    return first == 0x1B ? afterEscape() : plain(at: 0, isAlt: false)
  }

  // MARK: Plain bytes

  private func plain(at offset: Int, isAlt: Bool) -> Result {
    guard let first = byte(offset) else { return .incomplete }
    let modifiers: KeyModifiers = isAlt ? .alt : []
    func key(_ key: Key, _ more: KeyModifiers = []) -> Result {
      .input([.event(.key(key, modifiers.union(more)))], length: offset + 1)
    }
    switch first {
    case eraseByte where first != 0x7F && (first < 0x20): return key(.backspace)
    case 0x00: return key(.space, .control)
    case 0x09: return key(.tab)
    case 0x0D: return key(.enter)
    case 0x01...0x1A: return key(.character(Character(Unicode.Scalar(first + 0x60))), .control)
    case 0x1C...0x1F: return key(.character(Character(Unicode.Scalar(first + 0x40))), .control)
    case 0x7F: return key(.backspace)
    default: return character(at: offset, isAlt: isAlt)
    }
  }

  private func character(at offset: Int, isAlt: Bool) -> Result {
    var decoder = UTF8Piece()
    var at = offset
    while let next = byte(at) {
      switch decoder.append(next) {
      case .more: at += 1
      case .scalar(let scalar): return text(scalar, length: at + 1, isAlt: isAlt)
      // A byte that does not continue the character begins the next one.
      case .broken(let isConsumed):
        return text("\u{FFFD}", length: max(offset + 1, isConsumed ? at + 1 : at), isAlt: isAlt)
      }
    }
    return .incomplete
  }

  private func text(_ scalar: Unicode.Scalar, length: Int, isAlt: Bool) -> Result {
    if isAlt { return .input(KeyDecoder.alt(scalar).map { [.event($0)] } ?? [], length: length) }
    // C1 characters as UTF-8: nobody types them.
    if (0x80...0x9F).contains(scalar.value) { return .input([], length: length) }
    return .input([.event(.text(String(scalar)))], length: length)
  }

  // MARK: After Esc

  private func afterEscape() -> Result {
    guard let second = byte(1) else { return .incomplete }
    switch second {
    case 0x1B:
      // rxvt writes Alt as another Esc before the sequence; anything else after it shows that the first stood alone.
      guard let third = byte(2) else { return .incomplete }
      guard third == UInt8(ascii: "[") || third == UInt8(ascii: "O") else {
        return .input([.event(.key(.escape, []))], length: 1)
      }
      return sequence(introducer: third, at: 3, isAlt: true)
    case UInt8(ascii: "["), UInt8(ascii: "O"): return sequence(introducer: second, at: 2, isAlt: false)
    case UInt8(ascii: "P"): return string(opensWith: { (0x30...0x3F).contains($0) || $0 == 0x21 })
    case UInt8(ascii: "_"): return string(opensWith: { $0 == UInt8(ascii: "G") })
    case UInt8(ascii: "]"): return string(opensWith: { (0x30...0x39).contains($0) })
    default: return plain(at: 1, isAlt: true)
    }
  }

  private func sequence(introducer: UInt8, at offset: Int, isAlt: Bool) -> Result {
    let reader = ControlSequence(bytes: bytes, start: start, offset: offset, isAlt: isAlt)
    return introducer == UInt8(ascii: "[") ? reader.read() : reader.readShort()
  }

  /// An answer up to its end; a key pressed with Alt if it does not begin like one.
  private func string(opensWith isOpening: (UInt8) -> Bool) -> Result {
    guard let introducer = byte(1), let opening = byte(2) else { return .incomplete }
    guard isOpening(opening) else {
      return .input(KeyDecoder.alt(Unicode.Scalar(introducer)).map { [.event($0)] } ?? [], length: 2)
    }
    var at = 2
    while let next = byte(at) {
      if next == 0x07, introducer == UInt8(ascii: "]") {
        return .input([.reply(.other)], length: at + 1)
      }
      if next == 0x1B {
        guard let closing = byte(at + 1) else { return .incomplete }
        // Another Esc than that of the end breaks the answer off.
        guard closing == UInt8(ascii: "\\") else { return .input([], length: at) }
        return .input([.reply(reply(introducer, start + 2..<start + at))], length: at + 2)
      }
      if next == 0x18 || next == 0x1A { return .input([], length: at + 1) }
      at += 1
      if at >= KeyDecoder.longestSequence { return .input([], length: at) }
    }
    return .incomplete
  }

  private func reply(_ introducer: UInt8, _ range: Range<Int>) -> TerminalReply {
    let text = String(decoding: bytes[range], as: UTF8.self)
    if introducer == UInt8(ascii: "P"), text.hasPrefix(">|") {
      return .name(SafeText(oneLine: String(text.dropFirst(2))).string)
    }
    if introducer == UInt8(ascii: "_") {
      let parts = text.dropFirst().split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
      let id = parts.first?.split(separator: ",").first { $0.hasPrefix("i=") }.flatMap { Int($0.dropFirst(2)) }
      return .graphics(id: id ?? 0, isFine: parts.count > 1 && parts[1] == "OK")
    }
    return .other
  }
}

/// Puts a UTF-8 character together byte by byte, refusing what is overlong, a surrogate or too large as soon as it shows.
struct UTF8Piece {
  enum Step {
    case more, scalar(Unicode.Scalar), broken(isConsumed: Bool)
  }

  private var value: UInt32 = 0
  private var missing = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  mutating func append(_ byte: UInt8) -> Step {
    if missing == 0 {
      switch byte {
      case 0x00...0x7F: return .scalar(Unicode.Scalar(byte))
      case 0xC2...0xDF: (missing, value) = (1, UInt32(byte & 0x1F))
      case 0xE0...0xEF: (missing, value) = (2, UInt32(byte & 0x0F))
      case 0xF0...0xF4: (missing, value) = (3, UInt32(byte & 0x07))
      default: return .broken(isConsumed: true)
      }
      switch byte {
      case 0xE0: allowed = 0xA0...0xBF
      case 0xED: allowed = 0x80...0x9F
      case 0xF0: allowed = 0x90...0xBF
      case 0xF4: allowed = 0x80...0x8F
      default: allowed = 0x80...0xBF
      }
      return .more
    }
    guard allowed.contains(byte) else { return .broken(isConsumed: false) }
    allowed = 0x80...0xBF
    value = value << 6 | UInt32(byte & 0x3F)
    missing -= 1
    if missing > 0 { return .more }
    return Unicode.Scalar(value).map { .scalar($0) } ?? .broken(isConsumed: true)
  }
}
