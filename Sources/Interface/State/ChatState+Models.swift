import Chat
import Foundation

/// Choosing another model.
extension ChatState {
  /// `/model`: the list, or another model by its name or its path.
  mutating func loadModel(_ argument: String, _ world: ChatWorld) -> [Effect] {
    if let server = settings.server { return chooseServerModel(argument, server, world) }
    guard !argument.isEmpty else {
      sayModel(world)
      layers.append(.models(ModelPicker(models)))
      return [.listModels]
    }
    // No model of one's own.
    if argument == "none" { return load(path: nil, called: settings.guideName) }
    let words = ShellWords.split(argument)
    var found = words.count == 1 ? words[0].value : argument
    if found.hasPrefix("~/") { found = world.home + found.dropFirst() }
    if world.status(found) != .missing {
      return load(path: found, called: String(found.split(separator: "/").last ?? ""))
    }
    guard !found.contains("/"), !found.lowercased().hasSuffix(".gguf") else {
      say(FileProblem(path: found, reason: .missing).description, isError: true, world)
      return []
    }
    // A name: what there is may have changed.
    wantedModel = found
    return [.listModels]
  }

  private mutating func sayModel(_ world: ChatWorld) {
    switch model {
    case .absent: say("no model is loaded; /model PATH loads one", world)
    case .loading: say("the model is being loaded", world)
    case .ready(let facts):
      let other = facts.isGuide ? "/model PATH loads another" : "/model none goes back to the \(settings.guideName)"
      say("\(facts.name), \(Quantity.count(facts.context)) tokens of context; \(other)", world)
    case .failed(let sentence): say(sentence, isError: true, world)
    }
  }

  private mutating func load(path: String?, called name: String) -> [Effect] {
    // What was wrong before would hide how far it is.
    notice = nil
    model = .loading(TimeLeft())
    settings.modelName = name
    return [.loadModel(path: path)]
  }

  /// Loads a model of the list.
  mutating func load(_ row: ModelRow, _ world: ChatWorld) -> [Effect] {
    if isReplying {
      say(CommandError.notDuringReply(.model).description, isError: true, world)
      return []
    }
    switch row.fit {
    case .broken(let reason):
      say("\(row.name) cannot be used: \(reason)", isError: true, world)
      return []
    case .fits, .lacks:
      if row.isCurrent, case .ready = model {
        say("\(row.name) is loaded already", world)
        return []
      }
      // What is missing may have become free since; loading looks again.
      return load(path: row.path, called: row.name)
    }
  }

  /// Takes what was found on the machine.
  mutating func take(models rows: [ModelRow], _ world: ChatWorld) -> [Effect] {
    models = rows
    if let place = layers.lastIndex(where: { if case .models = $0 { true } else { false } }),
      case .models(var picker) = layers[place]
    {
      picker.set(rows)
      layers[place] = .models(picker)
    }
    guard let wanted = wantedModel else { return [] }
    wantedModel = nil
    guard let row = rows.first(where: { $0.name.caseInsensitiveCompare(wanted) == .orderedSame }) else {
      let near = NearestName.of(wanted, among: rows.map(\.name))
      let hint = near.map { "did you mean \(quoted($0))? /model lists them" } ?? "/model lists those on this machine"
      say("there is no model called \(quoted(wanted)); \(hint)", isError: true, world)
      return []
    }
    return load(row, world)
  }

  /// Asks for the names of models as soon as somebody begins to type what takes one.
  mutating func askForModels() -> [Effect] {
    guard settings.server == nil, !hasAskedForModels, composer.begins(with: "/model ") else { return [] }
    hasAskedForModels = true
    return [.listModels]
  }
}

extension Composer {
  /// Whether the text begins so.
  func begins(with text: String) -> Bool {
    buffer.count >= text.count && buffer.text(0..<text.count) == text
  }
}
