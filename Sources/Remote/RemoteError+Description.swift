import Foundation

extension RemoteError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .refused(let server):
      "\(server) refuses the connection: no server listens there; start it, or name another with --server URL"
    case .nameNotFound(let server):
      "there is no machine of the name \(server); check the address, or the network"
    case .notTrusted(let server, let reason):
      "the connection to \(server) cannot be trusted (\(reason)); nothing was sent, check its certificate and the address"
    case .noConnection(let server, let seconds):
      "\(server) did not answer within \(Self.time(seconds)); check the address, the network and firewalls"
    case .unreachable(let server, let reason):
      "\(server) cannot be reached (\(reason)); check the address and the network"
    case .redirected(let server, let to):
      "\(server) sends the question on to \(to), where nothing is sent unasked; name that with --server if it is meant"
    case .noAnswer(let server, let seconds):
      "\(server) took the question and said nothing for \(Self.time(seconds)); look whether it is overloaded, then ask again"
    case .stalled(let server, let seconds):
      "\(server) said nothing more for \(Self.time(seconds)); what was written stays, ask again for the rest"
    case .cut(let server):
      "the connection to \(server) broke off in the middle; what was written stays, ask again for the rest"
    case .empty(let server):
      "\(server) answered with nothing; look into its log, then ask again"
    case .tooLong(let server, let bytes):
      "\(server) sends more than \(bytes >> 20) MiB without an end to it; it may not be a server of this kind"
    case .garbled(let server, let text):
      "\(server) answers in another format than OpenAI's (\(text)); check the address, which often ends with /v1"
    case .notAServer(let address):
      "\(address) answers with a web page; name the address of the API, which often ends with /v1"
    case .reported(let server, let message):
      "\(server) gave up: \(message); what was written stays, ask again"
    case .keyRefused(let server, false, let message):
      "\(server) wants an API key\(Self.parenthesis(message)); put it into FACET_API_KEY, or into a file for --api-key-file"
    case .keyRefused(let server, true, let message):
      "\(server) refuses the API key\(Self.parenthesis(message)); check FACET_API_KEY, or the file of --api-key-file"
    case .wrongAddress(let address, let status):
      "\(address) does not exist there (status \(status)); check the address, which often ends with /v1"
    case .noSuchModel(let server, let name, let known) where known.isEmpty:
      "\(server) has no model “\(name)”; ask whoever runs it for the name, and give that with --model"
    case .noSuchModel(let server, let name, let known):
      "\(server) has no model “\(name)”; it has \(Self.list(known))"
    case .contextTooLong(let server, let message):
      "the conversation is longer than \(server) takes (\(message)); delete messages, or begin a new one with /new"
    case .requestTooLarge(let server, let bytes):
      "\(server) does not take a question of \(max(1, bytes >> 10)) KiB; attach less, or a smaller picture"
    case .tooManyRequests(let server, let wait?, let message):
      "\(server) has been asked too often\(Self.parenthesis(message)); ask again after \(wait)"
    case .tooManyRequests(let server, nil, let message):
      "\(server) has been asked too often\(Self.parenthesis(message)); ask again later"
    case .mediaRefused(let server, let kind, let message):
      "\(server) does not take \(kind) with this model (\(message)); choose another model, or remove the attachment"
    case .rejected(let server, let status, let message):
      "\(server) does not take the question (\(message.isEmpty ? "status \(status)" : message)); "
        + "the message says what to change"
    case .failed(let server, let status, let message):
      "\(server) failed with status \(status)\(Self.parenthesis(message)); ask again, or look into its log"
    case .severalModels(let server, let known):
      "\(server) has several models; choose one with --model: \(Self.list(known))"
    case .noModels(let server):
      "\(server) lists no models; load one there, or name one with --model"
    }
  }

  private static func parenthesis(_ text: String) -> String { text.isEmpty ? "" : " (\(text))" }

  private static func time(_ seconds: Double) -> String {
    if seconds >= 120 { return "\(Int(seconds / 60)) minutes" }
    return seconds >= 1 ? "\(Int(seconds)) s" : "\(Int(seconds * 1000)) ms"
  }

  /// Names, as many as one sentence holds.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { ServerMessage.oneLine($0, limit: 80) }
    return shown.joined(separator: ", ") + (names.count > 12 ? " and \(names.count - 12) more" : "")
  }
}
