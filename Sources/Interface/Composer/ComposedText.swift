/// Text with chips in it: what is sent, kept in the history and saved as a draft.
public struct ComposedText: Sendable, Hashable, Codable {
  /// A stretch of text or one chip.
  public enum Part: Sendable, Hashable, Codable {
    case text(String)
    case chip(Chip)
  }

  /// The parts in order; no two texts stand side by side.
  public private(set) var parts: [Part] = []

  /// Nothing.
  public init() {}

  /// Plain text.
  public init(_ text: String) {
    if !text.isEmpty { parts = [.text(text)] }
  }

  /// These parts, texts beside each other joined.
  public init(parts: [Part]) {
    for case let part in parts {
      switch (self.parts.last, part) {
      case (_, .text("")): break
      case (.text(let before)?, .text(let text)): self.parts[self.parts.count - 1] = .text(before + text)
      default: self.parts.append(part)
      }
    }
  }

  /// Texts one below the other; empty ones leave no line.
  init(lines: [ComposedText]) {
    var parts: [Part] = []
    for line in lines where !line.isEmpty { parts += (parts.isEmpty ? [] : [.text("\n")]) + line.parts }
    self.init(parts: parts)
  }

  /// Puts chips in behind another one.
  mutating func insert(_ chips: [Chip], behind id: Int) {
    self = ComposedText(
      parts: parts.flatMap { part -> [Part] in
        guard case .chip(let chip) = part, chip.id == id else { return [part] }
        return [part] + chips.map { .chip($0) }
      })
  }

  init(_ elements: some Sequence<TextElement>) {
    var text = ""
    for element in elements {
      switch element {
      case .grapheme(let character): text.append(character)
      case .chip(let chip):
        if !text.isEmpty { parts.append(.text(text)) }
        text = ""
        parts.append(.chip(chip))
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
  }

  /// Whether there is neither text nor chip.
  public var isEmpty: Bool { parts.isEmpty }

  /// Whether there is nothing but spaces.
  public var isBlank: Bool {
    parts.allSatisfy { part in
      if case .text(let text) = part { text.allSatisfy(\.isWhitespace) } else { false }
    }
  }

  /// The chips in order.
  public var chips: [Chip] {
    parts.compactMap { part in
      if case .chip(let chip) = part { chip } else { nil }
    }
  }

  /// The text with chips as "[Picture 1: shot.png]".
  public var plainText: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .chip(let chip): chip.plainText
      }
    }.joined()
  }

  /// The same without spaces and newlines at both ends.
  var trimmed: ComposedText {
    let elements = self.elements
    let start = elements.firstIndex { !$0.isSpace } ?? elements.endIndex
    let end = elements.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? start
    return ComposedText(elements[start..<end])
  }

  var elements: [TextElement] {
    parts.flatMap { part -> [TextElement] in
      switch part {
      case .text(let text): text.map(TextElement.grapheme)
      case .chip(let chip): [.chip(chip)]
      }
    }
  }
}

/// What is being written, as it survives a restart.
public struct ComposerDraft: Sendable, Hashable, Codable {
  /// The text.
  public var content: ComposedText
  /// Where the cursor stands, in graphemes and chips.
  public var cursor: Int

  /// A draft; the cursor stands at the end unless told otherwise.
  public init(_ content: ComposedText, cursor: Int = .max) {
    self.content = content
    self.cursor = cursor
  }
}
