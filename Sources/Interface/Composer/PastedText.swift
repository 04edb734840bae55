import Screen

/// Makes pasted text fit to stand in the composer.
enum PastedText {
  /// The text with every line end as one newline and control characters as visible marks: `"a\r\nb\u{1B}"` → `"a\nb␛"`.
  static func clean(_ text: String) -> String {
    var text = text
    // Terminals send the Enter key's carriage return for each line end of a paste.
    if text.utf8.contains(0x0D) {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(text.utf8.count)
      var previous: UInt8 = 0
      for byte in text.utf8 {
        if byte == 0x0D {
          bytes.append(0x0A)
        } else if byte != 0x0A || previous != 0x0D {
          bytes.append(byte)
        }
        previous = byte
      }
      text = String(decoding: bytes, as: UTF8.self)
    }
    return SafeText(text).string
  }
}
