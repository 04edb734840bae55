import Foundation

/// Which hub is asked, and with which token: by the variables that Hugging Face's own programs read.
public struct HubAccess: Sendable, Equatable {
  /// The hub's address without a slash at its end.
  public let endpoint: URL
  /// What is sent as `Authorization: Bearer …`, to the endpoint alone; nil where there is none.
  public let token: String?

  /// A hub and a token.
  public init(endpoint: URL, token: String?) {
    self.endpoint = endpoint
    self.token = token
  }

  /// Reads `HF_ENDPOINT`, and the token from `HF_TOKEN` or else from the file that `hf auth login` writes.
  ///
  /// That file is `$HF_TOKEN_PATH`, otherwise `$HF_HOME/token`, otherwise `$XDG_CACHE_HOME/huggingface/token` or
  /// `~/.cache/huggingface/token`; `HF_HUB_DISABLE_IMPLICIT_TOKEN` leaves it unread.
  ///
  /// - Throws: `PullError.badEndpoint`, `PullError.badToken`.
  public init(environment: [String: String]) throws(PullError) {
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    endpoint = try Self.endpoint(variable("HF_ENDPOINT"))
    for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
      guard let text = variable(name)?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { continue }
      guard Self.isToken(text) else { throw .badToken(variable: name) }
      token = text
      return
    }
    let isImplicit = !["1", "true", "yes", "on"].contains(variable("HF_HUB_DISABLE_IMPLICIT_TOKEN")?.lowercased() ?? "")
    let cache = variable("XDG_CACHE_HOME") ?? variable("HOME").map { $0 + "/.cache" }
    let home = variable("HF_HOME") ?? cache.map { $0 + "/huggingface" }
    let path = variable("HF_TOKEN_PATH") ?? home.map { $0 + "/token" }
    guard isImplicit, let path, let data = FileManager.default.contents(atPath: path), data.count < 4096 else {
      token = nil
      return
    }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard text.isEmpty || Self.isToken(text) else { throw .badToken(variable: path) }
    token = text.isEmpty ? nil : text
  }

  /// What `HF_ENDPOINT` names, or Hugging Face.
  public static func endpoint(_ text: String?) throws(PullError) -> URL {
    let text = text ?? "https://huggingface.co"
    var trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    guard let url = URL(string: trimmed), ["http", "https"].contains(url.scheme?.lowercased()),
      let host = url.host, !host.isEmpty, url.query == nil, url.fragment == nil, url.user == nil
    else { throw .badEndpoint(text) }
    return url
  }

  /// The token for a request to this address: only the hub gets it, and only where nobody on the way can read it.
  func token(for url: URL) -> String? {
    guard Origin(url) == Origin(endpoint) else { return nil }
    let isPrivate = url.scheme?.lowercased() == "https" || PullTarget.isThisMachine(url.host ?? "")
    return isPrivate ? token : nil
  }

  /// Whether this can stand in a header.
  private static func isToken(_ text: String) -> Bool {
    text.utf8.count < 1024 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}

/// What has to be equal for two addresses to belong to the same server.
struct Origin: Equatable {
  private let scheme: String?
  private let host: String?
  private let port: Int?

  init(_ url: URL) {
    scheme = url.scheme?.lowercased()
    host = url.host?.lowercased()
    port = url.port ?? (scheme == "https" ? 443 : 80)
  }
}
