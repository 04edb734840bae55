import Foundation

/// What a person asks `facet pull` for.
public enum PullTarget: Sendable, Equatable {
  /// A model of the catalogue.
  case catalogue(Catalogue.Entry)
  /// A repository of the hub, and where it is named a file of it, or a part of its name such as `Q4_0`.
  case repository(RepositoryName, revision: String?, file: String?)
  /// A file that lies somewhere else.
  case address(URL)

  /// Reads `gemma-4-12b`, `owner/repository`, `owner/repository:FILE` or an address.
  ///
  /// The address of a file or a repository on the hub is taken for that file or repository.
  ///
  ///     https://huggingface.co/google/gemma-4/resolve/main/a.gguf?download=true  →  google/gemma-4, revision main, a.gguf
  ///
  /// - Throws: `PullError` of what cannot be understood.
  public init(_ text: String, catalogue: Catalogue = .builtIn, endpoint: URL) throws(PullError) {
    if let entry = catalogue.entry(named: text) {
      self = .catalogue(entry)
    } else if text.contains("://") {
      self = try Self.address(text, endpoint: endpoint)
    } else {
      // A path in a repository may hold “:”, a repository's name cannot.
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let repository = RepositoryName(parts[0].trimmingPrefix("hf.co/").description) else {
        throw .unknownName(text, known: catalogue.entries.map(\.name))
      }
      if parts.count > 1, parts[1].isEmpty { throw .unknownName(text, known: catalogue.entries.map(\.name)) }
      self = .repository(repository, revision: nil, file: parts.count > 1 ? parts[1] : nil)
    }
  }

  private static func address(_ text: String, endpoint: URL) throws(PullError) -> PullTarget {
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = url.host?.lowercased(), !host.isEmpty
    else { throw .notAnAddress(text) }
    let hubs = ["huggingface.co", "www.huggingface.co", "hf.co", endpoint.host?.lowercased() ?? ""]
    let isHub = hubs.contains(host) && (host != endpoint.host?.lowercased() || url.port == endpoint.port)
    let parts = url.path.split(separator: "/").map(String.init)
    if isHub, parts.count >= 2, let repository = RepositoryName(parts[0] + "/" + parts[1]) {
      guard parts.count >= 5, ["resolve", "blob", "raw"].contains(parts[2]) else {
        return .repository(repository, revision: parts.count == 4 && parts[2] == "tree" ? parts[3] : nil, file: nil)
      }
      return .repository(repository, revision: parts[3], file: parts[4...].joined(separator: "/"))
    }
    // Without encryption anybody on the way could send another file.
    guard scheme == "https" || Self.isThisMachine(host) else { throw .notEncrypted(text) }
    guard !parts.isEmpty else { throw .notAnAddress(text) }
    return .address(url)
  }

  /// Whether a host is this machine, where nobody is on the way.
  static func isThisMachine(_ host: String) -> Bool {
    ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
  }
}
