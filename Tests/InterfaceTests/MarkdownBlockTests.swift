import Testing

@testable import Interface

@Suite struct MarkdownBlockTests {
  static let headings: [(String, [String])] = [
    ("# foo", ["h1 foo"]),
    ("###### foo", ["h6 foo"]),
    ("####### foo", ["p ####### foo"]),
    ("#5 bolt", ["p #5 bolt"]),
    ("## foo ##", ["h2 foo"]),
    ("# foo#", ["h1 foo#"]),
    ("#", ["h1 "]),
    ("   # foo", ["h1 foo"]),
    ("a\n# b\nc", ["p a", "/h1 b", "p c"]),
    ("foo\n===", ["h1 foo"]),
    ("foo\nbar\n---", ["h2 foo\nbar"]),
    ("foo\n\n---", ["p foo", "/rule"]),
    ("# *a*", ["h1 {em:a}"]),
  ]

  static let rules: [(String, [String])] = [
    ("***\n---\n___", ["rule", "rule", "rule"]),
    ("- - -", ["rule"]),
    ("--", ["p --"]),
    ("* * * a", ["- - - p a".replacing("-", with: "*")]),
    ("a\n***\nb", ["p a", "rule", "p b"]),
    ("- a\n***", ["- p a", "rule"]),
  ]

  static let code: [(String, [String])] = [
    ("```\na\n b\n```", ["code() a\n b"]),
    ("```swift\nlet a = 1\n```\nb", ["code(swift) let a = 1", "/p b"]),
    ("~~~ python {x}\n```\n~~~", ["code(python) ```"]),
    ("````\n```\n````", ["code() ```"]),
    ("```\nopen\n\nend", ["code() open\n\nend"]),
    ("```\n```", ["code() "]),
    ("  ```\n  a\n b\n  ```", ["code() a\nb"]),
    ("``` a`b\nc", ["p ``` a`b\nc"]),
    ("    a\n\n      b\n\nc", ["code() a\n\n  b", "/p c"]),
    ("a\n    b", ["p a\nb"]),
    ("\tfoo\tbar", ["code() foo\tbar"]),
    ("> ```\n> a\n\nb", ["> code() a", "/p b"]),
    ("- ```\n  a\n  ```\n- b", ["- code() a", "- p b"]),
    ("a\n```\nb\n```", ["p a", "/code() b"]),
  ]

  static let lists: [(String, [String])] = [
    ("- a\n- b", ["- p a", "- p b"]),
    ("- a\n\n- b", ["- p a", "/- p b"]),
    ("- a\n  - b\n    - c\n- d", ["- p a", "  - p b", "    - p c", "- p d"]),
    ("1. a\n2. b", ["1. p a", "2. p b"]),
    ("1. a\n1. b\n1. c", ["1. p a", "2. p b", "3. p c"]),
    ("7) a\n9) b", ["7) p a", "8) p b"]),
    ("1. a\n\n   b\n2. c", ["1. p a", "/  p b", "2. p c"]),
    ("- a\n\n  b", ["- p a", "/  p b"]),
    ("- a\n\n b", ["- p a", "/p b"]),
    ("- a\nb", ["- p a\nb"]),
    ("-one", ["p -one"]),
    ("- \n- b", ["- empty", "- p b"]),
    ("-\n\n  a", ["- empty", "/p a"]),
    ("-\n  a", ["- p a"]),
    ("a\n- b", ["p a", "- p b"]),
    ("a\n2. b", ["p a\n2. b"]),
    ("a\n1. b", ["p a", "1. p b"]),
    ("- a\n+ b", ["- p a", "+ p b"]),
    ("- [ ] a\n- [x] b\n- [X] c\n- [y] d", ["- [ ] p a", "- [x] p b", "- [x] p c", "- p [y] d"]),
    ("10. a\n    - b\n11. c", ["10. p a", "  - p b", "11. p c"]),
    ("- - a\n  - b", ["- - p a", "  - p b"]),
    ("-     a", ["- code() a".replacing("code() a", with: "code() a")]),
    ("- a\n  > b\n  c", ["- p a", "  > p b\nc"]),
    ("1234567890. a", ["p 1234567890. a"]),
    ("*a*", ["p {em:a}"]),
  ]

  static let quotes: [(String, [String])] = [
    ("> a\n> b", ["> p a\nb"]),
    (">a", ["> p a"]),
    ("> a\nb", ["> p a\nb"]),
    ("> a\n\nb", ["> p a", "/p b"]),
    ("> a\n>\n> b", ["> p a", "/| p b"]),
    ("> > a\n> b", ["> > p a\nb"]),
    ("> a\n> > b", ["> p a", "| > p b"]),
    ("> # a\n> - b\n> - c", ["> h1 a", "| - p b", "| - p c"]),
    ("> a\n---", ["> p a", "rule"]),
    (">", ["> empty"]),
    (">     a", ["> code() a"]),
  ]

  static let tables: [(String, [String])] = [
    ("| a | b |\n|---|---|\n| 1 | 2 |", ["table(ll) a | b\n1 | 2"]),
    ("a | b\n:-: | --:\n1 | 2", ["table(cr) a | b\n1 | 2"]),
    ("| a |\n|---|\n| b \\| c |", ["table(l) a\nb | c"]),
    ("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |", ["table(ll) a | b\n1 | \n1 | 2"]),
    ("| a | b |\n|---|\n", ["p | a | b |\n|---|"]),
    ("x\n| a | b |\n|---|---|", ["p x", "/table(ll) a | b"]),
    ("| a |\n|---|\n| b |\n\nc", ["table(l) a\nb", "/p c"]),
    ("| **a** |\n|---|\n| `b` |", ["table(l) {strong:a}\n{code+dim:`}{code:b}{code+dim:`}"]),
    ("| a |\n|---|\n| b<br>c |", ["table(l) a\nb\nc"]),
  ]

  static let others: [(String, [String])] = [
    ("", []),
    ("\n\n  \n", []),
    ("a\n\n\n\nb", ["p a", "/p b"]),
    ("  a\n b", ["p a\nb"]),
    ("<div>\n*a*\n\n*b*", ["html <div>\n*a*", "/p {em:b}"]),
    ("<!-- a\n\nb -->\nc", ["html <!-- a\n\nb -->", "p c"]),
    ("<b>x</b>", ["p <b>x</b>"]),
    ("a\u{1B}[31m\rb\u{202E}", ["p a␛[31m␍b\u{FFFD}"]),
  ]

  @Test(arguments: headings + rules) func readsHeadingsAndRules(_ source: String, _ expected: [String]) {
    #expect(MarkdownDump.lines(source) == expected)
  }

  @Test(arguments: code) func readsBlocksOfCode(_ source: String, _ expected: [String]) {
    #expect(MarkdownDump.lines(source) == expected)
  }

  @Test(arguments: lists) func readsLists(_ source: String, _ expected: [String]) {
    #expect(MarkdownDump.lines(source) == expected)
  }

  @Test(arguments: quotes) func readsQuotes(_ source: String, _ expected: [String]) {
    #expect(MarkdownDump.lines(source) == expected)
  }

  @Test(arguments: tables) func readsTables(_ source: String, _ expected: [String]) {
    #expect(MarkdownDump.lines(source) == expected)
  }

  @Test(arguments: others) func readsWhatElseThereIs(_ source: String, _ expected: [String]) {
    #expect(MarkdownDump.lines(source) == expected)
  }

  @Test func readsTypedTextAsItStands() {
    let text = "# no *heading*\n- __init__\n\n  two spaces\n```c\nint a;\n```"
    let document = MarkdownDocument(text, syntax: .typed)
    #expect(
      document.leaves.map { String(decoding: $0.text, as: UTF8.self) } == [
        "# no *heading*\n- __init__", "  two spaces", "int a;",
      ])
    #expect(document.leaves.map(\.hasBlankBefore) == [false, true, false])
  }

  @Test func deepNestingIsText() {
    let document = MarkdownDocument(String(repeating: "> ", count: 500) + "a")
    #expect(document.leaves.count == 1)
    #expect(document.leaves[0].containers.count == BlockBuilder.depthLimit)
  }
}
