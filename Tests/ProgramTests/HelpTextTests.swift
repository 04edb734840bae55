import Testing

@testable import facet

@Suite struct HelpTextTests {
  @Test func theOverviewIsAsRecorded() throws {
    try Snapshot.expect(HelpText.overview, named: "help")
  }

  @Test(arguments: Subcommand.allCases)
  func theHelpOfASubcommandIsAsRecorded(_ subcommand: Subcommand) throws {
    try Snapshot.expect(HelpText.of(subcommand), named: "help-" + subcommand.rawValue)
  }

  @Test func noLineIsWiderThanATerminal() {
    let texts = [HelpText.overview] + Subcommand.allCases.map(HelpText.of)
    for line in texts.joined().split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test(arguments: Subcommand.allCases)
  func aTableHasNoNameTwice(_ subcommand: Subcommand) {
    let options = subcommand.options
    #expect(Set(options.map(\.name)).count == options.count)
    let letters = options.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
    for option in options { #expect((option.value == .none) == option.placeholder.isEmpty, "\(option.name)") }
  }

  @Test func aLongWordStaysWhole() {
    #expect(HelpText.wrap("a verylongword b", width: 5) == ["a", "verylongword", "b"])
  }
}
