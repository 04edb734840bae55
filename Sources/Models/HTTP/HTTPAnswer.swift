import Foundation
import FoundationNetworking

/// The head of an answer.
struct HTTPAnswer: Sendable {
  /// Who gave it, after all redirections.
  let url: URL
  let status: Int
  private let headers: [String: String]

  init(url: URL, status: Int, headers: [String: String]) {
    self.url = url
    self.status = status
    self.headers = Dictionary(headers.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
  }

  init(_ response: HTTPURLResponse, url: URL) {
    var headers: [String: String] = [:]
    for (name, value) in response.allHeaderFields {
      if let name = name as? String, let value = value as? String { headers[name] = value }
    }
    self.init(url: url, status: response.statusCode, headers: headers)
  }

  /// The value of a header field, whatever the case of its name.
  func header(_ name: String) -> String? { headers[name.lowercased()] }

  /// The length of the body in bytes, where it is told.
  var length: Int? { header("Content-Length").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

  /// Whether the body is a page for people.
  var isPage: Bool { header("Content-Type")?.lowercased().contains("text/html") ?? false }

  /// What identifies this very content: an entity tag that is no weak one.
  var strongTag: String? {
    header("ETag").flatMap { $0.hasPrefix("\"") && $0.utf8.count > 2 && $0.utf8.count < 512 ? $0 : nil }
  }

  /// Which bytes of a file the body holds: `Content-Range: bytes 5-9/10` → from 5, of 10.
  var range: (start: Int, total: Int?)? {
    guard let text = header("Content-Range")?.lowercased(), text.hasPrefix("bytes") else { return nil }
    let parts = text.dropFirst("bytes".count).split { $0 == " " || $0 == "-" || $0 == "/" }
    guard parts.count == 3, let start = Int(parts[0]), Int(parts[1]) != nil else { return nil }
    return (start, Int(parts[2]))
  }

  /// The address of the next page of a list: `Link: <https://…>; rel="next"`.
  var nextPage: String? {
    for link in header("Link")?.components(separatedBy: ",") ?? [] where link.contains("rel=\"next\"") {
      guard let start = link.firstIndex(of: "<"), let end = link.firstIndex(of: ">"), start < end else { continue }
      return String(link[link.index(after: start)..<end])
    }
    return nil
  }
}
