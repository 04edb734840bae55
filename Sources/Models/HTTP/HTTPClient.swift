import Foundation
import FoundationNetworking

/// Asks servers, and follows their redirections as far as that is safe.
struct HTTPClient: Sendable {
  /// How many redirections may follow each other.
  static let mostRedirections = 10

  let access: HubAccess
  let policy: RetryPolicy
  let cancellation: PullCancellation

  /// Asks once and hands the body of the last answer to the reader.
  ///
  /// The token is sent to the hub alone: after a redirection to another server it is left out, and it does not come back. From an
  /// encrypted address no redirection leads to one that is not.
  func get(
    _ start: URL, headers: [String: String] = [:], isHead: Bool = false, reader: any AnswerReader
  ) throws(PullError) -> HTTPAnswer {
    var url = start
    var token = access.token(for: start)
    for _ in 0...Self.mostRedirections {
      try cancellation.check()
      var request = URLRequest(url: url)
      request.httpMethod = isHead ? "HEAD" : "GET"
      for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
      request.setValue("facet", forHTTPHeaderField: "User-Agent")
      // A packed body would have another length, and other parts.
      request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
      // Otherwise the library tells the person's language.
      request.setValue("en", forHTTPHeaderField: "Accept-Language")
      if let token { request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization") }
      let answer = try HTTPTransfer.run(
        request, url: url, reader: reader, stallTime: policy.second * policy.stallTime, cancellation: cancellation)
      guard answer.isRedirection else { return answer }
      let next = try Self.target(of: answer)
      if Origin(next) != Origin(url) { token = nil }
      url = next
    }
    throw .badRedirect(address: start.shownAddress, reason: .tooMany)
  }

  /// Where a redirection leads.
  static func target(of answer: HTTPAnswer) throws(PullError) -> URL {
    let from = answer.url
    guard let text = answer.header("Location"), let next = URL(string: text, relativeTo: from)?.absoluteURL,
      let scheme = next.scheme?.lowercased(), ["http", "https"].contains(scheme), next.host?.isEmpty == false,
      next.user == nil
    else { throw .badRedirect(address: from.shownAddress, reason: .notAnAddress) }
    if from.scheme?.lowercased() == "https", scheme != "https" {
      throw .badRedirect(address: from.shownAddress, reason: .notEncrypted)
    }
    return next
  }
}

extension URL {
  /// The address for people: without the part after “?”, in which other servers' addresses carry signatures.
  var shownAddress: String { "\(scheme ?? "")://\(host ?? "")\(port.map { ":\($0)" } ?? "")\(path)" }
}
