import Screen

/// A sequence after `ESC [` or `ESC O`: keys of xterm, the Linux console and rxvt, the keyboard protocol of kitty, the mouse, and answers.
struct ControlSequence {
  let bytes: [UInt8]
  /// Where the sequence starts, and how many bytes of it come before its parameters.
  let start: Int, offset: Int
  let isAlt: Bool

  private func byte(_ at: Int) -> UInt8? { start + at < bytes.count ? bytes[start + at] : nil }

  private func event(_ key: Key, _ modifiers: KeyModifiers, length: Int) -> SequenceReader.Result {
    .input([.event(.key(key, isAlt ? modifiers.union(.alt) : modifiers))], length: length)
  }

  // MARK: ESC O

  func readShort() -> SequenceReader.Result {
    var at = offset
    var modifiers: KeyModifiers = []
    guard var final = byte(at) else { return .incomplete }
    // Old xterms write the modifiers between.
    if (0x32...0x38).contains(final) {
      modifiers = ControlSequence.modifiers(Int(final - 0x30))
      at += 1
      guard let next = byte(at) else { return .incomplete }
      final = next
    }
    let length = at + 1
    let keypad = "jklmnopqrstuvwxy", typed = "*+,-./0123456789"
    switch Unicode.Scalar(final) {
    case "A"..."H", "P"..."S":
      guard let key = ControlSequence.key(final: final) else { return .input([], length: length) }
      return event(key, modifiers, length: length)
    case "M": return event(.enter, modifiers, length: length)
    case "I": return event(.tab, modifiers, length: length)
    case "a"..."d":
      guard let key = ControlSequence.key(final: final - 0x20) else { return .input([], length: length) }
      return event(key, .control, length: length)
    case let scalar:
      if let index = keypad.unicodeScalars.firstIndex(of: scalar) {
        return .input([.event(.text(String(typed.unicodeScalars[index])))], length: length)
      }
      // Alt with O, and then whatever this byte begins.
      let before: [TerminalInput] = isAlt ? [.event(.key(.escape, []))] : []
      return .input(before + [.event(.key(.character("o"), [.alt, .shift]))], length: at)
    }
  }

  // MARK: ESC [

  func read() -> SequenceReader.Result {
    var at = offset
    guard let first = byte(at) else { return .incomplete }
    // The Linux console's F1 to F5.
    if first == UInt8(ascii: "[") {
      guard let letter = byte(at + 1) else { return .incomplete }
      guard (0x41...0x45).contains(letter) else { return .input([], length: at + 1) }
      return event(.function(Int(letter) - 0x40), [], length: at + 2)
    }
    while let next = byte(at) {
      switch next {
      case 0x40...0x7E: return finished(parameters: start + offset..<start + at, final: next, length: at + 1)
      case UInt8(ascii: "$") where isRxvtKey(until: at), UInt8(ascii: "^") where isRxvtKey(until: at):
        return finished(parameters: start + offset..<start + at, final: next, length: at + 1)
      case 0x20...0x3F: at += 1
      // Anything else, Esc above all, breaks the sequence off and begins something itself.
      default: return .input([], length: at)
      }
      if at >= KeyDecoder.longestSequence { return .input([], length: at) }
    }
    return .incomplete
  }

  private func isRxvtKey(until at: Int) -> Bool {
    let digits = bytes[start + offset..<start + at]
    return (1...2).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  private func finished(parameters: Range<Int>, final: UInt8, length: Int) -> SequenceReader.Result {
    // The oldest mouse protocol: three bytes follow.
    if final == UInt8(ascii: "M"), parameters.isEmpty {
      guard let button = byte(length), let x = byte(length + 1), let y = byte(length + 2) else { return .incomplete }
      let numbers = [Int(button) - 32, Int(x) - 32, Int(y) - 32]
      let isRelease = numbers[0] & 3 == 3 && numbers[0] & 64 == 0
      return .input(MouseSequence.input(numbers, isRelease: isRelease), length: length + 3)
    }
    let content = Parameters(bytes[parameters])
    switch (content.prefix, Unicode.Scalar(final)) {
    case (UInt8(ascii: "<"), "M"), (UInt8(ascii: "<"), "m"):
      return .input(MouseSequence.input(content.numbers, isRelease: final == UInt8(ascii: "m")), length: length)
    case (UInt8(ascii: "?"), "c"): return .input([.reply(.attributes(content.numbers))], length: length)
    case (UInt8(ascii: "?"), "u"): return .input([.reply(.keyboard(flags: content.number(0) ?? 0))], length: length)
    case (UInt8(ascii: "?"), "y"):
      return .input([.reply(.mode(content.number(0) ?? 0, state: content.number(1) ?? 0))], length: length)
    case (.some, _): return .input([.reply(.other)], length: length)
    case (nil, "~"): return numbered(content, length: length)
    case (nil, "u"): return .input(KittyKeyboard.input(content), length: length)
    case (nil, "$"), (nil, "^"), (nil, "@"): return rxvt(content, final: final, length: length)
    case (nil, "I") where parameters.isEmpty: return .input([.event(.focus(true))], length: length)
    case (nil, "O") where parameters.isEmpty: return .input([.event(.focus(false))], length: length)
    case (nil, "Z"): return event(.tab, .shift.union(ControlSequence.modifiers(content.number(1) ?? 1)), length: length)
    case (nil, "a"..."d"):
      guard let key = ControlSequence.key(final: final - 0x20) else { return .input([], length: length) }
      return event(key, .shift, length: length)
    default:
      guard let key = ControlSequence.key(final: final) else { return .input([], length: length) }
      return .input(KittyKeyboard.input(key, content, isAlt: isAlt), length: length)
    }
  }

  private func numbered(_ content: Parameters, length: Int) -> SequenceReader.Result {
    switch content.number(0) ?? 0 {
    case 200: return .pasteBegins(length: length)
    // modifyOtherKeys of xterm.
    case 27:
      guard let code = content.number(2) else { return .input([], length: length) }
      return .input(KittyKeyboard.key(code: code, modifiers: content.number(1) ?? 1), length: length)
    case let number:
      guard let key = ControlSequence.key(number: number) else { return .input([], length: length) }
      return .input(KittyKeyboard.input(key, content, isAlt: isAlt), length: length)
    }
  }

  private func rxvt(_ content: Parameters, final: UInt8, length: Int) -> SequenceReader.Result {
    guard let key = ControlSequence.key(number: content.number(0) ?? 0) else { return .input([], length: length) }
    let modifiers: KeyModifiers =
      switch final {
      case UInt8(ascii: "$"): .shift
      case UInt8(ascii: "^"): .control
      default: [.control, .shift]
      }
    return event(key, modifiers, length: length)
  }

  // MARK: Tables

  static func key(final: UInt8) -> Key? {
    switch Unicode.Scalar(final) {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "F": .end
    case "H": .home
    case "P"..."S": .function(Int(final) - 0x4F)
    default: nil
    }
  }

  static func key(number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// Modifiers of a parameter: one more than the sum of their bits.
  ///
  /// Caps lock and num lock do not count.
  static func modifiers(_ parameter: Int) -> KeyModifiers {
    let bits = max(0, min(parameter, 1024) - 1)
    var result: KeyModifiers = []
    if bits & 1 != 0 { result.insert(.shift) }
    // xterm's Meta is the eighth; terminals that tell Super apart use the same bit, and Alt is the better guess than nothing.
    if bits & 2 != 0 || bits & 8 != 0 { result.insert(.alt) }
    if bits & 4 != 0 { result.insert(.control) }
    return result
  }
}

/// The numbers of a sequence: separated by semicolons, each with parts between colons.
struct Parameters {
  /// `<`, `=`, `>` or `?` before them.
  let prefix: UInt8?
  private let fields: [[Int?]]

  init(_ bytes: ArraySlice<UInt8>) {
    prefix = bytes.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
    var fields: [[Int?]] = [[nil]]
    for byte in bytes.dropFirst(prefix == nil ? 0 : 1) {
      let last = fields.count - 1
      let part = fields[last].count - 1
      switch byte {
      case UInt8(ascii: ";"): fields.append([nil])
      case UInt8(ascii: ":"): fields[last].append(nil)
      case 0x30...0x39: fields[last][part] = min(9_999_999, (fields[last][part] ?? 0) * 10 + Int(byte - 0x30))
      default: break
      }
    }
    self.fields = fields
  }

  var numbers: [Int] { fields.map { ($0.first ?? nil) ?? 0 } }

  func number(_ field: Int, part: Int = 0) -> Int? {
    field < fields.count && part < fields[field].count ? fields[field][part] : nil
  }

  func parts(_ field: Int) -> [Int] { field < fields.count ? fields[field].compactMap { $0 } : [] }
}
