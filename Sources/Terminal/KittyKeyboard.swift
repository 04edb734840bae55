import Screen

/// Keys of the kitty keyboard protocol: `CSI code:shifted:base ; modifiers:event ; text u`.
enum KittyKeyboard {
  private static let superBits = 8 | 16 | 32

  /// A key with a code of its own.
  static func input(_ content: Parameters) -> [TerminalInput] {
    guard let code = content.number(0) else { return [] }
    let parameter = content.number(1) ?? 1
    let event = content.number(1, part: 1) ?? 1
    // Super and the like are the window manager's.
    guard (parameter - 1) & superBits == 0 || parameter < 1 else { return [] }
    let modifiers = ControlSequence.modifiers(parameter)
    if event == 3 {
      return key(code: code, base: content.number(0, part: 2)).map { [.event(.release($0, modifiers))] } ?? []
    }
    if modifiers.isSubset(of: .shift) {
      let text = String(String.UnicodeScalarView(content.parts(2).compactMap(printable)))
      if !text.isEmpty { return [.event(.text(text))] }
    }
    return self.key(
      code: code, modifiers: parameter, shifted: content.number(0, part: 1), base: content.number(0, part: 2))
  }

  /// A key of the older sequences, to which the protocol adds press and release.
  static func input(_ key: Key, _ content: Parameters, isAlt: Bool) -> [TerminalInput] {
    var modifiers = ControlSequence.modifiers(content.number(1) ?? 1)
    if isAlt { modifiers.insert(.alt) }
    return [.event(content.number(1, part: 1) == 3 ? .release(key, modifiers) : .key(key, modifiers))]
  }

  /// A pressed key by its code.
  static func key(code: Int, modifiers parameter: Int, shifted: Int? = nil, base: Int? = nil) -> [TerminalInput] {
    let modifiers = ControlSequence.modifiers(parameter)
    guard let key = key(code: code, base: modifiers.isSubset(of: .shift) ? nil : base) else { return [] }
    if modifiers.isSubset(of: .shift) {
      if key == .space { return [.event(.text(" "))] }
      if case .character(let character) = key {
        // Without the text itself: the shifted key if it is told, otherwise the letter.
        if modifiers.contains(.shift) {
          let upper = shifted.flatMap(printable).map { String($0) } ?? character.uppercased()
          return [.event(.text(upper))]
        }
        return [.event(.text(printable(code).map { String($0) } ?? String(character)))]
      }
    }
    return [.event(.key(key, modifiers))]
  }

  private static func printable(_ code: Int) -> Unicode.Scalar? {
    guard code >= 0x20, !(0x7F...0x9F).contains(code), !(0xE000...0xF8FF).contains(code) else { return nil }
    return UInt32(exactly: code).flatMap { Unicode.Scalar($0) }
  }

  private static func key(code: Int, base: Int?) -> Key? {
    switch code {
    case 9: return .tab
    case 13, 57414: return .enter
    case 27: return .escape
    case 32: return .space
    case 8, 127: return .backspace
    case 57376...57398: return .function(code - 57363)
    case 57399...57408: return .character(Character(Unicode.Scalar(UInt8(code - 57399 + 0x30))))
    case 57409...57413, 57415, 57416:
      let signs: [Character] = [".", "/", "*", "-", "+", "\r", "=", ","]
      return .character(signs[code - 57409])
    case 57417: return .left
    case 57418: return .right
    case 57419: return .up
    case 57420: return .down
    case 57421: return .pageUp
    case 57422: return .pageDown
    case 57423: return .home
    case 57424: return .end
    case 57425: return .insert
    case 57426: return .delete
    default:
      // With Control and Alt the key's place counts where the layout's letter is not Latin.
      let chosen = code > 0x7F ? base ?? code : code
      guard let scalar = printable(chosen) else { return nil }
      let lower = String(scalar).lowercased()
      return .character(lower.count == 1 ? Character(lower) : Character(scalar))
    }
  }
}

/// The mouse: button with modifiers, column and row from 1.
enum MouseSequence {
  static func input(_ numbers: [Int], isRelease: Bool) -> [TerminalInput] {
    guard numbers.count >= 3, numbers[0] >= 0, numbers[1] > 0, numbers[2] > 0 else { return [] }
    let button = numbers[0]
    var modifiers: KeyModifiers = []
    if button & 4 != 0 { modifiers.insert(.shift) }
    if button & 8 != 0 { modifiers.insert(.alt) }
    if button & 16 != 0 { modifiers.insert(.control) }
    let point = Point(x: numbers[1] - 1, y: numbers[2] - 1)
    let action: MouseAction
    switch button & ~28 {
    case 64: action = .scrollUp
    case 65: action = .scrollDown
    case 0...2: action = isRelease ? .release : .press
    case 3 where isRelease: action = .release
    case 32...34: action = .drag
    default: return []
    }
    return [.event(.mouse(action, at: point, modifiers))]
  }
}
