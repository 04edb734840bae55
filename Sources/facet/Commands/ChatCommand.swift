import Chat
import Engine
import Foundation
import Interface

/// `facet`: the chat, on the whole screen or line by line.
enum ChatCommand {
  static func run(_ arguments: ParsedArguments, _ surroundings: Surroundings) async throws -> CInt {
    let launch = try launch(arguments, surroundings)
    if isPlain(arguments, surroundings) { return try await PlainChat.run(launch, surroundings) }
    return try await FullScreenChat.run(launch, surroundings)
  }

  /// Whether the screen cannot be used, or shall not.
  static func isPlain(_ arguments: ParsedArguments, _ surroundings: Surroundings) -> Bool {
    let terminal = surroundings.variable("TERM") ?? "dumb"
    return arguments.has(.plain) || terminal == "dumb" || !surroundings.isInputTerminal
      || !surroundings.output.isTerminal
  }

  /// What the chat begins with: the command line goes before the environment, and that before the configuration.
  static func launch(
    _ arguments: ParsedArguments, _ surroundings: Surroundings
  ) throws(ArgumentError) -> ChatLaunch {
    let environment = surroundings.environment
    let path = ConfigurationFile.standardPath(environment: environment)
    var file = ConfigurationFile.load(path: path, keys: .chat)
    if let system = arguments.text(.system) { file.configuration.system = system }
    if arguments.has(.think) { file.configuration.think = true }
    if let temperature = arguments.number(.temperature) { file.configuration.reply.temperature = temperature }
    if let theme = arguments.text(.theme) { file.configuration.theme = theme }
    let configuration = file.configuration

    try ServerChoice.check(arguments, file)
    var launch = ChatLaunch(configuration: file)
    launch.shelf = ModelPaths.shelf(surroundings, file)
    do throws(InputError) {
      launch.server = try ServerChoice.server(arguments, surroundings, file)
      if launch.server == nil {
        launch.model = try ModelPaths.model(arguments, surroundings, file)
        launch.modelName = ModelPaths.shownName(of: launch.model, arguments, surroundings, file)
      }
    } catch {
      launch.modelProblem = error
    }
    launch.projector = try ModelPaths.projector(arguments, surroundings, file, model: launch.model)
    if launch.projector == nil, let note = ModelPaths.projectorNote(launch.model) { launch.notes.append(note) }
    launch.drafter = try ModelPaths.drafter(arguments, surroundings, file, model: launch.model)
    launch.engine.isDrafting = !arguments.has(.noDraft)
    // A conversation goes on for long, and 32k tokens take half a gigabyte with Gemma 4 12B.
    launch.engine.usualContext = 32_768
    launch.engine.context = arguments.integer(.context) ?? configuration.context
    launch.engine.threads = arguments.integer(.threads) ?? configuration.threads
    launch.engine.kvFormat = arguments.kvFormat ?? .usual
    if let budget = configuration.pictureBudget { launch.engine.pictureBudget = budget }
    if arguments.has(.last) { launch.start = .last }
    if let title = arguments.text(.open) { launch.start = .named(title) }
    launch.attachments = arguments.texts(.attach)
    do throws(StoreError) {
      launch.storeFolder = try ConversationStore.standardFolder(environment: environment)
    } catch {
      launch.storeProblem = error
    }
    launch.themeFolders = ThemeFolders.all(surroundings, configuration: path)
    return launch
  }
}

/// Where themes are looked for.
enum ThemeFolders {
  /// The person's own first, then what an installation brings, then the folder of the source tree.
  static func all(_ surroundings: Surroundings, configuration: String?) -> [String] {
    var folders: [String] = []
    if let configuration { folders.append((configuration as NSString).deletingLastPathComponent + "/themes") }
    if let data = surroundings.variable("XDG_DATA_HOME"), data.hasPrefix("/") {
      folders.append(data + "/facet/themes")
    } else if let home = surroundings.variable("HOME") {
      folders.append(home + "/.local/share/facet/themes")
    }
    let shared = (surroundings.variable("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share").split(separator: ":")
    folders += shared.filter { $0.hasPrefix("/") }.map { "\($0)/facet/themes" }
    return folders
  }
}
