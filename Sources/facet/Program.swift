import Foundation

/// The program: reads its arguments and hands over to a subcommand.
@main
struct Program {
  static let version = "0.1.0"

  static func main() async {
    Surroundings.holdStandardDescriptors()
    Interruption.shared.install()
    let surroundings = Surroundings.current
    let status: CInt
    do {
      let arguments = try textArguments()
      do {
        status = try await perform(arguments, surroundings)
      } catch {
        status = report(error, isJSON: arguments.prefix { $0 != "--" }.contains("--json"), surroundings)
      }
    } catch {
      status = report(error, isJSON: false, surroundings)
    }
    Interruption.shared.leave(Interruption.shared.status ?? status)
  }

  private static func perform(_ arguments: [String], _ surroundings: Surroundings) async throws -> CInt {
    switch try ArgumentParser.parse(arguments) {
    case .overview: try surroundings.print(HelpText.overview)
    case .version: try surroundings.print("facet \(version)\n")
    case .help(let subcommand): try surroundings.print(HelpText.of(subcommand))
    case .run(.chat, let arguments): return try await ChatCommand.run(arguments, surroundings)
    case .run(.run, let arguments): try await RunCommand.run(arguments, surroundings)
    case .run(.pull, let arguments): return try await PullCommand.run(arguments, surroundings)
    case .run(.models, let arguments): return try await ModelsCommand.run(arguments, surroundings)
    case .run(.inspect, let arguments): try InspectCommand.run(arguments, surroundings)
    case .run(.tokenize, let arguments): try TokenizeCommand.run(arguments, surroundings)
    case .run(.prompt, let arguments): try PromptCommand.run(arguments, surroundings)
    case .run(.logits, let arguments): try await LogitsCommand.run(arguments, surroundings)
    case .run(.devices, let arguments): try DevicesCommand.run(arguments, surroundings)
    case .run(.config, let arguments): try ConfigCommand.run(arguments, surroundings)
    case .run(.bench, let arguments): try await BenchCommand.run(arguments, surroundings)
    case .run(.doctor, let arguments): return try await DoctorCommand.run(arguments, surroundings)
    case .run(.completions, let arguments): try CompletionsCommand.run(arguments, surroundings)
    case .run(.man, _): try surroundings.print(ManPage.text)
    }
    return 0
  }

  /// Says what went wrong; a program that reads JSON is told in JSON as well.
  private static func report(_ error: any Error, isJSON: Bool, _ surroundings: Surroundings) -> CInt {
    // What an interruption broke off is no failure.
    if Interruption.shared.status != nil { return 130 }
    let failure = Failure(error)
    if isJSON { ByteOutput.standard.writeIfPossible(JSONEvent.error(failure.sentence).text + "\n") }
    surroundings.note(failure.sentence)
    return failure.status
  }

  /// The arguments as text; a name that is no UTF-8 would otherwise be changed silently.
  private static func textArguments() throws(ArgumentError) -> [String] {
    var arguments: [String] = []
    for position in 1..<max(1, Int(CommandLine.argc)) {
      guard let start = CommandLine.unsafeArgv[position] else { break }
      guard let text = String(validatingCString: start) else { throw .notText(position: position) }
      arguments.append(text)
    }
    return arguments
  }
}
