import Screen
import Testing

@testable import Interface

@Suite struct MarkdownHighlighterTests {
  /// The code with its roles in braces.
  static func colored(_ code: String, _ language: String) -> String {
    guard let language = HighlighterLanguage.named(language) else { return code }
    var highlighter = Highlighter(language)
    return code.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let bytes = Array(line.utf8)
      var start = 0
      return highlighter.runs(of: bytes[...]).map { run in
        defer { start = run.end }
        let text = String(decoding: bytes[start..<run.end], as: UTF8.self)
        return run.role == .code ? text : "{\(run.role.rawValue.dropFirst(4).lowercased()):\(text)}"
      }.joined()
    }.joined(separator: "\n")
  }

  static let examples: [(String, String, String)] = [
    ("swift", "let x = \"a\\\"b\" // c", "{keyword:let} x = {string:\"a\\\"b\"} {comment:// c}"),
    ("swift", "/* a\n/* b */\nc */ Int", "{comment:/* a}\n{comment:/* b */}\n{comment:c */} {type:Int}"),
    ("swift", "\"\"\"\nlet\n\"\"\" 1", "{string:\"\"\"}\n{string:let}\n{string:\"\"\"} {number:1}"),
    ("c", "#include <a.h>\nchar c = '\\n';", "{keyword:#include} <a.h>\n{type:char} c = {string:'\\n'};"),
    ("c++", "auto x = 0x1Fu + 1e-5;", "{keyword:auto} x = {number:0x1Fu} + {number:1e-5};"),
    ("python", "def f(): # x\n  '''a\n  b'''", "{keyword:def} f(): {comment:# x}\n  {string:'''a}\n{string:  b'''}"),
    ("js", "const a = `x\ny`;", "{keyword:const} a = {string:`x}\n{string:y`};"),
    ("rust", "fn f<'a>(c: char) { 'x' }", "{keyword:fn} f<'a>(c: {type:char}) { {string:'x'} }"),
    ("go", "func f() { s := \"a }", "{keyword:func} f() { s := {string:\"a }}"),
    ("java", "@Override int a;", "@Override {type:int} a;"),
    ("kotlin", "val a: Int = 5", "{keyword:val} a: {type:Int} = {number:5}"),
    ("bash", "echo \"$A\" ${B} # c#d", "{keyword:echo} {string:\"$A\"} {type:${B}} {comment:# c#d}"),
    ("bash", "a#b", "a#b"),
    ("json", "{\"a\": [1.5, true, \"x\"]}", "{{type:\"a\"}: [{number:1.5}, {keyword:true}, {string:\"x\"}]}"),
    ("yaml", "- name: \"x\" # c", "- {type:name}: {string:\"x\"} {comment:# c}"),
    ("toml", "[a.b]\nkey = 'v'", "{keyword:[a.b]}\n{type:key} = {string:'v'}"),
    (
      "html", "<a href=\"x\">b</a><!-- c -->",
      "{keyword:<a }{type:href}{keyword:=}{string:\"x\"}{keyword:>}b{keyword:</a>}{comment:<!-- c -->}"
    ),
    ("css", "a { color: red; } /* c */", "{type:a} { color: red; } {comment:/* c */}"),
    ("sql", "SELECT a FROM b -- c", "{keyword:SELECT} a {keyword:FROM} b {comment:-- c}"),
    ("diff", "+a\n-b\n@@ c\n d", "{string:+a}\n{keyword:-b}\n{number:@@ c}\n d"),
    ("makefile", "all: $(OBJ)\n\tcc -c", "{type:all}: {type:$(OBJ)}\n\tcc -c"),
    ("dockerfile", "FROM swift:6 AS b", "{keyword:FROM} swift:{number:6} {keyword:AS} b"),
    ("markdown", "# a\n`b`", "{keyword:# a}\n{string:`b`}"),
    ("brainfuck", "+[-]", "+[-]"),
  ]

  @Test(arguments: examples) func colorsByTheTable(_ language: String, _ code: String, _ expected: String) {
    #expect(Self.colored(code, language) == expected)
  }

  @Test func runsCoverEachLineWhateverItHolds() {
    var numbers = MarkdownStreamTests.Numbers(state: 3)
    let all = HighlighterLanguage.compiled + HighlighterLanguage.scripts + HighlighterLanguage.formats
    #expect(all.count >= 19)
    for language in all {
      var highlighter = Highlighter(language)
      for _ in 0..<100 {
        let line = (0..<Int.random(in: 0...40, using: &numbers)).map { _ in UInt8.random(in: 9...126, using: &numbers) }
        let runs = highlighter.runs(of: line[...])
        #expect((runs.last?.end ?? 0) == line.count)
      }
    }
  }

  @Test func aLongLineIsColoredOnlyAtItsBeginning() throws {
    var highlighter = Highlighter(try #require(HighlighterLanguage.named("c")))
    let line = [UInt8](repeating: UInt8(ascii: "1"), count: 100_000)
    #expect(highlighter.runs(of: line[...]).last == Highlighter.Run(end: 100_000, role: .code))
  }
}
