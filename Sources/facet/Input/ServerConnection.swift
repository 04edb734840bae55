import Chat
import Engine
import Interface
import Remote

/// The server that replies in the place of a model on this machine, and what it is asked with.
struct ServerConnection: Sendable, Equatable {
  var address: ServerAddress
  /// The server's name for the model; nil for the only one that it has.
  var model: String?
  /// Goes to this server alone.
  var key: APIKey?

  /// The same server with another model.
  func with(model: String) -> ServerConnection {
    ServerConnection(address: address, model: model, key: key)
  }

  /// Asks the server for its models.
  ///
  /// - Throws: `RemoteError`.
  func assistant() async throws -> RemoteAssistant {
    try await RemoteAssistant.connect(to: address, model: model, key: key)
  }

  /// Connects in the place of loading a model; what stands there as a file is the server's name for a model.
  var loader: AssistantWorker.Loader {
    { model, _ in
      if case .file(let name)? = model { return try await with(model: name).loaded() }
      return try await loaded()
    }
  }

  /// The assistant, and what the chat says of it.
  private func loaded() async throws -> AssistantWorker.Loaded {
    let assistant = try await assistant()
    // Whether it takes pictures and sound shows when some are sent.
    let facts = ModelFacts(
      name: assistant.name, context: assistant.contextLength ?? 0, hasProjector: true, serverModels: assistant.models)
    return (assistant, facts)
  }

  /// What the chat says of where words go.
  var facts: ServerFacts {
    ServerFacts(
      name: address.name, isThisMachine: address.distance == .thisMachine, isOpenToReaders: address.isOpenToReaders)
  }
}
