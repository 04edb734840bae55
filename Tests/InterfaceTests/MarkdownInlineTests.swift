import Testing

@testable import Interface

@Suite struct MarkdownInlineTests {
  /// What is written, and what is read.
  static let emphasis: [(String, String)] = [
    ("*foo bar*", "{em:foo bar}"),
    ("a * foo bar*", "a * foo bar*"),
    ("a*\"foo\"*", "a*\"foo\"*"),
    ("foo*bar*", "foo{em:bar}"),
    ("5*6*78", "5{em:6}78"),
    ("_foo bar_", "{em:foo bar}"),
    ("foo_bar_", "foo_bar_"),
    ("snake_case_name", "snake_case_name"),
    ("foo-_(bar)_", "foo-{em:(bar)}"),
    ("_foo*", "_foo*"),
    ("**foo bar**", "{strong:foo bar}"),
    ("** foo bar**", "** foo bar**"),
    ("foo**bar**", "foo{strong:bar}"),
    ("__foo bar__", "{strong:foo bar}"),
    ("foo__bar__", "foo__bar__"),
    ("*foo **bar** baz*", "{em:foo }{em+strong:bar}{em: baz}"),
    ("*foo**bar**baz*", "{em:foo}{em+strong:bar}{em:baz}"),
    ("*foo**bar*", "{em:foo**bar}"),
    ("***foo** bar*", "{em+strong:foo}{em: bar}"),
    ("*foo **bar***", "{em:foo }{em+strong:bar}"),
    ("***foo***", "{em+strong:foo}"),
    ("**foo*", "*{em:foo}"),
    ("*foo**", "{em:foo}*"),
    ("**foo", "**foo"),
    ("****foo*", "***{em:foo}"),
    ("**foo\nbar**", "{strong:foo\nbar}"),
    ("*foo [bar](/url)*", "{em:foo }{em+a:bar}{em+dim: (/url)}"),
    ("**日本**語", "{strong:日本}語"),
    ("~~gone~~", "{del:gone}"),
    ("~5 km and ~6 km", "~5 km and ~6 km"),
    ("**a ~~b~~ c**", "{strong:a }{strong+del:b}{strong: c}"),
    ("** is not strong **", "** is not strong **"),
    ("* a *", "* a *"),
  ]

  static let code: [(String, String)] = [
    ("`foo`", "{code+dim:`}{code:foo}{code+dim:`}"),
    ("`` foo ` bar ``", "{code+dim:`}{code:foo ` bar}{code+dim:`}"),
    ("` `` `", "{code+dim:`}{code:``}{code+dim:`}"),
    ("`foo\nbar`", "{code+dim:`}{code:foo bar}{code+dim:`}"),
    ("*foo`*`", "*foo{code+dim:`}{code:*}{code+dim:`}"),
    ("`foo", "`foo"),
    ("```foo``", "```foo``"),
    ("`foo``bar`", "{code+dim:`}{code:foo``bar}{code+dim:`}"),
    ("`a\\`b`", "{code+dim:`}{code:a\\}{code+dim:`}b`"),
  ]

  static let links: [(String, String)] = [
    ("[link](/uri \"title\")", "{a:link}{dim: (/uri)}"),
    ("[link](/uri)", "{a:link}{dim: (/uri)}"),
    ("[link]()", "{a:link}"),
    ("[link](</my uri>)", "{a:link}{dim: (/my uri)}"),
    ("[link](/my uri)", "[link](/my uri)"),
    ("[link](foo(and(bar)))", "{a:link}{dim: (foo(and(bar)))}"),
    ("[link](foo\\)\\:)", "{a:link}{dim: (foo):)}"),
    ("[a *b* `c`](/u)", "{a:a }{em+a:b}{a: }{code+a+dim:`}{code+a:c}{code+a+dim:`}{dim: (/u)}"),
    ("[foo](/u", "[foo](/u"),
    ("[foo]", "[foo]"),
    ("[foo][1]", "[foo][1]"),
    ("[x [y](/z) w](/v)", "[x {a:y}{dim: (/z)} w](/v)"),
    ("![alt](pic.png)", "{img:alt}{dim: (pic.png)}"),
    ("![](pic.png)", "{img:pic.png}"),
    ("[![alt](i.png)](/u)", "{a+img:alt}{a+dim: (i.png)}{dim: (/u)}"),
    ("<https://a.b/c?d>", "{a:https://a.b/c?d}"),
    ("<me@example.org>", "{a:me@example.org}"),
    ("see https://a.b/c.", "see {a:https://a.b/c}."),
    ("(https://a.b/c_(d))", "({a:https://a.b/c_(d)})"),
    ("www.example.org, that", "{a:www.example.org}, that"),
    ("[https://a.b](https://a.b)", "{a:https://a.b}"),
    ("a://b and x:y", "a://b and x:y"),
  ]

  static let others: [(String, String)] = [
    ("\\*not emphasis\\*", "*not emphasis*"),
    ("\\a \\\\ \\`", "\\a \\ `"),
    ("a\\\nb", "a\nb"),
    ("a  \nb", "a\nb"),
    ("a\nb", "a\nb"),
    ("&amp; &copy; &#65; &#x42; &nope; &", "& © A B &nope; &"),
    ("&#0; &#27;[31m", "\u{FFFD} ␛[31m"),
    ("a <b class=\"x_y_\">bold</b> c", "a <b class=\"x_y_\">bold</b> c"),
    ("a < b > c", "a < b > c"),
    ("trailing   ", "trailing"),
    ("", ""),
    ("\\", "\\"),
    ("a ![b", "a ![b"),
  ]

  @Test(arguments: emphasis) func readsEmphasis(_ source: String, _ expected: String) {
    #expect(MarkdownDump.inline(source) == expected)
  }

  @Test(arguments: code) func readsCode(_ source: String, _ expected: String) {
    #expect(MarkdownDump.inline(source) == expected)
  }

  @Test(arguments: links) func readsLinks(_ source: String, _ expected: String) {
    #expect(MarkdownDump.inline(source) == expected)
  }

  @Test(arguments: others) func readsEscapesEntitiesAndBreaks(_ source: String, _ expected: String) {
    #expect(MarkdownDump.inline(source) == expected)
  }

  @Test func readsLinksByTheNamesOfAddresses() {
    func last(_ text: String) -> String? { MarkdownDump.lines(text).first }
    let end = "\n\n[a b]: https://x.org/1 \"title\"\n[c]: <https://x.org/2 3>\n"
    #expect(last("see [this][A  B]." + end) == "p see {a:this}{dim: (https://x.org/1)}.")
    #expect(
      last("see [a b][] and [c]" + end) == "p see {a:a b}{dim: (https://x.org/1)} and {a:c}{dim: (https://x.org/2 3)}")
    #expect(last("![picture][c]" + end) == "p {img:picture}{dim: (https://x.org/2 3)}")
    #expect(
      last("**[b][c]** [d][unknown] [e]" + end) == "p {strong+a:b}{strong+dim: (https://x.org/2 3)} [d][unknown] [e]")
    #expect(last("| [a b] |\n|---|" + end) == "table(l) {a:a b}{dim: (https://x.org/1)}")
  }

  @Test func showsWhatDefinesNoAddress() {
    for text in ["[a]: two words", "[^1]: https://x.org", "[a]:", "[]: x", "[a] : x", "[a[b]: x", "[a]: x \"open"] {
      #expect(
        MarkdownDump.lines(text) == ["p " + text.replacing("https://x.org", with: "{a:https://x.org}")], "\(text)")
    }
    #expect(MarkdownDump.lines("text\n[a]: x") == ["p text\n[a]: x"], "a paragraph goes on")
    #expect(MarkdownDump.lines("> [a]: x\n\n[a]").last == "/p {a:a}{dim: (x)}")
    #expect(MarkdownDump.lines("[a]: one\n[a]: two\n\n[a]") == ["p {a:a}{dim: (one)}"])
  }
}
