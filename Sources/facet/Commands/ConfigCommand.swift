import Chat
import Interface

/// `facet config`: the configuration in effect.
enum ConfigCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) throws {
    let path = ConfigurationFile.standardPath(environment: surroundings.environment)
    let file = ConfigurationFile.load(path: path, keys: .chat)
    try surroundings.print(file.text)
    for problem in file.problems { surroundings.note(problem.description) }
  }
}
