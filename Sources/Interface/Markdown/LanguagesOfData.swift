import Screen

/// The languages of data and documents.
extension HighlighterLanguage {
  static let formats: [HighlighterLanguage] = [
    HighlighterLanguage("json json5 jsonc jsonl", keywords: "true false null", lineComments: "//").with {
      $0.blockComments = [CommentRule("/*", "*/")]
      $0.strings = [StringRule("\""), StringRule("'")]
      $0.stringKeyMark = Ascii.colon
    },
    HighlighterLanguage("yaml yml", keywords: "true false null yes no on off", lineComments: "#").with {
      $0.strings = [StringRule("\""), StringRule("'", escape: nil)]
      $0.wordMarks = Array("-./".utf8)
      $0.keyMark = Ascii.colon
      $0.commentsNeedSpace = true
      $0.lines = [LineRule("---", .codeKeyword)]
    },
    HighlighterLanguage("toml ini conf cfg properties", keywords: "true false", lineComments: "# ;").with {
      $0.strings = [
        StringRule("\"\"\"", spansLines: true), StringRule("'''", escape: nil, spansLines: true), StringRule("\""),
        StringRule("'", escape: nil),
      ]
      $0.wordMarks = Array("-.".utf8)
      $0.keyMark = Ascii.equals
      $0.lines = [LineRule("[", .codeKeyword)]
      $0.commentsNeedSpace = true
    },
    HighlighterLanguage("html xml svg xhtml vue plist").with {
      $0.blockComments = [CommentRule("<!--", "-->")]
      $0.strings = [
        StringRule("\"", escape: nil, spansLines: true), StringRule("'", escape: nil, spansLines: true),
      ]
      $0.isMarkup = true
    },
    HighlighterLanguage(
      "css scss less", keywords: "@media @import @font-face @keyframes @supports @layer important from to",
      types: "a body button div form h1 h2 h3 header html img input li main nav p section span table td tr ul"
    ).with {
      $0.blockComments = [CommentRule("/*", "*/")]
      $0.strings = [StringRule("\""), StringRule("'")]
      $0.wordMarks = Array("-@".utf8)
      $0.keyMark = Ascii.colon
    },
    HighlighterLanguage("diff patch udiff").with {
      $0.lines = [
        LineRule("+++", .codeType), LineRule("---", .codeType), LineRule("+", .codeString),
        LineRule("-", .codeKeyword), LineRule("@@", .codeNumber), LineRule("diff ", .codeType),
        LineRule("index ", .codeComment),
      ]
    },
    HighlighterLanguage("markdown md").with {
      $0.lines = [
        LineRule("#", .codeKeyword), LineRule(">", .codeComment), LineRule("```", .codeType),
        LineRule("---", .codeComment),
      ]
      $0.strings = [StringRule("`", escape: nil)]
    },
  ]
}
