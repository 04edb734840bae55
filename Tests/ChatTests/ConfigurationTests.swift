import Foundation
import Testing

@testable import Chat

@Suite struct ConfigurationTests {
  private func read(_ text: String, keys: KeyNames? = nil) -> ConfigurationFile {
    ConfigurationFile(text, path: "c", keys: keys)
  }

  /// Two actions, and the keys that begin with f.
  private static let names = KeyNames(actions: ["send", "quit"]) { text throws(KeyNames.Problem) in
    guard text.lowercased().hasPrefix("f") else { throw KeyNames.Problem("there is no key \"\(text)\"") }
    return text.lowercased()
  }

  @Test func everyKeyIsTaken() {
    let file = read(
      """
      // what I like
      {
        theme: 'light', "model": "/m.gguf", projector: "~/p.gguf", drafter: "/d.gguf", context: 32768, threads: 4,
        keepReading: true, system: "Be brief.",
        think: true, temperature: 0.5, topK: 10, topP: 1, minP: .1, repeatPenalty: 1.1, maximumTokens: 99,
        pictureBudget: 560, pictures: "blocks", device: "hw:1", autoSend: true, stopAtPause: true, editing: "vi",
        enterWhileReplying: "interrupt", mouse: true, showThoughts: true, /* keys */
        keys: { record: "Ctrl+Space", send: ["enter", "alt-s"], quit: [], help: null, "scroll-up": "shift-pgup" },
      }
      """)
    #expect(file.problems.isEmpty)
    let configuration = file.configuration
    #expect(configuration.theme == "light")
    #expect(configuration.model == "/m.gguf")
    #expect(configuration.drafter == "/d.gguf")
    #expect(configuration.context == 32768)
    #expect(configuration.keepReading)
    #expect(configuration.reply.minP == 0.1)
    #expect(configuration.reply.maximumTokens == 99)
    #expect(configuration.pictures == .blocks)
    #expect(configuration.editing == .vi)
    #expect(configuration.enterWhileReplying == .interrupt)
    #expect(configuration.keys["record"] == ["Ctrl+Space"])
    #expect(configuration.keys["send"] == ["enter", "alt-s"])
    #expect(configuration.keys["quit"] == [])
    #expect(configuration.keys["help"] == [])
    #expect(configuration.keys["scroll-up"] == ["shift-pgup"])
    #expect(file.lines["theme"] == 3)
    #expect(file.lines["editing"] == 6)
  }

  @Test func itIsKnownWhichProblemHidesAKey() {
    for text in ["{", "[]", "{model: 'gemma.gguf'}", "{modle: '/m.gguf'}", "{\n  theme: 1, model: 5}"] {
      #expect(read(text).problem(hiding: "model") != nil, "\(text)")
    }
    for text in ["", "{}", "{theme: 1}", "{zebra: 1, model: '/m.gguf'}", "{keys: 1}"] {
      #expect(read(text).problem(hiding: "model") == nil, "\(text)")
    }
  }

  @Test func whatTheModelDecidesIsNull() {
    let file = read("{temperature: null, topK: null, topP: null, minP: 0}")
    #expect(file.problems.isEmpty)
    #expect(file.configuration.reply == ReplyOptions(minP: 0))
  }

  @Test func whatIsPrintedIsReadBack() {
    let file = read("{theme: \"my \\\"own\\\"\", topP: 0.25, keys: {a: 'f1', b: ['ctrl--', 'é'], c: []}}")
    #expect(file.problems.isEmpty)
    let again = read(file.text)
    #expect(again.problems.isEmpty)
    #expect(again.configuration == file.configuration)
    #expect(read(ConfigurationFile.load(path: nil).text).configuration == Configuration())
    #expect(file.text.contains("(line 1)\n  topP: 0.25,"))
    #expect(file.text.contains("(default)\n  topK: null,"))
  }

  @Test(arguments: [
    ("{\n  themes: 'x'\n}", "c, line 2: there is no key “themes”; did you mean “theme”?"),
    ("{\n\n\n  zebra: 1}", "c, line 4: there is no key “zebra”; remove it, facet config lists them all"),
    ("{\n  mouse: 'yes'}", "c, line 2: “mouse” is “yes”; write true or false"),
    ("{context: 1.5}", "c, line 1: “context” is 1.5; write a whole number from 64 to 1048576, or null"),
    ("{temperature: 11}", "c, line 1: “temperature” is 11; write a number from 0 to 10, or null"),
    ("{editing: 'nano'}", "c, line 1: “editing” is “nano”; write one of \"emacs\", \"vi\""),
    (
      "{model: 'gemma.gguf'}",
      "c, line 1: “model” is “gemma.gguf”; write a name that facet models lists, a path that starts with / or ~/, or null"
    ),
    ("{keys: 1}", "c, line 1: “keys” is 1; write { action: \"key\", … }"),
    (
      "{keys: {\n send: 'hyper-x'}}",
      "c, line 2: “send”: there is no key \"hyper-x\""
    ),
    (
      "{keys: {\n send: 3}}",
      "c, line 2: 3 for “send” is no key; write one such as \"ctrl-g\", \"alt-enter\" or \"f9\""
    ),
    ("{keys: {\n sent: 'f1'}}", "c, line 2: there is no action “sent”; did you mean “send”?"),
    (
      "{keys: {send: 'f1',\n quit: ['f2', 'F1']}}",
      "c, line 2: f1 is the key of send and quit; only the first has it, choose another"
    ),
    ("{theme: 'a',\n theme: 'b'}", "c, line 2: “theme” stands twice; remove one of them"),
    (
      "{\n  theme: dark\n}",
      "c, line 2, column 10: expected a value; text needs quotation marks; until then the defaults count"
    ),
    ("{\n  theme 'x'\n}", "c, line 2, column 9: expected “:” after the key “theme”; until then the defaults count"),
    (
      "{\n mouse: true\n think: true}",
      "c, line 3, column 2: expected “,” or “}” after the value of “mouse”; until then the defaults count"
    ),
    ("{\n mouse: true,\n", "c, line 1, column 1: expected “}” for this “{”; until then the defaults count"),
    ("{\n /* x", "c, line 2, column 2: expected “*/” after this “/*”; until then the defaults count"),
    ("{theme: 'x}", "c, line 1, column 9: expected the end of this string; until then the defaults count"),
    ("[]", "c: expected { key: value, … }; until then the defaults count"),
  ])
  func aMistakeIsNamedWithLineAndRemedy(_ text: String, _ sentence: String) {
    #expect(read(text, keys: Self.names).problems.map(\.description) == [sentence])
  }

  @Test func aMistakeCostsOnlyItself() {
    let file = read("{theme: 3, mouse: true, nonsense: [], think: true}")
    #expect(file.problems.count == 2)
    #expect(file.configuration.mouse)
    #expect(file.configuration.think)
    #expect(file.configuration.theme == Configuration().theme)
  }

  @Test(arguments: ["", "  \n", "// nothing\n", "/* a */ "]) func aFileThatSaysNothingIsAllRight(_ text: String) {
    #expect(read(text).problems.isEmpty)
  }

  @Test func everyPrefixIsReadOrRefused() {
    let text = ConfigurationFile.load(path: nil).text + "{keys: {send: ['f1', \"ctrl-x\"]}, theme: '\\'', a: -.5e3}"
    for length in 0...text.count {
      for problem in read(String(text.prefix(length))).problems { #expect(!problem.description.isEmpty) }
    }
    // Foundation ends the program at this number when something stands before it.
    let huge = read("// c\n" + String(repeating: "2", count: 44) + "e222222")
    #expect(huge.problems.map(\.description).first?.contains("line 2, column 1: expected a number") == true)
    for number in ["1", "+1.", ".5", "-0.5e-3", "0x1F", "Infinity", "-NaN"] {
      #expect(read("{topK: \(number)}").problems.allSatisfy { "\($0)".contains("“topK”") }, "\(number)")
    }
    // And at one that ends the text, when what happens to lie behind it in memory goes on with digits.
    for digits in 1...64 {
      let number = read("// c\n" + String(repeating: "2", count: digits)).problems.map(\.description)
      #expect(number.count == 1 && number[0].contains("expected "), "\(number)")
    }
    let deep = String(repeating: "[", count: 30_000)
    #expect(read(deep).problems.count == 1)
  }

  @Test func theFileIsFoundInTheFolderForConfigurationsOnly() throws {
    #expect(ConfigurationFile.standardPath(environment: ["XDG_CONFIG_HOME": "/x"]) == "/x/facet/config.json5")
    #expect(
      ConfigurationFile.standardPath(environment: ["XDG_CONFIG_HOME": ".", "HOME": "/h"])
        == "/h/.config/facet/config.json5")
    #expect(ConfigurationFile.standardPath(environment: ["HOME": "h"]) == nil)

    let folder = StoreFolder()
    let path = folder.path + "/config.json5"
    #expect(ConfigurationFile.load(path: path).problems.isEmpty)
    #expect(!ConfigurationFile.load(path: path).exists)
    try PrivateFiles.replace(path, with: Array("{mouse: true}".utf8))
    #expect(ConfigurationFile.load(path: path).configuration.mouse)
    try PrivateFiles.replace(path, with: [0x7B, 0xFF, 0x7D])
    #expect(ConfigurationFile.load(path: path).problems == [.notUTF8(path: path)])
    try PrivateFiles.replace(path, with: [UInt8](repeating: 0x20, count: 1 << 17))
    #expect(
      ConfigurationFile.load(path: path).problems == [
        .tooLong(path: path, bytes: 1 << 17, limit: ConfigurationFile.limit)
      ])
    #expect(ConfigurationFile.load(path: folder.path).problems.count == 1)
  }
}
