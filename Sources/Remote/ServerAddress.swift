import Foundation

/// Where an OpenAI-compatible server is: the address that stands before `/chat/completions`.
public struct ServerAddress: Sendable, Equatable {
  /// As it is asked, without a slash at its end.
  public let url: URL

  /// Takes what a person wrote: `http://127.0.0.1:8080`, `https://example.org/v1/`; nil for what is no address of HTTP.
  ///
  /// Where there is no path it becomes `/v1`, which is where servers of this kind answer.
  public init?(_ text: String) {
    guard var parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme?.lowercased()),
      let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil
    else { return nil }
    while parts.path.hasSuffix("/") { parts.path.removeLast() }
    if parts.path.isEmpty { parts.path = "/v1" }
    guard let url = parts.url else { return nil }
    self.url = url
  }
}
