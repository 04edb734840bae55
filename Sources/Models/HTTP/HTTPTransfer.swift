import Foundation
import FoundationNetworking

/// One request and its answer, without redirections.
///
/// What the delegate's calls and the waiting thread share is guarded by `condition`.
final class HTTPTransfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  private let url: URL
  private let reader: any AnswerReader
  private let condition = NSCondition()
  private var lastActivity = ContinuousClock.now
  /// Whether the reader is at work, so that a silence is not the server's.
  private var isReading = false
  private var answer: HTTPAnswer?
  private var failure: PullError?
  private var isDone = false

  private init(url: URL, reader: any AnswerReader) {
    self.url = url
    self.reader = reader
  }

  /// Asks, hands the body to the reader and waits for its end; the answer of a redirection is given back without asking the reader.
  ///
  /// - Throws: what the reader throws, `PullError.connection`, `.certificate`, `.stalled` after `stallTime` without a byte, `.cancelled`.
  static func run(
    _ request: URLRequest, url: URL, reader: any AnswerReader, stallTime: Duration, cancellation: PullCancellation
  ) throws(PullError) -> HTTPAnswer {
    let transfer = HTTPTransfer(url: url, reader: reader)
    let configuration = URLSessionConfiguration.ephemeral
    // What is fetched is kept in files, and nothing else is to be kept.
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.urlCredentialStorage = nil
    // The time without a byte is measured here, and to the millisecond.
    configuration.timeoutIntervalForRequest = 86_400
    configuration.timeoutIntervalForResource = 30 * 86_400
    let session = URLSession(configuration: configuration, delegate: transfer, delegateQueue: BoundedQueue())
    defer { session.finishTasksAndInvalidate() }
    let task = session.dataTask(with: request)
    let failure = cancellation.acting({ transfer.end(.cancelled) }) {
      task.resume()
      return transfer.wait(stallTime: stallTime)
    }
    if let failure {
      task.cancel()
      throw failure
    }
    guard let answer = transfer.answer else {
      throw .connection(host: url.host ?? "", reason: "it closed the connection without an answer")
    }
    return answer
  }

  /// Waits for the end, and says what went wrong.
  private func wait(stallTime: Duration) -> PullError? {
    condition.lock()
    defer { condition.unlock() }
    while !isDone {
      let silence = isReading ? .zero : lastActivity.duration(to: .now)
      guard silence < stallTime else {
        failure = .stalled(host: url.host ?? "", seconds: max(1, Int(stallTime.components.seconds)))
        isDone = true
        break
      }
      let left = stallTime - silence
      let seconds = Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18
      _ = condition.wait(until: Date(timeIntervalSinceNow: max(0.001, seconds)))
    }
    return failure
  }

  /// Ends the waiting; the first reason counts.
  private func end(_ failure: PullError?) {
    condition.lock()
    if !isDone {
      isDone = true
      self.failure = failure
      condition.broadcast()
    }
    condition.unlock()
  }

  /// Lets the reader work, unless it is too late for that.
  private func read(_ body: () throws(PullError) -> Void) {
    condition.lock()
    let isOver = isDone
    isReading = true
    condition.unlock()
    defer {
      condition.lock()
      isReading = false
      lastActivity = .now
      condition.unlock()
    }
    guard !isOver else { return }
    do throws(PullError) {
      try body()
    } catch {
      end(error)
    }
  }

  // MARK: What URLSession calls, on its delegate queue

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    defer { completionHandler(.allow) }
    guard let response = response as? HTTPURLResponse else { return }
    let answer = HTTPAnswer(response, url: url)
    condition.lock()
    self.answer = answer
    condition.unlock()
    if !answer.isRedirection { read { () throws(PullError) in try reader.begin(answer) } }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    condition.lock()
    let isWanted = answer.map { !$0.isRedirection } ?? false
    condition.unlock()
    if isWanted { read { () throws(PullError) in try reader.take(data) } }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    // Who follows decides where to, and what the other server is told.
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    // Of a 401 that asks for a password this comes after the whole answer, and without a password Foundation would never say that it is over.
    end(nil)
    completionHandler(.cancelAuthenticationChallenge, nil)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    if let error {
      condition.lock()
      let hasBegun = answer != nil
      condition.unlock()
      end(hasBegun ? .broken(host: url.host ?? "") : Self.failure(error, host: url.host ?? ""))
    } else {
      if let response = task.response as? HTTPURLResponse {
        condition.lock()
        if answer == nil { answer = HTTPAnswer(response, url: url) }
        condition.unlock()
      }
      end(nil)
    }
  }

  /// The library's error in our words.
  private static func failure(_ error: any Error, host: String) -> PullError {
    let code = (error as? URLError)?.code ?? URLError.Code(rawValue: (error as NSError).code)
    switch code {
    case .cannotFindHost, .dnsLookupFailed: return .connection(host: host, reason: "its name is not known")
    case .cannotConnectToHost: return .connection(host: host, reason: "nobody answers there")
    case .networkConnectionLost: return .broken(host: host)
    case .timedOut: return .connection(host: host, reason: "it took too long")
    case .notConnectedToInternet: return .connection(host: host, reason: "there is no network")
    // On Linux the library gives curl's trouble with certificates no number of its own.
    case _ where isUnsafe(error.localizedDescription): return .certificate(host: host, reason: words(error))
    default: return .connection(host: host, reason: words(error))
    }
  }

  /// Whether curl speaks of encryption that is not as it should be, and not of a connection that broke off while it was agreed on.
  private static func isUnsafe(_ text: String) -> Bool {
    func mentions(_ words: String...) -> Bool { words.contains { text.contains($0) } }
    return mentions("certificate")
      || mentions("SSL", "TLS") && !mentions("SYSCALL", "unexpected eof", "reset", "timeout", "timed out")
  }

  private static func words(_ error: any Error) -> String {
    let text = error.localizedDescription
    // “SSL” stays as it is.
    let isAbbreviation = text.dropFirst().first?.isUppercase ?? false
    return (isAbbreviation ? String(text.prefix(1)) : text.prefix(1).lowercased()) + text.dropFirst().prefix(200)
  }
}

extension HTTPAnswer {
  /// Whether the answer only says where to ask instead.
  var isRedirection: Bool { [301, 302, 303, 307, 308].contains(status) }
}

/// The queue on which URLSession calls its delegate, with room for few calls.
///
/// On Linux URLSession reads as quickly as the network gives and lets what it read wait in this queue, without any limit. Whoever adds to the full
/// queue waits instead; that is the thread which reads from the network, so that the network has to wait as well.
private final class BoundedQueue: OperationQueue, @unchecked Sendable {
  /// Calls that may wait; each carries at most 16 KiB.
  private static let room = 64
  private let condition = NSCondition()
  /// Guarded by the condition.
  private var waiting = 0
  /// A queue of one thing at a time has a thread when it needs one.
  ///
  /// In the common pool a lively server would stand in line behind all other work of the process, and be taken for a dead one. An operation queue does
  /// not hold what is under it.
  private let queue = DispatchQueue(label: "facet.http")

  override init() {
    super.init()
    maxConcurrentOperationCount = 1
    underlyingQueue = queue
  }

  override func addOperation(_ block: @escaping @Sendable () -> Void) {
    condition.lock()
    while waiting >= Self.room { condition.wait() }
    waiting += 1
    condition.unlock()
    super.addOperation { [self] in
      block()
      condition.lock()
      waiting -= 1
      condition.signal()
      condition.unlock()
    }
  }
}
