/// Splits text as a shell would: quotes hold together, a backslash takes the next character as it is.
enum ShellWords {
  struct Word: Equatable {
    /// Without quotes and backslashes.
    var value: String
    /// Where it stands in the text.
    var range: Range<String.Index>
    /// Whether a quote was not closed.
    var isOpen: Bool
  }

  static func split(_ text: String) -> [Word] {
    var words: [Word] = []
    var position = text.startIndex
    while let word = next(in: text, from: position) {
      words.append(word)
      position = word.range.upperBound
    }
    return words
  }

  /// The next word at or behind a place.
  static func next(in text: String, from place: String.Index) -> Word? {
    guard let start = text[place...].firstIndex(where: { !separates($0) }) else { return nil }
    var value = ""
    var quote: Character?
    var position = start
    while position < text.endIndex {
      let character = text[position]
      let following = text.index(after: position)
      if quote == nil, separates(character) { break }
      if character == "\\", quote != "'", following < text.endIndex,
        quote == nil || "\"\\$`".contains(text[following])
      {
        value.append(text[following])
        position = text.index(after: following)
        continue
      }
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
      } else {
        value.append(character)
      }
      position = following
    }
    return Word(value: value, range: start..<position, isOpen: quote != nil)
  }

  /// The text with a backslash before everything that a shell takes for something else.
  static func escape(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if separates(character) || "'\"\\$`&;|<>()*?[]{}!#".contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  // A no-break space is part of a name.
  private static func separates(_ character: Character) -> Bool {
    character == " " || character == "\t" || character.isNewline
  }
}
