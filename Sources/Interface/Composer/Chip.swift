import Chat

/// A picture, recording or document standing in the text as one thing: moved over and deleted as one.
///
/// ```text
/// ⟦Picture 1: shot.png⟧
/// ```
public struct Chip: Sendable, Hashable, Codable {
  /// Tells this chip from every other one that this composer made.
  public let id: Int
  /// What stands there.
  public let kind: Attachment.Kind
  /// The number by which the conversation calls it: the 1 of "Picture 1".
  public var number: Int
  /// What it says: "Picture 1: shot.png", "Recording 0:07".
  public var label: String
  /// The file to load it from; empty when it came from no file.
  public var path: String
  /// What people call it, where its file may have another name; nil as long as nobody knows.
  public var name: String?
  /// The pages of the file that were asked for, as long as they are not files of their own; nil for all of it.
  public var pages: ClosedRange<Int>?
  /// The attachment's content address, once it is known.
  public var attachment: String?

  /// Longer names are shown by their beginnings and ends.
  static let labelLimit = 400

  /// A chip.
  public init(
    id: Int, kind: Attachment.Kind, number: Int, label: String, path: String = "", name: String? = nil,
    pages: ClosedRange<Int>? = nil, attachment: String? = nil
  ) {
    (self.id, self.kind, self.number, self.path) = (id, kind, number, path)
    (self.name, self.pages) = (name, pages)
    self.label = label.shortened(to: Chip.labelLimit)
    self.attachment = attachment
  }

  /// What a chip of a file says: `(.picture, 1, "shot.png")` → "Picture 1: shot.png"; without a name "Picture 1".
  public static func label(_ kind: Attachment.Kind, number: Int, name: String) -> String {
    let name = name.shortened(to: labelLimit - 40)
    let word = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
    return "\(word) \(number)" + (name.isEmpty ? "" : ": \(name)")
  }

  /// How it stands in plain text: "[Picture 1: shot.png]".
  public var plainText: String { "[\(label)]" }
}

/// What the cursor steps over at once.
public enum TextElement: Sendable, Hashable {
  /// One character as people count them, a newline included.
  case grapheme(Character)
  /// A chip.
  indirect case chip(Chip)

  static let newline = TextElement.grapheme("\n")

  /// The grapheme; nil for a chip.
  var character: Character? {
    if case .grapheme(let character) = self { character } else { nil }
  }

  /// The chip; nil for a grapheme.
  var chip: Chip? {
    if case .chip(let chip) = self { chip } else { nil }
  }

  /// A space, tab or newline.
  var isSpace: Bool { character?.isWhitespace ?? false }

  /// A letter, digit or underscore; a chip is a word of its own.
  var isWord: Bool { character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? true }
}
