/// `facet completions`: what a shell needs to complete arguments.
enum CompletionsCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws {
    let word = arguments.operands[0]
    guard let shell = Shell(rawValue: word) else {
      throw ArgumentError.notAChoice(
        option: "facet completions", text: word, words: Shell.allCases.map(\.rawValue))
    }
    try surroundings.print(shell.completions)
  }
}
