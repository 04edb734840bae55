import Testing

@testable import Interface

@Suite struct ComposerViTests {
  @Test(arguments: [
    ("0x", "ne two\nthree"), ("0dw", "two\nthree"), ("0d2w", "\nthree"), ("dd", "three"),
    ("yyp", "one two\none two\nthree"),
    ("0wD", "one \nthree"), ("0cwX", "X two\nthree"), ("ccnew", "new\nthree"), ("0ftx", "one wo\nthree"),
    ("0dtw", "wo\nthree"), ("Go", "one two\nthree\n"), ("ggOtop", "top\none two\nthree"), ("A!", "one two!\nthree"),
    ("Ihi ", "hi one two\nthree"), ("0ylp", "oone two\nthree"), ("0vey$p", "one twoone\nthree"), ("Vd", "three"),
    ("0vlc.", ".e two\nthree"), ("0xu", "one two\nthree"), ("jdd", "one two"), ("0wi.", "one .two\nthree"),
    ("0ea,", "one, two\nthree"), ("02lx", "on two\nthree"), ("2ggx", "one two\nhree"), ("0rX", "Xne two\nthree"),
    ("$bx", "one wo\nthree"), ("0fo;x", "one tw\nthree"), ("$Fo,x", "one tw\nthree"), ("0C.", ".\nthree"),
    ("0ddP", "one two\nthree"), ("0d$", "\nthree"), ("dj", ""), ("0yw$p", "one twoone \nthree"),
  ])
  func keys(_ keys: String, _ expected: String) throws {
    var typist = Typist("one two\nthree", vi: true)
    typist.composer.draft = ComposerDraft(ComposedText("one two\nthree"), cursor: 7)
    try typist.press("escape")
    typist.type(keys)
    #expect(typist.text == expected)
  }

  @Test func anInsertionIsUndoneAtOnce() throws {
    var typist = Typist("x", vi: true)
    try typist.press("escape", "A")
    typist.type(" one two")
    try typist.press("escape", "u")
    #expect(typist.text == "x")
    try typist.press("ctrl-r")
    #expect(typist.text == "x one two")
  }

  @Test func modesHaveNames() throws {
    var typist = Typist("x", vi: true)
    #expect(typist.composer.viMode == "insert")
    try typist.press("escape")
    #expect(typist.composer.viMode == "normal")
    try typist.press("V")
    #expect(typist.composer.viMode == "visual line")
    try typist.press("escape", "escape")
    #expect(typist.composer.viMode == "normal" && typist.actions == [.perform(.cancel)])
  }

  @Test func enterSendsInNormalModeToo() throws {
    var typist = Typist("x", vi: true)
    try typist.press("escape", "enter")
    #expect(typist.actions == [.submit(ComposedText("x"))])
  }
}
