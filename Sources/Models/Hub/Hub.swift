import Chat
import Foundation

/// Asks a hub what repositories hold, in the way of Hugging Face's.
struct Hub: Sendable {
  /// What one repository held at one commit.
  struct Listing: Sendable, Equatable {
    let repository: RepositoryName
    /// The commit, 40 hexadecimal digits.
    let commit: String
    let files: [HubFile]
  }

  /// A list of more pages than this has no end.
  static let mostPages = 50
  /// How long one answer may be, in bytes.
  static let longestAnswer = 16 << 20

  let client: HTTPClient
  let retrying: Retrying

  private var access: HubAccess { client.access }

  /// The files of a repository at a revision: a branch, a tag or a commit, or what is newest.
  func listing(_ repository: RepositoryName, revision: String?) throws(PullError) -> Listing {
    let commit = try commit(of: repository, revision: revision)
    var files: [HubFile] = []
    var next: URL? = address("api/models/\(repository.text)/tree/\(commit)", query: "recursive=true")
    for _ in 0..<Self.mostPages {
      guard let url = next else { return Listing(repository: repository, commit: commit, files: files) }
      let (answer, json) = try ask(url, for: repository)
      guard let page = HubFile.list(json) else { throw notAHub(.noListing) }
      files += page
      next = try nextPage(of: answer)
    }
    throw notAHub(.tooLong)
  }

  /// Where the contents of a file are.
  func address(of path: String, in repository: RepositoryName, commit: String) -> URL {
    address("\(repository.text)/resolve/\(commit)/\(path)")
  }

  private func commit(of repository: RepositoryName, revision: String?) throws(PullError) -> String {
    let place = "api/models/\(repository.text)" + (revision.map { "/revision/\($0)" } ?? "")
    let (_, json) = try ask(address(place), for: repository)
    guard let commit = json["sha"]?.asString, commit.utf8.count == 40, commit.utf8.allSatisfy(Self.isHexadecimal) else {
      throw notAHub(.noCommit)
    }
    return commit
  }

  /// The address of the next page; it has to be on the same server, which is the one that gets the token.
  private func nextPage(of answer: HTTPAnswer) throws(PullError) -> URL? {
    guard let text = answer.nextPage else { return nil }
    guard let url = URL(string: text, relativeTo: answer.url)?.absoluteURL, Origin(url) == Origin(answer.url) else {
      throw notAHub(.noListing)
    }
    return url
  }

  private func ask(_ url: URL, for repository: RepositoryName) throws(PullError) -> (HTTPAnswer, JSONValue) {
    let access = access
    return try retrying.run { () throws(PullError) in
      let body = ShortBody(limit: Self.longestAnswer, tooLong: notAHub(.tooLong)) { answer throws(PullError) in
        guard answer.status != 200 else { return }
        let error = PullError(answer, repository: repository, access: access)
        // To strangers the hub lists everything that there is for them: its 401 means another repository, whether it says so by its code or not.
        guard case .notAllowed = error, access.token == nil, Origin(answer.url) == Origin(access.endpoint) else {
          throw error
        }
        throw .noRepository(repository.text, endpoint: access.endpoint.shownAddress, hasToken: false)
      }
      let answer = try client.get(url, reader: body)
      guard let json = try? JSONValue(parsing: body.bytes) else { throw notAHub(.notJSON) }
      return (answer, json)
    }
  }

  private func notAHub(_ reason: PullError.NotAHub) -> PullError {
    .notAHub(endpoint: access.endpoint.shownAddress, reason: reason)
  }

  /// An address under the endpoint, with percent signs before what has a meaning in addresses.
  private func address(_ path: String, query: String? = nil) -> URL {
    var parts = URLComponents(url: access.endpoint, resolvingAgainstBaseURL: false) ?? URLComponents()
    let allowed = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")
    parts.percentEncodedPath += "/" + (path.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")
    parts.percentEncodedQuery = query
    return parts.url ?? access.endpoint
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}

extension PullError {
  /// What an answer other than the wanted one means; the hub says more in `X-Error-Code`.
  init(_ answer: HTTPAnswer, repository: RepositoryName?, access: HubAccess) {
    let address = answer.url.shownAddress
    let hasToken = access.token != nil
    let endpoint = access.endpoint.shownAddress
    switch (answer.status, answer.header("X-Error-Code"), repository) {
    case (_, "GatedRepo"?, let repository?):
      self = .gated(repository: repository.text, page: "\(endpoint)/\(repository.text)")
    // The hub does not tell strangers whether a repository is private or not there.
    case (_, "RepoNotFound"?, let repository?):
      self = .noRepository(repository.text, endpoint: endpoint, hasToken: hasToken)
    case (401, _, _): self = .notAllowed(address: address, hasToken: hasToken)
    case (403, _, let repository?) where Origin(answer.url) == Origin(access.endpoint):
      self = .gated(repository: repository.text, page: "\(endpoint)/\(repository.text)")
    case (404, _, _), (410, _, _): self = .notFound(address: address)
    case (429, _, _), (503, _, _):
      let seconds = RetryPolicy.seconds(retryAfter: answer.header("Retry-After"))
      self = .busy(address: address, seconds: seconds.map { Int(min($0.rounded(.up), 1e9)) })
    default: self = .status(answer.status, address: address)
    }
  }
}
