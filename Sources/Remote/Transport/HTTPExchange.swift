import Foundation
import FoundationNetworking
import Synchronization

/// One question to a server and its answer, piece by piece, over a connection of its own.
///
/// ```swift
/// let exchange = HTTPExchange(request, server: address, connecting: .seconds(15), silence: .seconds(600), waitingLimit: 1 << 24)
/// for try await piece in exchange.pieces { … }
/// ```
/// No redirection is followed, no cookie kept, and nothing is written to the disk. All that changes is behind `state`, which makes this
/// `Sendable` although the class above it is not.
final class HTTPExchange: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  /// A part of an answer.
  enum Piece: Sendable {
    case head(HTTPHead)
    case body(Data)
  }

  private struct State {
    var task: URLSessionDataTask?
    var isOver = false
    var hasAnswer = false
    /// When it takes too long, and what that is called.
    var deadline: ContinuousClock.Instant?
    var silence: Duration
    var isConnected = false
    /// Bytes that have come and that nobody has looked at.
    var waiting = 0
  }

  /// The answer, which ends early, without an error, after ``close()``.
  ///
  /// Who stops reading it closes the connection.
  let pieces: AsyncThrowingStream<Piece, any Error>

  private let request: URLRequest
  private let server: ServerAddress
  private let connecting: Duration
  private let waitingLimit: Int
  private let continuation: AsyncThrowingStream<Piece, any Error>.Continuation
  /// What comes, and the looks at the clock between it.
  ///
  /// Doing one thing at a time it has a thread when it needs one; in the common pool it would stand in line behind all other work of the process, and
  /// a lively server would count as silent.
  private let queue = DispatchQueue(label: "facet.exchange")
  private let state: Mutex<State>

  /// A question that is not asked yet.
  ///
  /// - Parameters:
  ///   - connecting: How long it may take until the question is taken; of one without a body, until the answer begins.
  ///   - silence: How long the server may say nothing after that.
  ///   - waitingLimit: The most bytes that may come before somebody looks at them: Foundation cannot make a server wait.
  init(_ request: URLRequest, server: ServerAddress, connecting: Duration, silence: Duration, waitingLimit: Int) {
    (self.request, self.server, self.connecting) = (request, server, connecting)
    self.waitingLimit = waitingLimit
    (pieces, continuation) = AsyncThrowingStream.makeStream(of: Piece.self)
    state = Mutex(State(silence: silence))
    super.init()
  }

  /// Asks.
  func start() {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.urlCache = nil
    configuration.urlCredentialStorage = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    // Silence is watched here, and told apart by what it came after.
    configuration.timeoutIntervalForRequest = 86_400
    configuration.timeoutIntervalForResource = 7 * 86_400
    let operations = OperationQueue()
    operations.maxConcurrentOperationCount = 1
    operations.underlyingQueue = queue
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: operations)
    let task = session.dataTask(with: request)
    let mayStart = state.withLock { state in
      guard !state.isOver else { return false }
      state.task = task
      return true
    }
    // Whoever reads no longer wants the rest.
    continuation.onTermination = { [weak self] _ in self?.close() }
    if mayStart {
      watch(for: connecting)
      task.resume()
    } else {
      task.cancel()
    }
    // It holds this object until its last task is over.
    session.finishTasksAndInvalidate()
  }

  /// Closes the connection at once; nothing more comes.
  func close() { end(nil) }

  /// Says that so many bytes were looked at.
  func noteRead(_ count: Int) { state.withLock { $0.waiting -= count } }

  /// From now on the server may be silent for so long.
  func allow(silence: Duration) {
    state.withLock { state in
      state.silence = silence
      state.deadline = ContinuousClock.now + silence
    }
    check(after: silence)
  }

  private func end(_ error: RemoteError?) {
    let task = state.withLock { state -> URLSessionDataTask? in
      state.isOver = true
      state.deadline = nil
      defer { state.task = nil }
      return state.task
    }
    if let error { continuation.finish(throwing: error) } else { continuation.finish() }
    task?.cancel()
  }

  // MARK: Time

  private func watch(for time: Duration) {
    state.withLock { $0.deadline = ContinuousClock.now + time }
    check(after: time)
  }

  /// Notes a sign of life; the timer that is under way finds the later deadline when it is up.
  private func touch() {
    let wasConnected = state.withLock { state -> Bool in
      guard !state.isOver else { return true }
      defer { state.isConnected = true }
      state.deadline = ContinuousClock.now + state.silence
      return state.isConnected
    }
    if !wasConnected { check(after: state.withLock { $0.silence }) }
  }

  private func check(after time: Duration) {
    queue.asyncAfter(deadline: .now() + time.inSeconds) { [weak self] in self?.look() }
  }

  private func look() {
    let (left, error) = state.withLock { state -> (Duration?, RemoteError?) in
      guard let deadline = state.deadline else { return (nil, nil) }
      let left = deadline - ContinuousClock.now
      guard left <= .zero else { return (left, nil) }
      let seconds = state.silence.inSeconds
      guard state.isConnected else {
        return (nil, .noConnection(server: server.name, seconds: connecting.inSeconds))
      }
      return (
        nil,
        state.hasAnswer
          ? .stalled(server: server.name, seconds: seconds) : .noAnswer(server: server.name, seconds: seconds)
      )
    }
    if let error { end(error) } else if let left { check(after: left) }
  }

  // MARK: What comes

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didSendBodyData bytesSent: Int64, totalBytesSent: Int64,
    totalBytesExpectedToSend: Int64
  ) {
    touch()
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    touch()
    if let response = response as? HTTPURLResponse { continuation.yield(.head(HTTPHead(response))) }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let (isOver, isTooMuch) = state.withLock { state in
      state.hasAnswer = true
      state.waiting += data.count
      return (state.isOver, state.waiting > waitingLimit)
    }
    guard !isOver else { return }
    guard !isTooMuch else { return end(.tooLong(server: server.name, bytes: waitingLimit)) }
    touch()
    continuation.yield(.body(data))
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
    let target = request.url?.absoluteString ?? "another address"
    end(.redirected(server: server.name, to: ServerMessage.oneLine(target, limit: 200)))
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    // Of a 401 that asks for a password this comes after the whole answer, and without a password Foundation would never say that it is over.
    end(nil)
    completionHandler(.cancelAuthenticationChallenge, nil)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let hasHead = state.withLock { $0.isConnected } && task.response != nil
    end(error.map { TransportFailure.error($0, server: server, hasHead: hasHead) })
  }
}

/// The first lines of an answer.
struct HTTPHead: Sendable {
  /// The status: 200 when all is well.
  let status: Int
  private let fields: [String: String]

  init(_ response: HTTPURLResponse) {
    status = response.statusCode
    fields = Dictionary(
      response.allHeaderFields.compactMap { key, value in
        (key as? String).map { ($0.lowercased(), String(describing: value)) }
      }, uniquingKeysWith: { $1 })
  }

  /// The value of a header field, whatever the case of its name.
  subscript(name: String) -> String? { fields[name.lowercased()] }
}

/// What an error of the transport means to people.
enum TransportFailure {
  /// The error in words; `hasHead` says that the server had begun to answer.
  static func error(_ error: any Error, server: ServerAddress, hasHead: Bool) -> RemoteError {
    let failure = error as NSError
    let words = ServerMessage.oneLine(failure.localizedDescription, limit: 200)
    guard failure.domain == NSURLErrorDomain else { return .unreachable(server: server.name, reason: words) }
    switch failure.code {
    case _ where hasHead: return .cut(server: server.name)
    case NSURLErrorCannotFindHost: return .nameNotFound(server: server.host)
    case NSURLErrorCannotConnectToHost: return .refused(server: server.name)
    case NSURLErrorNetworkConnectionLost: return .cut(server: server.name)
    case NSURLErrorBadServerResponse: return .empty(server: server.name)
    case NSURLErrorBadURL where server.host.contains(":"):
      let reason = "an IPv6 address in brackets cannot be asked; give the machine a name, such as in /etc/hosts"
      return .unreachable(server: server.name, reason: reason)
    // What came does not begin as HTTP does.
    case NSURLErrorUnsupportedURL: return .garbled(server: server.name, text: words)
    // Foundation gives curl's trouble with certificates no number of its own.
    case _ where ["SSL", "TLS", "certificate"].contains { words.contains($0) }:
      return .notTrusted(server: server.name, reason: words)
    default: return .unreachable(server: server.name, reason: words)
    }
  }
}
