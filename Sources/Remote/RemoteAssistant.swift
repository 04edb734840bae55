import Chat
import Foundation
import FoundationNetworking
import Synchronization

/// The assistant on a server that the person named.
///
/// ```swift
/// let assistant = try await RemoteAssistant.connect(to: address, model: nil, key: nil)
/// for try await event in assistant.reply(to: conversation, options: ReplyOptions()) { … }
/// ```
/// Words leave with ``reply(to:options:)`` alone: ``prepare(_:progress:)`` does nothing.
public final class RemoteAssistant: Assistant {
  /// Where it is.
  public let address: ServerAddress
  /// The name that the server knows the model by.
  public let name: String
  /// Tokens that a conversation and its reply may have together; nil where the server does not say.
  public let contextLength: Int?
  /// All models that the server lists; none where it lists none.
  public let models: [String]

  private let client: ServerClient
  /// The last reply.
  private let replying = Mutex<RemoteReply?>(nil)

  private init(_ client: ServerClient, model: ServerModels.Model, models: [String]) {
    (self.client, address, self.models) = (client, client.address, models)
    (name, contextLength) = (model.name, model.context)
  }

  /// Asks a server which models it has, and chooses one; nothing else is asked or sent.
  ///
  /// - Parameters:
  ///   - model: The model's name; nil takes the only one.
  ///   - key: The server's key; it goes nowhere else.
  /// - Throws: ``RemoteError``.
  public static func connect(
    to address: ServerAddress, model: String?, key: APIKey?, limits: RemoteLimits = RemoteLimits()
  ) async throws -> RemoteAssistant {
    let client = ServerClient(address: address, key: key, limits: limits)
    let list = try await client.models()
    let known = list?.names ?? []
    if let model {
      // Who lists nothing is believed to have what is asked for.
      guard let list, !known.isEmpty else {
        return RemoteAssistant(client, model: .init(name: model, context: nil), models: [])
      }
      guard let found = list.model(named: model) else {
        throw RemoteError.noSuchModel(server: address.name, name: model, known: known)
      }
      return RemoteAssistant(client, model: found, models: known)
    }
    guard let list, let first = list.models.first else { throw RemoteError.noModels(server: address.name) }
    guard list.models.count == 1 else { throw RemoteError.severalModels(server: address.name, known: known) }
    return RemoteAssistant(client, model: first, models: known)
  }

  /// Nothing: what is written leaves this machine only when it is sent.
  public func prepare(
    _ conversation: Conversation, progress: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
  ) async {}

  /// Replies to the conversation's last message.
  ///
  /// The stream throws ``RemoteError``, and `MediaError` for a picture or recording that cannot be read. What was written before an error stays true.
  public func reply(to conversation: Conversation, options: ReplyOptions) -> AsyncThrowingStream<ReplyEvent, any Error>
  {
    let reply = RemoteReply(client, model: name, known: models)
    replying.withLock { $0 = reply }
    return AsyncThrowingStream { continuation in
      continuation.onTermination = { _ in reply.stop() }
      Task {
        do {
          try await reply.run(conversation, options) { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
    }
  }

  /// Ends the last reply early, and closes its connection at once.
  public func stop() { replying.withLock { $0?.stop() } }
}
