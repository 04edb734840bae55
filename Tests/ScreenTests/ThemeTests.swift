import Foundation
import Screen
import Testing

@Suite struct ThemeTests {
  private func theme(_ text: String) throws(ThemeError) -> Theme { try Theme(json: Data(text.utf8), file: "t.json5") }

  private func complaint(_ text: String) -> String {
    do {
      _ = try theme(text)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("themes").path

  @Test func readsColoursEmphasisAndComments() throws {
    let theme = try theme(
      """
      { // a comment
        name: 'dusk', description: "one line",
        roles: {
          text: { foreground: "#123" },
          accent: { foreground: "#5fafd7", background: "bright-red", foreground16: "cyan", bold: true, plain: ["dim"], },
        },
      }
      """)
    #expect(theme.name == "dusk" && theme.summary == "one line")
    let full = theme.style(for: Style(.accent, .underline), depth: .trueColor)
    #expect(full.foreground == .rgb(Color(0x5F, 0xAF, 0xD7)) && full.background == .indexed(9))
    #expect(full.emphasis == [.bold, .underline])
    #expect(theme.style(for: Style(.accent), depth: .indexed256).foreground == .indexed(74))
    #expect(theme.style(for: Style(.accent), depth: .ansi16).foreground == .indexed(6))
    let plain = theme.style(for: Style(.accent), depth: .none)
    #expect(plain.foreground == .standard && plain.background == .standard && plain.emphasis == .dim)
    #expect(theme.look(of: .you).foreground == .rgb(Color(0x11, 0x22, 0x33)), "a missing role looks like text")
  }

  @Test func aPicturesColoursWinAndAreLimited() {
    let style = Style(.text, foreground: Color(255, 0, 0), background: Color(10, 10, 10))
    #expect(Theme.monochrome.style(for: style, depth: .trueColor).foreground == .rgb(Color(255, 0, 0)))
    #expect(Theme.monochrome.style(for: style, depth: .indexed256).foreground == .indexed(196))
    #expect(Theme.monochrome.style(for: style, depth: .ansi16).foreground == .indexed(9))
    #expect(Theme.monochrome.style(for: style, depth: .none).foreground == .standard)
  }

  @Test func namesLineAndRemedy() {
    let shape = complaint("{\n  roles: {\n    tekst: {},\n  },\n}")
    #expect(shape.hasPrefix("t.json5:3: there is no role \"tekst\"; use one of text, dim,"))
    #expect(complaint("{\n\n  colours: {} }").hasPrefix("t.json5:3: \"colours\" means nothing here; use one of name,"))
    let color = complaint("{ roles: { you: {\n bold: true,\n foreground: 'redd' } } }")
    #expect(color.hasPrefix("t.json5:3: \"redd\" is no colour for foreground; write"))
    let deep = complaint("{ roles: { text: { foreground: '#fff' },\n you: {\n foreground: '#ggg' } } }")
    #expect(deep.hasPrefix("t.json5:3: "))
    #expect(
      complaint("{ roles: { you: {\n bold: 1 } } }") == "t.json5:2: bold must be true or false; correct the value.")
    #expect(
      complaint("{ roles: { you: {\n plain: ['bright'] } } }").hasPrefix("t.json5:2: plain must be a list of \"bold\""))
    #expect(complaint("{ roles: 3 }").hasPrefix("t.json5:1: roles must be an object"))
    #expect(complaint("[]").hasPrefix("t.json5: the file must be an object"))
    let broken = complaint("{\n  name: \"x\",\n  roles: { you }\n}")
    #expect(broken.hasPrefix("t.json5:3: this is no JSON5: "), "\(broken)")
    #expect(complaint("").hasPrefix("t.json5"))
  }

  @Test func aNumberIsNoTheme() {
    for digits in 1...24 {
      let number = complaint("// c\n" + String(repeating: "2", count: digits))
      #expect(number.hasPrefix("t.json5: the file must be an object"), "\(number)")
    }
  }

  @Test(arguments: ["// c\n2222222222222222222222222222222e222222", "{a: 1e999999}", "{a: 0xffffffffffffffffffff}"])
  func numbersOfUnusualSizeAreRefused(_ text: String) {
    #expect(throws: ThemeError.self) { try theme(text) }
  }

  @Test(arguments: ["dark", "light", "high-contrast", "solarized", "monochrome"])
  func everyThemeOfTheTreeIsRead(_ name: String) throws {
    let library = ThemeLibrary(folders: [ThemeTests.folder])
    #expect(library.names.contains(name))
    let theme = try library.theme(named: name)
    #expect(theme.name == name && !theme.summary.isEmpty)
    for role in [Role.selection, .recording, .error] {
      for depth in ColorDepth.allCases {
        #expect(theme.style(for: Style(role), depth: depth) != theme.style(for: Style(.text), depth: depth))
      }
    }
  }

  @Test func monochromeIsTheSameAsTheBuiltInOne() throws {
    let theme = try ThemeLibrary(folders: [ThemeTests.folder]).theme(named: "monochrome")
    #expect(theme == .monochrome)
  }

  @Test func saysWhichThemesThereAre() {
    let error = #expect(throws: ThemeError.self) { try ThemeLibrary(folders: ["/nowhere"]).theme(named: "pink") }
    let sentence =
      "There is no theme \"pink\" in /nowhere; choose one of dark, high-contrast, light, monochrome, solarized."
    #expect(error.map { "\($0)" } == sentence)
    let unreadable = #expect(throws: ThemeError.self) { try ThemeLibrary.read("/nowhere/x.json5") }
    #expect(unreadable.map { "\($0)".hasPrefix("/nowhere/x.json5: the theme cannot be read: ") } == true)
  }

  @Test func findsTheNearestColours() {
    for index in UInt8(16)...255 {
      #expect(Palette.color(of: Palette.nearest256(to: Palette.color(of: index))) == Palette.color(of: index))
    }
    #expect(Palette.nearest16(to: Color(250, 5, 5)) == 9)
    #expect(TerminalColor.indexed(196).limited(to: .ansi16) == .indexed(9))
  }
}
