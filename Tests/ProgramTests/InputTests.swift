import Chat
import Engine
import Foundation
import GGUF
import Testing

@testable import facet

@Suite struct TextInputTests {
  private let terminal = Surroundings(
    environment: [:], isInputTerminal: true, output: TerminalTraits(), errors: TerminalTraits())

  @Test func wordsBecomeOneText() throws {
    #expect(try TextInput.text(operands: ["a", "b c"], terminal) { _ in } == "a b c")
    #expect(try TextInput.text(operands: ["-", "-"], terminal) { _ in } == "- -")
  }

  @Test func aTerminalIsNotWaitedFor() throws {
    #expect(try TextInput.text(operands: [], terminal) { _ in } == nil)
  }

  @Test func badBytesAreReplacedAndReported() {
    var warnings: [String] = []
    let text = TextInput.decode([0x61, 0xFF, 0x62], name: "standard input") { warnings.append($0) }
    #expect(text == "a\u{FFFD}b")
    #expect(warnings.count == 1)
  }

  @Test func aByteOrderMarkIsNoText() {
    #expect(TextInput.decode([0xEF, 0xBB, 0xBF, 0x61], name: "x") { _ in } == "a")
  }

  @Test func tooMuchIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Data(count: 100), named: "zeros")
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    #expect(throws: InputError.tooLong(name: "zeros", limit: 99)) {
      try TextInput.read(descriptor, name: "zeros", limit: 99)
    }
  }

  @Test func aFolderIsNoInput() {
    #expect(throws: InputError.unreadable(name: "/", code: EISDIR)) { try TextInput.bytes(path: "/") }
  }
}

@Suite struct ModelPathsTests {
  private func surroundings(_ environment: [String: String]) -> Surroundings {
    Surroundings(
      environment: environment, isInputTerminal: true, output: TerminalTraits(), errors: TerminalTraits())
  }

  private func arguments(_ values: [OptionName: [String]] = [:]) -> ParsedArguments {
    ParsedArguments(values: values)
  }

  @Test func theOptionGoesBeforeTheEnvironment() throws {
    let surroundings = surroundings(["FACET_MODEL": "env.gguf"])
    #expect(try ModelPaths.model(arguments(), surroundings) == .file("env.gguf"))
    #expect(try ModelPaths.model(arguments([.model: ["option.gguf"]]), surroundings) == .file("option.gguf"))
  }

  @Test func whatIsConfiguredComesLast() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/facet", withIntermediateDirectories: true)
    try folder.write(Data("{model: '~/m.gguf'}".utf8), named: "facet/config.json5")
    var environment = ["XDG_CONFIG_HOME": folder.path, "HOME": "/home/me"]
    #expect(try ModelPaths.model(arguments(), surroundings(environment)) == .file("/home/me/m.gguf"))
    environment["FACET_MODEL"] = "env.gguf"
    #expect(try ModelPaths.model(arguments(), surroundings(environment)) == .file("env.gguf"))
  }

  @Test func whereNothingIsNamedItIsTheGuide() throws {
    #expect(try ModelPaths.model(arguments(), surroundings([:])) == .guide)
    // An empty variable counts as not set.
    #expect(try ModelPaths.model(arguments(), surroundings(["FACET_MODEL": ""])) == .guide)
  }

  @Test(arguments: ["{model: 'm.gguf'}", "{model: 5}", "{modle: '/m.gguf'}", "{model: '/m.gguf'", "[]"])
  func theGuideTakesNobodysPlace(_ text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Data(text.utf8), named: "facet/config.json5")
    let environment = ["XDG_CONFIG_HOME": folder.path]
    #expect(throws: InputError.self) { try ModelPaths.model(arguments(), surroundings(environment)) }
    // Where it is said anew, the file does not matter.
    let option = arguments([.model: ["option.gguf"]])
    #expect(try ModelPaths.model(option, surroundings(environment)) == .file("option.gguf"))
    let launch = try ChatCommand.launch(arguments(), surroundings(environment))
    #expect(launch.model == nil && launch.modelProblem != nil && launch.projector == nil)
  }

  @Test func theGuideHasItsOwnProjector() throws {
    let environment = surroundings(["FACET_PROJECTOR": "env.gguf"])
    #expect(
      try ModelPaths.projector(arguments(), environment, model: .guide, hasMedia: true) == .guideProjector)
    #expect(try ModelPaths.projector(arguments(), environment, model: .guide, hasMedia: false) == nil)
    let option = arguments([.projector: ["option.gguf"]])
    #expect(throws: ArgumentError.projectorWithoutModel) {
      try ModelPaths.projector(option, environment, model: .guide, hasMedia: true)
    }
    let launch = try ChatCommand.launch(arguments(), environment)
    #expect(launch.model == .guide && launch.projector == .guideProjector)
    #expect(throws: ArgumentError.projectorWithoutModel) { try ChatCommand.launch(option, environment) }
  }

  @Test func theProjectorBesideTheModelIsFound() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(Data(), named: "model.gguf")
    let none = arguments()
    #expect(throws: ArgumentError.noProjector(model: model)) {
      try ModelPaths.projector(none, surroundings([:]), model: .file(model), hasMedia: true)
    }
    let first = try folder.write(Data(), named: "MMPROJ-f16.gguf")
    try folder.write(Data(), named: "mmproj.txt")
    #expect(try ModelPaths.projector(none, surroundings([:]), model: .file(model), hasMedia: true) == .file(first))
    #expect(try ModelPaths.projector(none, surroundings([:]), model: .file(model), hasMedia: false) == nil)
    let second = try folder.write(Data(), named: "x-mmproj.gguf")
    #expect(throws: ArgumentError.severalProjectors([first, second])) {
      try ModelPaths.projector(none, surroundings([:]), model: .file(model), hasMedia: true)
    }
    let environment = surroundings(["FACET_PROJECTOR": "env.gguf"])
    #expect(try ModelPaths.projector(none, environment, model: .file(model), hasMedia: true) == .file("env.gguf"))
    let option = arguments([.projector: ["option.gguf"]])
    #expect(try ModelPaths.projector(option, environment, model: .file(model), hasMedia: false) == .file("option.gguf"))
  }
}

@Suite struct LogitsCommandTests {
  private func tokens(_ text: String) throws -> [Int] {
    try LogitsCommand.tokens(in: Array(text.utf8), name: "t.json")
  }

  @Test func anArrayOfNumbersIsTaken() throws {
    #expect(try tokens(" [2, 105,\n7 ] ") == [2, 105, 7])
  }

  @Test func anythingElseIsRefused() {
    #expect(throws: InputError.noTokens(name: "t.json")) { try tokens("[]") }
    #expect(throws: InputError.notTokens(name: "t.json", position: nil)) { try tokens("{}") }
    for text in ["[1, -1]", "[1, 2.0]", "[1, null]", "[1, \"2\"]", "[1, 99999999999999999999]"] {
      #expect(throws: InputError.notTokens(name: "t.json", position: 1), "\(text)") { try tokens(text) }
    }
    for text in ["", "[1", "1 2"] {
      #expect(throws: InputError.self, "\(text)") { try tokens(text) }
    }
  }
}

@Suite struct PromptCommandTests {
  private let one: JSONValue = ["messages": []]

  private func conversation(_ value: JSONValue, _ index: Int?) throws -> JSONValue {
    try PromptCommand.conversation(in: value, index: index, name: "f")
  }

  @Test func aSingleConversationIsTakenAsItIs() throws {
    #expect(try conversation(one, nil) == one)
    #expect(throws: InputError.indexWithoutArray(name: "f")) { try conversation(one, 0) }
    let messages: JSONValue = [["role": "user", "content": "hi"]]
    #expect(try conversation(messages, nil) == messages)
  }

  @Test func ofSeveralOneIsChosen() throws {
    let other: JSONValue = ["messages": [], "name": "other"]
    #expect(try conversation([one, other], 1) == other)
    #expect(try conversation([other], nil) == other)
    #expect(throws: InputError.indexNeeded(name: "f", count: 2)) { try conversation([one, other], nil) }
    #expect(throws: InputError.indexOutOfRange(name: "f", index: 2, count: 2)) { try conversation([one, other], 2) }
    #expect(throws: InputError.noConversations(name: "f")) { try conversation([], nil) }
  }
}

@Suite struct TokenizeCommandTests {
  @Test(arguments: [
    ("a b", "a b"), ("a\n\t\\", "a\\n\\t\\\\"), ("\u{1b}[2J", "\\u001B[2J"), ("é世", "é世"), ("\u{9b}", "\\u009B"),
  ])
  func textIsVisibleOnOneLine(_ text: String, _ shown: String) {
    #expect(TokenizeCommand.visible(Array(text.utf8)) == shown)
  }

  @Test func aPartOfACharacterIsShownAsBytes() {
    #expect(TokenizeCommand.visible([0xE4, 0x0A]) == "\\xE4\\x0A")
  }
}

@Suite struct MetadataTextTests {
  @Test func valuesAreWrittenByTheirKind() {
    let values: [(GGUFValue, String, String)] = [
      (.uint32(7), "uint32", "7"),
      (.float32(1e-6), "float32", "1e-06"),
      (.uint64(.max), "uint64", "18446744073709551615"),
      (.bool(true), "bool", "true"),
      (.string("a\n\u{1b}b"), "string", "\"a\\n\\u001bb\""),
      (.array(GGUFArray(int32: [1, 2, 3])), "int32[3]", "[1, 2, 3]"),
      (.array(GGUFArray(strings: ["x"])), "string[1]", "[\"x\"]"),
      (.array(GGUFArray(bools: [])), "bool[0]", "[]"),
      (.array(GGUFArray(uint8: Array(1...100))), "uint8[100]", "[1, 2, 3, 4, …]"),
    ]
    for (value, type, short) in values {
      #expect(MetadataText.type(value) == type)
      #expect(MetadataText.short(value) == short)
    }
  }

  @Test func longValuesAreCutWithTheirLength() {
    let text = MetadataText.short(.string(String(repeating: "é", count: 101)))
    #expect(text == "\"" + String(repeating: "é", count: 100) + "\"… (202 bytes)")
    let array = MetadataText.json(.array(GGUFArray(float32: [Float](repeating: 0.1, count: 65))))
    #expect(array == ["type": "float32", "count": 65, "first": [0.1, 0.1, 0.1, 0.1]])
  }
}

@Suite struct WholeFileTests {
  @Test func appearsOnlyWhenComplete() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Data("old".utf8), named: "out")
    let file = try WholeFile(path: path)
    try file.output.write("new")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    try file.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(try folder.names() == ["out"])
  }

  @Test func leavesNothingWhenDiscarded() throws {
    let folder = try TemporaryFolder()
    let file = try WholeFile(path: folder.path + "/out")
    try file.output.write("new")
    file.discard()
    #expect(try folder.names() == [])
  }

  @Test func writesToADeviceDirectly() throws {
    let file = try WholeFile(path: "/dev/null")
    try file.output.write("x")
    try file.commit()
    #expect(FileManager.default.fileExists(atPath: "/dev/null"))
  }

  @Test func aFolderIsNoFile() throws {
    let folder = try TemporaryFolder()
    #expect(throws: OutputError.failed(name: folder.path, code: EISDIR)) { try WholeFile(path: folder.path) }
  }
}
