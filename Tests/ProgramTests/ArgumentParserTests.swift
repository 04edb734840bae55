import Testing

@testable import facet

@Suite struct ArgumentParserTests {
  /// The arguments of a subcommand, or nil if something else was asked for.
  private func parsed(_ line: String...) throws -> ParsedArguments? {
    guard case .run(_, let arguments) = try ArgumentParser.parse(line) else { return nil }
    return arguments
  }

  @Test(arguments: [["--help"], ["-h"], ["help"], ["help", "--help"]])
  func helpWithoutASubcommandIsTheOverview(_ line: [String]) throws {
    #expect(try ArgumentParser.parse(line) == .overview)
  }

  @Test(arguments: [["help", "run"], ["run", "--help"], ["run", "-h"], ["run", "hello", "-t", "2", "--help"]])
  func helpOfASubcommandIsFoundAnywhere(_ line: [String]) throws {
    #expect(try ArgumentParser.parse(line) == .help(.run))
  }

  @Test func withoutASubcommandTheChatOpens() throws {
    #expect(try ArgumentParser.parse([]) == .run(.chat, ParsedArguments()))
    guard case .run(.chat, let arguments) = try ArgumentParser.parse(["-m", "x.gguf", "--last"]) else {
      Issue.record("not understood as the chat")
      return
    }
    #expect(arguments.text(.model) == "x.gguf" && arguments.has(.last))
    #expect(try ArgumentParser.parse(["-m", "x.gguf", "--help"]) == .help(.chat))
  }

  @Test(arguments: ["--version", "-V"])
  func versionIsAskedForByOption(_ option: String) throws {
    #expect(try ArgumentParser.parse([option]) == .version)
  }

  @Test func valuesStandAfterASpaceOrAnEqualsSign() throws {
    let arguments = try parsed("run", "--top-p", "0.9", "--model=a=b.gguf", "Hello")
    #expect(arguments?.number(.topP) == 0.9)
    #expect(arguments?.text(.model) == "a=b.gguf")
    #expect(arguments?.operands == ["Hello"])
  }

  @Test(arguments: [["-m", "x"], ["-mx"], ["-m=x"]])
  func shortOptionsTakeTheirValueInThreeWays(_ words: [String]) throws {
    guard case .run(.run, let arguments) = try ArgumentParser.parse(["run"] + words) else {
      Issue.record("not understood as run")
      return
    }
    #expect(arguments.text(.model) == "x")
  }

  @Test func repeatedOptionsKeepTheirOrder() throws {
    let arguments = try parsed("run", "-i", "b", "--image", "a", "--image=c", "x")
    #expect(arguments?.texts(.image) == ["b", "a", "c"])
  }

  @Test func theLastOfASingleOptionCounts() throws {
    #expect(try parsed("run", "--seed", "1", "--seed", "2")?.integer(.seed) == 2)
  }

  @Test func anOptionOfWordsTakesThoseAlone() throws {
    #expect(try parsed("run", "--kv", "f16", "x")?.kvFormat == .f16)
    #expect(try parsed("run", "x")?.kvFormat == nil)
    #expect(throws: ArgumentError.notAChoice(option: "--kv", text: "q4", words: ["f16", "q8_0"])) {
      try parsed("run", "--kv=q4", "x")
    }
  }

  @Test func optionsAndOperandsMayBeMixed() throws {
    let arguments = try parsed("run", "why", "--think", "is", "-n", "5", "it")
    #expect(arguments?.operands == ["why", "is", "it"])
    #expect(arguments?.has(.think) == true)
  }

  @Test func twoDashesEndTheOptions() throws {
    #expect(try parsed("run", "--", "--think", "-x", "--")?.operands == ["--think", "-x", "--"])
  }

  @Test func aLoneDashIsAnOperand() throws {
    #expect(try parsed("run", "-")?.operands == ["-"])
  }

  @Test func anEmptyPromptIsAnOperand() throws {
    #expect(try parsed("run", "")?.operands == [""])
  }

  @Test func negativeNumbersAreValues() {
    #expect(throws: ArgumentError.notANumber(option: "--temperature", text: "-1", range: 0...10)) {
      try ArgumentParser.parse(["run", "--temperature", "-1"])
    }
  }

  @Test(arguments: ["1.5", "-0.1", "nan", "inf", "x", "", "0,5", "1e400"])
  func numbersOutsideTheirRangeAreRefused(_ text: String) {
    #expect(throws: ArgumentError.notANumber(option: "--top-p", text: text, range: 0...1)) {
      try ArgumentParser.parse(["run", "--top-p=" + text])
    }
  }

  @Test(arguments: ["0", "1.0", "-1", "99999999999999999999", "ten"])
  func wholeNumbersOutsideTheirRangeAreRefused(_ text: String) {
    #expect(throws: ArgumentError.notAnInteger(option: "-n", text: text, range: 1...1_048_576)) {
      try ArgumentParser.parse(["run", "-n", text])
    }
  }

  @Test func mistakesAreToldFromTheirNeighbours() {
    let cases: [([String], ArgumentError)] = [
      (["rnu"], .unknownSubcommand("rnu", nearest: "run")),
      (["Why is the sky blue?"], .unknownSubcommand("Why is the sky blue?", nearest: nil)),
      (["help", "promt"], .unknownSubcommand("promt", nearest: "prompt")),
      (["--hlep"], .unknownOption("--hlep", subcommand: .chat, nearest: "--help")),
      (["run", "--tempratur", "1"], .unknownOption("--tempratur", subcommand: .run, nearest: "--temperature")),
      (["run", "--zebra"], .unknownOption("--zebra", subcommand: .run, nearest: nil)),
      (["run", "-model", "x"], .unknownOption("-model", subcommand: .run, nearest: "--model")),
      (["run", "-z"], .unknownOption("-z", subcommand: .run, nearest: nil)),
      (["run", "--model"], .missingValue(option: "--model", placeholder: "FILE", next: nil)),
      (["run", "-m", "--json"], .missingValue(option: "-m", placeholder: "FILE", next: "--json")),
      (["run", "--model="], .emptyValue(option: "--model", placeholder: "FILE")),
      (["run", "--json=yes"], .unexpectedValue(option: "--json", value: "yes")),
      (["inspect"], .missingOperand(.inspect)),
      (["inspect", "a", "b"], .extraOperand(.inspect, "b")),
      (["logits", "a"], .extraOperand(.logits, "a")),
    ]
    for (line, error) in cases {
      #expect(throws: error, "\(line)") { try ArgumentParser.parse(line) }
    }
  }

  @Test func sentencesSayWhatIsWrongAndWhatToDo() {
    let sentences: [(ArgumentError, String)] = [
      (
        .notANumber(option: "--top-p", text: "1.5", range: 0...1), "--top-p takes a number from 0 to 1, not “1.5”"
      ),
      (
        .notANumber(option: "--repeat-penalty", text: "0", range: 0.1...10),
        "--repeat-penalty takes a number from 0.1 to 10, not “0”"
      ),
      (
        .notAnInteger(option: "--seed", text: "x", range: 0...Int.max),
        "--seed takes a whole number from 0 up, not “x”"
      ),
      (
        .unknownOption("--tempratur", subcommand: .run, nearest: "--temperature"),
        "facet run has no option --tempratur; did you mean --temperature?"
      ),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }
}
