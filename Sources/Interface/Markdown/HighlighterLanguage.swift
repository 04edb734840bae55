import Screen

/// What the highlighter knows of a language: data only.
struct HighlighterLanguage: Sendable {
  /// A string's marks.
  struct StringRule: Sendable {
    var open: [UInt8]
    var close: [UInt8]
    var escape: UInt8?
    var spansLines: Bool

    init(_ open: String, _ close: String? = nil, escape: Character? = "\\", spansLines: Bool = false) {
      self.open = Array(open.utf8)
      self.close = Array((close ?? open).utf8)
      self.escape = escape?.asciiValue
      self.spansLines = spansLines
    }
  }

  /// A comment that has an end.
  struct CommentRule: Sendable {
    var open: [UInt8]
    var close: [UInt8]
    var nests: Bool

    init(_ open: String, _ close: String, nests: Bool = false) {
      (self.open, self.close, self.nests) = (Array(open.utf8), Array(close.utf8), nests)
    }
  }

  /// Lines that begin with a mark.
  struct LineRule: Sendable {
    var start: [UInt8]
    var role: Role

    init(_ start: String, _ role: Role) {
      (self.start, self.role) = (Array(start.utf8), role)
    }
  }

  /// The names after a fence; the first is its own.
  var names: [String]
  var keywords: Set<String> = []
  var types: Set<String> = []
  var lineComments: [[UInt8]] = []
  var blockComments: [CommentRule] = []
  /// The longest mark first.
  var strings: [StringRule] = []
  var lines: [LineRule] = []
  /// Characters that may stand in a word besides letters, digits and `_`.
  var wordMarks: [UInt8] = []
  /// What makes the first word of a line a key.
  var keyMark: UInt8?
  /// What makes a string a key.
  var stringKeyMark: UInt8?
  /// What begins a variable.
  var variableMark: UInt8?
  /// Whether `$(…)` is a command rather than a variable.
  var variablesAreCalls = false
  var capitalsAreTypes = false
  var hasCharacterLiterals = false
  var commentsNeedSpace = false
  var ignoresCase = false
  var isMarkup = false

  init(_ names: String, keywords: String = "", types: String = "", lineComments: String = "") {
    self.names = names.split(separator: " ").map(String.init)
    self.keywords = Set(keywords.split(separator: " ").map(String.init))
    self.types = Set(types.split(separator: " ").map(String.init))
    self.lineComments = lineComments.split(separator: " ").map { Array($0.utf8) }
  }

  /// A language with more than words.
  func with(_ change: (inout HighlighterLanguage) -> Void) -> HighlighterLanguage {
    var copy = self
    change(&copy)
    return copy
  }

  /// The language of a name after a fence, in any case; nil when it is unknown.
  static func named(_ name: String) -> HighlighterLanguage? {
    byName[name.lowercased()]
  }

  private static let byName: [String: HighlighterLanguage] = {
    var result: [String: HighlighterLanguage] = [:]
    for language in compiled + scripts + formats {
      for name in language.names { result[name] = language }
    }
    return result
  }()
}
