import Chat
import Foundation
import FoundationNetworking

/// Asks one server, and no other.
struct ServerClient: Sendable {
  let address: ServerAddress
  /// Goes to `address` and nowhere else.
  let key: APIKey?
  let limits: RemoteLimits

  /// A question without or with a body of JSON.
  func request(_ service: String, body: String? = nil) -> URLRequest {
    var request = URLRequest(url: Self.reachable(address.endpoint(service)))
    request.httpMethod = body == nil ? "GET" : "POST"
    request.httpBody = body.map { Data($0.utf8) }
    request.setValue(
      body == nil ? "application/json" : "text/event-stream, application/json", forHTTPHeaderField: "Accept")
    if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
    // Foundation would tell the program's path and the person's language.
    request.setValue("facet", forHTTPHeaderField: "User-Agent")
    request.setValue("*", forHTTPHeaderField: "Accept-Language")
    if let key { request.setValue("Bearer \(key.secret)", forHTTPHeaderField: "Authorization") }
    return request
  }

  /// The address by which Foundation can ask: it takes no IPv6 address in brackets, and `::1` has a name.
  private static func reachable(_ url: URL) -> URL {
    guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: false),
      ["::1", "[::1]"].contains(parts.host)
    else { return url }
    parts.host = "localhost"
    return parts.url ?? url
  }

  /// The models that the server lists; nil where it has no such list.
  ///
  /// - Throws: ``RemoteError``.
  func models() async throws -> ServerModels? {
    let request = request("models")
    var pauses = limits.retries[...]
    while true {
      let error: RemoteError
      do {
        return try await models(request)
      } catch RemoteError.refused(let server) {
        error = .refused(server: server)
      } catch let notReady as NotReady {
        error = notReady.error
      }
      guard let pause = pauses.popFirst() else { throw error }
      try await Task.sleep(for: pause)
    }
  }

  /// A refusal after which the same may work in a moment.
  private struct NotReady: Error {
    let error: RemoteError
  }

  private func models(_ request: URLRequest) async throws -> ServerModels? {
    let exchange = HTTPExchange(
      request, server: address, connecting: limits.listing, silence: limits.listing,
      waitingLimit: limits.waitingBytes)
    var head: HTTPHead?
    var body: [UInt8] = []
    try await withTaskCancellationHandler {
      exchange.start()
      for try await piece in exchange.pieces {
        switch piece {
        case .head(let new): head = new
        case .body(let data):
          exchange.noteRead(data.count)
          body += data
          guard body.count <= limits.listBytes else {
            exchange.close()
            throw RemoteError.tooLong(server: address.name, bytes: limits.listBytes)
          }
        }
      }
    } onCancel: {
      exchange.close()
    }
    try Task.checkCancellation()
    guard let head else { throw RemoteError.empty(server: address.name) }
    let service = address.endpoint("models").absoluteString
    guard head.status < 400 else {
      let refusal = Refusal(head, body: body)
      // Not every server has a list.
      if [404, 405, 501].contains(head.status),
        !ServerMessage.isWebPage(String(decoding: body.prefix(200), as: UTF8.self))
      {
        return nil
      }
      let error = refusal.error(address, service: service, hasKey: key != nil)
      if refusal.isPassing { throw NotReady(error: error) }
      throw error
    }
    let text = String(decoding: body.prefix(400), as: UTF8.self)
    if ServerMessage.isWebPage(text) { throw RemoteError.notAServer(address: address.url.absoluteString) }
    guard let value = try? JSONValue(parsing: body), let models = ServerModels(value) else {
      throw RemoteError.garbled(server: address.name, text: ServerMessage.oneLine(text, limit: 80))
    }
    return models
  }
}
