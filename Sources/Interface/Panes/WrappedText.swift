import Screen

/// Text broken into lines of a width, for what stands outside of the transcript.
enum WrappedText {
  /// The lines of a text; tabs become four spaces.
  static func lines(_ text: String, width: Int) -> [SafeText] {
    let safe = SafeText(text.replacing("\t", with: "    ")).string
    let bytes = Array(safe.utf8)
    return TextWrap.lines(bytes, Graphemes(bytes), width: max(2, width)).map { range in
      SafeText(String(decoding: bytes[range], as: UTF8.self))
    }
  }
}
