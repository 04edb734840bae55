import Foundation

/// Who takes what a server sends.
///
/// Both functions are called on a thread of the connection, one at a time; whoever asked waits meanwhile. What they throw ends the
/// request. As long as ``take(_:)`` has not returned, nothing more is read from the network than fits into a small buffer.
protocol AnswerReader: AnyObject, Sendable {
  /// Takes the head of an answer that is no redirection.
  func begin(_ answer: HTTPAnswer) throws(PullError)
  /// Takes the next bytes of its body.
  func take(_ bytes: Data) throws(PullError)
}

/// Keeps a short body.
///
/// Its state is used by one thread at a time, as the protocol says.
final class ShortBody: AnswerReader, @unchecked Sendable {
  private(set) var bytes = Data()
  private let limit: Int
  private let check: @Sendable (HTTPAnswer) throws(PullError) -> Void
  private let tooLong: PullError

  /// Keeps at most `limit` bytes, after `check` has passed the head.
  init(limit: Int, tooLong: PullError, check: @escaping @Sendable (HTTPAnswer) throws(PullError) -> Void) {
    self.limit = limit
    self.tooLong = tooLong
    self.check = check
  }

  func begin(_ answer: HTTPAnswer) throws(PullError) {
    try check(answer)
  }

  func take(_ bytes: Data) throws(PullError) {
    guard self.bytes.count + bytes.count <= limit else { throw tooLong }
    self.bytes += bytes
  }
}
