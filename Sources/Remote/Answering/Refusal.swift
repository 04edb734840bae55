import Chat

/// What an answer with an error means.
struct Refusal: Sendable {
  /// The status of the answer: 400 and more.
  let status: Int
  /// The server's own words on one line; may be empty.
  let message: String
  private let isWebPage: Bool
  /// The parts of a question that the answer names, wherever in it: some servers print all that they did not understand.
  private let namedParts: Set<Attachment.Kind>
  private let retryAfter: String?

  init(_ head: HTTPHead, body: [UInt8]) {
    status = head.status
    message = ServerMessage.text(of: body)
    isWebPage =
      head["content-type"]?.lowercased().contains("html") ?? false
      || ServerMessage.isWebPage(String(decoding: body.prefix(200), as: UTF8.self))
    let text = String(decoding: body, as: UTF8.self)
    let parts: [(String, Attachment.Kind)] = [("input_audio", .recording), ("image_url", .picture)]
    namedParts = Set(parts.filter { text.contains($0.0) }.map(\.1))
    retryAfter = head["retry-after"].map { ServerMessage.oneLine($0, limit: 40) }
  }

  /// Whether the server may be ready in a moment.
  var isPassing: Bool { status == 503 }

  private var words: String { message.lowercased() }

  private func mentions(_ words: String...) -> Bool {
    let said = self.words
    return words.contains { said.contains($0) }
  }

  /// The field of a question that the server does not know; nil where it says nothing of that kind.
  func refusedField(among fields: [String]) -> String? {
    guard status == 400 || status == 422 || status == 500 else { return nil }
    return fields.first { words.contains($0) }
  }

  /// The error of a question about `model`.
  ///
  /// - Parameters:
  ///   - service: What was asked, such as `http://127.0.0.1:8080/v1/chat/completions`.
  ///   - known: The models that the server has, as far as it says.
  func error(
    _ address: ServerAddress, service: String, hasKey: Bool, model: String? = nil, known: [String] = [],
    media: Set<Attachment.Kind> = [], bytes: Int = 0
  ) -> RemoteError {
    let server = address.name
    switch status {
    case 401, 403: return .keyRefused(server: server, hasKey: hasKey, message: message)
    case 404, 405:
      guard let model, !isWebPage, mentions("model") else { return .wrongAddress(address: service, status: status) }
      return .noSuchModel(server: server, name: model, known: known)
    case 429:
      // A number means seconds, anything else is a date.
      let wait = retryAfter.map { text in Int(text).map { "\($0) s" } ?? text }
      return .tooManyRequests(server: server, wait: wait, message: message)
    default: break
    }
    if mentions(
      "context length", "context_length", "context size", "context window", "maximum context", "too many tokens",
      "n_ctx", "exceeds the available context", "prompt is too long", "input is too long")
    {
      return .contextTooLong(server: server, message: message)
    }
    if status == 413 { return .requestTooLarge(server: server, bytes: bytes) }
    if let kind = refusedMedia(media) { return .mediaRefused(server: server, kind: kind, message: message) }
    if isWebPage { return .notAServer(address: service) }
    return status < 500
      ? .rejected(server: server, status: status, message: message)
      : .failed(server: server, status: status, message: message)
  }

  private func refusedMedia(_ media: Set<Attachment.Kind>) -> String? {
    if media.contains(.recording), mentions("audio", "sound") || namedParts.contains(.recording) { return "sound" }
    if media.contains(.picture), mentions("image", "vision", "picture") || namedParts.contains(.picture) {
      return "pictures"
    }
    guard !media.isDisjoint(with: [.picture, .recording]),
      mentions("multimodal", "multi-modal", "mmproj", "modality", "content type", "unsupported content")
    else { return nil }
    return media.contains(.picture) ? media.contains(.recording) ? "pictures or sound" : "pictures" : "sound"
  }
}
