import Chat
import Screen

/// A server that replies in the place of a model on this machine.
extension ChatState {
  /// Who gets to read what is said.
  var readerSentence: String {
    settings.server.map { SafeText(oneLine: $0.sentence).string } ?? "nothing leaves this machine"
  }

  /// Of a server: which model replies and which others there are, or another one.
  mutating func chooseServerModel(_ name: String, _ server: ServerFacts, _ world: ChatWorld) -> [Effect] {
    let known = model.facts?.serverModels ?? []
    let present = model.facts?.name
    let others = known.filter { $0 != present }
    guard name.isEmpty || (!known.isEmpty && !known.contains(name)) else {
      if name == present { return [] }
      model = .loading(TimeLeft())
      settings.modelName = name
      return [.useServerModel(name: name)]
    }
    let shown = others.prefix(12).joined(separator: ", ") + (others.count > 12 ? " and \(others.count - 12) more" : "")
    if !name.isEmpty {
      say(
        "\(server.name) has no model \(quoted(name)); it has \(known.prefix(12).joined(separator: ", "))",
        isError: true, world)
    } else if case .failed(let sentence) = model {
      say(sentence, isError: true, world)
    } else {
      let rest = others.isEmpty ? "" : "; /model NAME takes another: \(shown)"
      say("\(present ?? "a model") at \(server.name)\(rest)", world)
    }
    return []
  }
}
