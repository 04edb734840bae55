import Chat
import Foundation

/// `facet doctor`: what facet finds on this machine, and what is wrong with it.
enum DoctorCommand {
  /// Looks, prints, and gives the exit status: 1 if something that everybody needs is broken.
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) async throws -> CInt {
    let sections = await sections(arguments, surroundings)
    if arguments.has(.json) {
      try surroundings.print(DoctorText.json(sections).text + "\n")
    } else {
      try surroundings.print(DoctorText.lines(sections).map { $0 + "\n" }.joined())
    }
    return sections.flatMap(\.findings).contains { $0.severity == .broken } ? 1 : 0
  }

  /// All parts, in the order in which they are shown.
  static func sections(_ arguments: ParsedArguments, _ surroundings: Surroundings) async -> [any DoctorSection] {
    let path = ConfigurationFile.standardPath(environment: surroundings.environment)
    let file = ConfigurationFile.load(path: path, keys: .chat)
    // Before the terminal is asked, which changes the locale.
    let locale = LocaleSection.current(surroundings.environment)
    let terminal = TerminalSection.current(surroundings)
    let sound = await SoundSection.current(
      device: file.configuration.device, isListening: arguments.has(.listen), surroundings)
    return [
      ProcessorSection.current(configuredThreads: file.configuration.threads),
      MemorySection.current(),
      ModelSection(arguments, surroundings, file),
      ModelsSection(listing: ModelPaths.shelf(surroundings, file).list()),
      ServerSection(surroundings, file),
      NetworkSection(surroundings.environment, file),
      locale,
      terminal,
      sound,
      ProgramsSection.current(surroundings.environment),
      FoldersSection(surroundings.environment, file),
    ]
  }
}
