import Foundation

/// Why a model could not be downloaded.
public enum PullError: Error, Equatable, Sendable {
  /// Neither a name of the catalogue nor a repository.
  case unknownName(String, known: [String])
  case notAnAddress(String)
  case notEncrypted(String)
  case badEndpoint(String)
  case badToken(variable: String)
  case noModelFolder

  /// The repository holds no model for facet.
  case noModel(repository: String)
  case severalModels(repository: String, files: [HubFile])
  case noSuchFile(repository: String, file: String, models: [String])
  case unsafePath(repository: String, path: String)

  case gated(repository: String, page: String)
  /// The server wants to know who asks; `hasToken` says that it was told.
  case notAllowed(address: String, hasToken: Bool)
  case notFound(address: String)
  case noRepository(String, endpoint: String, hasToken: Bool)
  case status(Int, address: String)
  case busy(address: String, seconds: Int?)
  case notAHub(endpoint: String, reason: NotAHub)
  case badRedirect(address: String, reason: BadRedirect)
  /// Something else than the file came: a web page, or a file that is no GGUF.
  case notTheFile(file: String, isPage: Bool)
  case wrongSize(file: String, expected: Int, found: Int)
  case wrongDigest(file: String, expected: String, found: String)
  case connection(host: String, reason: String)
  case broken(host: String)
  case certificate(host: String, reason: String)
  case stalled(host: String, seconds: Int)
  case cutOff(file: String, done: Int, of: Int?)
  case changed(file: String)

  case diskTooSmall(folder: String, needed: Int, free: Int)
  case diskFull(path: String)
  case notWritten(path: String, code: Int32)
  case beingPulled(folder: String)
  case cancelled

  /// Why an answer cannot be one of a hub.
  public enum NotAHub: Equatable, Sendable {
    case notJSON
    case noCommit
    case noListing
    case tooLong
  }

  /// Why a redirection is not followed.
  public enum BadRedirect: Equatable, Sendable {
    case tooMany
    case notEncrypted
    case notAnAddress
  }

  /// Whether the same may work a little later.
  var isPassing: Bool {
    switch self {
    case .busy, .connection, .broken, .stalled, .cutOff, .changed: true
    case .status(let status, _): status >= 500 || status == 408
    default: false
    }
  }
}
